"""The hours and civil days of the simulated period."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from beffroi.periods import day_starts, day_types
from beffroi.periods.civil import Instants, paris_offset

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

HOUR = np.timedelta64(3_600_000_000, "us")


@dataclass(frozen=True, slots=True)
class Clock:
    """h hours over d civil days of Europe/Paris; days have 23, 24 or 25 hours."""

    first: date
    last: date
    days: NDArray[np.datetime64]  # datetime64[D], (d,)
    edges: Instants  # (d + 1,) instants at which civil days begin
    hours: Instants  # (h,) instants at which hours begin
    day_of: Integers  # (h,) civil day of each hour
    first_hour: Integers  # (d,) first hour of each day
    local_hour: Integers  # (h,) clock hour, 0 to 23
    weekday: Integers  # (d,) 0 on Monday
    day_type: NDArray[np.int8]  # (d,) 0 ordinary, 1 public holiday, 2 school holiday
    day_of_year: Integers  # (d,) 0 on 1 January

    @property
    def years(self) -> float:
        """Length of the period, in years."""
        return len(self.days) / 365.25

    def day_at(self, index: int) -> date:
        """Return a civil day by its rank."""
        return self.first + timedelta(days=int(index))

    def hour_at(self, day: int) -> int:
        """Return the rank of the first hour of a day, or the number of hours after the last."""
        return int(self.first_hour[day]) if day < len(self.days) else len(self.hours)


@lru_cache(maxsize=2)
def clock(years: int, end: date) -> Clock:
    """Return the clock of `years` whole years whose last civil day is `end`.

    >>> made = clock(1, date(2026, 10, 31))
    >>> len(made.days), len(made.hours), str(made.first)
    (365, 8760, '2025-11-01')
    """
    after = end + timedelta(days=1)
    first = after.replace(year=after.year - years, day=min(after.day, 28))
    edges = day_starts(first, end)
    hours = np.arange(edges[0], edges[-1], HOUR)
    local = hours + paris_offset(hours)
    days = np.arange(np.datetime64(first, "D"), np.datetime64(after, "D"))
    return Clock(
        first=first,
        last=end,
        days=days,
        edges=edges,
        hours=hours,
        day_of=(local.astype("M8[D]") - days[0]).astype(np.int64),
        first_hour=((edges[:-1] - edges[0]) // HOUR).astype(np.int64),
        local_hour=(local.astype("M8[h]") - local.astype("M8[D]")).astype(np.int64),
        weekday=(days.astype(np.int64) + 3) % 7,
        day_type=day_types(days),
        day_of_year=(days - days.astype("M8[Y]")).astype(np.int64),
    )
