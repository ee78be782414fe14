"""Scenarios kept: versions, plans, withdrawals, and what becomes of them."""

from datetime import date

import pytest
from sqlalchemy import func, select

from beffroi.decide.organisations import create_organisation
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.asked import Asked, asked
from beffroi.decide.scenarios.kept import Kept, get, listed
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.trying import tried
from beffroi.errors import BeffroiError
from beffroi.store.erasing.scenarios import forget_about
from beffroi.store.state.models import Asset, JournalEntry
from beffroi.store.state.scenarios import Scenario, ScenarioBuilding
from beffroi.store.store import Store
from tests.decide.test_scenarios import TODAY, wide

DAY = date(2027, 6, 30)


def building(store: Store, organisation: int = 1) -> int:
    with store.writer("test").change("test", "test", organisation, "asset") as change:
        row = Asset(
            organisation_id=organisation, type="building", key="b", name="Mairie", attributes={}
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def question(number: int, *levers: str) -> tuple[Asked, Tried]:
    found = asked([number], levers, {"roof.cost": "9000", "setpoint.delta": "1"})
    return found, tried([wide("Mairie"), wide("Salle", refused=True)], found.choices, TODAY)


def shown(store: Store, scenario: int, organisation: int = 1) -> Kept:
    with store.writer("test").look(organisation) as session:
        return get(session, organisation, scenario)


def journal(store: Store) -> list[str]:
    with store.writer("test").look() as session:
        rows = session.scalars(select(JournalEntry.action).order_by(JournalEntry.id))
        return [one for one in rows if one.startswith("scenario.")]


def test_a_scenario_has_versions_a_plan_and_an_end(store: Store) -> None:
    door, number = store.writer("maire"), building(store)
    first = question(number, "setpoint")
    kept = keeping.keep(door, 1, "  Mairie :  consigne ", *first)
    assert shown(store, kept).last.tried.saving == first[1].saving
    assert shown(store, kept).last.asked == first[0]
    second = question(number, "setpoint", "roof")
    assert keeping.change(door, 1, kept, "Mairie : toit", *second) == 2
    found = shown(store, kept)
    assert (found.name, [one.number for one in found.versions]) == ("Mairie : toit", [1, 2])
    assert found.versions[0].tried.parts[0].label.fr == "Baisser la consigne"
    assert found.last.tried.refused[0].why.en == "too short"
    keeping.plan(door, 1, kept, DAY, "Services techniques", "Voté le 12 mars")
    keeping.plan(door, 1, kept, date(2028, 6, 30), "Syndicat", "Reporté")
    found = shown(store, kept)
    assert found.plan is not None
    assert (found.plan.who, found.plan.version, len(found.plans)) == ("Syndicat", 2, 2)
    keeping.unplan(door, 1, kept, "Finalement non")
    assert shown(store, kept).plan is None
    keeping.withdraw(door, 1, kept, "Doublon")
    assert shown(store, kept).withdrawn_why == "Doublon"
    with door.look(1) as session:
        assert listed(session, 1) == []
        assert len(listed(session, 1, withdrawn=True)) == 1
    with pytest.raises(BeffroiError) as caught:
        keeping.plan(door, 1, kept, DAY, "x", "y")
    assert caught.value.type.code == "decide.scenario_withdrawn"
    assert journal(store) == [
        "scenario.keep",
        "scenario.change",
        "scenario.plan",
        "scenario.plan",
        "scenario.unplan",
        "scenario.withdraw",
    ]


def test_a_scenario_of_another_is_not_told_apart_from_none(store: Store) -> None:
    door = store.writer("maire")
    other = create_organisation(door, "Voisine")
    theirs = keeping.keep(door, other, "Piscine", *question(building(store, other), "setpoint"))
    before = journal(store)
    for act in (
        lambda one: shown(store, one),
        lambda one: keeping.plan(door, 1, one, DAY, "x", "y"),
        lambda one: keeping.unplan(door, 1, one, "y"),
        lambda one: keeping.withdraw(door, 1, one, "y"),
        lambda one: keeping.change(door, 1, one, "x", *question(1, "setpoint")),
    ):
        for number in (theirs, 10**6, 0):
            with pytest.raises(BeffroiError) as caught:
                act(number)
            assert caught.value.type.code == "store.not_found"
    assert journal(store) == before


@pytest.mark.parametrize(
    ("day", "who", "why", "code"),
    [
        (DAY, "x", " ", "decide.reason_missing"),
        (DAY, " ", "y", "decide.scenario_invalid"),
        (date(1999, 1, 1), "x", "y", "decide.scenario_invalid"),
        (DAY, "x", "y" * 2001, "decide.scenario_invalid"),
    ],
)
def test_a_plan_is_whole(store: Store, day: date, who: str, why: str, code: str) -> None:
    door = store.writer("maire")
    kept = keeping.keep(door, 1, "Mairie", *question(building(store), "setpoint"))
    with pytest.raises(BeffroiError) as caught:
        keeping.plan(door, 1, kept, day, who, why)
    assert caught.value.type.code == code
    assert shown(store, kept).plans == ()


def test_a_name_is_needed(store: Store) -> None:
    for name in ("  ", "x" * 121):
        with pytest.raises(BeffroiError) as caught:
            keeping.keep(store.writer("maire"), 1, name, *question(1, "setpoint"))
        assert caught.value.type.code == "decide.scenario_invalid"


def test_what_was_computed_from_what_is_erased_goes_with_it(store: Store) -> None:
    door, number = store.writer("maire"), building(store)
    keeping.keep(door, 1, "Mairie", *question(number, "setpoint"))
    with door.change("test", "test", 1, "asset") as change:
        forget_about(change.session, [number])
        left = [
            change.session.scalar(select(func.count()).select_from(table))
            for table in (Scenario, ScenarioBuilding)
        ]
    assert left == [0, 0]
