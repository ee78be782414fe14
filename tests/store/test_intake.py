"""Batches come in whole, add only what is new or changed, and can be replayed as of a date."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.rising import Rising
from beffroi.store.scope import Scope
from beffroi.store.spool import by_year
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.installation import CURVE, half_hours, put, utc

EVERYONE = Scope(frozenset({1}), "test", "test")


def values(store: Store, **options: object) -> list[float]:
    selection = Selection((1,), **options)  # type: ignore[arg-type]  # options of the test
    found: list[float] = store.reader(EVERYONE).observations(selection)["value"].to_pylist()
    return found


def break_off(store: Store, table: pa.Table) -> None:
    """Begin a batch and fail before its end."""
    received = Received(1, "1" * 64, "b.csv", 1, "test")
    with intake(store.writer("test"), received) as way_in:
        way_in.series([CURVE])
        way_in.add(table)
        raise RuntimeError("broken")


def test_the_same_measures_twice_add_nothing(store: Store) -> None:
    first = put(store, half_hours("2024-01-01", [1.0, 2.0, 3.0]))
    again = put(store, half_hours("2024-01-01", [1.0, 2.0, 3.0]))
    assert (first.new, first.changed, first.unchanged) == (3, 0, 0)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert values(store) == [1.0, 2.0, 3.0]


def test_overlap_adds_what_is_new_and_what_changed(store: Store) -> None:
    put(store, half_hours("2024-01-01T00:00", [1.0, 2.0, 3.0]))
    counts = put(store, half_hours("2024-01-01T00:30", [2.0, 9.0, 4.0]))
    assert (counts.new, counts.changed, counts.unchanged) == (1, 1, 1)
    assert values(store) == [1.0, 2.0, 9.0, 4.0]


def test_what_a_file_says_twice_counts_once_and_is_told(store: Store) -> None:
    twice = half_hours("2024-01-01", [1.0, 2.0]), half_hours("2024-01-01", [1.0, 5.0])
    counts = put(store, *twice)
    assert (counts.read, counts.repeated, counts.conflicting) == (4, 2, 1)
    assert values(store) == [1.0, 5.0]


def test_a_correction_is_a_version_that_a_past_date_does_not_see(store: Store) -> None:
    put(store, half_hours("2024-01-01", [1.0, 2.0]), at=utc("2024-01-02"))
    put(store, half_hours("2024-01-01", [1.0, 7.0, 8.0]), at=utc("2024-02-02"))
    assert values(store, as_of=utc("2024-01-01")) == []
    assert values(store, as_of=utc("2024-01-15")) == [1.0, 2.0]
    assert values(store, as_of=utc("2024-03-01")) == values(store) == [1.0, 7.0, 8.0]


def test_a_repair_stands_beside_the_raw_value_and_can_be_withdrawn(store: Store) -> None:
    table = half_hours("2024-01-01", [1.0, 900.0, 3.0])
    spike = table.slice(1, 1).select(["series", "start", "end"])
    removed = spike.append_column("value", pa.array([None], pa.float64()))
    removed = removed.append_column("rule", pa.array([9], pa.int8()))
    put(store, table, repairs=removed)
    assert values(store, view="raw") == [1.0, 900.0, 3.0]
    assert values(store, view="repaired") == [1.0, 3.0]
    put(store, half_hours("2024-01-01T01:30", [4.0]), repairs=removed.slice(0, 0))
    assert values(store, view="repaired") == [1.0, 900.0, 3.0, 4.0]


def test_an_error_in_the_middle_leaves_nothing(store: Store) -> None:
    put(store, half_hours("2024-01-01", [1.0]))
    with pytest.raises(RuntimeError, match="broken"):
        break_off(store, half_hours("2024-01-01", [5.0, 6.0]))
    assert values(store) == [1.0]
    assert list(store.home.spool.iterdir()) == []
    with store.reader(EVERYONE).session() as session:
        assert session.scalars(select(models.Batch.status)).all() == ["done", "failed"]


def test_series_of_a_failed_batch_do_not_remain(store: Store) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        break_off(store, half_hours("2024-01-01", [5.0]))
    with store.reader(EVERYONE).session() as session:
        assert session.scalars(select(models.Series)).all() == []
        assert session.scalars(select(models.Asset)).all() == []


def test_nothing_is_read_without_the_scope(store: Store) -> None:
    create_organisation(store.writer("test"), "Voisine")
    put(store, half_hours("2024-01-01", [1.0]))
    neighbour = store.reader(Scope(frozenset({2}), "voisine", "test"))
    with pytest.raises(BeffroiError) as caught:
        neighbour.observations(Selection((1,)))
    assert caught.value.type.code == "store.out_of_scope"


def test_a_reading_session_cannot_write(store: Store) -> None:
    with store.reader(EVERYONE).session() as session:
        session.add(models.LakeVersion(name="x", version=1))
        with pytest.raises(Exception, match=r"read.?only"):
            session.flush()


def test_every_change_is_in_the_journal(store: Store) -> None:
    put(store, half_hours("2024-01-01", [1.0]))
    with store.writer("test").look() as session:
        entries = session.scalars(select(models.JournalEntry).order_by(models.JournalEntry.id))
        actions = [(entry.actor, entry.action) for entry in entries]
    assert actions == [
        ("beffroi", "home.create"),
        ("test", "organisation.create"),
        ("test", "batch.receive"),
        ("test", "series.declare"),
        ("test", "batch.seal"),
        ("test", "batch.done"),
    ]


BATCH = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([1.0, 2.0, 3.0])), min_size=1, max_size=8
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(BATCH, min_size=1, max_size=4))
def test_the_last_word_counts_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, float]]]
) -> None:
    """Any sequence of overlapping batches reads as a dictionary written in the same order."""
    with Store.create(tmp_path_factory.mktemp("suite") / "home") as store:
        create_organisation(store.writer("test"), "Essai")
        expected: dict[int, float] = {}
        seen: list[tuple[datetime, list[float]]] = []
        for number, batch in enumerate(batches):
            expected |= dict(batch)
            tables = [half_hours(str(_slot(slot)), [value]) for slot, value in batch]
            at = utc(f"2024-03-{number + 1:02d}")
            put(store, *tables, at=at)
            seen.append((at, [expected[slot] for slot in sorted(expected)]))
        assert values(store) == seen[-1][1]
        for at, known in seen:
            assert values(store, as_of=at) == known


def _slot(slot: int) -> np.datetime64:
    return np.datetime64("2024-01-31T22:00", "m") + slot * np.timedelta64(30, "m")


def days(series: int, first: str, count: int) -> pa.Table:
    """Return days of half-hours of a series, the value of each its rank."""
    table = half_hours(first, [float(k) for k in range(48 * count)])
    return table.set_column(0, "series", pa.array([series] * table.num_rows, pa.int64()))


@pytest.mark.parametrize("order", [(1, 2, 3), (1, 2, 1)])
def test_series_come_whole_as_long_as_they_come_in_order(order: tuple[int, ...]) -> None:
    rising = Rising()
    firsts = ("2024-01-01", "2024-01-01", "2025-01-01")
    tables = [days(series, first, 30) for series, first in zip(order, firsts, strict=True)]
    for table in tables:
        rising.add(table)
    rising.close()
    assert rising.kept == (order == (1, 2, 3))
    blocks = list(rising.take())
    if rising.kept:
        assert pa.concat_tables(blocks).equals(pa.concat_tables(tables))
        assert {series: facts["new"] for series, facts in rising.facts.items()} == {
            1: 1440,
            2: 1440,
            3: 1440,
        }
        assert rising.facts[3]["value"] == 1439.0
    else:
        assert blocks == []


def test_rows_are_parted_by_the_year_of_their_start() -> None:
    table = pa.concat_tables([days(k, f"{2023 - k % 2}-12-31", 2) for k in range(1, 5)])
    parts = dict(by_year(table))
    assert sum(part.num_rows for part in parts.values()) == table.num_rows
    for year, part in parts.items():
        assert set(pc.year(part["start"]).to_pylist()) == {year}
        assert part.equals(table.filter(pc.equal(pc.year(table["start"]), year)))
