"""Algorithms under human control: the public register and all that is made from the cards.

Everything here derives from the cards declared beside the code and from what really ran.
"""
