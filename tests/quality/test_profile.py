"""Gaps and coverage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from beffroi.quality import SeriesTraits, coverage, gaps
from beffroi.units import SeriesKind
from tests.quality.build import DAY, HOUR, INDEX, POWER, TEMPERATURE, steps, table, us

FIRST = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "traits", "instants", "drop", "found"),
    [
        ("none", POWER, False, (), []),
        ("one", POWER, False, (5,), [(5, 6, 1)]),
        ("two", POWER, False, (5, 8, 9), [(5, 6, 1), (8, 10, 2)]),
        ("levels at instants", TEMPERATURE, True, (5, 6), [(5, 7, 2)]),
        ("an index misses readings", replace(INDEX, step=HOUR), True, (5, 6), [(4, 7, 2)]),
        ("a state lasts", replace(POWER, kind=SeriesKind.STATE), True, (5, 6), []),
    ],
)
def test_gaps(
    name: str,
    traits: SeriesTraits,
    instants: bool,
    drop: tuple[int, ...],
    found: list[tuple[int, int, int]],
) -> None:
    raw = steps([1.0 + hour for hour in range(20)], HOUR, drop=drop, instants=instants)
    rows = gaps(raw, [traits]).to_pylist()
    seen = [
        ((row["start"] - FIRST) / HOUR, (row["end"] - FIRST) / HOUR, row["missing_steps"])
        for row in rows
    ]
    assert seen == found, name


def test_days_of_23_and_25_hours_are_no_gap() -> None:
    for month, day, hour in ((3, 28, 23), (10, 24, 22)):
        first = datetime(2024, month, day, hour, tzinfo=UTC)
        moments = [first + timedelta(days=number) for number in range(6)]
        shift = timedelta(hours=-1 if month == 3 else 1)
        times = [
            us(moment + (shift if number >= 3 else DAY * 0))
            for number, moment in enumerate(moments)
        ]
        daily = table(times[:-1], times[1:], [1.0] * 5)
        traits = replace(POWER, kind=SeriesKind.INTERVAL, step=DAY)
        assert len(gaps(daily, [traits])) == 0
        assert len(gaps(table(times, times, range(6)), [INDEX])) == 0


def test_coverage() -> None:
    raw = steps([1.0] * 20, HOUR, drop=(5, 8, 9, 19))
    row = coverage(raw, [POWER]).to_pylist()[0]
    assert (row["observations"], row["missing_steps"]) == (16, 3)
    assert row["share"] == pytest.approx(16 / 19)
    assert (row["end"] - row["start"]) / HOUR == 19.0
