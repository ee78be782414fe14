"""What a journal tells of itself, and a home remembers: signatures do not vanish unseen."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.journal import keys, witness
from beffroi.store.journal.append import Told, append
from beffroi.store.journal.claims import verify_all
from beffroi.store.journal.heads import countersign, sign
from beffroi.store.journal.memory import NAME, recalled
from beffroi.store.journal.note import WITNESS, SecretKey
from beffroi.store.journal.verify import Harm
from beffroi.store.state.merkle import Cosignature, Head, Tree
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.store.journal.journals import damaged, hide, renumber, verified, work


@pytest.fixture
def signed(store: Store, tmp_path: Path) -> Store:
    """Entries 1 to 8: two of the store, a key (3), a head (4), its witness (5), two, a head (8)."""
    door = store.writer("agent")
    path = tmp_path / "w.key"
    keys.write(path, SecretKey.new("w", WITNESS))
    head = sign(door)
    text = witness.cosign(path, witness.request(0, [], head.note), head.key)
    countersign(door, text, SecretKey.parse(path.read_text("utf-8")).public, "f")
    work(store, 2)
    assert sign(door).size == 8
    with door.look() as session:
        assert found(session, store) == []
    return store


def found(session: Session, store: Store | None = None) -> list[tuple[Harm, int, str]]:
    home = store.home if store else None
    wrong = verify_all(session, home=home).wrong
    return [(one.harm, one.number, one.by.partition("/")[0]) for one in wrong]


@pytest.mark.parametrize("size", [4, 8])
def test_a_head_that_was_taken_away_is_told(signed: Store, size: int) -> None:
    with damaged(signed) as session:
        session.execute(delete(Cosignature))
        session.execute(delete(Head).where(Head.size == size))
        told = found(session)
    assert told == [(Harm.LOST, size, "beffroi"), (Harm.LOST, 4, "w")]


def test_a_countersignature_that_was_taken_away_is_told(signed: Store) -> None:
    with damaged(signed) as session:
        session.execute(delete(Cosignature))
        assert found(session) == [(Harm.LOST, 4, "w")]


@pytest.mark.parametrize("table", [Head, Cosignature])
def test_a_date_that_was_changed_beside_a_signature_is_told(
    signed: Store, table: type[Head] | type[Cosignature]
) -> None:
    with damaged(signed) as session:
        session.execute(
            update(table).where(table.size == 4).values(at=utc_now().replace(year=2020))
        )
        ((harm, size, _),) = found(session)
        assert (harm, size) == (Harm.DATED, 4)


def unsign(session: Session) -> None:
    """Take all signatures away, and all that tells of them; then make history anew."""
    session.execute(delete(Cosignature))
    session.execute(delete(Head))
    row = JournalEntry
    signs = row.action.in_(("journal.key", "journal.head", "journal.witness"))
    session.execute(delete(row).where(signs))
    session.execute(update(row).where(row.id == 2).values(actor="forged"))
    left = list(session.scalars(select(row.id).order_by(row.id)))
    renumber(session, {old: new for new, old in enumerate(left, 1) if old != new})
    hide(session)


def test_a_database_made_anew_is_not_what_the_home_remembers(signed: Store) -> None:
    with damaged(signed) as session:
        unsign(session)
        assert found(session) == []  # nothing in the database tells it
        assert found(session, signed) == [(Harm.TRUNCATED, 5, NAME)]
    with damaged(signed) as session:
        session.execute(update(JournalEntry).where(JournalEntry.id == 7).values(actor="forged"))
        hide(session)
        told = found(session, signed)
    assert told == [(Harm.FORKED, 5, "beffroi")]  # 4 entries are as they were signed


def test_what_the_home_remembers_is_not_replaced_by_what_contradicts_it(signed: Store) -> None:
    memory = (signed.home.root / NAME).read_text("utf-8")
    with signed.state.write() as session:
        unsign(session)
    work(signed, 9)
    sign(signed.writer("agent"))  # a forger waits for the next head
    assert (signed.home.root / NAME).read_text("utf-8") == memory
    with signed.writer("test").look() as session:
        assert found(session) == [(Harm.UNSIGNED, 14, "beffroi")]  # no entry tells its key
        told = found(session, signed)
    assert (told[0][0], told[0][2]) == (Harm.FORKED, NAME)


@pytest.mark.parametrize("keep_key", [False, True])
def test_a_state_that_was_put_back_by_hand_is_told_until_somebody_says_so(
    signed: Store, keep_key: bool
) -> None:
    """A copy of after the first head, or of before there was a key, takes its place."""
    door = signed.writer("agent")
    with signed.state.write() as session:
        if keep_key:
            row = JournalEntry
            session.execute(delete(Cosignature))
            session.execute(delete(Head).where(Head.size == 8))
            session.execute(delete(row).where(row.id > 4))
            hide(session)
        else:
            unsign(session)
    with door.look() as session:
        assert [one[0] for one in found(session, signed)] == [Harm.TRUNCATED]
    memory = recalled(signed.home)
    head = sign(door, restored="disque en panne")
    with door.look() as session:
        assert found(session, signed) == []
        entry = session.get_one(JournalEntry, head.size)
    assert (entry.action, entry.actor) == ("journal.head", "agent")
    assert entry.detail == {"restored": "disque en panne", "instead": memory}
    assert recalled(signed.home)["size"] == head.size
    assert sign(door, restored="disque en panne").size == head.size  # there is nothing to replace


def test_who_holds_the_folder_too_can_make_all_of_it_anew(signed: Store) -> None:
    """The limit, which the guide tells: only what is kept outside sees it."""
    with damaged(signed) as session:
        unsign(session)
        (signed.home.root / NAME).unlink()
        assert found(session, signed) == []


def test_a_memory_that_cannot_be_read_is_told(signed: Store) -> None:
    (signed.home.root / NAME).write_bytes(b"\xff\0")
    with signed.writer("test").look() as session:
        assert found(session, signed) == [(Harm.FORGOTTEN, 0, NAME)]
    work(signed, 1)
    sign(signed.writer("agent"))
    assert (signed.home.root / NAME).read_bytes() == b"\xff\0"
    sign(signed.writer("agent"), restored="fichier perdu")
    with signed.writer("test").look() as session:
        assert found(session, signed) == []


@pytest.mark.parametrize("new_key", [False, True])
def test_a_crash_while_a_head_is_signed_is_no_alarm(
    store: Store, monkeypatch: pytest.MonkeyPatch, new_key: bool
) -> None:
    """Key, head and what tells them are there together, or not at all."""
    door = store.writer("agent")
    if new_key:
        sign(door)

    class CrashError(Exception):
        pass

    def crash(*_: object) -> None:
        raise CrashError

    for place in ("keys.NewKey.keep", "heads.remember", "heads._made"):
        with monkeypatch.context() as patch, pytest.raises(CrashError):
            patch.setattr(f"beffroi.store.journal.{place}", crash)
            sign(door, new_key=new_key or place == "keys.NewKey.keep")
        with door.look() as session:
            assert found(session, store) == [], place
        work(store, 1)
    assert sign(door).key == str(SecretKey.parse(_key(store)).public)
    with door.look() as session:
        assert found(session, store) == []


def _key(store: Store) -> str:
    return (store.home.root / keys.NAME).read_text("utf-8")


def test_a_key_that_an_older_version_told_before_it_crashed_is_no_alarm(store: Store) -> None:
    with store.writer("agent").keep() as session:
        append(session, [Told("agent", "journal.key", "integrity", None, "beffroi/x+0+0", {})])
    with store.writer("test").look() as session:
        assert found(session, store) == []


def test_witnesses_that_an_older_version_told_once_are_looked_for(signed: Store) -> None:
    with signed.writer("test").look() as session:
        (line,) = session.scalars(select(Cosignature))
    with signed.writer("agent").keep() as session:  # without the size that it signed
        append(session, [Told("agent", "journal.witness", "integrity", None, line.witness, {})])
    with damaged(signed) as session:
        assert found(session) == []
        session.execute(delete(Cosignature))
        assert found(session) == [(Harm.LOST, 4, "w"), (Harm.LOST, 9, "w")]


def test_the_same_signature_twice_is_told_once(signed: Store, tmp_path: Path) -> None:
    with signed.writer("test").look() as session:
        head, line = session.get_one(Head, 4), session.scalars(select(Cosignature)).one()
    public = SecretKey.parse((tmp_path / "w.key").read_text("utf-8")).public
    countersign(signed.writer("agent"), head.note + line.line, public, "f")
    assert verified(signed).size == 8


def test_a_second_tree_stops_nobody(store: Store) -> None:
    """It is told, and writing goes on: what it cannot do is to keep measures out."""
    with store.state.write() as session:
        session.execute(insert(Tree).values(id=2, size=1, peaks=bytes(32)))
    work(store, 3)
    (wrong,) = verified(store).wrong
    assert (wrong.harm, wrong.number) == (Harm.HASHES, 5)
    with store.state.write() as session:
        session.execute(delete(Tree).where(Tree.id == 2))
    assert verified(store).wrong == []
