"""What is erased of an entry is gone for good, and the journal is proved as before."""

from pathlib import Path

from sqlalchemy import insert, select, text, update

from beffroi.store.journal import entry
from beffroi.store.journal.claims import verify_all
from beffroi.store.journal.erasing import erase_actor, erase_organisation, erase_words
from beffroi.store.journal.verify import Harm
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.store.journal.journals import claims, damaged, verified, work

COLUMNS = JournalEntry.__table__.columns


def erase(store: Store, run: object, told: str = "entries") -> int:
    assert callable(run)
    with store.writer("agent").change("store.erase", "erasure") as change:
        count = run(change.session)
        change.detail = {told: count}
    return int(count)


def row(store: Store, number: int) -> JournalEntry:
    with store.writer("test").look() as session:
        return session.get_one(JournalEntry, number)


def test_texts_go_with_their_salt_and_the_tree_stands(store: Store) -> None:
    work(store, 6)  # entries 3 to 8; 4, 5, 7 and 8 are of the organisation
    before, salt = row(store, 7), row(store, 7).what
    signed = claims(store, 8)
    assert erase(store, lambda session: erase_organisation(session, 1, "Essai")) == 5
    after = row(store, 7)
    assert (after.subject, after.detail, after.leaf) == ("", {}, before.leaf)
    assert after.what == bytes.fromhex(
        entry.sealed(salt, entry.what("objet 4", entry.plain(before.detail)))
    )
    assert after.actor == "agente 4"
    assert row(store, 2).subject == ""  # it only gave the name
    assert row(store, 3).subject == "objet 0"
    found = verified(store, *signed)
    assert (found.wrong, found.erased, found.agreed) == ([], 5, 1)
    assert erase(store, lambda session: erase_organisation(session, 1, "Essai")) == 0


def test_words_and_actors(store: Store) -> None:
    work(store, 12)
    assert erase(store, lambda session: erase_words(session, 1, {"objet 4", ""})) == 1
    assert erase(store, lambda session: erase_words(session, 1, {"obj", "jet 5", "objet 3"})) == 0
    assert erase(store, lambda session: erase_words(session, 1, {""})) == 0
    assert erase(store, lambda session: erase_words(session, 1, {"é"})) == 7  # of 8
    assert erase(store, lambda session: erase_actor(session, "agente 4"), "actors") == 1
    assert erase(store, lambda session: erase_actor(session, "agente 3"), "actors") == 1
    assert erase(store, lambda session: erase_actor(session, "agente 3"), "actors") == 0
    assert (row(store, 6).actor, row(store, 7).actor, row(store, 6).subject) == ("", "", "objet 3")
    with store.writer("test").look() as session:
        found = verify_all(session)
    assert (found.wrong, found.erased) == ([], 9)
    assert (found.erased_what, found.erased_who) == (8, 2)  # one entry lost both


def test_who_acted_is_not_taken_away_under_what_was(store: Store) -> None:
    """An erasure that is told of details covers no actor, nor the other way."""
    work(store, 6)
    assert erase(store, lambda session: erase_organisation(session, 1, "Essai")) == 5
    with damaged(store) as session:
        assert erase_actor(session, "agente 4") == 1
        (wrong,) = verify_all(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.NAMELESS, 1)


def test_an_erasure_that_the_journal_does_not_say_is_found(store: Store) -> None:
    work(store, 6)
    with damaged(store) as session:
        erase_organisation(session, 1, "Essai")
        assert [(one.harm, one.number) for one in verify_all(session).wrong] == [(Harm.BLANKED, 5)]
    with damaged(store) as session:  # nor does a text stand where one was erased
        erase_organisation(session, 1, "Essai")
        session.execute(update(JournalEntry).where(JournalEntry.id == 7).values(subject="forged"))
        (wrong, *_) = verify_all(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.REWRITTEN, 7)


def test_an_entry_out_of_reach_announces_no_erasure(store: Store) -> None:
    work(store, 6)
    with damaged(store) as session:
        forged = {c.name: getattr(session.get_one(JournalEntry, 2), c.name) for c in COLUMNS}
        detail = {"entries": 9999}
        forged |= {"id": -1, "action": "store.erase", "detail": detail}
        session.execute(insert(JournalEntry).values(**forged))
        erase_organisation(session, 1, "Essai")
        found = [(one.harm, one.number) for one in verify_all(session).wrong]
        assert found == [(Harm.ADDED, -1), (Harm.BLANKED, 5)]


def test_nothing_of_a_salt_is_left_in_the_file(store: Store) -> None:
    if store.state.server:
        return
    work(store, 6)
    salt = row(store, 7).what
    erase(store, lambda session: erase_organisation(session, 1, "Essai"))
    assert store.state.scrub()
    store.state.close()
    with store.state.read() as session:
        session.execute(text("SELECT 1"))
        assert session.scalars(select(JournalEntry.what)).all().count(salt) == 0
    store.state.close()
    files = [path.read_bytes() for path in Path(store.home.root).glob("state.sqlite*")]
    assert not any(salt in content for content in files)
