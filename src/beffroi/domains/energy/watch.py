"""Rises of consumption: when each one was noticed and when it began, each day on the past only.

A rise is noticed when the lower fifth of the last two weeks is above the middle of the four weeks
before, by more than is usual for that meter and by 8 % at least. The lower fifth makes a few busy
days harmless; what is usual is learnt from the year before.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import change_day, delayed, rise, trailing_quantile, usual_size
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.panel import Floats

RECENT, SHARE, BEFORE = 14, 0.2, 28
LEAST_RISE = 0.08
TIMES_USUAL = 2.2
_LARGEST = 1.5
_YEAR, _RENEWED = 365, 14


@dataclass(frozen=True, slots=True)
class Rises:
    """Alarms of m series over d days."""

    relative: Floats
    """(m, d) departure from what was expected, as a share of it or of the mean day."""
    alarm: NDArray[np.bool_]
    """(m, d)."""
    visible: Floats
    """(m, d) smallest rise that would give an alarm that day, as a share."""


def relative_departure(values: Floats, mean: Floats, level: Floats) -> Floats:
    """Return (value - expected) over the greater of expected and mean day, within 150 %."""
    scale = np.maximum(mean, level)
    share: Floats = np.divide(
        values - mean, scale, out=np.full(values.shape, np.nan), where=scale > 0
    )
    return np.asarray(np.clip(share, -_LARGEST, _LARGEST), dtype=np.float64)


def find_rises(values: Floats, mean: Floats, level: Floats) -> Rises:
    """Return where series (m, d) rise above what was expected of them."""
    relative = relative_departure(values, mean, level)
    size = rise(relative, RECENT, SHARE, BEFORE)
    usual = usual_size(size, _YEAR, _RENEWED)
    visible = np.maximum(LEAST_RISE, TIMES_USUAL * usual)
    above = trailing_quantile(relative, RECENT, SHARE) > 0.0
    alarm = (size > visible) & above
    alarm[:, : LEAST_HISTORY + RECENT // 2] = False
    return Rises(relative, alarm, visible)


def onset(relative: Floats, noticed: int) -> int:
    """Return the day at which a rise noticed on day `noticed` began; `relative` is (d,)."""
    window = relative[: noticed + 1][-(RECENT + BEFORE) :]
    first = len(relative[: noticed + 1]) - len(window)
    low = max(len(window) - 2 * RECENT, 1)
    return first + change_day(window, low, len(window) - 3)


def noticed_days(alarm: NDArray[np.bool_]) -> list[int]:
    """Return the first day of each alarm of one series, (d,)."""
    before = delayed(alarm[None, :].astype(np.float64), 1)[0] == 1
    return [int(day) for day in np.flatnonzero(alarm & ~before)]
