"""Up to which batch all is told: batches of several processes do not end in their order."""

from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.erasing.ending import ERASING
from beffroi.store.state import models

#: A number that was taken and is not there may still be on its way for that long. No batch is
#: declared in a longer transaction; afterwards it was given up.
_ON_ITS_WAY = timedelta(hours=1)
#: How many of the last batches are looked at for such numbers.
_LAST = 5_000


def newest(session: Session) -> int:
    """Return the number of the last batch."""
    return session.scalar(select(func.max(models.Batch.id))) or 0


def horizon(session: Session) -> int:
    """Return the last batch up to which every batch has ended, well or not."""
    batch = models.Batch
    last = newest(session)
    begun = select(func.min(batch.id)).where(batch.status.in_(("reading", "sealed", ERASING)))
    until = (session.scalar(begun) or last + 1) - 1
    rows = session.execute(
        select(batch.id, batch.received_at).where(batch.id > last - _LAST).order_by(batch.id)
    ).all()
    recent = utc_now() - _ON_ITS_WAY
    for before, after in pairwise(rows):
        if after.id > before.id + 1 and after.received_at > recent:
            return min(until, int(before.id))
    return until


def between(session: Session, organisation: int, after: int, until: int) -> list[int]:
    """List the batches `(after, until]` that may have said something of an organisation."""
    batch = models.Batch
    own = or_(batch.organisation_id == organisation, batch.organisation_id.is_(None))
    query = select(batch.id).where(batch.id > after, batch.id <= until, own)
    return list(session.scalars(query.order_by(batch.id)))
