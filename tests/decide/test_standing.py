"""What an installation says when there is nothing to show, and what it counts as at stake."""

from datetime import date

import numpy as np

from beffroi.decide.analyse import analyse
from beffroi.decide.findings import order, unsure
from beffroi.decide.standing import standing
from beffroi.domains import domains
from beffroi.ingest.undoing import undo
from beffroi.store.scope import Scope
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.store.switches import resume, stop
from tests.decide.meters import gas, put_days
from tests.decide.test_loop import SIMPLE

OWN = Scope(frozenset({1}), "test", "test")
FIRST = date(2022, 1, 1)


def test_readings_a_month_apart_are_not_called_judged(store: Store) -> None:
    use = np.full(800, np.nan)
    use[::30] = 100_000.0
    put_days(store, gas(), FIRST, use)
    assert not standing(store.reader(OWN), [1], list(domains().values())).judged
    put_days(store, gas("pce-2"), FIRST, np.full(400, 1e5))
    assert standing(store.reader(OWN), [1], list(domains().values())).judged


def test_findings_end_with_the_measures_that_they_are_about(store: Store) -> None:
    put_days(store, gas(), FIRST, np.full(800, 60_000.0))
    read, write = store.reader(OWN), store.writer("test")
    assert analyse(read, write, [1], [SIMPLE]).new == 1
    list(undo(write, store.settings, 1))
    assert analyse(read, write, [1], [SIMPLE]).closed == 1
    with write.look() as session:
        finding = session.get_one(Finding, 1)
        assert (finding.status, finding.until is None) == ("closed", False)
    assert analyse(read, write, [1], [SIMPLE]).closed == 0


def test_findings_of_what_was_stopped_stay_whatever_happens_to_their_measures(store: Store) -> None:
    put_days(store, gas(), FIRST, np.full(800, 60_000.0))
    read, write = store.reader(OWN), store.writer("test")
    assert analyse(read, write, [1], [SIMPLE]).new == 1
    stop(write, "energy.too_much", 1, "trop de fausses alertes")
    list(undo(write, store.settings, 1))
    assert analyse(read, write, [1], [SIMPLE]).closed == 0
    with write.look() as session:
        finding = session.get_one(Finding, 1)
        assert (finding.status, finding.until) == ("open", None)
    resume(write, "energy.too_much", 1, "réglé")
    assert analyse(read, write, [1], [SIMPLE]).closed == 1


def test_a_stake_that_may_be_nothing_comes_after_those_that_are_sure() -> None:
    def row(name: str, value: float, low: float, *, past: bool = False) -> dict[str, object]:
        stake = {"eur_per_year": {"value": value, "low": low}}
        return {"id": name, "past": past, "detector": "energy.too_much", "stake": stake}

    rows = [
        row("past", 9000, 8000, past=True),
        row("none", 0, 0),
        row("unsure", 5000, -100),
        row("small", 50, 10),
        row("large", 500, 300),
    ]
    assert [one["id"] for one in sorted(rows, key=order)] == [
        "large",
        "small",
        "unsure",
        "none",
        "past",
    ]
    assert [one["id"] for one in rows if unsure(one)] == ["unsure"]
