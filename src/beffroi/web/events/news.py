"""What changed for an organisation, told by the journal: that something did, never what.

Whoever is told asks for what they may see. An entry has its number for good: a listener that was
away says the last one it was told, and misses nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from beffroi.store.state.flow import Message
from beffroi.store.state.models import JournalEntry
from beffroi.store.write import WriteDoor

#: What each action of the journal is, for people: nothing else is told.
KINDS = {
    "analysis.store": "findings",
    "analysis.withdrawn": "findings",
    "finding.decide": "decided",
    "finding.act": "decided",
    "finding.act_withdrawn": "decided",
    "finding.verify": "decided",
    "batch.done": "measures",
    "asset.put": "places",
    "organisation.place": "places",
}
#: Of no organisation, and of interest to each.
_SHARED = {"territory.load": "places"}
_STREAMED = "batch.done"
#: Entries that are read at once: whoever was away for longer is told that all may have changed.
MOST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed: `id` is the number of the last entry of the journal that tells it."""

    id: int
    kind: str
    """`findings`, `decided`, `measures`, `places`; `all`: too much to be told apart."""
    at: datetime

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"id": self.id, "kind": self.kind, "at": self.at.isoformat()}


def last_entry(session: Session) -> int:
    """Return the number of the last entry of the journal."""
    return session.scalar(select(func.max(JournalEntry.id))) or 0


def news(own: WriteDoor, organisation: int, after: int) -> tuple[list[Change], int]:
    """Return what changed since an entry, the last of each kind, and where the journal is now.

    A journal that is behind that entry was restored: all may have changed.
    """
    row = JournalEntry
    mine = and_(row.organisation_id == organisation, row.action.in_(KINDS))
    shared = and_(row.organisation_id.is_(None), row.action.in_((*_SHARED, _STREAMED)))
    with own.look() as session:
        last = last_entry(session)
        if after > last:
            return [_everything(session, last)], last
        query = select(row.id, row.at, row.action, row.organisation_id, row.subject)
        query = query.where(row.id > after, row.id <= last, or_(mine, shared))
        entries = session.execute(query.order_by(row.id).limit(MOST + 1)).all()
        if len(entries) > MOST:
            return [_everything(session, last)], last
        found: dict[str, Change] = {}
        for number, at, action, whose, subject in entries:
            if whose is None and action == _STREAMED and not _sent(session, organisation, subject):
                continue
            kind = KINDS.get(action) or _SHARED[action]
            found[kind] = Change(number, kind, at)
    return sorted(found.values(), key=lambda one: one.id), last


def _everything(session: Session, last: int) -> Change:
    at = session.scalar(select(JournalEntry.at).where(JournalEntry.id == last))
    if at is None:
        raise LookupError("a journal has an entry at least: that of its home")
    return Change(last, "all", at)


def _sent(session: Session, organisation: int, subject: str) -> bool:
    """Tell whether a batch of messages of several organisations has some of this one."""
    number = subject.removeprefix("batch ")
    query = select(Message.id).where(
        Message.batch_id == (int(number) if number.isdigit() else -1),
        Message.organisation_id == organisation,
    )
    return session.scalar(query.limit(1)) is not None
