"""What the meters of a water service's customers say of what happens behind them.

Pure functions of arrays: many meters at once, (n, d) by day or (n, d, 24) by hour, volumes in m3,
NaN where nothing is known. Each day is judged by that day and those before it only.

`flowing.py` sees what never stops, `frozen.py` what no longer counts, `unusual.py` what is far
from its own past and from others, `doubling.py` applies the rule of French law; `stretches.py`
serves them all.
"""
