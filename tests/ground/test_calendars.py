"""Public holidays, school holidays by zone, and days off between the two."""

from datetime import date

import numpy as np
import pytest

from beffroi.periods import SchoolZone, day_types, public_holidays, school_holidays
from beffroi.periods.calendars import bridge_days


def test_the_eleven_public_holidays_of_2024() -> None:
    # Code du travail, L3133-1, with Easter on 31 March 2024.
    expected = "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25"
    assert sorted(f"{day:%m-%d}" for day in public_holidays(2024)) == expected.split()


def test_alsace_and_moselle_have_two_more() -> None:
    more = public_holidays(2024, alsace_moselle=True) - public_holidays(2024)
    assert sorted(more) == [date(2024, 3, 29), date(2024, 12, 26)]


@pytest.mark.parametrize(
    ("day", "zones"),
    [
        # Winter 2024: C from 10 February, A from 17, B from 24, two weeks each.
        (date(2024, 2, 9), ""),
        (date(2024, 2, 13), "C"),
        (date(2024, 2, 20), "AC"),
        (date(2024, 2, 28), "AB"),
        (date(2024, 3, 6), "B"),
        (date(2024, 3, 12), ""),
        (date(2024, 8, 1), "ABC"),
        (date(2024, 6, 3), ""),
    ],
)
def test_winter_holidays_go_by_zone(day: date, zones: str) -> None:
    assert "".join(z for z in SchoolZone if day in school_holidays(day.year, z)) == zones


def test_years_that_are_not_published_have_no_school_holidays() -> None:
    assert school_holidays(1950, SchoolZone.A) == frozenset()


@pytest.mark.parametrize(
    ("day", "zone", "kind"),
    [
        ("2024-05-01", SchoolZone.B, 1),
        ("2024-02-20", SchoolZone.A, 2),
        ("2024-02-20", SchoolZone.B, 0),
        ("2024-12-25", SchoolZone.A, 1),  # Christmas falls within school holidays
        ("2024-06-04", SchoolZone.C, 0),
    ],
)
def test_types_of_days(day: str, zone: SchoolZone, kind: int) -> None:
    assert day_types(np.array([day], "M8[D]"), zone).tolist() == [kind]


def test_types_keep_the_shape_and_span_years() -> None:
    days = np.array([["2023-12-25", "2024-01-01"], ["2024-01-10", "2025-05-01"]], "M8[D]")
    assert day_types(days).tolist() == [[1, 1], [0, 1]]
    assert day_types(days[:0]).shape == (0, 2)


def test_bridge_days_of_2024() -> None:
    # Thursdays 9 May and 15 August; no public holiday of 2024 falls on a Tuesday.
    assert bridge_days(2024) == {date(2024, 5, 10), date(2024, 8, 16)}


def test_a_tuesday_holiday_makes_a_bridge_of_its_monday() -> None:
    assert date(2025, 11, 10) in bridge_days(2025)
