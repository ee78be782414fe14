"""What was seen behind the meters of households, from one analysis to the next."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.decide.findings import SAME_FAULT, Seen
from beffroi.decide.judge import Detected, halted
from beffroi.domains.contract import Domain
from beffroi.periods import utc_now
from beffroi.store.state.customers import HouseholdFinding
from beffroi.store.state.models import Series
from beffroi.store.switches import Stops, stops
from beffroi.store.write import WriteDoor

#: The entry of the journal: the same whatever was seen, and if nothing was.
ACTION, PURPOSE = "customers.judge", "analysis"
#: What the service has before it; what it did not act upon ends by itself.
WAITING = ("open", "watching")


def keep(
    write: WriteDoor, owner: int, domain: Domain, judged: Sequence[Detected], today: date
) -> None:
    """Continue, add or end what was seen behind the meters of an organisation's households."""
    now = utc_now()
    seen = [item for one in judged for item in one.seen]
    looked = {row for one in judged for row in one.rows}
    with write.change(ACTION, PURPOSE, owner, domain.key) as change:
        session = change.session
        stopped = stops(session)
        known = [row for row in _known(session, owner, domain) if not _halted(stopped, domain, row)]
        continued: set[int] = set()
        for item in seen:
            if halted(stopped, domain, item.detector.key, owner):
                continue
            row = _match(item, known, continued)
            if row is None:
                session.add(_new(item, domain, owner, now))
            else:
                _refresh(row, item, now)
                continued.add(row.id)
        measured = {*session.scalars(_measured(owner))}
        for row in known:
            gone = row.asset_id not in measured  # the import that brought it was undone
            here = (row.asset_id, row.quantity) in looked
            if row.until is None and row.id not in continued and (here or gone):
                _end(row, max(today, row.since), now)


def _known(session: Session, owner: int, domain: Domain) -> list[HouseholdFinding]:
    row = HouseholdFinding
    query = select(row).where(row.organisation_id == owner, row.domain == domain.key)
    return list(session.scalars(query.order_by(row.id)))


def _measured(owner: int) -> Select[int]:
    own = (Series.organisation_id == owner) & (Series.points > 0)
    return select(Series.asset_id).where(own).distinct()


def _halted(stopped: Stops, domain: Domain, row: HouseholdFinding) -> bool:
    return halted(stopped, domain, row.detector, row.organisation_id)


def _match(
    item: Seen, known: Sequence[HouseholdFinding], taken: set[int]
) -> HouseholdFinding | None:
    near = [
        row
        for row in known
        if row.id not in taken
        and (row.asset_id, row.quantity) == (item.asset, item.quantity)
        and row.detector == item.detector.key
        and abs(row.since - item.sighting.since) <= SAME_FAULT
    ]
    return min(near, key=lambda row: abs(row.since - item.sighting.since), default=None)


def _new(item: Seen, domain: Domain, owner: int, now: datetime) -> HouseholdFinding:
    row = HouseholdFinding(
        organisation_id=owner,
        reference=secrets.token_hex(8),
        domain=domain.key,
        asset_id=item.asset,
        quantity=item.quantity,
        detected_at=now,
        status="open",
    )
    _refresh(row, item, now)
    return row


def _refresh(row: HouseholdFinding, item: Seen, now: datetime) -> None:
    sighting = item.sighting
    row.detector, row.version = item.detector.key, item.detector.version
    row.series_id, row.since, row.seen_at = item.series, sighting.since, now
    row.severity, row.confidence = str(sighting.severity), sighting.confidence
    row.stake, row.explanation = asdict(sighting.stake), asdict(sighting.explanation)
    row.chart = dict(sighting.chart)
    row.actions = [{"key": one.key, **asdict(one.label)} for one in sighting.actions]
    row.until = None
    if sighting.until is not None:
        _end(row, sighting.until, now)


def _end(row: HouseholdFinding, day: date, now: datetime) -> None:
    row.until, row.seen_at = day, now
    if row.status in WAITING:
        row.status = "closed"
