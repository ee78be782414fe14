"""What is begun in one request and ended in another, once: invitations, challenges, redirects."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from beffroi.store.state.people import Ceremony
from beffroi.store.tokens import digest

INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Begun:
    """What was kept when a ceremony was begun."""

    person: int | None
    content: Mapping[str, Any]


def start(
    session: Session,
    kind: str,
    until: datetime,
    now: datetime,
    *,
    person: int | None = None,
    content: Mapping[str, Any] | None = None,
    own: str = "",
) -> str:
    """Begin something, and return the secret of whoever comes back to end it.

    It may be one that the caller made with `secret()`, where it had to be said before.
    """
    session.execute(delete(Ceremony).where(Ceremony.until <= now))
    chosen = own or secret()
    session.add(
        Ceremony(
            hash=digest(chosen),
            kind=kind,
            person_id=person,
            content=dict(content or {}),
            until=until,
        )
    )
    return chosen


def secret() -> str:
    """Make a secret: 192 random bits."""
    return secrets.token_urlsafe(24)


def peek(session: Session, kind: str, shown: str, now: datetime) -> Begun | None:
    """Return what was kept of something that is still awaited, without ending it."""
    row = session.get(Ceremony, digest(shown))
    if row is None or row.kind != kind or row.until <= now:
        return None
    return Begun(row.person_id, row.content)


def finish(session: Session, kind: str, shown: str, now: datetime) -> Begun | None:
    """End what was begun, and return what was kept of it; None where it is no longer awaited."""
    row = session.get(Ceremony, digest(shown), with_for_update=True)
    if row is None or row.kind != kind:
        return None
    begun = Begun(row.person_id, row.content)
    session.delete(row)
    return begun if row.until > now else None
