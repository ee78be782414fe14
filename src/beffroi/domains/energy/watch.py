"""Rises of consumption: when each one was noticed and when it began, each day on the past only.

The low days of the last two weeks are compared with the middle of the four weeks before, in each
signal, and counted in what is usual for that meter over the year before (`size`). A rise is noticed
where the three signals agree that it is unusual, or where the nights rise more than the days
(`nights.py`). Low days make a few busy days harmless; signals that must agree make most changes of
activity harmless, because these show in one of them only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import change_day, delayed, rise, usual_size
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.energy.nights import night_rises
from beffroi.domains.energy.occupancy import Occupancy
from beffroi.domains.energy.signals import BASE, CLOSED, Signals
from beffroi.domains.panel import Floats

RECENT, SHARE, BEFORE = 14, 0.3, 28
_LARGEST = 1.5
_LEAST_SHARE = 0.1  # of the mean day
_YEAR, _RENEWED = 365, 14
_EXTREME = 0.98
_LEAST_USUAL = 0.036
"""Share of the consumption: no meter is so regular that less would be worth a visit."""
ENOUGH, ENOUGH_ALONE, ENOUGH_AT_NIGHT = 1.53, 2.05, 1.83
"""Times what is usual: mean of the signals, whole day alone (daily measures), nights."""
_LEAST_SCORE, _LARGEST_SCORE = -3.0, 8.0


@dataclass(frozen=True, slots=True)
class Rises:
    """Alarms of n rows over d days."""

    relative: Floats
    """(3, n, d) departure from what was expected, as a share (`unit_of`)."""
    alarm: NDArray[np.bool_]
    """(n, d)."""
    strongest: NDArray[np.int64]
    """(n, d) signal in which the rise is least usual."""
    visible: Floats
    """(n, d) smallest rise of all hours that would give an alarm that day, as a share."""


def unit_of(mean: Floats, level: Floats) -> Floats:
    """Return what a departure is counted in: between the mean day and the day, as errors grow.

    The root of their product, as in `analysis.baseline`: a boiler at rest departs by less than one
    in winter, though by a larger share.
    """
    unit: Floats = np.sqrt(np.maximum(mean, _LEAST_SHARE * level) * level)
    return unit


def relative_departure(values: Floats, mean: Floats, level: Floats) -> Floats:
    """Return (value - expected) over `unit_of` the day, within 150 %."""
    unit = unit_of(mean, level)
    share: Floats = np.divide(
        values - mean, unit, out=np.full(values.shape, np.nan), where=unit > 0
    )
    return np.asarray(np.clip(share, -_LARGEST, _LARGEST), dtype=np.float64)


def find_rises(signals: Signals, used: Occupancy, mean: Floats, level: Floats) -> Rises:
    """Return where signals rise above what was expected of them; `mean`, `level` are (3, n, d)."""
    shape = signals.values.shape
    relative = relative_departure(signals.values, mean, level)
    size = rise(relative.reshape(-1, shape[2]), RECENT, SHARE, BEFORE)
    usual = _usual(size).reshape(shape)
    scores = _bounded(size.reshape(shape) / usual)
    known = np.isfinite(scores)
    strongest = np.argmax(np.where(known, scores, -np.inf), axis=0)
    count = np.maximum(known.sum(axis=0), 1)
    together = np.where(known, scores, 0.0).sum(axis=0) / count
    enough = np.where(known.all(axis=0), ENOUGH, ENOUGH_ALONE)
    nights = night_rises(signals, used, mean, level)
    four = [scores[BASE], scores[CLOSED], *(_bounded(one / _usual(one)) for one in nights)]
    at_night = np.mean(four, axis=0) > ENOUGH_AT_NIGHT
    alarm = (known.any(axis=0) & (together > enough)) | at_night
    alarm[:, : LEAST_HISTORY + RECENT // 2] = False
    ease = np.where(known, 1.0 / usual, 0.0).sum(axis=0) / count
    visible = np.divide(enough, ease, out=np.full(ease.shape, np.nan), where=ease > 0)
    return Rises(relative, alarm, strongest, visible)


def _usual(size: Floats) -> Floats:
    return np.maximum(usual_size(size, _YEAR, _RENEWED, _EXTREME), _LEAST_USUAL)


def _bounded(score: Floats) -> Floats:
    return np.asarray(np.clip(score, _LEAST_SCORE, _LARGEST_SCORE), dtype=np.float64)


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
