"""Leaks of a watch as findings: made, kept up to date, ended with what their end saved."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import cast

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.decisions import live_actions
from beffroi.decide.findings import ended
from beffroi.decide.leaks.telling import Told, Water, actions, chart
from beffroi.decide.leaks.verifying import outcome_of
from beffroi.decide.leaks.zoning import hull, lines, middle, plain
from beffroi.domains.contract import Estimate
from beffroi.domains.water.leaks.advancing import News
from beffroi.domains.water.leaks.card import LEAKS
from beffroi.domains.water.leaks.keeping import Kept
from beffroi.domains.water.leaks.running import NINETY, Ended, Running
from beffroi.readers.water.epanet import WaterModel
from beffroi.store.state.loop import Finding, Outcome
from beffroi.store.state.models import Asset
from beffroi.store.state.watching import Leak
from beffroi.territory.points import LATITUDE, LONGITUDE, Point

DOMAIN, VOLUME, PIPE = "water", "water.volume", "pipe"
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Network:
    """The network of a watch: whose it is, its name, its model and where that stands.

    `epsg` is the system of its coordinates, None where nobody said it; `water` what a m3 costs.
    """

    organisation: int
    name: str
    model: WaterModel
    epsg: int | None
    water: Water


@dataclass(frozen=True, slots=True)
class _Seen:
    """A leak that runs, in the zone of a number, or one that ended."""

    one: Running
    pipe: str
    zone: int = -1
    end: Ended | None = None


def settle(
    session: Session, network: Network, kept: Kept, news: News, now: datetime, actor: str
) -> dict[str, int]:
    """Bring the findings of a network up to date, and return how many are new and closed."""
    known, last = _known(session, network), day_of(kept.last)
    counts = {"new": 0, "closed": 0}
    for seen in _seen(kept, news):
        pair = known.pop(seen.one.number, None)
        counts["new"] += pair is None
        finding, leak = pair or _made(network, seen.one, now)
        told = _told(network, kept, seen)
        _refresh(session, network, finding, leak, seen, told)
        finding.seen_at, leak.measured_to = now, last
        if seen.end is None:
            finding.chart = _chart(kept, seen.zone, told.since)
        session.add(finding)
        session.flush()
        leak.finding_id = finding.id
        session.add(leak)
        if seen.end is not None:
            counts["closed"] += 1
            ended(finding, told.until or last, now)
            _verified(session, network, finding, leak, now, actor)
    for finding, _ in known.values():  # of a watch that began again without them
        counts["closed"] += 1
        ended(finding, max(last, finding.since), now)
    return counts


def interval(value: float, error: float) -> Estimate:
    """Return a value that cannot be negative with its interval at 90 %, given a standard error."""
    return Estimate(value, max(0.0, value - NINETY * error), value + NINETY * error)


def _seen(kept: Kept, news: News) -> Iterator[_Seen]:
    for row, zone in enumerate(kept.watch.zones):
        for one in zone.running:
            if one.number:
                yield _Seen(one, kept.watch.pipe(zone, one), row)
    for end in news.ended:
        if end.leak:
            yield _Seen(end.of, end.pipe, end=end)


def _known(session: Session, network: Network) -> dict[int, tuple[Finding, Leak]]:
    rows = session.execute(
        select(Leak.number, Finding, Leak)
        .join(Finding, Leak.finding_id == Finding.id)
        .where(Finding.organisation_id == network.organisation, Leak.network == network.name)
        .where(Finding.until.is_(None))
        .order_by(Finding.id)
    )
    return {number: (finding, leak) for number, finding, leak in rows}


def _made(network: Network, one: Running, now: datetime) -> tuple[Finding, Leak]:
    finding = Finding(
        organisation_id=network.organisation,
        domain=DOMAIN,
        quantity=VOLUME,
        detected_at=now,
        status="open",
        chart={},
        actions=actions(),
    )
    return finding, Leak(network=network.name, number=one.number)


def _told(network: Network, kept: Kept, seen: _Seen) -> Told:
    one, end = seen.one, seen.end
    since = day_of(min(rise.since for rise in one.rises))
    flow = interval(one.flow, one.error)
    if end is None:
        volume = interval(*one.volume(kept.last + _DAY))
        return Told(network.name, seen.pipe, since, flow, volume, one.chance)
    volume, until = interval(*one.volume(end.day)), max(day_of(end.day), since)
    fall = interval(end.amount, end.error)
    return Told(network.name, seen.pipe, since, flow, volume, one.chance, until, fall)


def _refresh(
    session: Session, network: Network, finding: Finding, leak: Leak, seen: _Seen, told: Told
) -> None:
    drawn = lines(network.model, seen.one.pipes)
    first = next((line for line in drawn if line.pipe == told.pipe), None)
    place = middle(first, network.epsg) if first is not None else None
    finding.asset_id = _asset(session, network, told.pipe, place)
    stake = told.stake(network.water)
    finding.detector, finding.version = LEAKS.key, LEAKS.version
    finding.since, finding.severity = told.since, str(told.severity)
    finding.confidence, finding.stake = told.chance, asdict(stake)
    finding.eur_per_year = stake.eur_per_year.value
    finding.explanation = asdict(told.explanation(network.water))
    leak.pipe = told.pipe
    leak.lines, leak.zone = [plain(line) for line in drawn], hull(drawn, network.epsg)
    leak.flow, leak.volume = asdict(told.flow), asdict(told.volume)
    if seen.end is not None:
        leak.fall = {**asdict(told.fall), "days": seen.end.days}


def _chart(kept: Kept, zone: int, since: date) -> dict[str, object]:
    days = [day_of(day) for day in kept.watch.days]
    return chart(days, np.array([lost[zone] for lost in kept.watch.lost]), since)


def _verified(
    session: Session, network: Network, finding: Finding, leak: Leak, now: datetime, actor: str
) -> None:
    """Keep what the end of a leak saved as the outcome of what people say that they did."""
    for action in live_actions(session, finding.id)[-1:]:
        result = outcome_of(finding, leak, leak.measured_to, action, network.water.cost)
        proven = bool(result["proven"])
        session.add(
            Outcome(action_id=action.id, computed_at=now, proven=proven, result=result, actor=actor)
        )


def _asset(session: Session, network: Network, pipe: str, place: Point | None) -> int:
    """Return the pipe among assets, as an import of the model has it, or made here."""
    own = f"{network.name}:{pipe}"
    found = {
        row.key: row
        for row in session.scalars(
            select(Asset)
            .where(Asset.organisation_id == network.organisation, Asset.type == PIPE)
            .where(Asset.key.in_([pipe, own]))
        )
    }
    asset = found.get(own) or found.get(pipe)
    if asset is None:
        attributes = {}
        if place is not None:
            attributes = {LATITUDE: place.latitude, LONGITUDE: place.longitude}
        asset = Asset(
            organisation_id=network.organisation,
            type=PIPE,
            key=own,
            name=f"Conduite {pipe}",
            attributes=attributes,
        )
        session.add(asset)
        session.flush()
    return asset.id


def day_of(day: np.datetime64) -> date:
    """Return the civil day of an instant."""
    return cast("date", day.astype("M8[D]").astype(object))
