"""Where an authority stands among similar ones, without anybody seeing the value of another.

`groups.py` puts authorities together by public facts; `quantiles.py` says of a group what may be
seen. A year of an indicator is released once, for all groups at once, and kept: there are never two
releases of one group whose difference would tell who came in between, and no authority is in two
groups. Whoever leaves is in no later release, and sees none.
"""
