"""Sums of measures by hour, day and month, kept beside the measures for those who ask for them.

`schema.py` says what is kept and for which series, `roll.py` brings it up to date, `reading.py`
answers from it, and from the measures for what it does not know yet. They are a copy: nothing is
lost with them.
"""
