"""The batches that may have said something of an organisation, and stand."""

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from beffroi.store.state import models


def standing(organisation: int) -> Select[models.Batch]:
    """Select them: its own, and the messages that were drained for several organisations."""
    batch = models.Batch
    streamed = and_(batch.organisation_id.is_(None), batch.reader == "stream")
    return select(batch).where(
        or_(batch.organisation_id == organisation, streamed), batch.status == "done"
    )


def said_since(session: Session, organisation: int, batch: int) -> list[int]:
    """List the imports that stand and came after the one that a batch reads again."""
    own = session.get_one(models.Batch, batch).report["again_of"]
    return [
        row.id
        for row in session.scalars(standing(organisation))
        if "undoes" not in row.report and row.report.get("again_of", row.id) > own
    ]
