"""What was seen behind the meters of households, told to whoever may read households: no other.

The read door decides: without the right, its sessions find none, whatever is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from beffroi.decide.customers.following import STATUS, missing
from beffroi.decide.stakes import water_of
from beffroi.store.read import ReadDoor
from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.state.models import Asset
from beffroi.texts import Text

#: What waits comes first, then what goes on, then what is over.
_ORDER = {status: place for place, status in enumerate(STATUS)}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was seen behind the meter of a household."""

    reference: str
    home: str
    """Its pseudonym."""
    detector: str
    version: str
    since: date
    until: date | None
    severity: str
    confidence: float
    m3: float
    """What is at stake a year [m3], 0 where nothing is."""
    eur: float
    said: Text
    status: str
    actions: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody of the service did about it."""

    choice: str
    day: date | None
    way: str
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Whole:
    """One of them, with its chart and what was done."""

    told: Told
    chart: dict[str, Any]
    stake: dict[str, Any]
    steps: tuple[Step, ...]


def told(door: ReadDoor, organisation: int, status: Sequence[str] = ()) -> list[Told]:
    """List what was seen for an organisation, what waits first, then the most water lost."""
    row = HouseholdFinding
    query = select(row, Asset.key).join(Asset, row.asset_id == Asset.id)
    query = query.where(row.organisation_id == organisation)
    if status:
        query = query.where(row.status.in_(status))
    with door.session() as session:
        found = [_told(one, home) for one, home in session.execute(query)]
    return sorted(found, key=lambda one: (_ORDER[one.status], -one.m3, one.reference))


def whole(door: ReadDoor, organisation: int, reference: str) -> Whole:
    """Return one of them.

    Raises:
        BeffroiError: `store.not_found`, the same for one of another and for one that is hidden.
    """
    row, step = HouseholdFinding, HouseholdStep
    query = select(row, Asset.key).join(Asset, row.asset_id == Asset.id)
    query = query.where(row.organisation_id == organisation, row.reference == reference)
    with door.session() as session:
        found = session.execute(query).first()
        if found is None:
            raise missing(reference)
        steps = session.scalars(
            select(step).where(step.finding_id == found[0].id).order_by(step.id.desc())
        )
        done = tuple(Step(s.choice, s.day, s.way, s.reason, s.actor, s.at) for s in steps)
        return Whole(_told(found[0], found[1]), found[0].chart, found[0].stake, done)


def _told(row: HouseholdFinding, home: str) -> Told:
    return Told(
        row.reference,
        home,
        row.detector,
        row.version,
        row.since,
        row.until,
        row.severity,
        row.confidence,
        water_of(row.stake),
        float(row.stake["eur_per_year"]["value"]),
        Text(**row.explanation),
        row.status,
        tuple(Text(fr=one["fr"], en=one["en"]) for one in row.actions),
    )
