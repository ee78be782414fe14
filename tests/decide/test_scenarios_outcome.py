"""From a decision to its verified outcome, on a simulated school whose true saving is known."""

from datetime import date, timedelta

import numpy as np
import pytest

from beffroi.decide.fitting import Days
from beffroi.decide.organisations import Description, put_assets
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.asked import asked
from beffroi.decide.scenarios.assets import candidates
from beffroi.decide.scenarios.kept import get
from beffroi.decide.scenarios.noting import note_event, note_work, notes, take_back
from beffroi.decide.scenarios.outcome import last_outcome, verify_plan
from beffroi.decide.scenarios.telling import cautions, sentence
from beffroi.decide.scenarios.trying import try_
from beffroi.decide.scenarios.weighing import Weighed, weigh
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.decide.meters import gas, heating, put_days, thermometer, weather

OWN = Scope.of(1, "maire", "scenarios", measures=False)
FIRST, WORKS, TODAY = date(2023, 1, 1), date(2025, 1, 15), date(2025, 9, 1)
BEFORE, AFTER = (WORKS - FIRST).days, 220
#: What each kWh of before comes to once the works are done.
LEFT = 0.85


def school(store: Store) -> int:
    """A school that used gas for two years; return its number."""
    outside = weather(FIRST, BEFORE + 1 + AFTER)
    put_days(store, thermometer(), FIRST, outside)
    put_days(store, gas(), FIRST, heating(outside[:BEFORE]))
    described = [
        Description("building", "école", "École", attributes={"surface": 400.0}),
        Description("delivery_point", "pce-1", parent="école"),
    ]
    put_assets(store.writer("test"), 1, described)
    return candidates(store.reader(OWN), 1)[0].asset


def after(store: Store, left: float = LEFT) -> float:
    """Measure what came after the works; return what they really saved [kWh]."""
    outside = weather(FIRST, BEFORE + 1 + AFTER)
    use = heating(outside, seed=7)[BEFORE + 1 :] / 1000
    put_days(store, gas(), WORKS + timedelta(days=1), use * left * 1000)
    return float(use.sum() * (1 - left))


def planned(store: Store, *levers: str, **given: str) -> int:
    door, number = store.writer("maire"), school(store)
    question = asked([number], levers, {k.replace("_", "."): v for k, v in given.items()})
    tried = try_(store.reader(OWN), 1, question, date(2025, 1, 10))
    kept = keeping.keep(door, 1, "École", question, tried)
    keeping.plan(door, 1, kept, WORKS, "Services techniques", "Voté le 12 mars")
    return kept


def code(refused: pytest.ExceptionInfo[BeffroiError]) -> str:
    return refused.value.type.code


def test_a_plan_is_verified_against_what_was_planned(store: Store) -> None:
    door, read = store.writer("maire"), store.reader(OWN)
    kept = planned(store, "setpoint", "roof", setpoint_delta="1")
    with pytest.raises(BeffroiError) as refused:
        verify_plan(read, door, 1, kept)
    assert code(refused) == "decide.scenario_invalid"
    note_work(door, 1, kept, "setpoint", WORKS - timedelta(days=10), TODAY)
    first = note_work(door, 1, kept, "roof", WORKS, TODAY, cost_eur=9000.0, said="Toit nord")
    with pytest.raises(BeffroiError) as refused:
        verify_plan(read, door, 1, kept)
    assert code(refused) == "decide.history_short"
    true = after(store)
    result = verify_plan(read, door, 1, kept)
    kwh, share = result["avoided_kwh"], result["share"]
    assert kwh["low"] < true < kwh["high"]
    assert share["low"] < 1 - LEFT < share["high"]
    assert result["reporting"]["days"] == AFTER
    assert result["baseline"]["to"] == (WORKS - timedelta(days=11)).isoformat()
    # Month after month: the sum of months is the whole, and so far ends with it.
    months = result["months"]
    assert [one["month"][:7] for one in months] == [f"2025-0{n}" for n in range(1, 9)]
    assert sum(one["saving_kwh"]["value"] for one in months) == pytest.approx(kwh["value"])
    assert months[-1]["so_far"] == pytest.approx(share)
    widths = [one["so_far"]["high"] - one["so_far"]["low"] for one in months]
    assert widths[-1] < widths[0]
    with store.writer("test").look(1) as session:
        found = get(session, 1, kept)
        tried = found.last.tried
        assert found.plan is not None
        row = last_outcome(session, found.plan.id)
        assert row is not None
        assert row.result == result
    # The plan is the share of a year of before, as the scenario told it.
    assert result["planned"]["value"] == tried.saving.kwh.value / tried.before.kwh.value
    assert result["planned"]["low"] == tried.saving.kwh.low / tried.before.kwh.value
    said = sentence(result).fr
    assert said.startswith("Prévu\u00a0: ")
    assert "constaté sur 7 mois" in said
    told = " ".join(one.fr for one in cautions(result))
    assert "seule leur somme peut être vérifiée" in told
    assert "Moins de douze mois" in told
    # One lever taken back: it is compared with the rest of the plan, which weighs less.
    take_back(door, 1, kept, first)
    less = verify_plan(read, door, 1, kept)
    assert less["planned"]["value"] < result["planned"]["value"]
    assert [one["fr"] for one in less["waiting"]] == ["Isoler la toiture"]
    with store.writer("test").look() as session:
        acts = [one.action for one in session.query(JournalEntry).order_by(JournalEntry.id)]
    assert acts.count("scenario.verify") == 2
    assert "scenario.unnote" in acts


def test_days_of_an_event_count_on_no_side_and_lasting_ones_end_the_comparison(
    store: Store,
) -> None:
    door, read = store.writer("maire"), store.reader(OWN)
    kept = planned(store, "setpoint")
    note_work(door, 1, kept, "setpoint", WORKS, TODAY)
    after(store)
    closed = (date(2025, 3, 1), date(2025, 3, 31))
    event = note_event(door, 1, kept, *closed, "École fermée")
    result = verify_plan(read, door, 1, kept)
    assert result["reporting"]["days"] == AFTER - 31
    assert "École fermée" in " ".join(one.fr for one in cautions(result))
    assert "2025-03-01" not in [one["month"] for one in result["months"]]
    take_back(door, 1, kept, event)
    note_event(door, 1, kept, date(2025, 5, 1), None, "Préfabriqué de plus")
    assert verify_plan(read, door, 1, kept)["reporting"]["to"] == "2025-04-30"
    with pytest.raises(BeffroiError) as refused:
        note_event(door, 1, kept, date(2025, 5, 1), date(2025, 4, 1), "À l’envers")
    assert code(refused) == "decide.scenario_invalid"
    with pytest.raises(BeffroiError) as refused:
        note_work(door, 1, kept, "roof", WORKS, TODAY)
    assert "setpoint" in str(refused.value)
    with pytest.raises(BeffroiError) as refused:
        take_back(door, 1, kept + 1, event)
    assert code(refused) == "store.not_found"
    with store.writer("test").look(1) as session:
        plan = get(session, 1, kept).plan
        assert plan is not None
        assert [one.said for one in notes(session, plan.id)] == ["", "Préfabriqué de plus"]


@pytest.mark.parametrize(("drift", "least", "most"), [(0.1, 0.85, 1.0), (0.4, 0.0, 0.7)])
def test_intervals_hold_the_true_saving_nine_times_in_ten(
    drift: float, least: float, most: float
) -> None:
    """Where the life of a building moves by a tenth from year to year, as real ones do.

    One that moves much more is an event, that somebody has to note: the interval does not hold it.
    """
    tries, days, held = 30, 365 + 212, 0
    start = date(2024, 1, 1)
    last = start + timedelta(days=days - 1)
    dates = np.datetime64(start, "D") + np.arange(days)
    for seed in range(tries):
        outside = weather(start, days, seed)
        use = heating(outside, 2000 + seed) / 1000
        use[365:] *= np.random.default_rng(1000 + seed).normal(1.0, drift)
        without = use[365:].sum()
        use[365:] *= LEFT
        meter = Weighed(Days(dates, use, outside, np.zeros(days, np.int8)), 0.1, 0.2)
        whole, _ = weigh([meter], (start, date(2024, 12, 30)), (date(2024, 12, 31), last))
        held += whole.kwh.low <= without - use[365:].sum() <= whole.kwh.high
    assert least * tries <= held <= most * tries
