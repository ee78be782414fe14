"""What an authority may publish on its site, checked by the gate before anybody sees it.

`buildings.py` makes tables of yearly indicators, `results.py` tells verified actions, `recorded.py`
takes up tables that the gate let out before. Each gives a `Prepared`: what would leave, and what
the gate says of it. `files.py` writes what was published for programs. Nothing here is on a screen.
"""
