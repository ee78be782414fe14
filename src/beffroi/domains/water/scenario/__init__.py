"""A district as scenarios see it: what it loses and where it goes, and what each lever changes.

`mains.py` knows pipes by material and age, `district.py` is the state, `building.py` makes it of
measures, `effects.py` changes it, `saying.py` tells it in words.
"""
