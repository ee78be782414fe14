"""The trace that a question about measures of others leaves: one row a question and agreement.

It is written before anything is read: where it cannot be, nothing is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.scope import Scope
from beffroi.store.sharing.grants import Grant
from beffroi.store.state.sharing import AccessTrace
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class Used:
    """How many series, or findings, a question read under an agreement."""

    grant: Grant
    series: int


def leave(door: WriteDoor, scope: Scope, what: str, used: Mapping[int, Used]) -> None:
    """Leave the trace of a question, for its provider and its reader to see.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    if not used or scope.acting is None:
        return
    now = utc_now()
    with door.keep(scope.acting) as session:
        session.add_all(
            AccessTrace(
                organisation_id=one.grant.provider,
                reader_id=scope.acting,
                agreement_id=one.grant.agreement,
                at=now,
                actor=scope.actor,
                purpose=scope.purpose,
                what=what,
                series=one.series,
            )
            for one in used.values()
        )


def traces(
    session: Session, organisation: int | None = None, agreement: int | None = None, most: int = 200
) -> list[AccessTrace]:
    """List who read whose measures, the last first: of an organisation's measures, or under one."""
    row = AccessTrace
    query = select(row).order_by(row.id.desc()).limit(most)
    if organisation is not None:
        query = query.where(row.organisation_id == organisation)
    if agreement is not None:
        query = query.where(row.agreement_id == agreement)
    return list(session.scalars(query))
