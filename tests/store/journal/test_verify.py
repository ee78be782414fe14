"""Whatever is done to a journal is found, with the first entry that it was done to."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from beffroi.periods import utc_now
from beffroi.store.journal.verify import Claim, Harm, verify
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.conftest import Create
from tests.store.journal.journals import claims, damaged, hide, renumber, verified, work

SIZE = 22
#: The same store serves every example: what they do is taken back.
again = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
entries = st.integers(1, SIZE)


@pytest.fixture
def journal(store: Store) -> Iterator[Store]:
    """A journal of 22 entries."""
    work(store, SIZE - 2)  # two were made with the store
    assert verified(store).size == SIZE
    yield store
    assert verified(store).wrong == []


def test_a_sound_journal_is_told_sound(journal: Store) -> None:
    known = claims(journal, 1, 7, 16, 16, SIZE)
    found = verified(journal, *known)
    assert (found.size, found.root, found.wrong) == (SIZE, known[-1].root, [])
    assert (found.agreed, found.agreed_size, found.erased) == (5, SIZE, 0)


CHANGES = {
    "at": utc_now(),
    "actor": "forged",
    "organisation_id": 1,
    "purpose": "forged",
    "action": "forged",
    "subject": "forged",
    "detail": {"z": "forged"},
    "who": bytes(16),
    "what": bytes(32),
    "leaf": bytes(32),
}


@again
@given(entries, st.sampled_from(sorted(CHANGES)))
def test_a_rewriting_is_found(journal: Store, number: int, column: str) -> None:
    with damaged(journal) as session:
        row = session.get_one(JournalEntry, number)
        if getattr(row, column) == CHANGES[column]:
            return
        setattr(row, column, CHANGES[column])
        session.flush()
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.REWRITTEN, number)


@again
@given(st.sets(entries, min_size=1, max_size=4))
def test_a_removal_is_found(journal: Store, numbers: set[int]) -> None:
    first = min(numbers)
    tail = numbers == set(range(first, SIZE + 1))
    with damaged(journal) as session:
        session.execute(delete(JournalEntry).where(JournalEntry.id.in_(numbers)))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.TRUNCATED if tail else Harm.DELETED, first)


@again
@given(st.integers(1, SIZE - 1), st.integers(1, 3))
def test_a_removal_that_closes_the_gap_is_found(journal: Store, first: int, count: int) -> None:
    last = min(first + count, SIZE) - 1
    with damaged(journal) as session:
        session.execute(delete(JournalEntry).where(JournalEntry.id.between(first, last)))
        gone = last - first + 1
        renumber(session, {n: n - gone for n in range(last + 1, SIZE + 1)})
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.DELETED, first)


@again
@given(entries, entries, st.booleans())
def test_entries_that_changed_places_are_found(
    journal: Store, one: int, other: int, bare: bool
) -> None:
    """Whole rows, or all of them but their leaves."""
    if one == other:
        return
    with damaged(journal) as session:
        renumber(session, {one: other, other: one})
        if bare:
            leaf = dict(
                session.execute(
                    select(JournalEntry.id, JournalEntry.leaf).where(
                        JournalEntry.id.in_((one, other))
                    )
                ).all()
            )
            for number, was in ((one, leaf[other]), (other, leaf[one])):
                session.execute(
                    update(JournalEntry).where(JournalEntry.id == number).values(leaf=was)
                )
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.REORDERED, min(one, other))


@again
@given(st.integers(1, SIZE - 1))
def test_a_truncation_that_hides_itself_is_found_by_what_was_signed(
    journal: Store, kept: int
) -> None:
    signed = claims(journal, SIZE)
    with damaged(journal) as session:
        session.execute(delete(JournalEntry).where(JournalEntry.id > kept))
        hide(session)
        assert verify(session).wrong == []  # nobody can tell without a witness
        (wrong,) = verify(session, signed).wrong
        assert (wrong.harm, wrong.number, wrong.by) == (
            Harm.TRUNCATED,
            kept + 1,
            f"witness {SIZE}",
        )


@again
@given(entries, st.sets(entries, min_size=1, max_size=4))
def test_a_perfect_forgery_is_a_fork(journal: Store, number: int, sizes: set[int]) -> None:
    """The history that was signed and the one that is shown part at the entry, or before."""
    signed = claims(journal, *sizes)
    before = max((size for size in sizes if size < number), default=0)
    after = [size for size in sizes if size >= number]
    with damaged(journal) as session:
        row = session.get_one(JournalEntry, number)
        row.actor = "forged"
        session.flush()
        hide(session)
        found = verify(session, signed)
        assert found.agreed == len(sizes) - len(after)
        if after:
            (wrong,) = found.wrong
            assert (wrong.harm, wrong.number) == (Harm.FORKED, before + 1)
            assert wrong.by == f"witness {min(after)}"
        else:
            assert found.wrong == []


def test_what_was_put_beside_the_door_is_found(journal: Store) -> None:
    with damaged(journal) as session:
        row = session.get_one(JournalEntry, SIZE)
        values = {c.name: getattr(row, c.name) for c in JournalEntry.__table__.columns}
        session.execute(insert(JournalEntry).values(**{**values, "id": SIZE + 1}))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.REORDERED, SIZE + 1)
        session.execute(delete(JournalEntry).where(JournalEntry.id == SIZE + 1))
        session.execute(update(Tree).values(size=SIZE - 1))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.ADDED, SIZE)
    with damaged(journal) as session:
        session.execute(update(Tree).values(peaks=bytes(96)))
        (wrong,) = verify(session).wrong
        assert wrong.harm is Harm.HASHES


@pytest.mark.parametrize("number", [-1, 0, 2**31, 2**31 + 5])
def test_an_entry_out_of_reach_is_found(store: Store, number: int) -> None:
    """What a list shows is verified, whatever its number."""
    if store.state.server and number >= 2**31:
        pytest.skip("a server holds numbers to their kind")
    with damaged(store) as session:
        row = session.get_one(JournalEntry, 2)
        values = {c.name: getattr(row, c.name) for c in JournalEntry.__table__.columns}
        session.execute(insert(JournalEntry).values(**{**values, "id": number}))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.ADDED, number)


def test_a_value_of_another_kind_is_a_rewriting(tmp_path: object, store: Store) -> None:
    if store.state.server:
        pytest.skip("a server holds values to their kind")
    values = (
        ("actor", "x'00'"),
        ("leaf", "'text'"),
        ("who", "12"),
        ("at", "5"),
        ("leaf = x'', who", "12"),  # nothing can be made of it, and nothing is what it holds
    )
    for column, value in values:
        with damaged(store) as session:
            session.connection().exec_driver_sql(
                f"UPDATE journal SET {column} = {value} WHERE id = 2"  # noqa: S608 - of the test
            )
            (wrong,) = verify(session).wrong
            assert (wrong.harm, wrong.number) == (Harm.REWRITTEN, 2)


def test_kept_hashes_are_verified(store: Store) -> None:
    work(store, 258)
    assert verified(store).wrong == []
    with damaged(store) as session:
        assert session.scalars(select(Subtree.number)).all() == [0]
        session.execute(update(Subtree).values(hash=bytes(32)))
        (wrong,) = verify(session).wrong
        assert wrong.harm is Harm.HASHES
    with damaged(store) as session:
        session.execute(delete(Subtree))
        assert [one.harm for one in verify(session).wrong] == [Harm.HASHES]


def test_a_second_tree_is_told(store: Store) -> None:
    with damaged(store) as session:
        session.execute(insert(Tree).values(id=2, size=1, peaks=bytes(32)))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.HASHES, 2)


def test_an_empty_journal_agrees_with_nothing(create: Create, store: Store) -> None:
    with damaged(store) as session:
        session.execute(delete(JournalEntry))
        (wrong,) = verify(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.TRUNCATED, 1)
        session.execute(delete(Tree))
        assert verify(session).wrong == []
        (wrong,) = verify(session, [Claim(1, bytes(32), "a witness")]).wrong
        assert (wrong.harm, wrong.by) == (Harm.TRUNCATED, "a witness")
