"""What was computed of measures for pages, kept in the state until the journal tells a change.

Every change stands in the journal in its own transaction: what was computed once an entry had been
written knows of it, and of all those before. The few actions that change nothing of measures,
assets and organisations are named here; whatever else is written makes the value stale, so that an
action that nobody thought of costs a computation and shows nothing wrong.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, delete, func, not_, or_, select, text, update
from sqlalchemy.orm import Session

from beffroi.store.state.computing import Computed
from beffroi.store.state.flow import Message
from beffroi.store.state.many import blocks
from beffroi.store.state.models import Batch, JournalEntry

_MADE = text(
    "INSERT INTO computed (organisation_id, what, place, code, seen, asked_on, content) "
    "VALUES (:organisation, :what, :place, '', 0, :asked, :content) ON CONFLICT DO NOTHING"
).bindparams(bindparam("asked", type_=Date))
#: First words of the actions of an organisation that change nothing of what it measured.
_IDLE = (
    *("access.", "algorithm.", "analysis.", "backup.", "comparison.", "document.", "finding."),
    *("import.", "job.", "journal.", "mapping.", "notices.", "people.", "person_request."),
    *("processing.", "publication.", "scenario.", "site.", "token."),
)
#: Those of the installation. Messages of several authorities are told apart by their batch.
_IDLE_OF_ALL = (*_IDLE, "batch.", "compaction.", "federation.", "lake.sweep", "rollups.", "stream.")
_SEALED = re.compile(r"batch (\d+)")
#: Who makes batches that bring nothing but messages, or nothing at all.
_OF_SEVERAL = ("stream", "compaction")
#: Days during which a value that nobody asked for stays, and is made ready after a change.
STAYS, READY = timedelta(days=30), timedelta(days=7)
#: Entries of the journal after which a value that serves is told to be fresh as of later.
LATER = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A value: the code that made it, the last entry of the journal before, what it is."""

    code: str
    seen: int
    asked_on: date
    content: bytes


def heard(session: Session) -> int:
    """Return the number of the last entry of the journal."""
    return session.scalar(select(func.max(JournalEntry.id))) or 0


def changed(session: Session, bodies: Collection[int], since: int) -> bool:
    """Tell whether what some organisations hold may have changed after an entry of the journal.

    The session must see the whole journal.
    """
    last = heard(session)
    if last <= since:
        return last < since  # a journal that is shorter was restored
    row = JournalEntry
    own = and_(row.organisation_id.in_(bodies), not_(_begins(_IDLE)))
    everyone = and_(row.organisation_id.is_(None), not_(_begins(_IDLE_OF_ALL)))
    new = row.id > since
    if session.scalar(select(row.id).where(new, or_(own, everyone)).limit(1)) is not None:
        return True
    streamed = and_(row.organisation_id.is_(None), row.action.like("batch.%"))
    told = list(session.scalars(select(row.subject).where(new, streamed).distinct()))
    found = [_SEALED.fullmatch(one) for one in told]
    batches = sorted({int(one[1]) for one in found if one})
    if None in found:
        return True
    return any(_brought(session, bodies, some) for some in blocks(batches))


def _brought(session: Session, bodies: Collection[int], batches: Collection[int]) -> bool:
    """Tell whether batches of several organisations may have brought something to some."""
    batch, message = Batch, Message
    some = session.scalars(
        select(batch.id).where(batch.id.in_(batches), batch.reader.in_(_OF_SEVERAL))
    )
    if {*batches} - {*some}:  # such as an adoption: it is shown when its batch is done, not before
        return True
    sent = message.batch_id.in_(batches), message.organisation_id.in_(bodies)
    return session.scalar(select(message.id).where(*sent).limit(1)) is not None


def find(session: Session, organisation: int, what: str, place: str) -> Kept | None:
    """Return a value of an organisation as it was kept, fresh or not."""
    row = session.get(Computed, (organisation, what, place))
    return Kept(row.code, row.seen, row.asked_on, row.content) if row else None


def keep(
    session: Session, organisation: int, what: str, place: str, value: Kept, *, asked: bool
) -> None:
    """Keep a value instead of the one before; where nobody `asked`, it stays as long as that."""
    own = {"organisation": organisation, "what": what, "place": place}
    # Another process may be making the same row.
    session.execute(_MADE, {**own, "asked": value.asked_on, "content": b""})
    row = session.get(Computed, tuple(own.values()), with_for_update=True)
    if row is None:  # forgotten in between
        return
    row.code, row.seen, row.content = value.code, value.seen, value.content
    if asked:
        row.asked_on = value.asked_on


def late(value: Kept, last: int, today: date) -> bool:
    """Tell whether it is worth a writing that a value serves still."""
    return value.asked_on < today or last - value.seen > LATER


def serves(
    session: Session, organisation: int, what: str, place: str, before: int, last: int, today: date
) -> None:
    """Note that a value was asked for, and still holds as of an entry of the journal."""
    row = Computed
    own = row.organisation_id == organisation, row.what == what, row.place == place
    same = update(row).where(*own, row.seen == before)  # not the one that another process made
    session.execute(same.values(seen=last, asked_on=today))


def hold(session: Session, organisation: int, since: int, last: int) -> None:
    """Note that nothing changed between two entries of the journal."""
    row = Computed
    own = row.organisation_id == organisation, row.seen >= since, row.seen < last
    session.execute(update(row).where(*own).values(seen=last))


def asked(session: Session, today: date) -> dict[int, int]:
    """Return the organisations of which something was asked for lately, and what it has seen."""
    row = Computed
    query = select(row.organisation_id, func.min(row.seen)).where(row.asked_on >= today - READY)
    found = session.execute(query.group_by(row.organisation_id)).all()
    return {row.organisation_id: row[1] for row in found}


def places(session: Session, organisation: int, today: date) -> list[tuple[str, str]]:
    """Return what was asked for lately of an organisation: what, and of which place."""
    row = Computed
    own = row.organisation_id == organisation, row.asked_on >= today - READY
    found = session.execute(select(row.what, row.place).where(*own).order_by(row.what, row.place))
    return [(what, place) for what, place in found]


def forget(
    session: Session,
    organisation: int,
    *,
    what: str = "",
    place: str = "",
    before: date | None = None,
) -> None:
    """Forget what was computed of an organisation: a value, or what nobody asks for since a day."""
    own = [Computed.organisation_id == organisation]
    own += [Computed.what == what, Computed.place == place] if what else []
    own += [Computed.asked_on < before] if before else []
    session.execute(delete(Computed).where(*own).execution_options(synchronize_session=False))


def expired(session: Session, before: date) -> bool:
    """Tell whether something is kept that nobody asks for since a day."""
    row = Computed
    found = session.scalar(select(row.organisation_id).where(row.asked_on < before).limit(1))
    return found is not None


def expire(session: Session, before: date) -> None:
    """Forget what nobody asks for since a day, of every organisation."""
    gone = delete(Computed).where(Computed.asked_on < before)
    session.execute(gone.execution_options(synchronize_session=False))


def _begins(words: Collection[str]) -> Any:
    return or_(*(JournalEntry.action.like(f"{word}%") for word in words))
