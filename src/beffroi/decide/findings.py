"""Findings as plain data, and their life from one analysis to the next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from beffroi.decide.left import is_past
from beffroi.decide.stakes import stake_of
from beffroi.decide.windows import measured_day
from beffroi.domains import quantities
from beffroi.domains.contract import Detector, Domain, Sighting
from beffroi.domains.panel import Panel
from beffroi.domains.water.quality.card import QUALITY
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.state.many import blocks
from beffroi.territory.points import point_of
from beffroi.texts import Language, Text

#: Two sightings of one detector on one asset whose starts are closer than this are one fault.
SAME_FAULT = timedelta(days=60)

STATUS: dict[str, Text] = {
    "open": Text(fr="à décider", en="to decide"),
    "acting": Text(fr="action décidée", en="action decided"),
    "watching": Text(fr="sous surveillance", en="watched"),
    "dismissed": Text(fr="écarté", en="dismissed"),
    "done": Text(fr="action faite", en="action done"),
    "closed": Text(fr="terminé de lui-même", en="ended by itself"),
}

#: A finding with whose it is and what it is about.
Listed: TypeAlias = tuple[Finding, models.Organisation, models.Asset]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting, with the detector that made it and the row that it is about."""

    detector: Detector
    sighting: Sighting
    asset: int
    series: int | None
    quantity: str


def seen_in(panel: Panel, detector: Detector, sightings: Iterable[Sighting]) -> list[Seen]:
    """Attach sightings to the assets of a panel."""
    found = []
    for sighting in sightings:
        row = panel.rows[sighting.row]
        series = row.series if row.series >= 0 else None
        found.append(Seen(detector, sighting, row.asset, series, row.quantity))
    return found


def to_row(seen: Seen, domain: Domain, organisation: int, now: datetime) -> Finding:
    """Make a new finding of a sighting."""
    finding = Finding(
        organisation_id=organisation,
        domain=domain.key,
        asset_id=seen.asset,
        quantity=seen.quantity,
        detected_at=now,
        status="open" if seen.sighting.until is None else "closed",
    )
    refresh(finding, seen, now)
    return finding


def refresh(finding: Finding, seen: Seen, now: datetime) -> None:
    """Bring a finding up to date with what its detector sees now."""
    sighting = seen.sighting
    finding.detector, finding.version = seen.detector.key, seen.detector.version
    finding.series_id = seen.series
    finding.since, finding.until = sighting.since, sighting.until
    finding.seen_at = now
    finding.severity = str(sighting.severity)
    finding.confidence = sighting.confidence
    finding.eur_per_year = sighting.stake.eur_per_year.value
    finding.stake = asdict(sighting.stake)
    finding.explanation = asdict(sighting.explanation)
    finding.chart = dict(sighting.chart)
    finding.actions = [{"key": a.key, **asdict(a.label)} for a in sighting.actions]
    if sighting.until is not None and finding.status in ("open", "watching"):
        finding.status = "closed"


def match(
    seen: Seen, known: Sequence[Finding], families: Mapping[str, str], taken: set[int]
) -> Finding | None:
    """Return the finding that a sighting continues, the nearest in time, if any.

    `families` gives the family of each detector; `taken` holds the findings already continued.
    """
    near = [
        finding
        for finding in known
        if finding.id not in taken
        and finding.asset_id == seen.asset
        and finding.quantity == seen.quantity
        and _same_fault(finding.detector, seen.detector, families)
        and abs(finding.since - seen.sighting.since) <= SAME_FAULT
    ]
    return min(near, key=lambda f: abs(f.since - seen.sighting.since), default=None)


def _same_fault(before: str, now: Detector, families: Mapping[str, str]) -> bool:
    return before == now.key or bool(now.family and families.get(before) == now.family)


def to_dicts(
    session: Session, rows: Sequence[Listed], language: Language, today: date | None = None
) -> list[dict[str, Any]]:
    """Return findings as plain data; `place` names the building that the asset serves.

    `past` says that its meter has sent nothing for long on `today` (the day of the clock by
    default): the finding is of the day of the last measure, `measured_to`.
    """
    today = today or utc_now().astimezone(PARIS).date()
    measured = _last_measures(session, {asset.id for _, _, asset in rows})
    served = _parents(session, {asset.parent_id for _, _, asset in rows if asset.parent_id})
    return [_to_dict(row, served, _last(row[0], measured, today), language, today) for row in rows]


def _to_dict(
    row: Listed,
    served: Mapping[int, models.Asset],
    last: date | None,
    language: Language,
    today: date,
) -> dict[str, Any]:
    finding, owner, asset = row
    above = served.get(asset.parent_id or 0)
    at = point_of(asset.attributes) or point_of(above.attributes if above else {})
    return {
        "id": finding.id,
        "domain": finding.domain,
        "detector": finding.detector,
        "version": finding.version,
        "organisation": owner.name,
        "asset": asset.key,
        "asset_name": asset.name,
        "place": above.name if above else asset.name,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "quantity": finding.quantity,
        "series": finding.series_id,
        "since": finding.since.isoformat(),
        "until": finding.until.isoformat() if finding.until else None,
        "detected_at": finding.detected_at.isoformat(),
        "severity": finding.severity,
        "confidence": round(finding.confidence, 3),
        "stake": {
            unit: {name: round(value, 2) for name, value in estimate.items()}
            for unit, estimate in stake_of(finding).items()
        },
        "explanation": finding.explanation[language],
        "actions": [
            {"key": action["key"], "label": action[language]} for action in finding.actions
        ],
        "status": finding.status,
        "measured_to": last.isoformat() if last else None,
        "past": is_past(last, today),
    }


def _last_measures(session: Session, assets: Collection[int]) -> dict[tuple[int, str], datetime]:
    """Return when each quantity of assets was last measured, "" for any of what is below them."""
    series, asset = models.Series, models.Asset
    own = select(series.asset_id, series.quantity, func.max(series.last_at))
    below = (
        select(asset.parent_id, literal(""), func.max(series.last_at))
        .join(series, series.asset_id == asset.id)
        .group_by(asset.parent_id)
    )
    return {
        (number, quantity): last
        for some in blocks(assets)
        for query in (
            own.where(series.asset_id.in_(some)).group_by(series.asset_id, series.quantity),
            below.where(asset.parent_id.in_(some)),
        )
        for number, quantity, last in session.execute(query)
        if number is not None and last is not None
    }


def _parents(session: Session, assets: Collection[int]) -> dict[int, models.Asset]:
    asset = models.Asset
    return {
        row.id: row
        for some in blocks(assets)
        for row in session.scalars(select(asset).where(asset.id.in_(some)))
    }


def _last(
    finding: Finding, measured: Mapping[tuple[int, str], datetime], today: date
) -> date | None:
    known = quantities()
    same = [key for key, declared in known.items() if declared.integral == finding.quantity]
    made = (measured.get((finding.asset_id, key)) for key in (finding.quantity, *same))
    # What is computed of several meters, such as what enters a district, is as recent as they are.
    last = max(filter(None, made), default=measured.get((finding.asset_id, "")))
    return min(measured_day(last), today) if last else None


#: What a person still has before them.
CURRENT = ("open", "acting", "watching", "done")


def order(row: Mapping[str, Any]) -> tuple[bool, bool, bool, bool, float]:
    """Rank findings as plain data: what goes on before the past, the greatest stake first.

    What concerns health comes before, whatever it costs. A stake whose interval holds zero may be
    nothing: it comes after those that do not.
    """
    stake = float(row["stake"]["eur_per_year"]["value"])
    costs = row["detector"] != QUALITY.key or row["until"] is not None
    return bool(row["past"]), costs, stake <= 0, unsure(row), -stake


def unsure(row: Mapping[str, Any]) -> bool:
    """Tell whether the interval of a stake holds zero."""
    stake = row["stake"]["eur_per_year"]
    return bool(stake["low"] <= 0 < stake["value"])


def get(
    session: Session,
    finding: int,
    organisations: Collection[int] | None = None,
    *,
    locked: bool = False,
) -> Finding:
    """Return a finding; of some organisations only, where they are given.

    One that is `locked` changes for nobody else until the transaction ends: what is checked of it
    still holds when it is written.

    Raises:
        BeffroiError: `store.not_found`.
    """
    known = 0 < finding < 2**63  # what SQL can hold
    row = session.get(Finding, finding, with_for_update=locked or None) if known else None
    if row is None or (organisations is not None and row.organisation_id not in organisations):
        raise BeffroiError(
            NOT_FOUND, what=Text(fr="constat", en="finding"), key=finding, command="findings"
        )
    return row


def listed(
    session: Session,
    organisations: Iterable[int],
    *,
    domain: str | None = None,
    status: Sequence[str] | None = None,
    number: int | None = None,
    assets: Collection[int] | None = None,
) -> list[Listed]:
    """List findings, the greatest stake first; only one where a number is given.

    Of some assets only, where they are given.
    """
    if not (owners := list(organisations)):
        return []  # what SQLite would answer after reading all findings
    query = (
        select(Finding, models.Organisation, models.Asset)
        .join(models.Organisation, Finding.organisation_id == models.Organisation.id)
        .join(models.Asset, Finding.asset_id == models.Asset.id)
        .where(Finding.organisation_id.in_(owners))
        .order_by(Finding.eur_per_year.desc(), Finding.id)
    )
    if domain:
        query = query.where(Finding.domain == domain)
    if status:
        query = query.where(Finding.status.in_(status))
    if number is not None:
        query = query.where(Finding.id == number)
    if assets is not None:
        query = query.where(Finding.asset_id.in_(assets))
    return [(f, o, a) for f, o, a in session.execute(query)]


def ended(finding: Finding, day: date, now: datetime) -> None:
    """Close a finding that its detector no longer sees."""
    finding.until, finding.seen_at = day, now
    if finding.status in ("open", "watching"):
        finding.status = "closed"
