"""Scenarios: what would change if a lever were pulled, from the authority's own measures.

`asked.py` says what is tried, `assets.py` makes states of measures, `paths.py` draws how prices,
emissions and winters may move, `trying.py` applies the levers and adds up, `told.py` is the answer.
`keeping.py` keeps one under a name and makes a plan of it, `kept.py` reads it back.
"""
