"""The batches that the rollups do not know of yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state import models


def pending(session: Session) -> list[int]:
    """List them in order."""
    batch = models.Batch
    query = select(batch.id).where(~batch.rolled, batch.status.in_(("done", "undone")))
    return list(session.scalars(query.order_by(batch.id)))
