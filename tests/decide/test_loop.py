"""From what a detector sees to what an action obtained."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from beffroi.decide.analyse import Analysis, analyse, replay
from beffroi.decide.decisions import act, decide
from beffroi.decide.verify import sentence, verify
from beffroi.domains.contract import (
    Detector,
    Domain,
    Estimate,
    Idea,
    Reference,
    Severity,
    Sighting,
    Stake,
)
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state.loop import Decision, Finding, Outcome
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.texts import Text
from tests.decide.meters import gas, heating, put_days, thermometer, weather

OWN = Scope(frozenset({1}), "test", "test")
FIRST = date(2022, 1, 1)
LIMIT = 50.0
WORD = Text(fr="trop", en="too much")


def too_much(panel: Panel, _: Parameters) -> list[Sighting]:
    """See the rows whose last day is above a limit, since the first such day."""
    found = []
    for row, days in enumerate(panel.daily):
        if days[-1] > LIMIT:
            since = panel.days[np.flatnonzero(days > LIMIT)[0]].astype(object)
            much = Estimate(float(days[-1]), 0.0, 100.0)
            found.append(
                Sighting(
                    row,
                    since,
                    Severity.HIGH,
                    0.9,
                    Stake(much, much, much),
                    WORD,
                    {"mark": "line"},
                    (Idea("look", WORD),),
                )
            )
    return found


SIMPLE = Domain(
    key="energy",
    label=WORD,
    description=WORD,
    inputs=("gas.energy",),
    asset_types=(),
    prepare=lambda panel, _: panel,
    detectors=(
        Detector(
            "energy.too_much", WORD, WORD, WORD, WORD, ("gas.energy",), (Reference("x"),), too_much
        ),
    ),
)


def run(store: Store) -> Analysis:
    """Analyse with the one detector of this file."""
    return analyse(store.reader(OWN), store.writer("test"), [1], [SIMPLE])


def findings(store: Store) -> list[Finding]:
    """Every stored finding."""
    with store.reader(OWN).session() as session:
        return list(session.scalars(select(Finding).order_by(Finding.id)))


def kwh(store: Store, values: list[float], first: date = FIRST) -> None:
    """Store days of gas."""
    put_days(store, gas(), first, np.array(values) * 1000)


def test_a_fault_is_one_finding_from_one_analysis_to_the_next(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    assert run(store).new == 1
    kwh(store, [70.0], FIRST + timedelta(days=2))
    result = run(store)
    assert (result.new, result.updated, result.closed) == (0, 1, 0)
    (finding,) = findings(store)
    assert (finding.since, finding.eur_per_year, finding.status) == (date(2022, 1, 2), 70.0, "open")


def test_a_fault_that_changes_name_is_the_same_finding(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    renamed = [replace(d, key="energy.really_too_much", family="rise") for d in SIMPLE.detectors]
    before = [replace(d, family="rise", detect=lambda *_: []) for d in SIMPLE.detectors]
    family = replace(SIMPLE, detectors=(*before, *renamed))
    result = analyse(store.reader(OWN), store.writer("test"), [1], [family])
    assert (result.new, result.updated, result.closed) == (0, 1, 0)
    assert [finding.detector for finding in findings(store)] == ["energy.really_too_much"]


def test_a_fault_that_is_over_closes_its_finding(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    kwh(store, [10.0], FIRST + timedelta(days=2))
    assert run(store).closed == 1
    (finding,) = findings(store)
    assert (finding.status, finding.until) == ("closed", date(2022, 1, 4))


def test_a_dismissed_finding_stays_dismissed(store: Store) -> None:
    kwh(store, [10.0, 60.0])
    run(store)
    decide(store.writer("maire"), 1, "dismiss", "usage connu")
    run(store)
    assert [finding.status for finding in findings(store)] == ["dismissed"]


def test_a_replay_stores_nothing_and_sees_what_was_known(store: Store) -> None:
    put_days(store, gas(), FIRST, np.array([60_000.0]), at=datetime(2022, 2, 1, tzinfo=UTC))
    door = store.reader(OWN)
    before = replay(door, [1], [SIMPLE], datetime(2022, 1, 15, tzinfo=UTC), "fr")
    after = replay(door, [1], [SIMPLE], datetime(2022, 3, 1, tzinfo=UTC), "fr")
    assert (before.replayed, len(after.replayed)) == ([], 1)
    assert after.replayed[0]["explanation"] == "trop"
    assert findings(store) == []


def test_a_decision_is_named_reasoned_and_journaled(store: Store) -> None:
    kwh(store, [60.0])
    run(store)
    decide(store.writer("maire"), 1, "act", " on règle ")
    with store.reader(OWN).session() as session:
        made = session.scalars(select(Decision)).one()
        entry = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "finding.decide")
        ).one()
    assert (made.actor, made.choice, made.reason) == ("maire", "act", "on règle")
    assert (entry.actor, entry.organisation_id, entry.detail) == (
        "maire",
        1,
        {"from": "open", "to": "acting"},
    )


@pytest.mark.parametrize(
    ("choice", "reason", "code"),
    [
        ("perhaps", "x", "decide.choice_invalid"),
        ("act", "  ", "decide.reason_missing"),
    ],
)
def test_a_bad_decision_changes_nothing(store: Store, choice: str, reason: str, code: str) -> None:
    kwh(store, [60.0])
    run(store)
    with pytest.raises(BeffroiError) as caught:
        decide(store.writer("maire"), 1, choice, reason)
    assert caught.value.type.code == code
    assert [finding.status for finding in findings(store)] == ["open"]


@pytest.mark.parametrize(
    ("day", "cost", "what"),
    [
        (date(2999, 1, 1), 1.0, "x"),
        (FIRST, -1.0, "x"),
        (FIRST, float("nan"), "x"),
        (FIRST, 1.0, " "),
    ],
)
def test_a_bad_action_is_refused(store: Store, day: date, cost: float, what: str) -> None:
    kwh(store, [60.0])
    run(store)
    with pytest.raises(BeffroiError) as caught:
        act(store.writer("maire"), 1, day, cost, what)
    assert caught.value.type.code == "decide.action_invalid"
    assert [finding.status for finding in findings(store)] == ["open"]


def test_an_unknown_finding_says_how_to_list_them(store: Store) -> None:
    with pytest.raises(BeffroiError) as caught:
        decide(store.writer("maire"), 7, "act", "x")
    assert caught.value.type.code == "store.not_found"
    assert "beffroi findings" in str(caught.value.to_dict()["do"])


def two_years(store: Store, factor: float, seed: int = 2) -> date:
    """A year of simulated use, then a year at `factor` times; return the day between them."""
    outside = weather(FIRST, 730, seed)
    use = heating(outside, seed)
    use[365:] *= factor
    put_days(store, thermometer(), FIRST, outside)
    put_days(store, gas(), FIRST, use)
    run(store)
    return FIRST + timedelta(days=365)


def verified(store: Store, day: date) -> Mapping[str, Any]:
    """Act on the finding, and verify."""
    decide(store.writer("maire"), 1, "act", "on isole")
    act(store.writer("maire"), 1, day, 5000.0, "isolation")
    return verify(store.reader(OWN), store.writer("maire"), 1)


def test_a_true_saving_is_measured_and_proven(store: Store) -> None:
    outside = weather(FIRST, 730)
    truth = 0.3 * heating(outside)[366:].sum() / 1000
    result = verified(store, two_years(store, 0.7))
    saved = result["avoided_kwh"]
    assert result["proven"]
    assert saved["low"] < truth < saved["high"]
    assert saved["value"] == pytest.approx(truth, rel=0.15)
    assert result["avoided_eur"]["value"] > 0
    assert "prouvée" in sentence(dict(result)).fr
    with store.reader(OWN).session() as session:
        assert session.scalars(select(Outcome)).one().proven


def test_no_saving_is_said_not_proven(store: Store) -> None:
    result = verified(store, two_years(store, 1.0))
    saved = result["avoided_kwh"]
    assert not result["proven"]
    assert saved["low"] < 0 < saved["high"]
    assert result["payback_years"] is None
    assert "non prouvée" in sentence(dict(result)).fr


def test_too_little_after_the_works_is_told(store: Store) -> None:
    two_years(store, 0.7)
    with pytest.raises(BeffroiError) as caught:
        verified(store, FIRST + timedelta(days=715))
    assert caught.value.type.code == "decide.history_short"
    assert "après" in str(caught.value.to_dict()["what"])


def test_nothing_to_verify_without_an_action(store: Store) -> None:
    kwh(store, [60.0])
    run(store)
    with pytest.raises(BeffroiError) as caught:
        verify(store.reader(OWN), store.writer("maire"), 1)
    assert caught.value.type.code == "decide.action_missing"
