"""French public and school holidays, as arrays of days.

Sources: Code du travail L3133-1 (public holidays, through the `holidays` package); school
calendar of the Ministry of Education by zone (through `vacances-scolaires-france`).
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays
import numpy as np
from numpy.typing import NDArray
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException


class SchoolZone(StrEnum):
    """The three zones of the school calendar."""

    A = "A"
    B = "B"
    C = "C"


@cache
def public_holidays(year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """Return the public holidays of a year in metropolitan France.

    >>> date(2024, 7, 14) in public_holidays(2024)
    True
    """
    subdivision = "57" if alsace_moselle else None
    found = holidays.country_holidays("FR", subdiv=subdivision, years=year)
    return frozenset(day for day in found if day.year == year)


@cache
def school_holidays(year: int, zone: SchoolZone) -> frozenset[date]:
    """Return the days of school holidays of a civil year in a zone; empty where not published.

    >>> date(2023, 8, 1) in school_holidays(2023, SchoolZone.B)
    True
    """
    try:
        found = _source().holidays_for_year_and_zone(year, str(zone))
    except UnsupportedYearException:
        return frozenset()
    return frozenset(found)


@cache
def _source() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def day_types(days: NDArray[np.datetime64], zone: SchoolZone = SchoolZone.B) -> NDArray[np.int8]:
    """Return for each civil day 0 (ordinary), 1 (public holiday) or 2 (school holiday).

    A public holiday within school holidays counts as a public holiday.

    >>> day_types(np.array(["2024-07-14", "2024-07-15", "2024-06-03"], "M8[D]")).tolist()
    [1, 2, 0]
    """
    result = np.zeros(days.shape, dtype=np.int8)
    if days.size == 0:
        return result
    first, last = days.min().astype(object).year, days.max().astype(object).year
    years = range(first, last + 1)
    school = _as_days(set().union(*(school_holidays(year, zone) for year in years)))
    public = _as_days(set().union(*(public_holidays(year) for year in years)))
    result[np.isin(days, school)] = 2
    result[np.isin(days, public)] = 1
    return result


def bridge_days(year: int) -> frozenset[date]:
    """Return the working days caught between a public holiday and a weekend.

    >>> date(2024, 5, 10) in bridge_days(2024)
    True
    """
    found = set()
    for day in public_holidays(year):
        if day.weekday() == 3:
            found.add(day + timedelta(days=1))
        elif day.weekday() == 1:
            found.add(day - timedelta(days=1))
    return frozenset(found - public_holidays(year))


def _as_days(days: set[date]) -> NDArray[np.datetime64]:
    return np.array(sorted(days), dtype="datetime64[D]")
