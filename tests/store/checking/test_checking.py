"""Each kind of damage is told; an installation that works has none."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pyarrow.parquet as pq
import pytest
from sqlalchemy import delete, select, update

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store import compacting, documents, latest, originals
from beffroi.store.checking import KINDS, check
from beffroi.store.checking.files import visible, wrong
from beffroi.store.compacting import compact
from beffroi.store.documents import Received, Said
from beffroi.store.facts import microseconds
from beffroi.store.manifest import everything as named
from beffroi.store.recovery import recover
from beffroi.store.rollups import merging
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.conftest import Create, Filled
from tests.store.checking.holdings import bring, curve, everything, send
from tests.store.stream.test_drain import message

_VISIBLE = models.DataFile.removed_at.is_(None)


@pytest.fixture
def store(filled: Filled, tmp_path: Path) -> Store:
    """An installation with some of everything."""
    return filled(everything, tmp_path / "l'essai")


@pytest.fixture
def empty(create: Create, tmp_path: Path) -> Iterator[Store]:
    """An installation that received nothing yet."""
    with create(tmp_path / "home") as made:
        create_organisation(made.writer("test"), "Essai")
        yield made


def victim(store: Store, tier: str = "observations") -> Path:
    """The largest file that readers see."""
    file = models.DataFile
    with store.writer("test").look() as session:
        query = select(file.path).where(file.tier == tier, _VISIBLE).order_by(-file.rows)
        return store.home.root / str(session.scalar(query))


def told(store: Store, path: Path, **values: object) -> None:
    """Make the state say otherwise of a file."""
    name = path.relative_to(store.home.root).as_posix()
    with store.writer("test").change("test", "test") as change:
        row = models.DataFile
        change.session.execute(update(row).where(row.path == name).values(**values))


def series(store: Store, **values: object) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(update(models.Series).where(models.Series.id == 1).values(**values))


def _version(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(update(models.LakeVersion).values(version=999))


def _log(store: Store) -> None:
    for path in (store.home.lake / "_delta_log").iterdir():
        path.write_bytes(b"rubbish")


def _hidden(store: Store) -> None:
    told(store, victim(store), removed_at=utc_now())


def _delta(store: Store) -> None:
    with store.writer("test").look() as session:
        (one, *_) = named(session, "observations")
    store.lake.commit([], "test", [one])


def _cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def _rewritten(store: Store, lines: int) -> None:
    """Write a file of the same name that holds something else."""
    path = victim(store)
    found = pq.read_table(path)
    pq.write_table(found.slice(0, lines), path)
    told(store, path, bytes=path.stat().st_size, digest="")


def _spoilt(store: Store) -> None:
    path = victim(store)
    data = bytearray(path.read_bytes())
    data[-40:] = b"\xff" * 40
    path.write_bytes(data)


def _page(store: Store) -> None:
    path = victim(store)
    data = bytearray(path.read_bytes())
    data[4:400] = b"\x00" * 396
    path.write_bytes(data)


def _bounds(store: Store) -> None:
    told(store, victim(store), series_high=10**6)


def _orphan(store: Store) -> None:
    path = store.home.lake / "organisation=1" / "year=2024" / "batch-99999999-raw.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    old = time.time() - 7200
    os.utime(path, (old, old))


def _unknown(store: Store) -> None:
    """Forget a series whose measures stay."""
    with store.writer("test").change("test", "test") as change:
        change.session.execute(delete(models.Series).where(models.Series.id == 1))


def _latest(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        latest.put(change.session, {1: 1}, {1: (5, 7.0)})


def _last(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        row = change.session.get_one(models.Series, 1)
        assert row.last_at is not None
        row.last_value = -3.0
        latest.put(change.session, {1: 1}, {1: (microseconds(row.last_at), -3.0)})


def _rollup(store: Store) -> None:
    path = victim(store, "day")
    found = pq.read_table(path)
    n = np.array(found["n"].to_numpy())
    n += 1  # the first and the last steps may be asked of the measures
    place = found.column_names.index("n")
    pq.write_table(found.set_column(place, found.schema.field("n"), [n]), path)
    told(store, path, bytes=path.stat().st_size, digest="")


def _original(store: Store, change: Callable[[Path], object]) -> None:
    with store.writer("test").look() as session:
        sha256 = str(session.scalar(select(models.Batch.sha256).where(models.Batch.sha256 != "")))
    change(store.home.originals / sha256[:2] / sha256)


def _document(store: Store, change: Callable[[Path], object]) -> None:
    path = store.home.root / "came"
    path.write_bytes(b"audit")
    received = Received(path, originals.digest(path), "audit.pdf", 5, "pdf")
    about = Said("Audit", "audit", date(2026, 3, 1))
    with store.writer("test").look() as session:
        asset = session.query(models.Asset.id).filter_by(organisation_id=1).limit(1).scalar()
    documents.attach(store.writer("test"), 1, asset, received, about, 1)
    path.unlink()
    change(originals.place(store.home, received.sha256))


def _batch(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(
            update(models.Batch).where(models.Batch.id == 1).values(status="sealed")
        )


def _message(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(update(Message).where(Message.id == 1).values(batch_id=None))


def _damaged(store: Store) -> None:
    message(store, 1, "damaged", b"no Arrow", 3)


def _journal(store: Store) -> None:
    with store.state.write() as session:
        session.execute(
            update(models.JournalEntry).where(models.JournalEntry.id == 2).values(actor="forged")
        )


#: By kind: what makes it, and whether only a deep check sees it.
DAMAGES: dict[str, tuple[Callable[[Store], object], bool]] = {
    "lake_version": (_version, False),
    "lake_log": (_log, False),
    "delta_missing": (_delta, False),
    "delta_unknown": (_hidden, False),
    "file_missing": (lambda store: victim(store).unlink(), False),
    "file_size": (lambda store: _cut(victim(store), 300), False),
    "file_unreadable": (_spoilt, False),
    "file_changed": (_page, False),
    "file_rows": (lambda store: _rewritten(store, 5), False),
    "file_bounds": (_bounds, False),
    "file_place": (lambda store: told(store, victim(store), year=1999), False),
    "orphan": (_orphan, False),
    "points": (lambda store: series(store, points=7), False),
    "series_unknown": (_unknown, False),
    "latest": (_latest, False),
    "last": (_last, True),
    "first": (lambda store: series(store, first_at=utc_now()), True),
    "series_owner": (lambda store: series(store, organisation_id=2), False),
    "rollup": (_rollup, True),
    "original_missing": (lambda store: _original(store, Path.unlink), False),
    "original_changed": (lambda store: _original(store, lambda p: p.write_bytes(b"x")), True),
    "document_missing": (lambda store: _document(store, Path.unlink), False),
    "document_changed": (lambda store: _document(store, lambda p: p.write_bytes(b"x")), True),
    "batch": (_batch, False),
    "message": (_message, False),
    "message_damaged": (_damaged, True),
    "journal": (_journal, False),
}


def test_every_kind_has_its_damage() -> None:
    assert set(DAMAGES) == set(KINDS)


def test_a_series_moved_with_its_asset_is_told_by_its_files(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        row = change.session.get_one(models.Series, 1)
        asset = change.session.get_one(models.Asset, row.asset_id)
        asset.key, asset.organisation_id, row.organisation_id = "moved", 2, 2
    assert "series_owner" in {one.kind for one in check(store)}


def test_where_nothing_is_damaged_nothing_is_told(store: Store) -> None:
    assert check(store, deep=True) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told(store: Store, damage: str) -> None:
    do, deep = DAMAGES[damage]
    do(store)
    again = replace(store, lake=type(store.lake)(store.home.lake))  # as another process sees it
    before = _bytes(store.home.root)
    kinds = {one.kind for one in check(again, deep=deep)}
    assert damage in kinds
    assert not deep or damage not in {one.kind for one in check(again)}
    assert _bytes(store.home.root) == before, "a check changes nothing"


def _bytes(root: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
        and "state.sqlite-" not in path.name
        and not any(part.startswith(".lock") for part in path.parts)
    }


def test_a_page_that_was_spoilt_is_told_by_a_deep_check(store: Store) -> None:
    _page(store)
    assert "file_changed" in {one.kind for one in check(store, deep=True)}
    assert check(store) != []


def test_any_bit_that_was_flipped_is_told_by_a_deep_check(store: Store) -> None:
    path, door = victim(store), store.writer("test")
    name, whole = path.relative_to(store.home.root).as_posix(), path.read_bytes()
    with door.look() as session:
        (file,) = [one for one in visible(session) if one.path == name]
    assert wrong(door, file, deep=True) is None
    for place in range(0, len(whole), 7):  # footer and headers of pages too
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        found = wrong(door, file, deep=True)
        assert found is not None, place
        assert found.kind == "file_changed", place


def test_files_of_before_digests_are_read_page_by_page(store: Store) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(update(models.DataFile).values(digest=""))
    assert check(store, deep=True) == []
    _page(store)
    assert "file_unreadable" in {one.kind for one in check(store, deep=True)}


def test_problems_are_said_in_both_languages(store: Store) -> None:
    victim(store).unlink()
    found = check(store)
    assert {one.kind for one in found} <= {"file_missing", "points"}
    assert "absent" in found[0].to_dict("fr")["what"]
    assert "missing" in found[0].to_dict("en")["what"]


def test_a_home_that_can_only_be_read_is_checked(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home", Settings()) as store:
        create_organisation(store.writer("test"), "Essai")
        everything(store)
    with sqlite3.connect(tmp_path / "home" / "state.sqlite") as state:
        state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Store.open(tmp_path / "home") as store:
        read = replace(store, state=replace(store.state, writable=False))
        assert check(read, deep=True) == []


@pytest.mark.parametrize("seed", range(4))
def test_an_installation_that_works_has_no_problem(
    empty: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(compacting, "MANY", 3)
    monkeypatch.setattr(compacting, "_SETTLED", 300)
    monkeypatch.setattr(merging, "_MANY", 3)
    create_organisation(empty.writer("test"), "Autre")
    rng = np.random.default_rng(seed)
    door = empty.writer("test")
    drain = Drain(door)
    for number in range(16):
        owner = int(rng.integers(1, 3))
        first = 40 * number if rng.random() < 0.7 else int(rng.integers(0, 40 * number + 1))
        rows = [
            row
            for name in "ab"
            for row in curve(name, first, int(rng.integers(1, 90)), float(rng.integers(1, 9)))
        ]
        if rng.random() < 0.6:
            send(empty, owner, rows, number)
        else:
            bring(empty, owner, rows, f"file {number}")
        what = int(rng.integers(0, 5))
        if what <= 1:
            drain.run()
        if what in (2, 3):
            roll(door)
        if what == 3:
            compact(door, whole=bool(rng.random() < 0.3))
        if number % 4 == 3:
            assert check(empty, deep=True) == []
    drain.run()
    roll(door)
    compact(door, whole=True)
    assert check(empty, deep=True) == []


def test_nothing_is_wrong_while_others_write(store: Store) -> None:
    stop, found = Event(), []

    def look() -> None:
        while not stop.is_set():
            found.extend(check(store, deep=True))

    watcher = Thread(target=look)
    watcher.start()
    door = store.writer("test")
    try:
        for number in range(12):
            bring(store, 1, curve("a", 40 * number, 60, float(number)), f"file {number}")
            send(store, 2, curve("b", 40 * number, 60, float(number)), 100 + number)
            Drain(door).run()
            roll(door)
            compact(door, whole=number % 4 == 3)
    finally:
        stop.set()
        watcher.join()
    assert found == []


@pytest.mark.parametrize("status", ["sealed", "reading"])
def test_a_batch_that_is_put_back_is_not_brought_twice(store: Store, status: str) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.execute(
            update(models.Batch).where(models.Batch.status == "done").values(status=status)
        )
    recover(store.writer("test"))
    assert check(store, deep=True) == []
