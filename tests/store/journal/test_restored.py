"""A journal that was restored is the same, proved by the same heads; its key is not."""

from pathlib import Path

import pytest
from sqlalchemy import text

from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.backup.snapshot import make_snapshot
from beffroi.store.journal import keys, witness
from beffroi.store.journal.claims import file_claims, verify_all
from beffroi.store.journal.erasing import erase_organisation
from beffroi.store.journal.heads import Head, countersign, sign
from beffroi.store.journal.note import WITNESS, SecretKey, opened
from beffroi.store.store import Store
from tests.store.journal.journals import work

#: Words and numbers that kinds of state could write otherwise.
ODD = {"é": 'l’été\n\t"\\', "\U0001f514": [0.1, 1e300, -0.0, 2**53, True], "": {"z": 1, "a": {}}}


def test_a_journal_goes_from_one_kind_of_state_to_the_other(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    work(store, 20)
    door = store.writer("agent")
    with door.change("test.odd", "l’essai", 1, "été") as change:
        change.detail = ODD
    with door.change("store.erase", "erasure") as change:
        change.detail = {"entries": erase_organisation(change.session, 99, "Essai")}
    head = sign(door)
    secret = SecretKey.new("w", WITNESS)
    keys.write(tmp_path / "w.key", secret)
    signed = witness.cosign(tmp_path / "w.key", witness.request(0, [], head.note), head.key)
    countersign(door, signed, secret.public, "f")
    place = Repository.create(tmp_path / "backups", (), clear=True)
    make_snapshot(store, place)
    other = ""
    if not store.state.server:
        server = request.getfixturevalue("server")
        other = server.address(server.fresh())
    restore(place, tmp_path / "back", state=other)
    assert not (tmp_path / "back" / keys.NAME).exists()
    with Store.open(tmp_path / "back") as back:
        assert bool(back.state.server) is bool(other)
        with back.writer("test").look() as session:
            found = verify_all(session, file_claims(signed, "my copy", set()))
        assert (found.wrong, found.erased, found.agreed) == ([], 1, 3)
        again = sign(back.writer("agent"))  # what is restored signs for itself
        assert again.key != head.key
        mine = Head.parse(opened(again.note, "")[0], "")
        assert mine.origin != Head.parse(opened(head.note, "")[0], "").origin
        work(back, 3)
        with back.writer("test").look() as session:
            found = verify_all(session)
        assert (found.wrong, found.agreed) == ([], 3)


def test_a_new_backup_of_a_state_that_was_damaged_carries_the_damage(
    store: Store, tmp_path: Path
) -> None:
    """A backup is no laundry: what is restored is wrong where what was backed up was."""
    work(store, 5)
    with store.state.write() as session:
        session.execute(text("UPDATE journal SET actor = 'forged' WHERE id = 4"))
    place = Repository.create(tmp_path / "backups", (), clear=True)
    make_snapshot(store, place)
    restore(place, tmp_path / "back")
    with Store.open(tmp_path / "back") as back, back.writer("test").look() as session:
        (wrong,) = verify_all(session).wrong
        assert (str(wrong.harm), wrong.number) == ("rewritten", 4)
