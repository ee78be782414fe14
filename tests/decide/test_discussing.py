"""People about findings: given, commented, followed; forgotten with the person, or the finding."""

import pytest

from beffroi.decide.decisions import act, decide, decide_all
from beffroi.decide.discussing import (
    assign,
    assigned,
    comment,
    follow,
    followed,
    followers,
    given,
    withdraw,
)
from beffroi.decide.history import history
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state.discussing import Comment
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.trust.people import accounts
from tests.people import person
from tests.web.seen import NOW, found


def test_a_finding_is_given_commented_and_followed(store: Store) -> None:
    door = store.writer("p-jeanne")
    number, other = found(store, 1), found(store, 1, 300, name="Mairie")
    assert assign(door, number, "p-paul")
    assert not assign(door, number, "p-paul"), "the same again is no change"
    words = comment(door, number, "  La vanne est <b>ouverte</b>.  ")
    follow(door, other, wanted=True)
    follow(door, other, wanted=True)
    with door.look(1) as session:
        assert assigned(session, number) == "p-paul"
        assert followers(session, number) == ["p-paul", "p-jeanne"]
        assert given(session, 1, "p-paul") == {number}
        assert given(session, 2, "p-paul") == frozenset()
        assert followed(session, 1, "p-jeanne") == {number, other}
        told = session.query(JournalEntry).filter(JournalEntry.action == "finding.comment").one()
        assert "vanne" not in str(told.detail), "the journal tells that, not what"
    with pytest.raises(BeffroiError, match="not_found"):
        withdraw(store.writer("p-paul"), number, words)
    with pytest.raises(BeffroiError, match="not_found"):
        withdraw(door, other, words)
    withdraw(door, number, words)
    assign(door, number, None)
    follow(door, other, wanted=False)
    with door.look(1) as session:
        assert assigned(session, number) is None
        assert given(session, 1, "p-paul") == frozenset()
        assert followers(session, other) == []
        assert session.get_one(Comment, words).said == ""
    entries = history(store.reader(Scope.of(1, "test", "test")), number)
    assert [(one["kind"], one.get("person"), one.get("live")) for one in entries] == [
        ("assignment", "p-paul", None),
        ("comment", None, False),
        ("assignment", None, None),
    ]


def test_a_person_who_is_erased_takes_words_along(store: Store) -> None:
    door = store.writer("test")
    gone = person(door, "jeanne@exemple.fr", (1, "agent"))
    number = found(store, 1)
    own = store.writer(gone.reference)
    comment(own, number, "Voir Madame Untel.")
    assign(door, number, gone.reference)
    accounts.erase(door, gone)
    with door.look(1) as session:
        assert [one.said for one in session.query(Comment)] == [""]
        assert followers(session, number) == []
        assert assigned(session, number) is None


def test_many_are_decided_together_or_not_at_all(store: Store) -> None:
    door = store.writer("p-jeanne")
    create_organisation(door, "Voisine")
    numbers = [found(store, 1, 100 + n, name=f"Bâtiment {n}") for n in range(3)]
    strange = found(store, 2, 9, name="Ailleurs")
    decide(door, numbers[1], "act", "oui")
    act(door, numbers[1], NOW.date(), 10, "Réglage")
    for several, choice in ((numbers, "dismiss"), ([*numbers, strange], "watch")):
        with pytest.raises(BeffroiError):
            decide_all(door, 1, several, choice, "ensemble")
    with door.look() as session:
        assert session.query(Decision).count() == 1
        entries = session.query(JournalEntry).filter(JournalEntry.action == "finding.decide")
        assert entries.count() == 1
    decide_all(door, 1, [numbers[0], numbers[2]], "dismiss", "ensemble")
    with door.look() as session:
        assert [session.get_one(Finding, n).status for n in numbers] == [
            "dismissed",
            "done",
            "dismissed",
        ]
        subjects = [one.subject for one in entries.with_session(session).order_by(JournalEntry.id)]
    assert subjects == [f"finding {n}" for n in (numbers[1], numbers[0], numbers[2])]
