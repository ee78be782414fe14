"""A change of the nights of a district, and what explains it best.

A change lifts nights and days each by some flow, and its cause shows in how both go together:

- what leaks leaks at all hours: nights and days rise alike;
- a tank that fills at night gives back by day: days fall by what nights rise, hours apart;
- a new use of the night leaves days as they were;
- people add to the days first, and to the nights a share that is learnt (`effects.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beffroi.analysis.nightflow.features import DAY_HOURS, NIGHT_HOURS

#: How much less likely than a leak other causes are held to be (differences of chi-square).
DOUBT_TANK, DOUBT_NIGHT_USE, DOUBT_SEASON = 2.0, 2.0, 4.0
_GIVEN_BACK = len(NIGHT_HOURS) / len(DAY_HOURS)


class Kind(StrEnum):
    """What a change of the nights is."""

    BURST = "burst"
    SLOW_LEAK = "slow_leak"
    SEASON = "season"
    TANK = "tank"
    NIGHT_USE = "night_use"

    @property
    def leaks(self) -> bool:
        """Whether water is lost."""
        return self in (Kind.BURST, Kind.SLOW_LEAK)


#: What each kind adds to the days for each m3/h of the nights; visitors are counted apart.
BY_DAY = {
    Kind.BURST: 1.0,
    Kind.SLOW_LEAK: 1.0,
    Kind.SEASON: 0.0,
    Kind.TANK: -_GIVEN_BACK,
    Kind.NIGHT_USE: 0.0,
}


@dataclass(slots=True)
class Change:
    """A change of the nights of one district, as known on the last day that was read.

    Indices of days; `until` is the last day of it, None while it lasts. Flows in m3/h, with the
    interval at 90 %.
    """

    row: int
    kind: Kind
    since: int
    noticed: int
    size: float
    low: float
    high: float
    by_day: float
    """How much more the days of it use, m3/h."""
    strength: float
    """Size over its standard deviation on the day it was noticed."""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who knows said of a change of a row that began about the day `since`.

    It is not `wrong`. It is `right`, a burst standing for any leak; None where they do not know.
    """

    row: int
    since: int
    wrong: Kind
    right: Kind | None = None


#: Days by which the beginning that was told of a change may differ from the one that is found.
SAME = 7


def explained(
    night: float,
    day: float,
    spread: tuple[float, float],
    share: float,
    but: Collection[Kind] = (),
) -> Kind | None:
    """Return what a rise of `night` and of `day` [m3/h] is, None for one that leaks.

    `spread` are the standard deviations of both, `share` what days add to nights, `but` what it is
    known not to be.

    >>> [explained(2.0, day, (0.2, 0.5), 0.1) for day in (2.2, -0.4, 0.0, 9.0)]
    [None, <Kind.TANK: 'tank'>, <Kind.NIGHT_USE: 'night_use'>, <Kind.SEASON: 'season'>]
    >>> explained(2.0, -0.4, (0.2, 0.5), 0.1, (Kind.TANK,))
    <Kind.NIGHT_USE: 'night_use'>
    """
    seen, sizes = np.array([night, day]), np.array(spread)
    ways = {
        None: ((1.0, 1.0), 0.0),
        Kind.TANK: ((1.0, -_GIVEN_BACK), DOUBT_TANK),
        Kind.NIGHT_USE: ((1.0, 0.0), DOUBT_NIGHT_USE),
        Kind.SEASON: ((max(2.5 * share, 0.1), 1.0), DOUBT_SEASON),
    }
    scores = {}
    for kind, (direction, doubt) in ways.items():
        if kind in but:
            continue
        way = np.array(direction) / sizes
        scaled = seen / sizes
        size = max(float(way @ scaled) / float(way @ way), 0.0)
        scores[kind] = float(((scaled - size * way) ** 2).sum()) + doubt
    return min(scores, key=lambda kind: scores[kind])
