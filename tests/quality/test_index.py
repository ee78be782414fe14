"""Consumption from index readings: value cases computed by hand, and what always holds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.quality import REPAIR_SCHEMA, repair, repaired_view
from tests.quality.build import DAY, INDEX, rule_keys, steps, table, us

#: 40 days at 10 units a day: the 99 % rate is 10 a day.
BASE = [float(10 * day) for day in range(40)]
D, RESET, REPLACED, ROLL = "index_difference", "index_reset", "meter_replacement", "index_rollover"


def _readings(values: list[float], drop: tuple[int, ...] = ()) -> pa.Table:
    return repair(steps(values, DAY, drop=drop, instants=True), [INDEX])


@pytest.mark.parametrize(
    ("name", "readings", "value", "rule"),
    [
        ("plain", [10_000, 10_007], 7.0, D),
        ("still", [10_000, 10_000], 0.0, D),
        ("back by one unit", [10_000, 9_999], 0.0, "index_rounding"),
        ("back by two units", [10_000, 9_998], None, REPLACED),
        ("reset to zero", [10_000, 0], None, RESET),
        ("reset, some already used", [10_000, 30], None, RESET),
        ("another meter, lower", [10_000, 4_321], None, REPLACED),
        ("another meter, higher", [10_000, 54_321], None, REPLACED),
        ("a strong day, 30 times the usual", [10_000, 10_299], 299.0, D),
        ("just above 30 times", [10_000, 10_301], None, REPLACED),
        ("roll-over of five digits", [99_995, 3], 8.0, ROLL),
        ("roll-over of six digits", [999_990, 19], 29.0, ROLL),
        ("too much for a roll-over", [999_990, 21], None, RESET),
        ("no register of three digits", [998, 3], None, RESET),
        ("not near the end of the register", [89_999, 0], None, RESET),
    ],
)
def test_a_step_of_the_index(
    name: str, readings: list[float], value: float | None, rule: str
) -> None:
    first = readings[0]
    values = [first - 390 + reading for reading in BASE] + readings[1:]
    values += [values[-1] + 10.0 * day for day in range(1, 4)]
    found = _readings(values)
    assert found.schema == REPAIR_SCHEMA
    assert len(found) == len(values) - 1
    assert found["value"][39].as_py() == value, name
    assert rule_keys(found)[39] == rule, name
    others = [key for number, key in enumerate(rule_keys(found)) if number != 39]
    if rule != "index_rounding":
        assert set(others) == {D}, name


def test_rounding_does_not_count_twice() -> None:
    found = _readings([100.0, 110.0, 109.0, 120.0])
    assert found["value"].to_pylist() == [10.0, 0.0, 10.0]
    assert rule_keys(found) == [D, "index_rounding", "index_rounding"]  # 10, not 120 - 109


def test_missing_days_share_the_consumption_exactly() -> None:
    values = [*BASE[:20], 391.0, 401.0, *[411.0 + 10 * day for day in range(30)]]
    found = _readings(values, drop=(17, 18, 19))
    assert found["value"].to_pylist()[16:20] == [231.0 / 4] * 4
    assert rule_keys(found)[15:21] == [D, *["index_spread"] * 4, D]
    assert sum(found["value"].to_pylist()) == pytest.approx(values[-1] - values[0], abs=1e-9)


def test_missing_days_where_nothing_moved_are_known_not_estimated() -> None:
    values = [*BASE, 390.0, 390.0, 390.0, 400.0]
    found = _readings(values, drop=(40, 41))
    assert found["value"].to_pylist()[39:] == [0.0, 0.0, 0.0, 10.0]
    assert set(rule_keys(found)) == {D}


def test_missing_days_follow_the_civil_days_of_spring() -> None:
    midnights = [datetime(2024, 3, day, 23, tzinfo=UTC) for day in range(10, 30)]
    midnights += [datetime(2024, 3, 30, 23, tzinfo=UTC)]  # 31 March 00:00 in Paris
    midnights += [datetime(2024, 4, day, 22, tzinfo=UTC) for day in range(2, 12)]
    times = [us(moment) for moment in midnights]
    values = [float(day) for day in range(21)] + [91.0 + day for day in range(10)]
    found = repair(table(times, times, values), [INDEX])
    spread = [row for row in found.to_pylist() if row["rule"] == 2]
    hours = [(row["end"] - row["start"]) / timedelta(hours=1) for row in spread]
    assert hours == [23.0, 24.0, 24.0]
    assert [row["value"] for row in spread] == pytest.approx([23.0, 24.0, 24.0])


def test_one_misread_index_is_set_aside() -> None:
    values = [5_000 + reading for reading in BASE]
    values[20] = 52_000.0
    found = _readings(values)
    assert found["value"].to_pylist() == [10.0] * 39
    assert [key for key in rule_keys(found) if key != D] == ["index_misread"] * 2


def test_zeros_between_good_readings_are_set_aside() -> None:
    values = [5_000 + reading for reading in BASE]
    values[20] = values[21] = 0.0
    found = _readings(values)
    assert found["value"].to_pylist() == pytest.approx([10.0] * 39)
    assert [key for key in rule_keys(found) if key != D] == ["index_misread"] * 3


def test_no_number_and_a_single_reading() -> None:
    found = _readings([100.0, float("nan"), 120.0])
    assert rule_keys(found) == ["index_spread", "not_finite", "index_spread"]
    assert found["value"].to_pylist() == [10.0, None, 10.0]
    assert len(_readings([100.0])) == 0
    nothing = _readings([float("nan"), float("inf")])
    assert rule_keys(nothing) == ["not_finite"] * 2


def test_a_long_interval_without_known_step_stays_whole() -> None:
    times = [us(datetime(2024, month, 5, tzinfo=UTC)) for month in (1, 3, 4)]
    monthly = repair(table(times, times, [0.0, 50.0, 70.0]), [INDEX])
    assert rule_keys(monthly)[-1] == "index_spread"  # the declared step is a day
    irregular = INDEX.__class__(1, INDEX.kind, INDEX.quantity, INDEX.unit)
    found = repair(table(times, times, [0.0, 50.0, 70.0]), [irregular])
    assert found["value"].to_pylist() == [50.0, 20.0]
    assert rule_keys(found) == [D, D]


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.integers(0, 1_000), min_size=1, max_size=60),
    missing=st.sets(st.integers(1, 58), max_size=20),
    factor=st.sampled_from([1.0, 0.25, 1000.0]),
)
def test_energy_is_conserved_whatever_is_missing(
    amounts: list[int], missing: set[int], factor: float
) -> None:
    values = np.cumsum([5_000, *amounts]) * factor
    drop = sorted(day for day in missing if day < len(amounts))
    found = repair(steps(values, DAY, drop=drop, instants=True), [INDEX])
    rules = set(rule_keys(found))
    if "meter_replacement" in rules:  # one day beyond thirty times all others is not counted
        return
    assert rules <= {D, "index_spread"}
    total = sum(found["value"].to_pylist())
    assert total == pytest.approx(values[-1] - values[0], rel=1e-12)
    edges = [row["start"] for row in found.to_pylist()] + [found["end"][-1].as_py()]
    assert edges[1:] == found["end"].to_pylist()
    assert all(low < high for low, high in pairwise(edges))


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.integers(0, 200_000), min_size=2, max_size=60))
def test_consumption_is_never_negative_nor_silent(values: list[int]) -> None:
    raw = steps([float(value) for value in values], DAY, instants=True)
    found = repair(raw, [INDEX])
    assert min(found["value"].drop_null().to_pylist(), default=0.0) >= 0.0
    span = sum(((row["end"] - row["start"]) / DAY for row in found.to_pylist()), 0.0)
    assert span == pytest.approx(len(values) - 1)
    assert repaired_view(raw, found)["value"].null_count == 0


@pytest.mark.parametrize(
    ("readings", "place", "value", "rule"),
    [
        ([99_975, 99_982, 99_990, 99_998, 7, 15], 3, 9.0, ROLL),
        ([99_975, 99_982, 99_990, 99_990, 0, 8], 3, None, RESET),  # two usual days from the end
        ([99_975, 99_982, 99_990, 99_998, 70, 78], 3, None, RESET),
        ([89_975, 89_982, 89_990, 89_998, 7, 15], 3, None, RESET),
        ([99_990, 99_998, 7], 1, None, RESET),  # two rates say nothing of what is usual
        ([975, 982, 990, 998, 7, 15], 3, None, RESET),  # no register of three digits
    ],
)
def test_a_short_series_rolls_over_within_a_usual_step(
    readings: list[float], place: int, value: float | None, rule: str
) -> None:
    found = _readings(readings)
    assert rule_keys(found)[place] == rule
    assert found["value"][place].as_py() == value


@given(
    digits=st.integers(4, 9),
    uses=st.lists(st.integers(1, 40), min_size=6, max_size=12),
    at=st.integers(3, 5),
    before=st.floats(0, 1),
)
def test_a_short_register_that_goes_through_zero_loses_nothing(
    digits: int, uses: list[int], at: int, before: float
) -> None:
    """The day across zero uses no more than the others: what is counted is what was used."""
    modulus = 10**digits
    usual = sorted(uses[:at] + uses[at + 1 :])[-2]  # the highest one may be out of the ordinary
    uses[at] = min(uses[at], usual)
    total = np.concatenate([[0], np.cumsum(uses)])
    start = modulus - total[at] - max(1, round(before * uses[at]))
    readings = (start + total) % modulus
    found = _readings([float(value) for value in readings])
    falls = np.flatnonzero(np.diff(readings) < 0)
    if len(falls) == 1 and readings[falls[0] + 1] > 0:
        assert rule_keys(found)[falls[0]] == ROLL
        assert sum(found["value"].to_pylist()) == pytest.approx(total[-1])


@given(
    uses=st.lists(st.integers(1, 40), min_size=4, max_size=8),
    start=st.integers(10_000, 9_000_000),
    after=st.integers(0, 40),
)
def test_a_short_register_far_from_its_end_never_rolls_over(
    uses: list[int], start: int, after: int
) -> None:
    readings = start + np.concatenate([[0], np.cumsum(uses)])
    last = int(readings[-1])
    distance = 10 ** len(str(last)) - last
    if distance > max(uses):
        found = _readings([*(float(value) for value in readings), float(after)])
        assert ROLL not in rule_keys(found)
