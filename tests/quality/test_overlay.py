"""Rules on values: cases on both sides of each threshold."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from beffroi.errors import BeffroiError
from beffroi.quality import SeriesTraits, repair, repaired_view
from beffroi.units import SeriesKind
from tests.quality.build import (
    DAY,
    ENERGY,
    GAS,
    HOUR,
    POWER,
    TEMPERATURE,
    WATER,
    load,
    rule_keys,
    starts_in_hours,
    steps,
    table,
    us,
)

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
HOURS = 24 * 60


def _with(values: np.ndarray, at: slice | int, value: float) -> np.ndarray:
    changed = values.copy()
    changed[at] = value
    return changed


def test_a_clean_year_with_clock_changes_needs_nothing() -> None:
    for traits in (POWER, ENERGY, GAS, WATER):
        assert len(repair(steps(load(24 * 366)), [traits])) == 0


@pytest.mark.parametrize(("missing", "filled"), [(1, 1), (3, 3), (4, 0)])
def test_gaps_up_to_three_hours_are_filled(missing: int, filled: int) -> None:
    values = load(HOURS)
    values[99], values[100 + missing] = 1000.0, 1000.0 + 100 * (missing + 1)
    found = repair(steps(values, drop=range(100, 100 + missing)), [POWER])
    assert found["value"].to_pylist() == [1100.0, 1200.0, 1300.0][:filled]
    assert set(rule_keys(found)) <= {"gap_filled_short"}
    assert starts_in_hours(found, FIRST) == [100.0, 101.0, 102.0][:filled]


@pytest.mark.parametrize(
    ("traits", "step", "instants", "filled"),
    [
        (POWER, HOUR / 6, False, 6),
        (POWER, DAY, False, 0),
        (ENERGY, HOUR / 6, False, 6),
        (TEMPERATURE, HOUR / 6, True, 6),
        (SeriesTraits(1, SeriesKind.GAUGE, "weather.rain", "mm", HOUR), HOUR, True, 0),
        (SeriesTraits(1, SeriesKind.COUNT, "count.passages", "1", HOUR), HOUR, False, 0),
        (SeriesTraits(1, SeriesKind.STATE, "other.value", "1", HOUR), HOUR, True, 0),
    ],
)
def test_gaps_are_filled_where_a_line_makes_sense(
    traits: SeriesTraits, step: timedelta, instants: bool, filled: int
) -> None:
    traits = SeriesTraits(1, traits.kind, traits.quantity, traits.unit, step)
    values = 10 + np.arange(60) % 7
    raw = steps(values, step, drop=range(20, 26), instants=instants)
    found = repair(raw, [traits])
    assert len(found) == filled
    if filled:
        assert all(row["start"] < row["end"] for row in found.to_pylist()) is not instants


@pytest.mark.parametrize(
    ("name", "traits", "run", "removed"),
    [
        ("one hour, estimated", ENERGY, 1, 0),
        ("three hours, estimated", ENERGY, 3, 0),
        ("four hours, removed", ENERGY, 4, 4),
        ("power", POWER, 30, 30),
        ("a boiler truly stops", GAS, 4, None),
        ("water truly stops", WATER, 4, None),
    ],
)
def test_zeros_of_a_base_load(
    name: str, traits: SeriesTraits, run: int, removed: int | None
) -> None:
    found = repair(steps(_with(load(HOURS), slice(500, 500 + run), 0.0)), [traits])
    if removed is None:
        assert len(found) == 0, name
        return
    assert rule_keys(found) == ["zero_missing"] * run, name
    assert found["value"].null_count == removed, name


@pytest.mark.parametrize(
    "zeros",
    [
        slice(0, 20),  # before the first value: not in service yet
        slice(HOURS - 20, HOURS),  # after the last
        slice(300, 300 + 31 * 24 + 1),  # cut off for more than 31 days
        slice(300, 300 + HOURS // 9),  # more than a tenth of the series
    ],
)
def test_zeros_that_stay(zeros: slice) -> None:
    assert len(repair(steps(_with(load(HOURS), zeros, 0.0)), [ENERGY])) == 0


def test_zeros_of_lighting_and_solar_stay() -> None:
    hour = np.arange(HOURS) % 24
    lit = np.where((hour < 7) | (hour > 17), 5000.0 + np.arange(HOURS) % 13, 0.0)
    assert len(repair(steps(lit), [POWER])) == 0
    sun = np.maximum(np.sin((hour - 6) / 12 * np.pi), 0.0) * (3000 + np.arange(HOURS) % 97)
    sun[sun < 1] = 0.0
    assert len(repair(steps(sun), [POWER])) == 0
    # Panels behind the meter: the load goes down to zero step by step at noon.
    net = load(HOURS)
    net[[13 + 24 * day for day in (5, 12, 19)]] = 0.0
    for day in (5, 12, 19, 26, 33, 40, 47, 54):
        net[[24 * day + 11, 24 * day + 12, 24 * day + 14]] = 90.0, 10.0, 50.0
    assert len(repair(steps(net), [POWER])) == 0


@pytest.mark.parametrize(
    ("run", "removed"),
    [(23, 0), (24, 24), (60, 60), (100, 0)],
    ids=["under a day", "a day", "long", "more than a twentieth of the series"],
)
def test_stuck_values(run: int, removed: int) -> None:
    found = repair(steps(_with(load(HOURS), slice(500, 500 + run), 5432.0)), [POWER])
    assert rule_keys(found) == ["stuck"] * removed
    assert found["value"].null_count == removed


def test_repeats_that_are_not_stuck() -> None:
    assert len(repair(steps(_with(load(HOURS), slice(0, 200), 0.0)), [POWER])) == 0
    # Read to the kilowatt: a closed building stays at 4 kW for days.
    coarse = np.floor(load(HOURS) / 1000) * 1000
    coarse[400:500] = 4000.0
    assert len(repair(steps(coarse), [POWER])) == 0
    # A set point that holds for two days each weekend.
    hour = np.arange(HOURS)
    set_point = np.where(hour % 168 >= 120, 17.5, 18 + (hour * 7 % 31) / 10)
    assert len(repair(steps(set_point, instants=True), [TEMPERATURE])) == 0
    assert len(repair(steps(np.full(HOURS, 500.0)), [POWER])) == 0


@pytest.mark.parametrize(
    ("name", "traits", "factor", "run", "repaired"),
    [
        ("beyond ten times", POWER, 11.0, 1, 1),
        ("below ten times", POWER, 9.0, 1, 0),
        ("two in a row", POWER, 50.0, 2, 2),
        ("three in a row", POWER, 50.0, 3, 0),
        ("negative", POWER, -50.0, 1, 1),
        ("a burst of water", WATER, 25.0, 1, 0),
        ("an impossible burst of water", WATER, 35.0, 1, 1),
        ("a count", SeriesTraits(1, SeriesKind.COUNT, "count.passages", "1"), 50.0, 1, 0),
    ],
)
def test_spikes(name: str, traits: SeriesTraits, factor: float, run: int, repaired: int) -> None:
    values = load(HOURS)
    high = np.sort(values)[int(0.995 * (HOURS - 1))]
    found = repair(steps(_with(values, slice(500, 500 + run), factor * high)), [traits])
    assert rule_keys(found) == ["spike"] * repaired, name
    if repaired:  # estimated between its neighbours
        around = sorted([values[499], values[500 + run]])
        assert all(around[0] <= value <= around[1] for value in found["value"].to_pylist())


def test_temperatures() -> None:
    hour = np.arange(HOURS)
    air = np.round(10 + 5 * np.sin(hour / 24 * 2 * np.pi) + np.sin(hour * 1.7), 1)
    assert len(repair(steps(air, instants=True), [TEMPERATURE])) == 0
    impossible = _with(air, slice(500, 510), -127.0)
    found = repair(steps(impossible, instants=True), [TEMPERATURE])
    assert rule_keys(found) == ["spike"] * 10
    assert found["value"].null_count == 10
    off = repair(steps(_with(air, 500, 45.0), instants=True), [TEMPERATURE])
    assert rule_keys(off) == ["spike"]
    assert off["value"][0].as_py() == pytest.approx((air[499] + air[501]) / 2)
    front = air - 9.0 * (hour >= 500)  # a cold front comes and stays
    assert len(repair(steps(front, instants=True), [TEMPERATURE])) == 0


@pytest.mark.parametrize(
    ("name", "block", "factor", "repaired"),
    [
        ("too large", slice(500, 700), 1000.0, 200),
        ("too small", slice(500, 700), 0.001, 200),
        ("at the end", slice(1300, HOURS), 1000.0, HOURS - 1300),
        ("a hundred", slice(500, 700), 100.0, 0),
        ("too short to tell", slice(500, 511), 1000.0, 0),
        ("too much of the series", slice(500, 500 + HOURS // 3), 1000.0, 0),
    ],
)
def test_blocks_in_another_unit(name: str, block: slice, factor: float, repaired: int) -> None:
    values = load(HOURS)
    changed = values.copy()
    changed[block] *= factor
    found = repair(steps(changed), [POWER])
    assert rule_keys(found) == ["unit_1000"] * repaired, name
    if repaired:
        assert found["value"].to_numpy() == pytest.approx(values[block])


def test_a_pilot_flame_is_no_unit() -> None:
    values = load(HOURS)
    values[500:700] = 5.0 + np.arange(200) % 2  # 1/1000 of the load, but flat
    assert len(repair(steps(values), [GAS])) == 0


def _mixed(days: list[int], hours: list[int]) -> pa.Table:
    rows = [(24 * day, 24 * day + 24, 240.0) for day in days] + [(h, h + 1, 10.0) for h in hours]
    rows.sort()
    base = us(FIRST)
    start, end, value = zip(*rows, strict=True)
    return table(
        base + np.array(start) * 3_600_000_000, base + np.array(end) * 3_600_000_000, value
    )


@pytest.mark.parametrize(
    ("name", "days", "hours", "removed"),
    [
        ("the finer step wins", [0, 1], list(range(48)), [0.0, 24.0]),
        ("half of it is enough", [0], list(range(12)), [0.0]),
        ("less is not", [0], list(range(11)), [float(hour) for hour in range(11)]),
        ("side by side", [0], list(range(24, 48)), []),
    ],
)
def test_overlaps(name: str, days: list[int], hours: list[int], removed: list[float]) -> None:
    found = repair(_mixed(days, hours), [ENERGY])
    removals = found.filter(pc.is_null(found["value"]))
    assert starts_in_hours(removals, FIRST) == removed, name
    assert set(rule_keys(removals)) <= {"overlap"}


def test_shifted_grids_keep_one_observation_at_a_time() -> None:
    half = HOUR / 2
    base, hour = us(FIRST), 3_600_000_000
    start = base + np.arange(20) * (hour // 2)
    raw = table(start, start + hour, np.arange(20.0) + 1)
    found = repair(raw, [POWER])
    assert starts_in_hours(found, FIRST) == [half / HOUR + number for number in range(10)]
    view = repaired_view(raw, found)
    assert view["end"].to_pylist()[:-1] == view["start"].to_pylist()[1:]


def test_an_observation_without_duration_beside_a_lasting_one_is_a_duplicate() -> None:
    base, hour = us(FIRST), 3_600_000_000
    raw = table([base, base, base + hour], [base, base + hour, base + 2 * hour], [5.0, 5.0, 6.0])
    assert rule_keys(repair(raw, [POWER])) == ["duplicate"]


def test_values_that_are_no_numbers() -> None:
    found = repair(steps(_with(load(HOURS), 500, float("inf"))), [POWER])
    assert rule_keys(found) == ["not_finite"]
    assert np.isfinite(found["value"][0].as_py())


@pytest.mark.parametrize(
    ("name", "traits", "doubled", "rules"),
    [
        ("power: estimated", POWER, False, ["clock_change"]),
        ("energy: estimated", ENERGY, False, ["clock_change"]),
        ("energy of two hours in one: shared", ENERGY, True, ["clock_change"] * 2),
    ],
)
@pytest.mark.parametrize("step", [HOUR, HOUR / 2])
@pytest.mark.parametrize("first_pass", [False, True])
def test_the_hour_that_october_repeats(
    name: str,
    traits: SeriesTraits,
    doubled: bool,
    rules: list[str],
    step: timedelta,
    first_pass: bool,
) -> None:
    # 27 October 2024: the clock of Paris goes back at 01:00 UTC.
    first = datetime(2024, 10, 26, tzinfo=UTC)
    an_hour = int(HOUR / step)
    values = np.full(an_hour * 60, 100.0)
    hole = range(24 * an_hour, 25 * an_hour) if first_pass else range(25 * an_hour, 26 * an_hour)
    other = 25 * an_hour if first_pass else 24 * an_hour
    if doubled:
        values[other : other + an_hour] = 200.0
    raw = steps(values, step, first, drop=hole)
    found = repair(raw, [traits])
    assert rule_keys(found) == rules * an_hour, name
    assert found["value"].to_pylist() == [100.0] * (len(rules) * an_hour), name
    assert len(repaired_view(raw, found)) == 60 * an_hour


def test_a_series_without_traits_is_an_error() -> None:
    with pytest.raises(BeffroiError, match=r"quality\.traits_missing"):
        repair(steps(load(10)), [])
    with pytest.raises(BeffroiError, match=r"quality\.traits_missing"):
        repair(steps(load(10)), [SeriesTraits(2, POWER.kind, POWER.quantity, POWER.unit)])
