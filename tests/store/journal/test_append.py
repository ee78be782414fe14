"""Entries are numbered in the order in which changes are kept, without a hole, in any case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from beffroi.store.journal import tree
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state import migrate
from beffroi.store.state.database import State, open_state
from beffroi.store.state.merkle import Tree
from beffroi.store.state.models import JournalEntry, Organisation
from beffroi.store.store import Store
from tests.store.journal.journals import claims, verified, work


def test_the_leaf_of_an_entry_is_worked_out_by_hand(store: Store) -> None:
    with store.writer("Jeanne").change("test.do", "essai", 1, "l’école") as change:
        change.detail = {"b": 1, "a": [True, None]}
    with store.writer("test").look() as session:
        row = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert row is not None
        assert (row.actor, row.subject, row.detail) == ("Jeanne", "l’école", change.detail)
        assert list(row.detail) == ["a", "b"]
        who = sha256(row.who + b'"Jeanne"').hexdigest()
        told = b'["l\\u2019\\u00e9cole", {"a": [true, null], "b": 1}]'
        what = sha256(row.what + told).hexdigest()
        at = row.at.strftime("%Y-%m-%d %H:%M:%S.%f")
        said = (
            f'{{"action":"test.do","at":"{at}","number":3,"organisation":1,"purpose":"essai",'
            f'"what":"{what}","who":"{who}"}}'
        )
        assert row.leaf == sha256(b"\0" + said.encode()).digest()
        assert change.receipt is not None
        assert (change.receipt.number, change.receipt.leaf) == (3, row.leaf)


def test_the_same_words_have_other_seals(store: Store) -> None:
    work(store, 1)
    work(store, 1)
    with store.writer("test").look() as session:
        *_, one, other = session.scalars(select(JournalEntry).order_by(JournalEntry.id))
        assert one.subject == other.subject
        assert one.who != other.who
        assert one.what != other.what != one.who


def test_a_change_that_is_not_kept_leaves_no_hole(store: Store) -> None:
    work(store, 2)
    with pytest.raises(ZeroDivisionError), store.writer("test").change("test", "test") as change:
        change.session.add(Organisation(key="k", name="n", kind="commune", attributes={}))
        1 / 0  # noqa: B018 - it must fail
    with store.writer("test").keep() as session:
        session.execute(text("SELECT 1"))
    work(store, 2)
    with store.writer("test").look() as session:
        numbers = list(session.scalars(select(JournalEntry.id).order_by(JournalEntry.id)))
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert verified(store).wrong == []


def test_writers_side_by_side_make_one_tree(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work(store, 10), range(4)))
    found = verified(store)
    assert (found.size, found.wrong) == (42, [])


def test_kept_subtrees_give_the_roots_and_proofs_of_all_leaves(store: Store) -> None:
    work(store, 268)
    sizes = (1, 2, 3, 255, 256, 257, 270)
    known = {claim.size: claim.root for claim in claims(store, *sizes)}
    with store.writer("test").look() as session:
        kept = KeptTree(session)
        assert kept.size == 270
        for size, root in known.items():
            assert kept.root(size) == root
            for old, before in known.items():
                if old <= size:
                    path = kept.consistency(old, size)
                    assert tree.consistent(old, size, before, root, path)
        for number in (1, 2, 128, 255, 256, 257, 270):
            mine = session.get_one(JournalEntry, number).leaf
            path = kept.inclusion(number - 1, 270)
            assert tree.included(number - 1, 270, mine, path, known[270])


@pytest.fixture
def older(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], State]:
    """Open a state as the version before the tree of the journal made it, then as now."""
    address = ""
    if kind == "postgresql":
        server = request.getfixturevalue("server")
        address = server.address(server.fresh())

    def before(connection: Connection) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(migrate._MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")

    path = tmp_path / "state.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "upgrade", before)
        patch.setattr("beffroi.store.state.access.guard", lambda _: None)
        patch.setattr("beffroi.store.state.access.unguarded", lambda _: [])
        open_state(path, address).close()
    return lambda: open_state(path, address)


def fill(connection: Connection) -> None:
    for number in (1, 2, 5, 9):  # the server had left holes
        connection.execute(
            text(
                "INSERT INTO journal (id, at, actor, purpose, action, subject, detail) VALUES "
                "(:id, '2026-01-05 08:00:00.25', 'Jeanne', 'essai', :action, 'é', :detail)"
            ),
            {"id": number, "action": f"a.{number}", "detail": '{"z": 1, "a": "é"}'},
        )


def test_older_entries_become_the_first_leaves(
    older: Callable[[], State], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "HEAD", "0004")
        patch.setattr("beffroi.store.state.access.unguarded", lambda _: [])
        state = older()
        with state.writing.begin() as connection:
            fill(connection)
        state.close()
    state = older()
    with state.read() as session:
        rows = list(session.scalars(select(JournalEntry).order_by(JournalEntry.id)))
        assert [(row.id, row.action) for row in rows] == [
            (1, "a.1"),
            (2, "a.2"),
            (3, "a.5"),
            (4, "a.9"),
        ]
        assert {(row.actor, row.subject, row.at.microsecond) for row in rows} == {
            ("Jeanne", "é", 250_000)
        }
        assert rows[0].detail == {"z": 1, "a": "é"}
        assert session.scalars(select(Tree.size)).all() == [4]
        from beffroi.store.journal.verify import verify

        found = verify(session)
        assert (found.size, found.wrong) == (4, [])
    state.close()


def test_an_older_journal_that_is_empty_stays_so(older: Callable[[], State]) -> None:
    state = older()
    with state.read() as session:
        assert session.scalars(select(Tree.size)).all() == []
    state.close()
