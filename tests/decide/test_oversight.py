"""People keep the hand: what is stopped sees nothing and ends nothing, what ran is counted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from beffroi.decide.analyse import analyse, replay
from beffroi.decide.decisions import decide
from beffroi.decide.judge import halted
from beffroi.decide.organisations import create_organisation
from beffroi.domains.contract import Domain, Model, Sighting
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.errors import BeffroiError
from beffroi.store.erasing import erase
from beffroi.store.read import END
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.registers import AlgorithmRequest, AlgorithmRun, AlgorithmSwitch
from beffroi.store.store import Store
from beffroi.store.switches import Stops, resume, stop, stops
from beffroi.trust.algorithms.facts import facts
from beffroi.trust.algorithms.requests import answer, ask, listed
from tests.decide.test_loop import FIRST, OWN, SIMPLE, findings, kwh, run

KEY = "energy.too_much"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of state: the switch must cross the policies of a server."""
    return str(request.param)


def rows(store: Store, model: Any) -> list[Any]:
    with store.state.read() as session:
        return list(session.scalars(select(model).order_by(model.id)))


@pytest.mark.parametrize("where", [None, 1])
def test_what_is_stopped_sees_nothing_and_ends_nothing(store: Store, where: int | None) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    door = store.writer("maire")
    stop(door, KEY, where, "trop de fausses alertes")
    kwh(store, [10.0], FIRST + timedelta(days=2))
    result = run(store)
    assert (result.new, result.updated, result.closed) == (0, 0, 0)
    assert [finding.status for finding in findings(store)] == ["open"]
    assert replay(store.reader(OWN), [1], [SIMPLE], END, "fr").new == 0
    assert len(rows(store, AlgorithmRun)) == 1  # it did not even run
    resume(door, KEY, where, "réglé")
    assert run(store).closed == 1


def test_no_other_detector_takes_over_what_a_stopped_one_saw(store: Store) -> None:
    first = replace(SIMPLE.detectors[0], family="rise")
    other = replace(first, key="energy.other")
    kwh(store, [10.0, 60.0])
    read, write = store.reader(OWN), store.writer("test")
    assert analyse(read, write, [1], [replace(SIMPLE, detectors=(first,))]).new == 1
    stop(store.writer("maire"), KEY, None, "trop de fausses alertes")
    assert analyse(read, write, [1], [replace(SIMPLE, detectors=(first, other))]).new == 1
    assert [(one.detector, one.status) for one in findings(store)] == [
        (KEY, "open"),
        ("energy.other", "open"),
    ]


def test_a_stop_for_one_organisation_leaves_the_others(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Autre")
    stop(store.writer("maire"), KEY, other, "essai")
    kwh(store, [10.0, 60.0])
    assert run(store).new == 1


def test_a_stop_while_it_runs_keeps_what_it_saw_from_being_stored(store: Store) -> None:
    def slow(panel: Panel, numbers: Parameters) -> list[Sighting]:
        seen = SIMPLE.detectors[0].detect(panel, numbers)
        stop(store.writer("maire"), KEY, None, "pendant qu’il tourne")
        return seen

    kwh(store, [10.0, 60.0])
    domain = replace(SIMPLE, detectors=(replace(SIMPLE.detectors[0], detect=slow),))
    result = analyse(store.reader(OWN), store.writer("test"), [1], [domain])
    assert (result.new, findings(store)) == (0, [])


def test_a_stopped_model_stops_the_detectors_that_lean_on_it() -> None:
    one = SIMPLE.detectors[0]
    model = Model(
        "energy.m", one.label, one.purpose, one.method, one.limits, (), (), ("x",), card=None
    )
    domain: Domain = replace(SIMPLE, models=(model,))
    assert halted(Stops(frozenset({("energy.m", None)})), domain, KEY, 1)
    assert not halted(Stops(frozenset({("energy.m", 2)})), domain, KEY, 1)


def test_what_ran_is_counted_with_its_cost(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    [ran] = rows(store, AlgorithmRun)
    assert (ran.algorithm, ran.version, ran.rows, ran.seen) == (KEY, "1", 1, 1)
    assert 0 <= ran.cpu_seconds < 10
    told = facts(store.reader(OWN), [1])[KEY]
    assert (told["runs"]["judged"], told["runs"]["versions"]) == (1, ["1"])
    wh = told["runs"]["energy"]["wh"]
    assert wh == pytest.approx(ran.cpu_seconds * 12 / 3600, abs=1e-6)


def test_stopping_is_named_reasoned_and_written_once(store: Store) -> None:
    door = store.writer("maire")
    with pytest.raises(BeffroiError) as caught:
        stop(door, KEY, None, "  ")
    assert caught.value.type.code == "register.invalid"
    first = stop(door, KEY, 1, "essai")
    assert stop(store.writer("adjoint"), KEY, 1, "encore").id == first.id
    with pytest.raises(BeffroiError) as caught:
        resume(door, KEY, None, "partout")  # it was stopped for one only
    assert caught.value.type.code == "register.not_stopped"
    resume(door, KEY, 1, "fini")
    [row] = rows(store, AlgorithmSwitch)
    assert (row.stopped_by, row.reason, row.resumed_why) == ("maire", "essai", "fini")
    said = [e.action for e in rows(store, JournalEntry) if e.purpose == "oversight"]
    assert said == ["algorithm.stop", "algorithm.resume"]
    with store.reader(OWN).session() as session:
        assert stops(session).pairs == frozenset()


def test_a_contestation_has_its_clock_and_its_answer(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    [finding] = findings(store)
    door = store.writer("dpo")
    day = date(2026, 1, 31)
    row = ask(door, 1, KEY, "contest", "C-2026-4", "l’usage est normal", day, finding.id)
    [told] = listed(store.reader(OWN), [1], date(2026, 2, 1))
    assert (told["due_on"], told["cada_until"], told["late"]) == ("2026-02-28", "2026-04-28", False)
    assert told["days_left"] == 27
    assert listed(store.reader(OWN), [1], date(2026, 3, 1))[0]["late"]
    for outcome, text in (("explained", "x"), ("upheld", " ")):
        with pytest.raises(BeffroiError):
            answer(door, row.id, outcome, text)
    answer(door, row.id, "upheld", "usage confirmé, constat écarté")
    with pytest.raises(BeffroiError) as caught:
        answer(door, row.id, "rejected", "non")
    assert caught.value.type.code == "register.answered"
    decide(store.writer("maire"), finding.id, "act", "à voir")
    decide(store.writer("maire"), finding.id, "dismiss", "contestation fondée")
    rates = facts(store.reader(OWN), [1])[KEY]["rates"]
    assert (rates["decided"], rates["dismissed"], rates["overridden"]) == (1, 1, 1)
    assert (rates["contested"], rates["upheld"], rates["dismissed_share"]) == (1, 1, None)


@pytest.mark.parametrize(
    ("algorithm", "reference", "day"),
    [("energy.other", "x", FIRST), (KEY, " ", FIRST), (KEY, "x", date(2999, 1, 1))],
)
def test_a_request_that_does_not_hold_is_refused(
    store: Store, algorithm: str, reference: str, day: date
) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    [finding] = findings(store)
    with pytest.raises(BeffroiError) as caught:
        ask(store.writer("dpo"), 1, algorithm, "contest", reference, "x", day, finding.id)
    assert caught.value.type.code == "register.invalid"


def test_an_erased_organisation_leaves_nothing_in_the_registers(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    [finding] = findings(store)
    door = store.writer("maire")
    ask(door, 1, KEY, "explain", "E-1", "pourquoi ?", FIRST, finding.id)
    stop(door, KEY, 1, "essai")
    erase(door, 1)
    assert [rows(store, m) for m in (AlgorithmRun, AlgorithmSwitch, AlgorithmRequest)] == [[]] * 3
