"""What roles let a person read, held to by the read door itself."""

from datetime import timedelta
from typing import Any

import pytest

from beffroi.decide.catalogue import list_series
from beffroi.errors import BeffroiError
from beffroi.periods import Step, utc_now
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.scope import Scope
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.trust.people import accounts, loans, memberships
from beffroi.trust.people.roles import Right, roles
from beffroi.trust.people.scoping import explain_roles, scope_of
from tests.store.sharing.build import agree, hours, measure, organisation

LATER = timedelta(seconds=2)


def jeanne(store: Store, role: str, where: int | None = 1) -> Person:
    door = store.writer("test")
    someone = accounts.add(door, "Jeanne", f"{role}@exemple.fr")
    memberships.give(door, someone, where, role)
    return someone


def scope(store: Store, who: Person, where: int = 1, *, second: bool = True) -> Scope:
    held = memberships.of(store.writer("test"), who, utc_now() + LATER)
    return scope_of(who.reference, held, where, "test", second_factor=second)


def refused(call: Any) -> str:
    with pytest.raises(BeffroiError) as caught:
        call()
    return caught.value.type.code


def questions(door: ReadDoor, series: int) -> list[Any]:
    asked = Selection((series,))
    return [
        lambda: door.observations(asked).num_rows,
        lambda: len(door.count(asked)),
        lambda: door.aggregate(asked, Step.HOUR).num_rows,
        lambda: door.aggregate(asked, Step.YEAR).num_rows,
        lambda: door.latest().num_rows,
        lambda: len(list_series(door)),
    ]


@pytest.mark.parametrize("role", ["elected", "dpo", "auditor"])
def test_an_elected_official_gets_no_measure_by_any_question(store: Store, role: str) -> None:
    home = measure(store, 1, "foyer", hours("2024-01-01", [1.0]))
    other = organisation(store, "Syndicat")
    lent = measure(store, other, "ecole", hours("2024-01-01", [1.0]))
    agree(store, other, 1, granularity="raw")
    found = scope(store, jeanne(store, role))
    assert (found.organisations, found.acting, found.measures) == (frozenset({1}), 1, False)
    for series in (home, lent, 999):  # nor whether it exists
        for ask in questions(store.reader(found), series):
            assert refused(ask) == "store.out_of_scope"


@pytest.mark.parametrize("role", ["agent", "data_manager"])
def test_an_agent_gets_those_of_the_authority_and_what_is_lent_to_it(
    store: Store, role: str
) -> None:
    home = measure(store, 1, "foyer", hours("2024-01-01", [1.0]))
    other = organisation(store, "Syndicat")
    lent = measure(store, other, "ecole", hours("2024-01-01", [1.0]))
    who = jeanne(store, role)
    found = scope(store, who)
    assert found.actor == who.reference
    assert all(ask() == 1 for ask in questions(store.reader(found), home))
    assert refused(questions(store.reader(found), lent)[0]) == "store.out_of_scope"
    agree(store, other, 1, granularity="raw")
    assert questions(store.reader(found), lent)[0]() == 1
    assert refused(lambda: scope(store, who, other)) == "people.right_missing"


@pytest.mark.parametrize("role", ["administrator", "rssi"])
def test_who_reads_neither_has_no_scope(store: Store, role: str) -> None:
    assert refused(lambda: scope(store, jeanne(store, role))) == "people.right_missing"


def test_a_role_that_asks_for_a_second_proof_reads_nothing_without(store: Store) -> None:
    who = jeanne(store, "data_manager")
    assert refused(lambda: scope(store, who, second=False)) == "people.right_missing"
    assert scope(store, jeanne(store, "agent"), second=False).measures


@pytest.mark.parametrize("role", sorted(roles()))
def test_each_role_says_whether_it_reads_measures(store: Store, role: str) -> None:
    (said,) = explain_roles(store.writer("test"), jeanne(store, role, None), utc_now() + LATER)
    assert said.allows == (Right.READ_MEASURES in roles()[role].rights)
    assert said.why.fr.startswith("oui" if said.allows else "non")
    assert roles()[role].label.en in said.why.en
    assert ("second proof" in said.why.en) == (role in ("data_manager", "water_agent"))


def test_what_is_lent_or_over_is_said(store: Store) -> None:
    door, now = store.writer("test"), utc_now()
    lender, who = jeanne(store, "agent"), accounts.add(door, "Ali", "ali@exemple.fr")
    (none,) = explain_roles(door, who, now)
    assert (none.held, none.allows) == (None, False)
    loans.lend(door, lender, who, 1, "agent", now + timedelta(days=9))
    (lent,) = explain_roles(door, who, now + LATER)
    assert lent.allows
    assert "by delegation" in lent.why.en
    (over,) = explain_roles(door, who, now + timedelta(days=10))
    assert not over.allows
    accounts.close(door, who)
    (closed,) = explain_roles(door, accounts.find(door, "ali@exemple.fr"), now + LATER)
    assert "closed" in closed.why.en
