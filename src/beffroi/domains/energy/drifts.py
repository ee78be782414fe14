"""Slow rises, against a model older than them: drifts, and excesses that stand for two months.

A drift grows month after month. An excess may have come slowly, in pieces, in the middle of a
season or in a noisy month, so that no day was abrupt: after two months it is large all the same.
`onsets.shape` then tells when it began, and whether it is a line or a step.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import delayed, trailing_quantile
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.energy.watch import relative_departure
from beffroi.domains.panel import Floats

_MONTH, _MONTHS = 28, 4
_RECENT, _SHARE = 56, 0.25
_LEAST_LEVEL = 0.10
STANDING_SHARE, STANDING = 0.2, 0.15
_LEAST_SLOPE = 0.014
"""Share a month: about 18 % a year."""
_LARGEST_FALL = 0.01
_SHORTEST, _LONGEST = 84, 400
_SEASON = 182  # one year alone cannot tell a season from a rise: half a year more


def find_drifts(values: Floats, mean: Floats, level: Floats) -> NDArray[np.bool_]:
    """Return the days (n, d) on which a slow rise is noticed.

    A drift: the four last months each stand above the one before, and three days in four of the
    last two months are 10 % above the model at least. An excess that stands: four days in five of
    the last two months are 15 % above it.
    """
    relative = relative_departure(values, mean, level)
    months = _months(relative)
    falls = np.max([months[k + 1] - months[k] for k in range(_MONTHS - 1)], axis=0)
    high = trailing_quantile(relative, _RECENT, _SHARE) > _LEAST_LEVEL
    grows = high & (_slope(months) > _LEAST_SLOPE) & (falls < _LARGEST_FALL)
    stands = trailing_quantile(relative, _RECENT, STANDING_SHARE) > STANDING
    alarm: NDArray[np.bool_] = grows | stands
    alarm[:, : LEAST_HISTORY + _SEASON] = False
    return alarm


@dataclass(frozen=True, slots=True)
class Old:
    """The whole day (n, d) against the model that is older than a drift."""

    values: Floats
    mean: Floats
    level: Floats

    def start(self, row: int, noticed: int) -> int:
        """Return the day at which the line of the last months of a row leaves the model.

        Where too little of a month is known for a line, it is said to be as short as drifts are.
        """
        part = (slice(row, row + 1), slice(0, noticed + 1))
        relative = relative_departure(self.values[part], self.mean[part], self.level[part])
        months = _months(relative)[:, :, -1:]
        slope = float(_slope(months)[0, 0])
        age = _MONTH * float(months[0, 0, 0]) / max(slope, _LEAST_SLOPE)
        age = _SHORTEST if np.isnan(age) else age
        longest = min(_LONGEST, noticed - LEAST_HISTORY + _MONTH)
        return noticed - int(np.clip(age, _SHORTEST, max(longest, _SHORTEST)))


def _months(relative: Floats) -> Floats:
    """Return the middle departure of the last month and of those before, (4, n, d)."""
    middle = trailing_quantile(relative, _MONTH, 0.5)
    return np.stack([delayed(middle, _MONTH * k) for k in range(_MONTHS)])


def _slope(months: Floats) -> Floats:
    """Return the slope a month by least squares."""
    weight = (_MONTHS - 1) / 2 - np.arange(_MONTHS)
    slope: Floats = np.tensordot(weight, months, axes=1) / float((weight**2).sum())
    return slope
