"""The contract of engines: every query of the lake gives what DuckDB gives, from the same files."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from beffroi.periods import Step
from beffroi.store.engines import Engine
from beffroi.store.read import END, ReadDoor, Selection, ViewName
from beffroi.store.store import Store
from beffroi.units import Aggregation, SeriesKind
from tests.store.engines.holdings import BETWEEN, series_of

AUTUMN = datetime(2021, 10, 30, 22, tzinfo=UTC), datetime(2021, 10, 31, 23, tzinfo=UTC)
VIEWS: tuple[ViewName, ...] = ("raw", "repaired")
STEPS = (Step.HOUR, Step.DAY, Step.MONTH, Step.YEAR)
ASKED = [
    pytest.param(kind, step, aggregation, view, id=f"{kind}-{step}-{aggregation}-{view}")
    for kind in SeriesKind
    for step in STEPS
    for aggregation in kind.aggregations
    for view in VIEWS
]


def doors(store: Store, engine: Engine) -> tuple[ReadDoor, ReadDoor]:
    scope = store.whole("test", "test")
    return store.reader(scope, engine), store.reader(scope)


def same(found: pa.Table, expected: pa.Table) -> None:
    """Compare tables: whole columns, floats to the last digits that an order of sums changes."""
    assert found.column_names == expected.column_names
    assert found.num_rows == expected.num_rows
    for name in expected.column_names:
        ours, theirs = found[name], expected[name]
        assert ours.type == theirs.type, name
        if pa.types.is_floating(theirs.type):
            assert ours.is_null().equals(theirs.is_null())
            np.testing.assert_allclose(ours.to_numpy(), theirs.to_numpy(), rtol=1e-12)
        else:
            assert ours.to_pylist() == theirs.to_pylist(), name


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("as_of", [END, BETWEEN], ids=["now", "past"])
@pytest.mark.parametrize("kind", SeriesKind)
def test_observations(
    held: Store, engine: Engine, kind: SeriesKind, as_of: datetime, view: ViewName
) -> None:
    ours, theirs = doors(held, engine)
    selection = Selection((series_of(held, kind),), view=view, as_of=as_of)
    same(ours.observations(selection), theirs.observations(selection))


@pytest.mark.parametrize("view", VIEWS)
def test_counts_of_several_series(held: Store, engine: Engine, view: ViewName) -> None:
    ours, theirs = doors(held, engine)
    every = tuple(series_of(held, kind) for kind in SeriesKind)
    selection = Selection(every, view=view)
    counts = ours.count(selection)
    assert counts == theirs.count(selection)
    assert set(counts) == set(every)


@pytest.mark.parametrize(("kind", "step", "aggregation", "view"), ASKED)
def test_aggregates(
    held: Store,
    engine: Engine,
    kind: SeriesKind,
    step: Step,
    aggregation: Aggregation,
    view: ViewName,
) -> None:
    ours, theirs = doors(held, engine)
    selection = Selection((series_of(held, kind),), view=view)
    found = ours.aggregate(selection, step, aggregation)
    same(found, theirs.aggregate(selection, step, aggregation))
    # What lasts longer says nothing of an hour.
    coarse = kind in (SeriesKind.INTERVAL, SeriesKind.INDEX) and step is Step.HOUR
    assert found.num_rows or coarse


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("step", STEPS)
def test_series_of_every_kind_are_added_up_each_as_its_own(
    held: Store, engine: Engine, step: Step, view: ViewName
) -> None:
    ours, theirs = doors(held, engine)
    every = sorted(series_of(held, kind) for kind in SeriesKind)
    alone = [theirs.aggregate(Selection((one,), view=view), step) for one in every]
    found = ours.aggregate(Selection(tuple(every), view=view), step)
    same(found, pa.concat_tables(alone))


@pytest.mark.parametrize("as_of", [END, BETWEEN], ids=["now", "past"])
def test_a_past_day_sees_what_was_known(held: Store, engine: Engine, as_of: datetime) -> None:
    ours, theirs = doors(held, engine)
    selection = Selection((series_of(held, SeriesKind.MEAN_POWER),), as_of=as_of)
    found = ours.aggregate(selection, Step.DAY)
    same(found, theirs.aggregate(selection, Step.DAY))
    now = theirs.aggregate(Selection(selection.series), Step.DAY)
    last = [table["value"].to_pylist()[-1] for table in (found, now)]
    assert last[0] == pytest.approx(last[1] if as_of == END else last[1] / 2)


def test_the_hour_that_autumn_repeats_is_two_hours(held: Store, engine: Engine) -> None:
    ours, theirs = doors(held, engine)
    selection = Selection((series_of(held, SeriesKind.MEAN_POWER),), *AUTUMN)
    found = ours.aggregate(selection, Step.HOUR)
    same(found, theirs.aggregate(selection, Step.HOUR))
    assert found.num_rows == 25


def test_withdrawn_rows_are_not_seen(held: Store, engine: Engine) -> None:
    ours, _ = doors(held, engine)
    series = series_of(held, SeriesKind.INTERVAL)
    since = datetime(2022, 12, 20, tzinfo=UTC)
    found: list[Any] = ours.observations(Selection((series,), since))["value"].to_pylist()
    assert found == [9.0] * 7


def test_nothing_held_is_an_empty_table(held: Store, engine: Engine) -> None:
    ours, theirs = doors(held, engine)
    series = (series_of(held, SeriesKind.GAUGE),)
    selection = Selection(
        series, datetime(1950, 1, 1, tzinfo=UTC), datetime(1951, 1, 1, tzinfo=UTC)
    )
    same(ours.observations(selection), theirs.observations(selection))
    assert ours.count(selection) == {}
