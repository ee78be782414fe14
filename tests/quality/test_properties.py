"""What holds whatever the series."""

import sys
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.quality import REPAIR_SCHEMA, RULES, VIEW_SCHEMA, SeriesTraits, repair, repaired_view
from beffroi.units import SeriesKind
from tests.quality.build import ENERGY, GAS, HOUR, INDEX, POWER, TEMPERATURE, WATER, load, steps

KINDS = [
    POWER,
    ENERGY,
    GAS,
    WATER,
    TEMPERATURE,
    SeriesTraits(1, SeriesKind.COUNT, "count.passages", "1", HOUR),
]


@st.composite
def series(draw: st.DrawFn) -> tuple[pa.Table, SeriesTraits]:
    """A load with faults of every kind put at random."""
    traits = draw(st.sampled_from(KINDS))
    values = load(600, draw(st.integers(0, 5)))
    if draw(st.booleans()):
        values = np.round(values / 1000) * 1000
    for _ in range(draw(st.integers(0, 6))):
        low = draw(st.integers(0, 590))
        length = draw(st.sampled_from([1, 2, 3, 4, 30, 60, 100]))
        fault = draw(st.sampled_from([0.0, 0.001, 1.0, 50.0, 1000.0, -1.0, float("nan")]))
        place = slice(low, low + length)
        values[place] = values[low] if fault == 1.0 else values[place] * fault
    drop = draw(st.sets(st.integers(0, 599), max_size=20))
    table = steps(values, draw(st.sampled_from([HOUR, HOUR / 2])), drop=sorted(drop))
    if draw(st.booleans()):  # some hours again inside a coarser step
        extra = steps(load(40), timedelta(hours=draw(st.sampled_from([2, 24]))))
        table = pa.concat_tables([table, extra]).sort_by([("start", "ascending")])
        table = table.sort_by(
            [("series", "ascending"), ("start", "ascending"), ("end", "ascending")]
        )
    return table, traits


@settings(max_examples=80, deadline=None)
@given(series())
def test_repairing_what_is_repaired_changes_nothing(given_: tuple[pa.Table, SeriesTraits]) -> None:
    raw, traits = given_
    view = repaired_view(raw, repair(raw, [traits]), [traits])
    assert view.schema == VIEW_SCHEMA
    assert repair(view.select(raw.column_names), [traits]).num_rows == 0


@settings(max_examples=80, deadline=None)
@given(series(), st.integers(0, 10))
def test_the_answer_is_sorted_known_and_differs_from_the_raw(
    given_: tuple[pa.Table, SeriesTraits], seed: int
) -> None:
    raw, traits = given_
    before = raw.to_pydict()
    found = repair(raw, [traits])
    assert str(raw.to_pydict()) == str(before)  # NaN differs from itself
    assert found.schema == REPAIR_SCHEMA
    assert set(found["rule"].to_pylist()) <= set(RULES)
    keys = list(zip(found["start"].to_pylist(), found["end"].to_pylist(), strict=True))
    assert keys == sorted(set(keys))
    received = {(row["start"], row["end"]): row["value"] for row in raw.to_pylist()}
    for row in found.to_pylist():
        key = (row["start"], row["end"])
        rule = RULES[row["rule"]]
        assert row["value"] is not None or (rule.removes and key in received)
        assert key not in received or row["value"] != received[key]
        assert key in received or rule.fills
    shuffled = raw.take(np.random.default_rng(seed).permutation(len(raw)))
    assert repair(shuffled, [traits]).equals(found)


@settings(max_examples=25, deadline=None)
@given(st.lists(series(), min_size=2, max_size=4), st.booleans())
def test_series_do_not_touch_one_another(
    given_: list[tuple[pa.Table, SeriesTraits]], backwards: bool
) -> None:
    alone, together, traits = [], [], []
    for number, (raw, known) in enumerate(given_):
        place = raw.schema.get_field_index("series")
        numbered = raw.set_column(
            place, raw.schema.field(place), pa.array([number] * len(raw), pa.int64())
        )
        traits.append(replace(known, series=number))
        together.append(numbered)
        alone.append(repair(numbered, [traits[-1]]))
    order = together[::-1] if backwards else together
    found = repair(pa.concat_tables(order), traits)
    assert found.equals(pa.concat_tables(alone).combine_chunks())


def test_more_rows_than_are_handled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [np.r_[load(300, seed), [9e9], load(300, seed)] for seed in range(6)]
    tables = [steps(value) for value in values]
    for number, table in enumerate(tables):
        column = pa.array([number] * len(table), pa.int64())
        tables[number] = table.set_column(0, table.schema.field(0), column)
    traits = [replace(POWER, series=number) for number in range(6)]
    raw = pa.concat_tables(tables)
    whole = repair(raw, traits)
    # The package names its function like its module: the module is reached by its name.
    monkeypatch.setattr(sys.modules["beffroi.quality.repair"], "ROWS_AT_ONCE", 1000)
    assert whole.equals(repair(raw, traits))
    assert whole.num_rows == 6


def test_nothing_in_nothing_out() -> None:
    empty = steps([])
    assert repair(empty, []).equals(REPAIR_SCHEMA.empty_table())
    assert repaired_view(empty, REPAIR_SCHEMA.empty_table()).equals(VIEW_SCHEMA.empty_table())
    assert repair(empty, [INDEX]).num_rows == 0
