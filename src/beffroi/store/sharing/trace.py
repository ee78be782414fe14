"""The trace that a question about measures of others leaves: an entry of the journal an agreement.

It is written before anything is read: where it cannot be, nothing is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.store.journal.accesses import ACCESS, Accessed, accessed
from beffroi.store.scope import Scope
from beffroi.store.sharing.grants import Grant
from beffroi.store.state.merkle import Access
from beffroi.store.state.models import JournalEntry
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class Used:
    """How many series, or findings, a question read under an agreement."""

    grant: Grant
    series: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A question about measures of others, as the journal tells it."""

    entry: int
    at: datetime
    owner: int
    """Whose measures."""
    reader: int | None
    agreement: int | None
    """None, as `series`, once the reader is erased: what its entries were about went with it."""
    actor: str
    purpose: str
    what: str
    """`observations`, `count`, `findings`, or a step."""
    series: int | None


def leave(door: WriteDoor, scope: Scope, what: str, used: Mapping[int, Used]) -> None:
    """Leave the trace of a question, for its provider and its reader to see.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    accessed(
        door,
        [
            Accessed(
                organisation=scope.acting,
                owners=frozenset({one.grant.provider}),
                purpose=scope.purpose,
                question=what,
                agreement=number,
                series=one.series,
            )
            for number, one in used.items()
        ],
    )


def traces(
    session: Session, organisation: int | None = None, agreement: int | None = None, most: int = 200
) -> list[Trace]:
    """List who read whose measures, the last first: of an organisation's measures, or under one."""
    row = JournalEntry
    query = (
        select(row, Access.organisation_id)
        .join(Access, Access.entry_id == row.id)
        .where(row.action == ACCESS)
        .order_by(row.id.desc(), Access.organisation_id)
        .limit(most)
    )
    if organisation is not None:
        query = query.where(Access.organisation_id == organisation)
    if agreement is not None:
        query = query.where(row.detail["agreement"].as_integer() == agreement)
    return [_trace(entry, owner) for entry, owner in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Reads:
    """How often measures were read under an agreement, by how many, and when last."""

    questions: int
    people: int
    last: datetime


def reads(
    session: Session,
    since: datetime,
    owners: Collection[int],
    agreements: Collection[int],
    reader: int | None = None,
) -> dict[int, Reads]:
    """Count the questions about measures of some owners under agreements, since an instant.

    Of one reader only, where it is given. Agreements under which nothing was asked are left out.
    """
    row, agreement = JournalEntry, JournalEntry.detail["agreement"].as_integer()
    query = (
        select(agreement, func.count(row.id), func.count(row.actor.distinct()), func.max(row.at))
        .join(Access, Access.entry_id == row.id)
        .where(
            Access.organisation_id.in_(owners),
            row.action == ACCESS,
            row.at >= since,
            agreement.in_(agreements),
        )
        .group_by(agreement)
    )
    if reader is not None:
        query = query.where(row.organisation_id == reader)
    if not agreements:
        return {}
    return {number: Reads(*found) for number, *found in session.execute(query)}


def _trace(entry: JournalEntry, owner: int) -> Trace:
    return Trace(
        entry=entry.id,
        at=entry.at,
        owner=owner,
        reader=entry.organisation_id,
        agreement=entry.detail.get("agreement"),
        actor=entry.actor,
        purpose=entry.purpose,
        what=entry.subject,
        series=entry.detail.get("series"),
    )
