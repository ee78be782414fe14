"""Errors by size of the estate: worked out by hand, silent where nothing can be compared."""

from collections.abc import Sequence
from typing import Any

import pytest

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.store import Store
from beffroi.trust.algorithms.facts import facts
from beffroi.trust.algorithms.principles import EVIDENCE

KEY = "energy.step"


def estate(store: Store, owner: int, series: int, choices: Sequence[str]) -> None:
    """Give an organisation so many series, and a finding for each choice."""
    with store.writer("test").change("test", "test", owner) as change:
        session, now = change.session, utc_now()
        assets = [
            models.Asset(organisation_id=owner, type="meter", key=f"m{n}", name="x", attributes={})
            for n in range(series)
        ]
        session.add_all(assets)
        session.flush()
        for asset in assets:
            session.add(
                models.Series(
                    organisation_id=owner,
                    asset_id=asset.id,
                    quantity="gas.energy",
                    kind="interval",
                    source="x",
                    qualifier="",
                )
            )
        for choice in choices:
            day = now.date()
            finding = Finding(
                organisation_id=owner,
                domain="energy",
                detector=KEY,
                version="1",
                asset_id=assets[0].id,
                quantity="gas.energy",
                since=day,
                detected_at=now,
                seen_at=now,
                severity="low",
                confidence=0.5,
                eur_per_year=0.0,
                stake={},
                explanation={},
                chart={},
                actions=[],
                status="open",
            )
            session.add(finding)
            session.flush()
            session.add(
                Decision(finding_id=finding.id, choice=choice, reason="x", actor="maire", at=now)
            )
        session.add(
            AlgorithmRun(
                organisation_id=owner,
                algorithm=KEY,
                version="1",
                at=now,
                rows=series,
                seen=len(choices),
                cpu_seconds=1.0,
            )
        )


def fairness(store: Store, *owners: int) -> dict[str, Any] | None:
    scope = Scope(frozenset(owners), "dpo", "oversight")
    told: dict[str, Any] | None = facts(store.reader(scope), owners)[KEY]["fairness"]
    return told


def test_the_gap_is_that_of_the_groups(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Autre")
    estate(store, 1, 10, ["dismiss", "dismiss", "act", "act", "act"])  # 40 %
    estate(store, other, 11, ["dismiss", "act", "act", "act", "watch"])  # 20 %
    told = fairness(store, 1, other)
    assert told is not None
    assert told["gap"] == pytest.approx(0.2)
    small = told["groups"]["up to 10 series"]
    assert (small["organisations"], small["judged"], small["dismissed"]) == (1, 10, 2)
    [shown] = [one for one in EVIDENCE if "estate" in one.text.en]
    assert shown.holds({}, {"fairness": told})
    assert fairness(store, 1) is None  # one group only


def test_few_decisions_are_not_compared(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Autre")
    estate(store, 1, 2, ["dismiss"] * 5)
    estate(store, other, 11, ["act"] * 4)
    assert fairness(store, 1, other) is None
