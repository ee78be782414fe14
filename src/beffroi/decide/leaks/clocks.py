"""Clocks of a watch that are wrong, as findings: of low severity, ended when they are right again.

Measures are put back to their time whatever becomes of the finding: it asks for the logger to be
set right, so that no search has to make up for it.
"""

from dataclasses import asdict, replace
from datetime import date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.findings import ended
from beffroi.decide.leaks.clock_words import FILES, SET, ZONE
from beffroi.decide.leaks.settling import DOMAIN, Network, day_of
from beffroi.domains.contract import NOTHING, Severity, Stake
from beffroi.domains.water.leaks.clock_card import CLOCKS, CONFIDENCE
from beffroi.domains.water.leaks.clock_words import told
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.keeping import Kept
from beffroi.domains.water.leaks.shifts import Shift, shifts
from beffroi.domains.water.leaks.signals import MODEL
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset
from beffroi.store.switches import stops

_LOGGER, _METER, _TANK = "pressure_logger", "meter", "tank"
_TYPES = (_LOGGER, _METER, _TANK, "pump")


def standing(clocks: Clocks | None) -> list[Shift]:
    """Return the clocks that are wrong now, each since the last day on which it moved."""
    if clocks is None:
        return []
    late = clocks.late
    never = np.datetime64("1970-01-01", "D")
    found = shifts(clocks.signals, late, late != 0, never, never)
    return [replace(one, since=_since(clocks, one)) for one in found]


def settle_clocks(session: Session, network: Network, kept: Kept, now: datetime) -> dict[str, int]:
    """Bring the findings of the clocks of a network up to date; return how many new and closed.

    Where the authority stopped that algorithm, findings stay as they are.
    """
    counts = {"new": 0, "closed": 0}
    if stops(session).holds(CLOCKS.key, network.organisation):
        return counts
    known = _known(session, network)
    for one in standing(kept.clocks):
        asset = _asset(session, network, kept, one)
        finding = known.pop(asset, None)
        if finding is None:
            counts["new"] += 1
            finding = Finding(
                organisation_id=network.organisation, domain=DOMAIN, asset_id=asset,
                quantity=_quantity(network), detected_at=now, status="open", chart={},
                since=day_of(one.since),
            )  # fmt: skip
            session.add(finding)
        _refresh(finding, one, now)
    for finding in known.values():
        counts["closed"] += 1
        ended(finding, max(finding.since, _right(session, network, kept, finding)), now)
    return counts


def _since(clocks: Clocks, one: Shift) -> np.datetime64:
    rows = set(clocks.signals.rows(one))
    moved = [each for each in clocks.told if rows & set(clocks.signals.rows(each))]
    return moved[-1].since if moved else one.told


def _known(session: Session, network: Network) -> dict[int, Finding]:
    query = (
        select(Finding)
        .where(Finding.organisation_id == network.organisation, Finding.detector == CLOCKS.key)
        .where(Finding.quantity == _quantity(network), Finding.until.is_(None))
    )
    return {row.asset_id: row for row in session.scalars(query)}


def _quantity(network: Network) -> str:
    return f"{CLOCKS.key}.{network.name}"


def _refresh(finding: Finding, one: Shift, now: datetime) -> None:
    stake = Stake(NOTHING, NOTHING, NOTHING)
    finding.detector, finding.version = CLOCKS.key, CLOCKS.version
    finding.seen_at, finding.severity = now, str(Severity.LOW)
    finding.confidence, finding.stake, finding.eur_per_year = CONFIDENCE, asdict(stake), 0.0
    finding.explanation = asdict(told(one))
    ideas = (ZONE, SET) if one.file else (SET, ZONE)
    finding.actions = [{"key": idea.key, **asdict(idea.label)} for idea in ideas]


def _right(session: Session, network: Network, kept: Kept, finding: Finding) -> date:
    """Return the day from which what a finding is about has been right, as a watch told it."""
    asset = session.get_one(Asset, finding.asset_id)
    moved = kept.clocks.told if kept.clocks is not None else []
    for one in reversed(moved):
        if {*one.names, one.file} & {asset.key, asset.key.removeprefix(f"{network.name}:")}:
            return day_of(one.since)
    return day_of(kept.last)


def _asset(session: Session, network: Network, kept: Kept, one: Shift) -> int:
    """Return the sensor among assets, made where it is not there yet; of a file, the file."""
    alone = not one.file or (one.file != MODEL and len(one.names) == 1 and one.names[0] != one.file)
    name = one.names[0] if alone else one.file
    own = f"{network.name}:{name}"
    keys = [own, name] if alone else [own]
    rows = session.scalars(
        select(Asset)
        .where(Asset.organisation_id == network.organisation, Asset.type.in_(_TYPES))
        .where(Asset.key.in_(keys))
        .order_by(Asset.key != own, Asset.id)
    )
    asset = rows.first()
    if asset is None:
        asset = Asset(
            organisation_id=network.organisation,
            type=_type(kept, name) if alone else _LOGGER,
            key=own,
            name=name if alone else FILES[name].fill(network=network.name).fr,
            attributes={},
        )
        session.add(asset)
        session.flush()
    return asset.id


def _type(kept: Kept, name: str) -> str:
    signals = kept.clocks.signals if kept.clocks is not None else None
    if signals is not None and name in signals.flows:
        return _METER
    return _TANK if signals is not None and name in signals.levels else _LOGGER
