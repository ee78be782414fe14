"""The state and the Delta table name the same files, whoever wrote them."""

from datetime import date, timedelta

import numpy as np
import pytest
from deltalake import DeltaTable
from sqlalchemy import delete

from beffroi.store.lake import Lake, table
from beffroi.store.manifest import paths, seen
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days


def named(store: Store, *asked: object) -> list[str]:
    with store.writer("test").look() as session:
        return sorted(paths(store.home, seen(session, [1], *asked)))  # type: ignore[arg-type]


def test_the_state_names_the_files_of_the_table(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_CHECKPOINT", 2)
    for number in range(5):
        put_days(store, gas(), date(2024, 1, 1) + timedelta(days=200 * number), np.ones(3))
        assert store.lake.version() == number + 1
        assert named(store) == sorted(str(path) for path, *_ in store.lake.listing())
    assert sorted(DeltaTable(str(store.home.lake)).file_uris()) == named(store)
    assert len(named(store, (2025, 2025))) == 2
    assert len(named(store, None, (1,))) == 6  # the first local day begins in 2023
    assert named(store, None, (2,)) == []
    assert list((store.home.lake / "_delta_log").glob("*.checkpoint.parquet"))


def test_a_commit_of_another_process_is_seen(store: Store) -> None:
    other = Lake(store.home.lake)
    assert other.version() == 0
    put_days(store, gas(), date(2024, 1, 1), np.ones(3))
    assert other.version() == 1
    assert other.holds("batch-1")
    assert other.listing() == store.lake.listing()


def test_a_lake_of_before_the_state_named_its_files_is_read(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 1), np.ones(3))
    whole = store.reader(store.whole("test", "test")).observations(Selection((1,)))
    with store.writer("test").change("test", "test") as change:
        change.session.execute(delete(models.DataFile))
    assert named(store) == []
    with Store.open(store.home.root) as again:
        assert len(named(again)) == 2
        found = again.reader(again.whole("test", "test")).observations(Selection((1,)))
        assert found.num_rows > 0
        assert found.equals(whole)
