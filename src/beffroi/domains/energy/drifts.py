"""Slow drifts: consumption that grows month after month, against a model older than the drift."""

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
_LEAST_SLOPE = 0.014
"""Share a month: about 18 % a year."""
_LARGEST_FALL = 0.01
_SHORTEST, _LONGEST = 84, 400


def find_drifts(values: Floats, mean: Floats, level: Floats) -> NDArray[np.bool_]:
    """Return the days (n, d) on which a drift is noticed.

    The four last months each stand above the one before, and three days in four of the last two
    months are 10 % above the model at least.
    """
    relative = relative_departure(values, mean, level)
    months = _months(relative)
    falls = np.max([months[k + 1] - months[k] for k in range(_MONTHS - 1)], axis=0)
    high = trailing_quantile(relative, _RECENT, _SHARE) > _LEAST_LEVEL
    alarm: NDArray[np.bool_] = high & (_slope(months) > _LEAST_SLOPE) & (falls < _LARGEST_FALL)
    alarm[:, : LEAST_HISTORY + _SHORTEST] = False
    return alarm


@dataclass(frozen=True, slots=True)
class Old:
    """The whole day (n, d) against the model that is older than a drift."""

    values: Floats
    mean: Floats
    level: Floats

    def start(self, row: int, noticed: int) -> int:
        """Return the day at which the line of the last months of a row leaves the model."""
        part = (slice(row, row + 1), slice(0, noticed + 1))
        relative = relative_departure(self.values[part], self.mean[part], self.level[part])
        months = _months(relative)[:, :, -1:]
        slope = float(_slope(months)[0, 0])
        age = _MONTH * float(months[0, 0, 0]) / max(slope, _LEAST_SLOPE)
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
