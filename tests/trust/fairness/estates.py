"""Authorities with meters, findings and decisions, made as small as a comparison needs them."""

from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.store import Store

KEY = "energy.step"


def estate(
    store: Store,
    owner: int,
    meters: int,
    choices: Sequence[str] = (),
    building: Mapping[str, Any] | None = None,
    own: Mapping[str, Any] | None = None,
) -> None:
    """Give an authority gas meters of one building, and findings on the first ones in turn.

    A choice is what a person chose of a finding, "" where nobody did, several after one another.
    """
    with store.writer("test").change("test", "test", owner) as change:
        session, now = change.session, utc_now()
        number = session.query(models.Asset).count()
        above = models.Asset(
            organisation_id=owner,
            type="building",
            key=f"b{number}",
            name="x",
            attributes=dict(building or {}),
        )
        session.add(above)
        session.flush()
        assets = [
            models.Asset(
                organisation_id=owner,
                type="delivery_point",
                key=f"m{number}-{n}",
                name="x",
                parent_id=above.id,
                attributes=dict(own or {}),
            )
            for n in range(meters)
        ]
        session.add_all(assets)
        session.flush()
        session.add_all(series(owner, asset.id, "gas.energy") for asset in assets)
        for n, choice in enumerate(choices):
            found = finding(owner, assets[n % meters].id)
            session.add(found)
            session.flush()
            for one in choice.split():
                session.add(
                    Decision(finding_id=found.id, choice=one, reason="x", actor="maire", at=now)
                )
        session.add(
            AlgorithmRun(
                organisation_id=owner,
                algorithm=KEY,
                version="1",
                at=now,
                rows=meters,
                seen=len(choices),
                cpu_seconds=1.0,
            )
        )


def series(owner: int, asset: int, quantity: str, points: int = 9) -> models.Series:
    """Return a series of so many measures."""
    return models.Series(
        organisation_id=owner,
        asset_id=asset,
        quantity=quantity,
        kind="interval",
        source="x",
        qualifier="",
        points=points,
    )


def finding(owner: int, asset: int, quantity: str = "gas.energy") -> Finding:
    """Return a finding of the detector of steps."""
    now = utc_now()
    return Finding(
        organisation_id=owner,
        domain="energy",
        detector=KEY,
        version="1",
        asset_id=asset,
        quantity=quantity,
        since=now.date(),
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
