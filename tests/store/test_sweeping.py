"""Files that were replaced go after a while, and nothing that readers see ever does."""

import os
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from beffroi.periods import utc_now
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.sweeping import Swept, sweep
from tests.store.checking.holdings import bring, curve, everything

DAY = timedelta(hours=24)


def on_disk(store: Store) -> set[str]:
    home = store.home.root
    found = [*home.glob("lake/organisation*/**/*.parquet"), *home.glob("rollups/**/*.parquet")]
    return {path.relative_to(home).as_posix() for path in found}


def named(store: Store, *, seen: bool) -> set[str]:
    row = models.DataFile
    with store.writer("test").look() as session:
        query = select(row.path)
        return set(session.scalars(query.where(row.removed_at.is_(None)) if seen else query))


def age(store: Store, **spent: int) -> None:
    """Make what was replaced older than it is."""
    row = models.DataFile
    with store.writer("test").change("test", "test") as change:
        change.session.execute(
            update(row)
            .where(row.removed_at.is_not(None))
            .values(removed_at=utc_now() - timedelta(**spent))
        )


def orphan(store: Store, name: str, hours: float) -> Path:
    path = store.home.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    moment = time.time() - 3600 * hours
    os.utime(path, (moment, moment))
    return path


def test_what_was_replaced_goes_after_a_while(store: Store) -> None:
    everything(store)
    hidden = named(store, seen=False) - named(store, seen=True)
    assert hidden
    assert hidden <= on_disk(store)
    assert sweep(store.writer("test"), DAY) == Swept()
    assert hidden <= on_disk(store)
    age(store, hours=25)
    swept = sweep(store.writer("test"), DAY)
    assert swept.files == len(hidden)
    assert swept.bytes > 0
    assert on_disk(store) == named(store, seen=True) == named(store, seen=False)
    assert check(store, deep=True) == []
    assert sweep(store.writer("test"), DAY) == Swept()


def test_what_readers_see_stays_whatever_its_age(store: Store) -> None:
    everything(store)
    for name in named(store, seen=True):
        os.utime(store.home.root / name, (0, 0))
    age(store, days=9)
    sweep(store.writer("test"), timedelta(0))
    assert on_disk(store) == named(store, seen=True)
    assert check(store, deep=True) == []


def test_a_sweep_that_was_cut_short_is_ended_by_the_next_one(store: Store) -> None:
    everything(store)
    age(store, hours=25)
    hidden = sorted(named(store, seen=False) - named(store, seen=True))
    (store.home.root / hidden[0]).unlink()
    sweep(store.writer("test"), DAY)
    assert named(store, seen=False) == named(store, seen=True) == on_disk(store)


def test_what_dead_processes_left_goes_and_what_is_being_written_stays(store: Store) -> None:
    bring(store, 1, curve("a", 0, 50))
    with store.writer("test").change("test", "test") as change:
        batch = models.Batch(
            sha256="",
            name="",
            member="",
            bytes=0,
            reader="test",
            status="reading",
            received_at=utc_now(),
            report={},
            series_facts={},
            actor="test",
        )
        change.session.add(batch)
        change.session.flush()
        number = batch.id
    folder = "lake/organisation=1/year=2024"
    young = orphan(store, f"{folder}/batch-00000777-raw.parquet", 2)
    old = orphan(store, f"{folder}/batch-00000778-raw.parquet", 25)
    rolled = orphan(store, "rollups/day/year=2024/roll-00000099-part.parquet", 25)
    writing = orphan(store, f"{folder}/batch-{number:08d}-raw.parquet", 25)
    assert sweep(store.writer("test"), DAY).orphans == 2
    assert (young.exists(), old.exists(), rolled.exists(), writing.exists()) == (
        True,
        False,
        False,
        True,
    )


def test_a_reader_that_began_before_ends_in_peace(store: Store) -> None:
    everything(store)
    before = [store.home.root / name for name in named(store, seen=True)]
    roll(store.writer("test"))
    compact(store.writer("test"), whole=True)
    sweep(store.writer("test"), DAY)
    assert all(path.exists() for path in before)
