"""What files said is nowhere any more once it is erased, and goes on being understood after."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.ingest.importer import resume
from beffroi.ingest.undoing import undo
from beffroi.store.checking import check
from beffroi.store.erasing import erase, retain
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.ingest.bring import bring, bring_one, curve, series
from tests.store.erasing.test_erasing import traces

PRM, OTHER = "09111642617347", "22222222222222"
VALUE = 87654.0


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """Two meters, whose files came, came again otherwise, and were undone."""
    (tmp_path / "files").mkdir()
    curve(tmp_path / "files" / "one.csv", [VALUE] * 40, prm=PRM)
    curve(tmp_path / "files" / "two.csv", [2.0] * 40, "2024-01-20", prm=OTHER)
    bring(store, tmp_path / "files")
    roll(store.writer("test"))
    again = curve(tmp_path / "again.csv", [VALUE + 1] * 10, prm=PRM)
    report = bring_one(store, again)
    assert report.batch is not None
    list(undo(store.writer("test"), store.settings, report.batch))
    assert list(traces(store, PRM, VALUE))
    return store


def number(store: Store, prm: str) -> int:
    (row,) = [row for name, row in series(store).items() if name.startswith(prm)]
    return row.id


def test_a_meter_is_erased_with_its_files(filled: Store, tmp_path: Path) -> None:
    store = filled
    kept = series(store)
    done = erase(store.writer("test"), 1, [number(store, PRM)])
    assert done.originals == 2
    assert list(traces(store, PRM, VALUE)) == []
    assert list(traces(store, PRM, VALUE + 1)) == []
    assert check(store, deep=True) == []
    assert len(series(store)) == len(kept) - 1
    # Nothing of it is asked for again, and it may come back as new.
    assert list(resume(store.writer("test"), store.settings)) == []
    with store.writer("test").look() as session:
        rows = session.scalars(select(models.Batch).where(models.Batch.status == "done")).all()
    left = next(row for row in rows if row.name == "two.csv")
    list(undo(store.writer("test"), store.settings, left.id))
    assert check(store, deep=True) == []
    assert bring_one(store, tmp_path / "files" / "one.csv").kept == 40
    assert check(store, deep=True) == []


def test_the_past_is_erased_with_its_files(filled: Store) -> None:
    store = filled
    done = retain(store.writer("test"), 1, date(2024, 1, 18))
    assert (done.observations, done.originals) == (40, 2)
    assert list(traces(store, "never written", VALUE)) == []
    points = {name[:14]: row.points for name, row in series(store).items()}
    assert points == {PRM: 0, OTHER: 40}
    assert check(store, deep=True) == []
    roll(store.writer("test"))
    assert check(store, deep=True) == []


def test_an_authority_is_erased_with_all_that_it_received(filled: Store) -> None:
    store = filled
    erase(store.writer("test"), 1)
    for prm, value in ((PRM, VALUE), (OTHER, VALUE + 1)):
        assert list(traces(store, prm, value)) == []
    assert [path for path in store.home.originals.rglob("*") if path.is_file()] == []
    assert check(store, deep=True) == []
    assert list(resume(store.writer("test"), store.settings)) == []
