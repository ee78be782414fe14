"""What is known of leaks beside their findings, as a reader sees it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from beffroi.store.read import ReadDoor
from beffroi.store.state.loop import Finding
from beffroi.store.state.watching import Leak

#: The status of findings that nobody has before them any more.
_LEFT = ("dismissed", "closed")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where to search for the leak of a finding, as a GeoJSON polygon in WGS84."""

    finding: int
    since: date
    polygon: dict[str, Any]


def leak_shown(door: ReadDoor, organisation: int, finding: int) -> Leak | None:
    """Return what is known of the leak of a finding of an organisation; None for another fault."""
    with door.session() as session:
        return session.scalar(
            select(Leak)
            .join(Finding, Leak.finding_id == Finding.id)
            .where(Leak.finding_id == finding, Finding.organisation_id == organisation)
        )


def zones(door: ReadDoor, organisation: int) -> list[Zone]:
    """List the zones of the leaks of an organisation that run, where these can be on a map."""
    query = (
        select(Finding.id, Finding.since, Leak.zone)
        .join(Finding, Leak.finding_id == Finding.id)
        .where(Finding.organisation_id == organisation, Finding.until.is_(None))
        .where(Finding.status.not_in(_LEFT))
        .order_by(Finding.id)
    )
    with door.session() as session:
        return [Zone(*row) for row in session.execute(query).all() if row.zone]
