"""What may be seen of the values of a group: a few quantiles, none of which is anybody's value.

Each quantile is the mean of the three values around its rank, rounded to two digits. Nobody's value
is shown, not even the lowest or the highest one, and who knows their own, next to a rank, learns
only what two others have together.
"""

import math
from collections.abc import Sequence

#: Values that a quantile is the mean of.
WINDOW = 3
_DIGITS, _MIDDLE = 2, 50
_FEW, _MANY = (25, 50, 75), (10, 25, 50, 75, 90)
#: Members from which the outer tenths are told: three values or more are beyond each of them.
_ENOUGH = 31


def ranks(members: int) -> dict[int, range]:
    """Return the places, in order of value, that each quantile [%] is the mean of.

    >>> ranks(11)
    {25: range(1, 4), 50: range(4, 7), 75: range(7, 10)}
    """
    levels = _MANY if members >= _ENOUGH else _FEW
    found = {}
    for level in levels:
        rank = level * (members - 1) / 100
        # Outward: the windows of a small group then share nobody.
        middle = math.floor(rank) if level < _MIDDLE else math.ceil(rank)
        first = min(max(middle - WINDOW // 2, 0), members - WINDOW)
        found[level] = range(first, first + WINDOW)
    return found


def quantiles(values: Sequence[float]) -> dict[int, float]:
    """Return the quantiles of a group [unit of the values], by level [%].

    >>> quantiles([100, 101, 102, 110, 120, 121, 130, 140, 150, 160, 900])
    {25: 100.0, 50: 120.0, 75: 150.0}
    """
    ordered = sorted(values)
    return {
        level: rounded(sum(ordered[place] for place in places) / WINDOW)
        for level, places in ranks(len(ordered)).items()
    }


def rounded(value: float) -> float:
    """Round to two digits.

    >>> rounded(104.9), rounded(0.0347), rounded(0.0)
    (100.0, 0.035, 0.0)
    """
    return float(f"{value:.{_DIGITS}g}")


def step(value: float) -> float:
    """Return by how much a rounded value may be off, on either side.

    >>> step(150.0), step(0.035)
    (5.0, 0.0005)
    """
    if value == 0:
        return 0.0
    return round(0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - _DIGITS + 1), 12)


def standing(value: float, told: dict[int, float]) -> tuple[int, int]:
    """Say between which levels [%] a value lies; 0 and 100 are the ends.

    >>> standing(118, {25: 100.0, 50: 120.0, 75: 150.0}), standing(300, {75: 150.0})
    ((25, 50), (75, 100))
    """
    below = [level for level, edge in sorted(told.items()) if edge <= value]
    above = [level for level, edge in sorted(told.items()) if edge > value]
    return (below[-1] if below else 0), (above[0] if above else 100)
