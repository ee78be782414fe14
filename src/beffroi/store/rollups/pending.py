"""The batches that the rollups do not know of yet."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from beffroi.store.state import models


def pending(session: Session) -> list[int]:
    """List them in order."""
    batch = models.Batch
    query = select(batch.id).where(~batch.rolled, batch.status.in_(("done", "undone")))
    return list(session.scalars(query.order_by(batch.id)))


def lighten(session: Session, batches: Sequence[int]) -> None:
    """Forget which series messages were about, once rollups and repairs know of them.

    Nobody undoes a message, and there are many: their facts would become most of the state.
    """
    batch = models.Batch
    session.execute(
        update(batch)
        .where(batch.id.in_(batches), batch.reader == "stream", batch.rolled, batch.repaired)
        .values(series_facts={})
    )
