"""Measures lent from one installation to another, over HTTPS, under an agreement.

`seals.py` and `pages.py` are the protocol and nothing else; `answering.py` is the side that lends;
the others are the side that subscribes. What is lent is decided by the read door of the one side,
and decided again by that of the other.
"""
