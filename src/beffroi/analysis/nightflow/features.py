"""Nights and days of districts: what enters, hour by hour, as two flows a day.

Between two and five in the morning few people use water: what then enters a district is mostly what
it loses. The hours of the day tell what people use, and so whether a night is high because the
district leaks or because more people sleep there.

References: Farley and Trow (2003), "Losses in Water Distribution Networks", chapter 5 (night flow);
IWA Water Loss Task Force (2007), "District Metered Areas: Guidance Notes".
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.metrics import Floats

#: Hours of the local clock that make a night and a day; the others belong to neither.
NIGHT_HOURS = (2, 3, 4)
DAY_HOURS = tuple(range(6, 23))
_LEAST_NIGHT, _LEAST_DAY = 2, 12
"""Known hours without which a night, or a day, is not known."""


@dataclass(frozen=True, slots=True)
class Nights:
    """Mean flow of the nights and of the days of n districts over d days, m3/h, NaN unknown."""

    night: Floats
    day: Floats


def nights_of(hourly: Floats) -> Nights:
    """Return the nights and days of `hourly` (n, d, 24), m3/h by hour of the local clock.

    The night of a day is the one that it begins with. Hours that are not known are left out, as is
    the hour that spring takes away; a night of fewer than two known hours is not known.

    >>> flow = np.full((1, 1, 24), 6.0)
    >>> flow[0, 0, 2:5] = [1.0, 2.0, 3.0]
    >>> nights_of(flow).night.tolist(), nights_of(flow).day.tolist()
    ([[2.0]], [[6.0]])
    """
    return Nights(
        _mean(hourly[:, :, list(NIGHT_HOURS)], _LEAST_NIGHT),
        _mean(hourly[:, :, list(DAY_HOURS)], _LEAST_DAY),
    )


def _mean(hours: Floats, least: int) -> Floats:
    known = np.isfinite(hours)
    count = known.sum(axis=2)
    total = np.where(known, hours, 0.0).sum(axis=2)
    mean: Floats = np.where(count >= least, total / np.maximum(count, 1), np.nan)
    return mean
