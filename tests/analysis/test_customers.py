"""What customers' meters say: values worked out by hand, on both sides of each threshold."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from beffroi.analysis.customers.doubling import doubled, readings
from beffroi.analysis.customers.flowing import LEAST_DAYS, never_at_rest, risen
from beffroi.analysis.customers.frozen import stopped
from beffroi.analysis.customers.unusual import unusual

#: A home: nothing from midnight to five, then ten litres an hour.
DAY = np.array([0.0] * 5 + [0.010] * 19, dtype=np.float32)


VOLUMES = [0.0, 0.1, 0.3, 2.0, np.nan]


def home(days: int) -> np.ndarray:
    return np.tile(DAY, (1, days, 1))


def half_years(*indexes: float, first: int = 2021) -> list[tuple[date, float]]:
    """The readings of a meter on 1 January and 1 July of each year."""
    return [(date(first + i // 2, 1 + 6 * (i % 2), 1), one) for i, one in enumerate(indexes)]


def rule(read_at: Sequence[tuple[date, float]]) -> list[tuple[str, float, float, int]]:
    """Apply the rule to readings: the date of those that are abnormal, volume, average, years."""
    days = np.arange(*(np.datetime64(read_at[i][0], "D") for i in (0, -1)))
    at = (np.array([day for day, _ in read_at], dtype="M8[D]") - days[0]).astype(np.int64)
    steps = np.diff(at)
    daily = np.repeat(np.diff([one for _, one in read_at]) / steps, steps)[None, :]
    read = readings(daily, np.ones(daily.shape, dtype=bool), days)
    assert np.flatnonzero(read[0]).tolist() == at.tolist()  # found again from days alone
    found = doubled(daily, read, days)
    return [
        (
            str(days[0] + found.at[place]),
            round(float(found.volume[0, place]), 2),
            round(float(found.average[0, place]), 2),
            int(found.years[0, place]),
        )
        for place in np.flatnonzero(found.noticed[0])
    ]


def test_a_leak_of_three_litres_an_hour_is_told_on_its_fourth_day() -> None:
    hourly = home(40)
    hourly[0, 30:] += 0.003
    found = never_at_rest(hourly)
    assert np.flatnonzero(found.noticed[0]).tolist() == list(range(30 + LEAST_DAYS - 1, 40))
    assert found.stretch.first[0, 35] == 30
    assert found.rate[0, 35] == pytest.approx(0.003, rel=1e-4)  # by night
    assert found.before[0, 35] == 1.0


def test_one_hour_at_rest_ends_it_and_hours_that_are_missing_do_not() -> None:
    hourly = home(40)
    hourly[0, 30:] += 0.003
    hourly[0, 32, 3] = 0.001  # under two litres: nothing flows
    assert np.flatnonzero(never_at_rest(hourly).noticed[0]).tolist() == [36, 37, 38, 39]
    hourly[0, 32, 3] = np.nan
    hourly[0, 33] = np.nan  # a day without any
    found = never_at_rest(hourly)
    assert np.flatnonzero(found.noticed[0])[0] == 34  # four days are known from there
    assert found.stretch.first[0, 38] == 30


def test_what_never_rests_is_not_told_but_a_steady_flow_is_once_it_lasted() -> None:
    busy = home(120)
    busy[0] += np.random.default_rng(1).uniform(0.002, 0.08, (120, 24)).astype(np.float32)
    busy[0, 0:20, 3] = 0.0  # it did rest, now and then: a sixth of the days
    busy[0, 20:60:2, 3] = 0.0
    assert never_at_rest(home(60) + np.float32(0.004)).noticed[0].argmax() == 27
    share = never_at_rest(busy)
    assert share.noticed[0].any()  # 40 of 60 days rested
    busy[0, 0:60, 3] = 0.05
    assert not never_at_rest(busy).noticed.any()  # never rested, and not steady


def test_two_weeks_above_the_level_never_reached_are_told_until_a_day_falls_back() -> None:
    daily = np.tile([0.30, 0.20, 0.40, 0.25, 0.35, 0.50, 0.45], 40)[None, :280].copy()
    daily[0, 200:240] += 0.24  # ten litres an hour
    found = risen(daily)
    # Day 240 counts 0.40, above the middle of the rise (0.20 + 0.12); day 241 counts 0.25.
    assert np.flatnonzero(found.noticed[0]).tolist() == list(range(213, 241))
    assert set(found.first[0, 213:241].tolist()) == {200}
    assert found.rise[0, 230] == pytest.approx(0.24)
    daily[0, 200:240] -= 0.14  # four litres an hour: less than can be said
    assert not risen(daily).noticed.any()


def test_an_index_that_stands_still_is_told_with_the_chance_of_an_empty_home() -> None:
    daily = np.full((2, 400), 0.3)
    daily[0, 350:] = 0.0
    daily[1, 350:] = 0.0
    daily[1, 100:120] = 0.0  # away for three weeks, once: the longest rest of the year
    found = stopped(daily)
    assert np.flatnonzero(found.noticed[0]).tolist() == list(range(379, 400))
    assert np.flatnonzero(found.noticed[1]).tolist() == list(range(389, 400))  # twice twenty days
    # After thirty days, no absence before: 2/3 absence a year, mean 6 d: survival
    # 0.98 exp(-30/6) + 0.02 exp(-30/180) = 0.006603 + 0.016930 = 0.023533;
    # chance = (0.6770 x 0.023533) / (0.6770 x 0.023533 + 0.02), 350 days being 0.9589 year.
    often = 1 / (350 / 365 + 0.5)
    chance = often * 0.023533 / (often * 0.023533 + 0.02)
    assert found.empty[0, 379] == pytest.approx(chance, rel=1e-3)
    assert found.empty[1, 389] > found.empty[0, 389]  # who leaves more is more likely away
    assert found.usual[0, 379] == pytest.approx(0.3)


def test_the_rule_of_law_says_more_than_the_double_of_the_average_of_three_years() -> None:
    before = (0, 50, 100, 160, 220, 290, 360)  # first halves: 50, 60, 70 m3; average 60
    assert rule(half_years(*before, 480)) == []  # 120: the double, not more
    assert rule(half_years(*before, 480.9)) == []  # less than a cubic metre more: no bill changes
    assert rule(half_years(*before, 482)) == [("2024-07-01", 122.0, 60.0, 3)]


def test_years_that_are_not_known_are_left_out_and_counted() -> None:
    # Read since July 2022: of the second half of 2024, two halves before are known, 40 and 60 m3.
    index = half_years(0, 40, 90, 150, 200, 302, first=2022)
    index = [(day.replace(year=day.year + (day.month == 7)), one) for day, one in index]
    two = [(date(2022, 7, 1), 0.0), (date(2023, 1, 1), 40.0), (date(2023, 7, 1), 90.0)]
    two += [(date(2024, 1, 1), 150.0), (date(2024, 7, 1), 200.0), (date(2025, 1, 1), 302.0)]
    assert rule(two) == [("2025-01-01", 102.0, 50.0, 2)]
    assert rule(two[2:]) == []  # one half before: 60 m3, whose double is 120
    assert rule(two[4:]) == []  # nothing before: nothing is said


def test_a_meter_read_every_day_is_judged_on_the_first_of_each_month() -> None:
    days = np.arange("2021-01-01", "2024-03-01", dtype="M8[D]")
    daily = np.full((1, len(days)), 0.2)
    read = readings(daily, np.zeros(daily.shape, dtype=bool), days)
    assert read.sum() == 3 * 12 + 3
    daily[0, days >= np.datetime64("2024-02-01")] = 0.5
    found = doubled(daily, read, days)
    (place,) = np.flatnonzero(found.noticed[0])
    # 29 days of February 2024 at 0.5 against 28 at 0.2 in each of three Februaries.
    assert found.volume[0, place] == pytest.approx(14.5)
    assert found.average[0, place] == pytest.approx(5.6)
    assert found.excess[0, place] == pytest.approx(3.3)


def test_what_changes_for_everybody_is_not_unusual_and_what_changes_for_one_is() -> None:
    rng = np.random.default_rng(7)
    daily = rng.uniform(0.2, 0.4, (40, 800))
    daily[:, 700:] *= 3.0  # a heat wave: every garden
    assert not unusual(daily, np.zeros(40, dtype=np.int64)).noticed.any()
    daily[3, 700:] *= 4.0
    daily[5, 700:] *= 0.02
    found = unusual(daily, np.zeros(40, dtype=np.int64))
    assert np.flatnonzero(found.noticed.any(axis=1)).tolist() == [3, 5]
    assert found.score[3, -1] > 4 > -4 > found.score[5, -1]
    assert found.alike[3, -1] == 40
    alone = unusual(daily[:9], np.zeros(9, dtype=np.int64))  # nine say nothing of everybody
    assert alone.alike.max() == 0
    assert alone.noticed[:, -1].sum() > 1  # and the heat wave is not told apart


def told(rows: np.ndarray, at: np.ndarray, noticed: np.ndarray) -> set[tuple[int, int]]:
    found = np.nonzero(noticed)
    return {*zip(rows[found[0]].tolist(), at[found[1]].tolist(), strict=True)}


@settings(max_examples=25, deadline=None)
@given(
    daily=arrays.arrays(
        np.float64, (3, 460), elements=st.sampled_from([0.0, 0.1, 0.3, 2.0, np.nan])
    ),
    day=st.integers(60, 459),
)
def test_no_day_is_judged_by_a_later_one(daily: np.ndarray, day: int) -> None:
    group = np.zeros(3, dtype=np.int64)
    days = np.arange("2023-01-01", "2024-12-31", dtype="M8[D]")[:460]
    hourly = np.repeat(daily[:, :, None] / 24, 24, axis=2).astype(np.float32)
    read = np.zeros((3, 461), dtype=bool)
    read[:, ::30] = True

    def seen(end: int) -> list[set[tuple[int, int]]]:
        part, flow, still = daily[:, :end], never_at_rest(hourly[:, :end]), stopped(daily[:, :end])
        law = doubled(part, read[:, : end + 1], days[:end])
        every = [
            told(flow.rows, np.arange(end), flow.noticed),
            told(still.rows, np.arange(end), still.noticed),
            told(np.arange(3), np.arange(end), risen(part).noticed),
            told(np.arange(3), np.arange(end), unusual(part, group).noticed),
            told(np.arange(3), law.at, law.noticed),
        ]
        return [{(row, at) for row, at in one if at < day} for one in every]

    assert seen(day) == seen(460)
