"""Delivery points of households: under a pseudonym from the first day, read by few, told in totals.

`naming.py` gives pseudonyms, `telling.py` says which series are of households, `totals.py` sums
them up for those who may read none, `linking.py` tells whose a pseudonym is, or forgets it.
"""
