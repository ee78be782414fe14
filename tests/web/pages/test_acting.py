"""From a decision to a verified outcome, on screens alone; what will not do is told beside."""

from datetime import date

import numpy as np

from beffroi.store.state import models
from beffroi.store.state.loop import Action, Finding, Outcome
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, found

FIRST = date(2024, 6, 1)


def measured(store: Store) -> int:
    """A finding on a meter whose use falls by two fifths on 1 February 2026."""
    days = 760
    values = 1000.0 * np.random.default_rng(3).normal(100.0, 3.0, days)  # Wh
    values[(date(2026, 2, 1) - FIRST).days :] *= 0.6
    put_days(store, gas(), FIRST, values)
    number = found(store, 1, 1200)
    with store.writer("test").change("test.finding", "test", 1) as change:
        asset = change.session.query(models.Asset).filter_by(key="pce-1").one()
        row = change.session.get_one(Finding, number)
        row.asset_id, row.quantity = asset.id, "gas.energy"
    return number


def test_a_decision_leads_to_a_verified_outcome(visitor: Visitor, store: Store) -> None:
    number = measured(store)
    elected = entered(visitor, store, (1, "elected"))
    base = f"/1/constats/{number}"
    assert "/travaux" not in elected.get(base).text
    elected.send(base, choice="act", reason="Trop cher.")
    assert f"{base}/travaux" in elected.get(base).text
    page = elected.send(f"{base}/travaux", what=HOSTILE, day="2026-02-01", cost="1 250,50")
    assert "L’action est notée" in words(page)
    assert HOSTILE in words(page)
    assert "Pas encore vérifié" in words(page)
    said = words(elected.send(f"{base}/travaux/verifier"))
    assert "Économie prouvée" in said
    with store.writer("test").look() as session:
        action = session.query(Action).one()
        outcome = session.query(Outcome).one()
        assert (action.cost_eur, outcome.proven, outcome.action_id) == (1250.5, True, action.id)
        days = (date(2026, 7, 1) - action.done_on).days
        assert abs(outcome.result["avoided_kwh"]["value"] / (40 * days) - 1) < 0.1
    assert "Économie prouvée" in words(elected.get("/1"))
    gone = elected.send(f"{base}/travaux/{action.id}/retirer", reason="Pas ce jour-là.")
    assert "Rien n’est noté encore" in words(gone)
    assert "Pas ce jour-là." in words(elected.get(base))


def test_what_will_not_do_is_told_and_nothing_is_kept(visitor: Visitor, store: Store) -> None:
    number = found(store, 1, 1200)
    elected = entered(visitor, store, (1, "elected"))
    base = f"/1/constats/{number}/travaux"
    bare = elected.send(base, what="", day="hier", cost="peu")
    assert bare.status_code == 422
    assert bare.text.count('class="fault"') == 3
    early = elected.send(base, what="Réglage", day="2026-02-01", cost="")
    assert (early.status_code, "décision d’agir" in words(early)) == (422, True)
    elected.send(f"/1/constats/{number}", choice="act", reason="Trop cher.")
    late = elected.send(base, what="Réglage", day="2199-01-01", cost="")
    assert (late.status_code, "futur" in words(late)) == (422, True)
    assert 'value="Réglage"' in late.text
    nothing = elected.send(f"{base}/verifier")
    assert (nothing.status_code, "n’a pas d’action" in words(nothing)) == (422, True)
    elected.send(base, what="Réglage", day="2026-02-01", cost="0")
    short = elected.send(f"{base}/verifier")
    assert (short.status_code, "jours de mesures" in words(short)) == (422, True)
    with store.writer("test").look() as session:
        assert (session.query(Action).count(), session.query(Outcome).count()) == (1, 0)
