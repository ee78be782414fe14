"""Leaks of a drinking water network, searched for with its model and its meters.

`plant` joins the model and the meters, `measures` samples what they measured, `learning` makes the
model agree with a past whose leaks are known, `watching` looks at each day by the days before it.
"""
