"""The daily signals of each row in which faults show: whole day, base load, closed hours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.occupancy import Occupancy
from beffroi.domains.panel import Floats, Panel

#: Order of the signals on the first axis of `Signals.values`.
DAY, BASE, CLOSED = range(3)
_LOWEST_HOURS = 4


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals of n rows over d days, kWh a day."""

    values: Floats
    """(3, n, d): the whole day; 24 times the mean of the four lowest hours; the hours at which
    the building is closed. The two last are NaN without hourly measures."""
    closed_hours: Floats
    """(n, d) number of hours at which the building is closed."""


def build_signals(panel: Panel, occupancy: Occupancy, believed: NDArray[np.bool_]) -> Signals:
    """Return the signals of a panel on the days (n, d) that are believed."""
    day = np.where(believed, panel.daily, np.nan)
    running = occupancy.open_day[:, :, None] & occupancy.open_hours[:, None, :]
    closed = ~running
    values = np.full((3, *day.shape), np.nan)
    values[DAY] = day
    if panel.hourly is not None:
        hourly = np.where(believed[:, :, None], panel.hourly.astype(np.float64), np.nan)
        lowest = np.partition(hourly, _LOWEST_HOURS - 1, axis=2)[:, :, :_LOWEST_HOURS]
        whole = np.isfinite(hourly).all(axis=2)
        values[BASE] = np.where(whole, 24.0 * lowest.mean(axis=2), np.nan)
        values[CLOSED] = np.where(whole, np.where(closed, hourly, 0.0).sum(axis=2), np.nan)
    return Signals(values, closed.sum(axis=2).astype(np.float64))
