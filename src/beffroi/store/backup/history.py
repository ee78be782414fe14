"""What is known of backups and drills: those that succeeded, and the last that failed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state.flow import Job
from beffroi.store.state.models import JournalEntry

MAKE, DRILL = "backup.make", "backup.drill"
_MOST = 12


def last(session: Session, action: str, to: str) -> JournalEntry | None:
    """Return the last backup made in a folder (any where empty), or drill, as the journal says."""
    query = select(JournalEntry).where(JournalEntry.action == action)
    if to:
        query = query.where(JournalEntry.detail["to"].as_string() == to)
    return session.scalar(query.order_by(JournalEntry.id.desc()).limit(1))


def failures(session: Session, name: str, since: datetime | None) -> list[Job]:
    """Return the jobs of a kind that ended without success since then, the last one first."""
    query = select(Job).where(Job.kind == name, Job.status.in_(("failed", "cancelled")))
    if since is not None:
        query = query.where(Job.finished_at > since)
    return list(session.scalars(query.order_by(Job.finished_at.desc()).limit(_MOST)))
