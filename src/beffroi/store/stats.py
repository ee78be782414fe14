"""How much an installation holds, as the state says: no file is opened."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from beffroi.store.lake import OBSERVATIONS, RECENT
from beffroi.store.read import ReadDoor
from beffroi.store.rollups.pending import pending
from beffroi.store.rollups.schema import LEVELS
from beffroi.store.state import models
from beffroi.store.state.flow import Message

#: Name of the observations that just came, not yet put with those of their organisations.
JUST_CAME = "recent"


@dataclass(frozen=True, slots=True)
class Tier:
    """Files of one kind that readers see."""

    name: str
    files: int
    rows: int
    bytes: int

    @property
    def each(self) -> float | None:
        """Bytes a row."""
        return self.bytes / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class Holder:
    """What an organisation has; what it has just received is not in its bytes."""

    id: int
    name: str
    series: int
    observations: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What an installation holds."""

    observations: int
    series: int
    tiers: list[Tier]
    largest: list[Holder]
    waiting_messages: int
    waiting_rows: int
    to_roll: int
    """Batches that the rollups do not know of yet."""
    replaced_files: int
    replaced_bytes: int

    @property
    def bytes(self) -> int:
        """Bytes of all that readers see."""
        return sum(tier.bytes for tier in self.tiers)

    @property
    def each(self) -> float | None:
        """Bytes an observation, rollups and versions of the past included."""
        return self.bytes / self.observations if self.observations else None


def stats(door: ReadDoor, largest: int = 10) -> Stats:
    """Count what an installation holds, in one look; `largest` organisations are named."""
    file, series = models.DataFile, models.Series
    with door.session() as session:
        points, known = session.execute(select(func.sum(series.points), func.count())).one()
        waiting, rows = session.execute(
            select(func.count(), func.sum(Message.rows)).where(Message.content.is_not(None))
        ).one()
        replaced, size = session.execute(
            select(func.count(), func.sum(file.bytes)).where(file.removed_at.is_not(None))
        ).one()
        return Stats(
            int(points or 0),
            known,
            _tiers(session),
            _largest(session, largest),
            waiting,
            int(rows or 0),
            len(pending(session)),
            replaced,
            int(size or 0),
        )


def _tiers(session: Session) -> list[Tier]:
    file = models.DataFile
    recent = (file.tier == OBSERVATIONS) & (file.organisation == RECENT)
    name = case((recent, JUST_CAME), else_=file.tier)
    rows = session.execute(
        select(name, func.count(), func.sum(file.rows), func.sum(file.bytes))
        .where(file.removed_at.is_(None))
        .group_by(name)
    )
    found: dict[str, Any] = {row[0]: Tier(row[0], row[1], int(row[2]), int(row[3])) for row in rows}
    return [found[one] for one in (OBSERVATIONS, JUST_CAME, *map(str, LEVELS)) if one in found]


def _largest(session: Session, most: int) -> list[Holder]:
    file, series, owner = models.DataFile, models.Series, models.Organisation
    held = (
        select(
            series.organisation_id.label("owner"),
            func.count().label("series"),
            func.sum(series.points).label("points"),
        )
        .group_by(series.organisation_id)
        .order_by(func.sum(series.points).desc(), series.organisation_id)
        .limit(most)
        .subquery()
    )
    size = (
        select(func.sum(file.bytes))
        .where(
            file.organisation == held.c.owner,
            file.tier == OBSERVATIONS,
            file.removed_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(owner.id, owner.name, held.c.series, held.c.points, size)
        .join(held, held.c.owner == owner.id)
        .order_by(held.c.points.desc(), owner.id)
    )
    return [Holder(row[0], row[1], row[2], int(row[3]), int(row[4] or 0)) for row in rows]
