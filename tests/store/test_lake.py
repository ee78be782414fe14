"""The lake that stays open knows what a newly opened one reads."""

from datetime import date, timedelta

import numpy as np
import pytest

from beffroi.store.lake import Lake, table
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days


@pytest.mark.parametrize("reads", [True, False])
def test_files_are_those_that_a_new_reader_sees(
    store: Store, monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    monkeypatch.setattr(table, "_CHECKPOINT", 2)
    for number in range(5):
        put_days(store, gas(), date(2024, 1, 1) + timedelta(days=200 * number), np.ones(3))
        version = store.lake.version()
        if reads:
            store.lake.files(version, [1])
    new = Lake(store.home.lake)
    assert new.version() == version == 5
    assert sorted(store.lake.files(version, [1])) == sorted(new.files(version, [1]))
    for years, series in (((2025, 2025), None), (None, (1,)), (None, (2,))):
        asked = (version, [1], years, series)
        assert sorted(store.lake.files(*asked)) == sorted(new.files(*asked))
    assert len(new.files(3, [1])) < len(new.files(5, [1]))
    assert list((store.home.lake / "_delta_log").glob("*.checkpoint.parquet"))


def test_a_commit_of_another_process_is_seen(store: Store) -> None:
    other = Lake(store.home.lake)
    assert other.version() == 0
    put_days(store, gas(), date(2024, 1, 1), np.ones(3))
    assert other.version() == 1
    assert other.holds("batch-1")
    assert other.files(1, [1]) == store.lake.files(1, [1])
