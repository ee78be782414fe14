"""Accesses to the data of others are told, to those others too, and cannot be hidden from them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, select

from beffroi.decide.organisations import create_organisation
from beffroi.store.journal.accesses import Accessed, accessed
from beffroi.store.journal.claims import verify_all
from beffroi.store.journal.verify import Harm
from beffroi.store.state.merkle import Access
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.store.journal.journals import damaged


@pytest.fixture
def three(store: Store) -> Iterator[Store]:
    """A syndicat, 1, and two communes, whose journal is sound in the end."""
    for name in ("Une", "Autre"):
        create_organisation(store.writer("test"), name)
    yield store
    with store.writer("test").look() as session:
        assert verify_all(session).wrong == []


def question(*owners: int, kind: str = "aggregate") -> Accessed:
    return Accessed(1, frozenset(owners), "benchmark", kind, 7, series=2)


def test_questions_of_one_kind_are_one_entry(three: Store) -> None:
    asked = [question(1, 2), question(3), question(2), question(3, kind="latest")]
    first, second = accessed(three.writer("agent"), asked)
    assert (first.number, second.number) == (5, 6)
    with three.writer("test").look() as session:
        row = session.get_one(JournalEntry, 5)
        assert (row.actor, row.organisation_id, row.purpose) == ("agent", 1, "benchmark")
        assert (row.action, row.subject) == ("access.read", "aggregate")
        assert row.detail == {"agreement": 7, "owners": [2, 3], "series": 6}
        links = session.execute(
            select(Access.entry_id, Access.organisation_id).order_by(
                Access.entry_id, Access.organisation_id
            )
        ).all()
        assert [tuple(link) for link in links] == [(5, 2), (5, 3), (6, 3)]


def test_ones_own_data_are_no_access(three: Store) -> None:
    assert accessed(three.writer("agent"), [question(1), question()]) == []
    assert accessed(three.writer("agent"), []) == []


def test_an_owner_sees_who_read_its_data(three: Store) -> None:
    accessed(three.writer("agent"), [question(2), question(3, kind="latest")])
    with three.state.read((2,)) as session:
        seen = session.scalars(select(Access.entry_id).where(Access.organisation_id == 2)).all()
        everything = session.scalars(select(Access.entry_id)).all()
    assert seen == [5]
    assert three.state.server == "" or everything == [5]


@pytest.mark.parametrize("owner", [2, 3])
def test_an_access_that_is_hidden_is_found(three: Store, owner: int) -> None:
    accessed(three.writer("agent"), [question(2), question(2, 3, kind="latest")])
    with damaged(three) as session:
        session.execute(delete(Access).where(Access.organisation_id == owner))
        (wrong,) = verify_all(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.HIDDEN, 5 if owner == 2 else 6)


@pytest.mark.parametrize("entry", [2, 5])
def test_an_entry_shown_that_is_not_their_access_is_found(three: Store, entry: int) -> None:
    """Neither an entry that is no access, nor an access to the data of another."""
    accessed(three.writer("agent"), [question(2)])
    with damaged(three) as session:
        session.execute(insert(Access).values(entry_id=entry, organisation_id=3))
        (wrong,) = verify_all(session).wrong
        assert (wrong.harm, wrong.number) == (Harm.HIDDEN, entry)
