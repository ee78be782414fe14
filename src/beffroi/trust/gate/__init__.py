"""The publication gate: nothing leaves for the public without a check.

`form.py` and `reading.py` read what somebody wants to publish, `table.py` makes every cell and
every margin of it. `primary.py` says which cells tell of too few; `secondary.py` holds back others
so that these cannot be computed; `attacker.py` then tries to, with what anybody can read:
the table and, through `differencing.py`, all that was ever published over the same source.
`coarser.py` looks for a form that would pass where this one does not, and `check.py` puts it
together into the `Answer` that people and programs get.

Everything here is pure but the record itself, which is `beffroi.store.publications`.
"""
