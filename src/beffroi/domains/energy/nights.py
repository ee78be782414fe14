"""Nights and closed days against themselves and against the open hours of the same weeks.

What changes from week to week in a building mostly lifts its open hours, and what stays on at night
lifts the closed ones only: the ratio of both shows it where neither does alone.
"""

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import delayed, trailing_quantile
from beffroi.domains.energy.occupancy import Occupancy
from beffroi.domains.energy.signals import CLOSED, DAY, Signals
from beffroi.domains.panel import Floats

_RECENT, _SHARE, _BEFORE = 14, 0.3, 42
_LEAST_KNOWN = 0.2  # closed days are two in seven
_LEAST_LEVEL = 0.3
_SMALL = 0.05  # of the mean power: nights near zero double for nothing


def night_rises(
    signals: Signals, used: Occupancy, mean: Floats, level: Floats
) -> tuple[Floats, Floats]:
    """Return how much closed hours rose in two weeks, and how much more than open hours did.

    Logarithms, (n, d), NaN without hourly measures. Powers are shares of the power expected of the
    day, so that weather and season cancel; `mean` and `level` are (3, n, d).
    """
    power = np.maximum(mean[DAY], _LEAST_LEVEL * level[DAY]) / 24.0
    closed = _share(signals.values[CLOSED], signals.closed_hours, power)
    opened = _share(
        signals.values[DAY] - signals.values[CLOSED], 24.0 - signals.closed_hours, power
    )
    nights = _lift(np.where(used.open_day, closed, np.nan))
    closed_days = _lift(np.where(used.open_day, np.nan, closed))
    days = _lift(np.where(used.open_day, opened, np.nan))
    lift = np.where(np.isfinite(closed_days), (nights + closed_days) / 2, nights)
    return lift, lift - days


def _share(energy: Floats, hours: Floats, power: Floats) -> Floats:
    possible: NDArray[np.bool_] = (hours > 0) & (power > 0)
    share: Floats = np.divide(
        energy, hours * power, out=np.full(energy.shape, np.nan), where=possible
    )
    return share


def _lift(share: Floats) -> Floats:
    recent = trailing_quantile(share, _RECENT, _SHARE, _LEAST_KNOWN)
    before = trailing_quantile(share, _BEFORE, 0.5, _LEAST_KNOWN)
    lift: Floats = np.log((recent + _SMALL) / (delayed(before, _RECENT) + _SMALL))
    return lift
