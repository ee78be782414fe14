"""The batches that the rollups do not know of yet."""

from collections.abc import Sequence

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from beffroi.store.state import models

#: Their numbers, by the index that holds no other: SQLite takes it for its very words only (not
#: for `= 0`), and unless that of statuses may serve.
PENDING = select(models.Batch.id).where(
    text("NOT batch.rolled"), func.coalesce(models.Batch.status, "").in_(("done", "undone"))
)


def pending(session: Session) -> list[int]:
    """List them in order."""
    return list(session.scalars(PENDING.order_by(models.Batch.id)))


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
