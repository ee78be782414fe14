"""When buildings are open, by day and by hour."""

from dataclasses import dataclass

import numpy as np

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.clock import Clock, Floats, Mask

_PUBLIC, _SCHOOL = 1, 2
_PREHEAT = 3  # hours of heating before opening
_LONG = 3  # days closed in a row from which a building is let cool down


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Presence in a building, all (h,)."""

    present: Mask
    warm: Mask  # present, or warming up before
    holiday: Mask  # hours of public and school holidays that would be open without them
    long: Mask  # within a long closure


def occupancy(building: Building, time: Clock, luck: Floats) -> Occupancy:
    """Return the hours of presence; `luck`, uniform (d,), says which openings are used."""
    use = building.use
    weekly = np.isin(time.weekday, use.days) & (luck < use.events)
    closed = time.day_type == _PUBLIC
    if use.school_closed:
        closed = closed | (time.day_type == _SCHOOL)
    opened = weekly & ~closed
    present = _hours(opened, time, building.hours)
    low, high = building.hours
    return Occupancy(
        present=present,
        warm=_hours(opened, time, (max(low - _PREHEAT, 0), high)),
        holiday=_hours(weekly & closed, time, (max(low - _PREHEAT, 0), high)),
        long=_long_runs(~opened)[time.day_of],
    )


def _hours(days: Mask, time: Clock, hours: tuple[int, int]) -> Mask:
    inside: Mask = (time.local_hour >= hours[0]) & (time.local_hour < hours[1])
    return inside & days[time.day_of]


def _long_runs(closed: Mask) -> Mask:
    """Mark the days of runs of at least `_LONG` closed days, shape (d,).

    >>> _long_runs(np.array([True, True, False, True, True, True])).tolist()
    [False, False, False, True, True, True]
    """
    change = np.flatnonzero(np.diff(closed.astype(np.int8)))
    bounds = np.concatenate([[0], change + 1, [len(closed)]])
    lengths = np.diff(bounds)
    return closed & np.repeat(lengths >= _LONG, lengths)
