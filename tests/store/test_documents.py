"""Documents of assets, in every place where files as received are: kept whole, gone when erased."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.ingest.documents.attaching import attach, said
from beffroi.periods import utc_now
from beffroi.store import documents, originals
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.backup.snapshot import make_snapshot
from beffroi.store.checking import check
from beffroi.store.erasing import erase, veil_assets
from beffroi.store.moving import adopt, leave
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.ingest.documents import files

PDF = b"%PDF-1.7 audit"
ABOUT = said("Audit", "audit", date(2026, 3, 1))


def asset_of(store: Store, organisation: int, key: str = "B1") -> int:
    put_assets(store.writer("test"), organisation, [Description("building", key, "École", "", {})])
    with store.writer("test").look() as session:
        rows = session.query(models.Asset).filter_by(organisation_id=organisation, key=key)
        return int(rows.one().id)


def keep(store: Store, folder: Path, asset: int, content: bytes = PDF, owner: int = 1) -> int:
    path = folder / "came"
    path.write_bytes(content)
    return attach(store.writer("test"), owner, asset, path, "audit.pdf", ABOUT, 1)


def kept(store: Store) -> list[bytes]:
    return sorted(path.read_bytes() for path in store.home.originals.rglob("*") if path.is_file())


def names(store: Store, organisation: int = 1) -> list[tuple[str, bool]]:
    with store.writer("test").look() as session:
        rows = documents.listed(session, organisation)
        return [(row.title, row.removed_at is not None) for row in rows]


def test_what_is_removed_comes_back_for_a_month_then_is_erased(
    store: Store, tmp_path: Path
) -> None:
    door, now = store.writer("test"), utc_now()
    create_organisation(door, "Voisine")
    school = asset_of(store, 1)
    first = keep(store, tmp_path, school)
    second = keep(store, tmp_path, school)  # the same file, for something else
    theirs = keep(store, tmp_path, asset_of(store, 2), owner=2)
    photo = keep(store, tmp_path, school, files.jpeg())
    assert kept(store) == [PDF, files.bare_jpeg()]
    documents.remove(door, 1, first)
    documents.restore(door, 1, first)
    for one in (first, photo):
        documents.remove(door, 1, one)
    documents.correct(door, 1, second, said("Audit 2026", "report", date(2026, 3, 2)))
    assert names(store) == [("Audit 2026", False), ("Audit", True), ("Audit", True)]
    with pytest.raises(BeffroiError, match=r"document\.state"):
        documents.correct(door, 1, first, ABOUT)
    with pytest.raises(BeffroiError, match=r"store\.not_found"):
        documents.remove(door, 2, second)
    assert documents.tidy(door, now + timedelta(days=29)) == 0
    assert documents.tidy(door, now + timedelta(days=31)) == 2
    # The photograph is gone; others still have the other file.
    assert kept(store) == [PDF]
    assert check(store, deep=True) == []
    for owner, one in ((1, second), (2, theirs)):
        documents.remove(door, owner, one)
    documents.tidy(door, utc_now() + timedelta(days=31))
    assert kept(store) == []


def test_what_is_refused_keeps_nothing(store: Store, tmp_path: Path) -> None:
    create_organisation(store.writer("test"), "Voisine")
    theirs = asset_of(store, 2)
    with pytest.raises(BeffroiError, match=r"store\.not_found"):
        keep(store, tmp_path, theirs)
    with pytest.raises(BeffroiError, match=r"document\.no_room"):
        keep(store, tmp_path, asset_of(store, 1), PDF + bytes(1_000_000))
    assert kept(store) == []
    assert names(store) == []


def test_documents_are_backed_up_checked_and_leave_with_their_authority(
    store: Store, tmp_path: Path
) -> None:
    number = keep(store, tmp_path, asset_of(store, 1))
    place = Repository.create(tmp_path / "backups", (), clear=True)
    assert make_snapshot(store, place).missing == ()
    restore(place, tmp_path / "restored")
    with Store.open(tmp_path / "restored") as again:
        assert (names(again), kept(again)) == ([("Audit", False)], [PDF])
    leave(store.writer("test"), 1, tmp_path / "export")
    with Store.create(tmp_path / "other") as other:
        create_organisation(other.writer("test"), "Déjà là")
        adopt(other.writer("test"), tmp_path / "export")
        assert (names(other, 2), kept(other)) == ([("Audit", False)], [PDF])
    path = originals.place(store.home, originals.digest(tmp_path / "came"))
    path.write_bytes(b"%PDF-1.7 other")
    (found,) = check(store, deep=True)
    assert (found.kind, found.about) == ("document_changed", str(number))
    path.unlink()
    assert [one.kind for one in check(store)] == ["document_missing"]


def test_documents_are_erased_with_what_they_are_about(store: Store, tmp_path: Path) -> None:
    door = store.writer("test")
    create_organisation(door, "Voisine")
    school, theirs = asset_of(store, 1), asset_of(store, 2)
    keep(store, tmp_path, school)
    keep(store, tmp_path, school, PDF + b" of ours")
    keep(store, tmp_path, theirs, owner=2)
    erase(door, 1)
    assert kept(store) == [PDF]
    # What turns out to be a household has no document that may name somebody.
    veil_assets(door, 2, [theirs])
    assert (names(store, 2), kept(store)) == ([], [])
    assert check(store, deep=True) == []
