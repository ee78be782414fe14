"""Civil time of France around the nights when clocks change, gas days and school years."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import BeffroiError
from beffroi.periods import (
    civil_date,
    day_starts,
    gas_day,
    localise,
    parse_instant,
    school_year,
    utc_now,
)
from beffroi.periods.civil import paris_offset

PARIS = ZoneInfo("Europe/Paris")


def instants(*texts: str) -> np.ndarray:
    return np.array(texts, "M8[us]")


def texts(times: np.ndarray) -> list[str]:
    return [str(time)[:16] for time in times]


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        ("2021-03-28T00:59", 1),
        ("2021-03-28T01:00", 2),
        ("2021-10-31T00:59", 2),
        ("2021-10-31T01:00", 1),
        ("2021-07-01T00:00", 2),
        ("2021-12-31T23:59", 1),
    ],
)
def test_the_offset_changes_at_one_in_the_morning_utc(moment: str, hours: int) -> None:
    assert (paris_offset(instants(moment)) / np.timedelta64(1, "h")).tolist() == [hours]


MINUTES = st.integers(1 << 19, 68_000_000)  # since 1970: from 1971 to 2099


@given(MINUTES)
def test_the_offset_is_that_of_the_time_zone_database(minute: int) -> None:
    expected = datetime.fromtimestamp(minute * 60, UTC).astimezone(PARIS).utcoffset()
    found = paris_offset(np.array([minute], "M8[m]").astype("M8[us]"))
    assert found[0].astype(object) == expected


@pytest.mark.parametrize(
    ("clock", "utc", "unsure"),
    [
        ("2021-03-28T01:59", "2021-03-28T00:59", False),
        ("2021-03-28T02:00", "2021-03-28T01:00", True),  # skipped: moved on to 03:00
        ("2021-03-28T02:30", "2021-03-28T01:30", True),  # skipped: moved on to 03:30
        ("2021-03-28T03:00", "2021-03-28T01:00", False),
        ("2021-10-31T01:59", "2021-10-30T23:59", False),
        ("2021-10-31T02:00", "2021-10-31T00:00", True),  # the first pass, for want of a second
        ("2021-10-31T02:59", "2021-10-31T00:59", True),
        ("2021-10-31T03:00", "2021-10-31T02:00", False),
        ("2021-01-01T00:00", "2020-12-31T23:00", False),
        ("2021-07-01T00:00", "2021-06-30T22:00", False),
    ],
)
def test_a_clock_time_alone_becomes_an_instant(clock: str, utc: str, unsure: bool) -> None:
    found, mask = localise(instants(clock))
    assert (texts(found), mask.tolist()) == ([utc], [unsure])


AUTUMN = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
AUTUMN_UTC = ["30T23:30", "31T00:00", "31T00:30", "31T01:00", "31T01:30", "31T02:00"]


@pytest.mark.parametrize("descending", [False, True])
def test_the_order_of_the_file_tells_the_two_passes_apart(descending: bool) -> None:
    order = slice(None, None, -1 if descending else 1)
    found, _ = localise(instants(*(f"2021-10-31T{clock}" for clock in AUTUMN))[order])
    assert texts(found[order]) == [f"2021-10-{moment}" for moment in AUTUMN_UTC]


def test_meters_that_follow_each_other_have_two_passes_each() -> None:
    one = [f"2021-10-31T{clock}" for clock in AUTUMN]
    found, _ = localise(instants(*one, *one))
    assert texts(found) == [f"2021-10-{moment}" for moment in AUTUMN_UTC] * 2


def test_each_autumn_has_two_passes() -> None:
    clocks = [f"{day}T02:00" for day in ("2020-10-25", "2020-10-25", "2021-10-31", "2021-10-31")]
    found, _ = localise(instants(*clocks))
    assert texts(found) == [
        "2020-10-25T00:00",
        "2020-10-25T01:00",
        "2021-10-31T00:00",
        "2021-10-31T01:00",
    ]


@given(
    early=st.integers(0, 400),
    year=st.integers(1996, 2090),
    autumn=st.booleans(),
    step=st.sampled_from([5, 10, 15, 30, 60]),
    count=st.integers(1, 300),
    descending=st.booleans(),
)
def test_regular_steps_come_back_from_clock_time(
    early: int, year: int, autumn: bool, step: int, count: int, descending: bool
) -> None:
    """A series of regular steps that begins before the clock changes is found again exactly."""
    change = np.datetime64(last_sunday(year, 10 if autumn else 3), "us")
    first = change - np.timedelta64(early, "m")
    utc = first + np.arange(count) * np.timedelta64(step, "m")
    if descending and count > 1:
        utc = utc[::-1]
    found, unsure = localise((utc + paris_offset(utc)).astype("M8[us]"))
    assert (found == utc).all()
    assert unsure.sum() <= 120 // step


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


@given(st.lists(MINUTES, max_size=20))
def test_times_that_are_sure_are_right_in_any_order(minutes: list[int]) -> None:
    utc = np.array(minutes, "M8[m]").astype("M8[us]")
    found, unsure = localise((utc + paris_offset(utc)).astype("M8[us]"))
    assert (found[~unsure] == utc[~unsure]).all()
    assert (np.abs(found - utc) <= np.timedelta64(1, "h")).all()


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2021, 3, 27), 24),
        (date(2021, 3, 28), 23),
        (date(2021, 10, 31), 25),
        (date(2021, 11, 1), 24),
    ],
)
def test_days_last_as_long_as_their_clock_says(day: date, hours: int) -> None:
    assert (np.diff(day_starts(day, day)) / np.timedelta64(1, "h")).tolist() == [hours]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2021-03-27T22:59", "2021-03-27"),
        ("2021-03-27T23:00", "2021-03-28"),
        ("2021-03-28T21:59", "2021-03-28"),
        ("2021-03-28T22:00", "2021-03-29"),
        ("2021-10-30T21:59", "2021-10-30"),
        ("2021-10-30T22:00", "2021-10-31"),
        ("2021-10-31T22:59", "2021-10-31"),
        ("2021-10-31T23:00", "2021-11-01"),
    ],
)
def test_civil_dates_begin_at_midnight_in_paris(moment: str, day: str) -> None:
    assert str(civil_date(instants(moment))[0]) == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2021-01-15T04:59", "2021-01-14"),
        ("2021-01-15T05:00", "2021-01-15"),
        ("2021-03-28T03:59", "2021-03-27"),  # 05:59 on the clock: a gas day of 23 hours ends
        ("2021-03-28T04:00", "2021-03-28"),
        ("2021-10-31T04:59", "2021-10-30"),  # 05:59: a gas day of 25 hours ends
        ("2021-10-31T05:00", "2021-10-31"),
    ],
)
def test_gas_days_begin_at_six_in_paris(moment: str, day: str) -> None:
    assert str(gas_day(instants(moment))[0]) == day


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 12, 31), "2023-2024"),
        (date(2024, 1, 1), "2023-2024"),
        (date(2024, 8, 31), "2023-2024"),
        (date(2024, 9, 1), "2024-2025"),
    ],
)
def test_school_years_begin_in_september(day: date, year: str) -> None:
    assert school_year(day) == year


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2021-01-15", "2021-01-14T23:00:00+00:00"),
        (" 2021-07-01T12:00 ", "2021-07-01T10:00:00+00:00"),
        ("2021-07-01T12:00Z", "2021-07-01T12:00:00+00:00"),
        ("2021-07-01T12:00+05:30", "2021-07-01T06:30:00+00:00"),
        ("2021-10-31T02:30+01:00", "2021-10-31T01:30:00+00:00"),
    ],
)
def test_a_person_writes_paris_time_unless_they_give_an_offset(text: str, utc: str) -> None:
    assert parse_instant(text).isoformat() == utc


@pytest.mark.parametrize(
    "text", ["", "hier", "31/02/2021", "10/31/2021", "2021-02-29", "2021-10-31T25:00"]
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        parse_instant(text)
    assert caught.value.type.code == "period.date_invalid"


def test_now_carries_its_zone() -> None:
    assert utc_now().utcoffset() == timedelta(0)
