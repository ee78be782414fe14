"""What is seen behind the meters of households: kept apart, and told to whom it is for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select, text

from beffroi.decide.analyse import analyse
from beffroi.decide.customers.following import follow
from beffroi.decide.customers.telling import told, whole
from beffroi.decide.findings import listed
from beffroi.decide.households import put_households
from beffroi.decide.organisations import Description, put_assets
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.store.erasing import erase
from beffroi.store.households.naming import declare_households
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset, Base, JournalEntry
from beffroi.store.store import Store
from tests.store.sharing.build import hours, measure, organisation

WATER = "water.volume"
#: Sixty days from 1 January 2024 in Paris.
BEGIN, DAYS = "2023-12-31T23:00", 60
LEAK_DAY, TODAY = 40, date(2024, 3, 1)


def drawn(leak: float = 0.0) -> list[float]:
    """A home that rests from midnight to five, and leaks from its fortieth day on [m3]."""
    day = np.array([0.0] * 5 + [0.010] * 19)
    values = np.tile(day, DAYS)
    values[LEAK_DAY * 24 :] += leak
    return list(values)


def home(store: Store, number: str, leak: float = 0.0) -> int:
    """The water meter of a household; return the number of its series."""
    name = declare_households(store.writer("test"), 1, {("meter", number): {}})[number]
    return measure(store, 1, name, hours(BEGIN, drawn(leak)), WATER, "meter")


def service(store: Store) -> ReadDoor:
    return store.reader(Scope.of(1, "agent", "water service", households=True))


def council(store: Store) -> list[ReadDoor]:
    """Doors of all who may not read households."""
    return [
        store.reader(Scope.of(1, "élue", "findings", measures=False)),
        store.reader(Scope.of(1, "élue", "findings", measures=False, households=True)),
        store.reader(Scope.of(1, "agent", "findings")),
        store.reader(store.whole("beffroi", "analysis")),
    ]


def look(store: Store) -> Any:
    read = store.reader(Scope(frozenset({1}), "mairie", "analysis"))
    water = [domains()["water"]]
    return analyse(read, store.writer("mairie"), [1], water, today=TODAY)


def rows(store: Store) -> dict[str, int]:
    """Count the rows of every table, but those that are kept apart."""
    apart = {"household_finding", "household_step"}
    with store.writer("test").look() as session:
        return {
            one.name: session.scalar(select(func.count()).select_from(one)) or 0
            for one in Base.metadata.sorted_tables
            if one.name not in apart
        }


def entries(store: Store, after: int = 0) -> list[tuple[str, str, str]]:
    row = JournalEntry
    with store.writer("test").look() as session:
        found = session.scalars(select(row).where(row.id > after).order_by(row.id))
        return [(one.action, one.subject, str(sorted(one.detail))) for one in found]


def test_a_leak_is_told_to_the_service_and_not_one_door_of_another_sees_it(store: Store) -> None:
    organisation(store, "Commune")
    home(store, "C-1", leak=0.012)
    look(store)
    (one,) = told(service(store), 1)
    assert (one.detector, one.since, one.status) == (
        "water.customer_leak",
        date(2024, 2, 10),
        "open",
    )
    assert one.home.startswith("foyer-")
    assert one.m3 == pytest.approx(0.012 * 24 * 365)  # 105 m3 a year, at 4.34 EUR
    assert one.eur == pytest.approx(105.12 * 4.34)
    assert "12\u00a0l/h" in one.said.fr
    assert "C-1" not in str(one)
    for door in council(store):
        assert told(door, 1) == []
        with pytest.raises(BeffroiError, match=r"store\.not_found"):
            whole(door, 1, one.reference)
        with door.session() as session:
            assert listed(session, [1]) == []
            for row in (HouseholdFinding, HouseholdStep):
                assert session.scalars(select(row)).all() == []
                assert session.scalar(select(func.count()).select_from(row)) == 0
            if session.get_bind().dialect.name == "postgresql":  # the server itself
                count = text("SELECT count(*) FROM household_finding")
                assert session.scalar(count) == 0


def test_an_analysis_leaves_the_same_traces_whether_it_saw_something_or_nothing(
    store: Store,
) -> None:
    organisation(store, "Commune")
    home(store, "C-1")
    quiet = traces(store)
    home(store, "C-2", leak=0.012)
    assert traces(store) == quiet  # one is found
    assert traces(store) == quiet  # it goes on
    assert len(told(service(store), 1)) == 1


def traces(store: Store) -> Any:
    """Analyse; return all that somebody who reads no household could look at of it."""
    before, at = rows(store), len(entries(store))
    found = look(store)
    more = {name: n - before[name] for name, n in rows(store).items()}
    counts = (found.meters, found.new, found.over, found.updated, found.closed, len(found.left))
    return entries(store)[at:], more, counts


def test_what_the_service_does_is_in_the_journal_as_if_it_had_looked(store: Store) -> None:
    organisation(store, "Commune")
    home(store, "C-1", leak=0.012)
    look(store)
    (one,) = told(service(store), 1)
    at = len(entries(store))
    follow(store.writer("p-1"), 1, one.reference, "inform", way="letter", day=date(2024, 2, 20))
    assert entries(store)[at:] == [("customers.work", "", "['trace']")]
    seen = whole(service(store), 1, one.reference)
    assert seen.told.status == "informed"
    assert [(step.choice, step.day, step.way, step.actor) for step in seen.steps] == [
        ("inform", date(2024, 2, 20), "letter", "p-1")
    ]
    with store.writer("test").look() as session:  # the entry stands for this very step
        step = session.scalars(select(HouseholdStep)).one()
        entry = session.scalars(select(JournalEntry).order_by(-JournalEntry.id)).first()
        assert entry is not None
        assert entry.detail == {"trace": step.trace}
    look(store)  # what was said stands
    assert [one.status for one in told(service(store), 1)] == ["informed"]
    follow(store.writer("p-1"), 1, one.reference, "reopen", reason="erreur")
    assert [one.status for one in told(service(store), 1)] == ["open"]


def wrong() -> Sequence[tuple[dict[str, Any], str]]:
    return [
        ({"choice": "inform", "way": "letter"}, "le jour"),
        ({"choice": "inform", "way": "letter", "day": date(2100, 1, 1)}, "futur"),
        ({"choice": "inform", "way": "letter", "day": date(2024, 2, 9)}, "avant le début"),
        ({"choice": "inform", "way": "", "day": date(2024, 2, 20)}, "comment"),
        ({"choice": "dismiss", "reason": " "}, "pourquoi"),
        ({"choice": "erase"}, "l’une de"),
    ]


def test_a_step_that_lacks_something_is_refused_and_leaves_nothing(store: Store) -> None:
    organisation(store, "Commune")
    home(store, "C-1", leak=0.012)
    look(store)
    (one,) = told(service(store), 1)
    at = len(entries(store))
    for given, said in wrong():
        with pytest.raises(BeffroiError) as caught:
            follow(store.writer("p-1"), 1, one.reference, **given)
        assert said in str(caught.value.to_dict("fr"))
    with pytest.raises(BeffroiError, match=r"store\.not_found"):
        follow(store.writer("p-1"), 1, "0" * 16, "watch", reason="x")
    assert len(entries(store)) == at


def test_a_meter_that_turns_out_to_be_of_a_household_leaves_the_findings_of_all(
    store: Store,
) -> None:
    organisation(store, "Commune")
    door = store.writer("test")
    put_assets(door, 1, [Description("meter", "C-9", attributes={"role": "customer"})])
    measure(store, 1, "C-9", hours(BEGIN, drawn(0.012)), WATER, "meter")
    look(store)
    agent = store.reader(Scope.of(1, "agent", "findings"))
    with agent.session() as session:
        (seen,) = [finding.detector for finding, *_ in listed(session, [1])]
    assert (seen, told(service(store), 1)) == ("water.customer_leak", [])
    put_households(door, 1, [Description("meter", "C-9", attributes={"holder": "household"})])
    with door.look() as session:
        assert session.scalars(select(Finding)).all() == []  # by any door
    look(store)
    with door.look() as session:
        assert session.scalars(select(Finding)).all() == []
    assert [one.detector for one in told(service(store), 1)] == ["water.customer_leak"]


def test_an_erasure_of_the_household_takes_what_was_seen_and_done_with_it(store: Store) -> None:
    organisation(store, "Commune")
    series = home(store, "C-1", leak=0.012)
    look(store)
    (one,) = told(service(store), 1)
    follow(store.writer("p-1"), 1, one.reference, "watch", reason="à revoir")
    erase(store.writer("dpo"), 1, [series])
    with store.writer("test").look() as session:
        for row in (HouseholdFinding, HouseholdStep, Asset):
            assert session.scalars(select(row)).all() == []
