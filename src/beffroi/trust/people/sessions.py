"""Sessions: the browsers that somebody is signed in with, until they end or are ended.

The secret of a cookie is 256 random bits; its hash is kept. It changes when a second proof is
given, so that a cookie seen before is worth nothing after.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import SESSION_REQUIRED
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state.people import Person, PersonSession
from beffroi.store.tokens import digest
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people.memberships import Held, held

#: Ends: without any request, in any case, and while a second proof is awaited.
IDLE, LONGEST, HALF = timedelta(hours=2), timedelta(hours=12), timedelta(minutes=10)
#: How long a proof is recent: what cannot be undone asks for such a one.
RECENT = timedelta(minutes=15)
#: How long a browser stays known after it was signed in with.
KNOWN = timedelta(days=90)
#: `seen_at` need not be written at each request.
_SEEN = timedelta(minutes=1)
AWAITING, ONE_PROOF, TWO_PROOFS = range(3)
_WHAT = Text(fr="session", en="session")


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is signed in, or about to be (`level` AWAITING)."""

    session: int
    person: int
    reference: str
    name: str
    level: int
    known: bool
    proved_at: datetime
    held: tuple[Held, ...] = ()

    def recent(self, now: datetime) -> bool:
        """Tell whether the last proof is recent enough for what cannot be undone."""
        return now - self.proved_at <= RECENT


def start(
    session: Session, person: int, level: int, agent: str, now: datetime, *, known: bool
) -> str:
    """Begin a session and return the secret of its cookie."""
    session.execute(delete(PersonSession).where(PersonSession.seen_at < now - KNOWN))
    secret = secrets.token_urlsafe(32)
    session.add(
        PersonSession(
            person_id=person,
            hash=digest(secret),
            agent=_short(agent),
            level=level,
            known=known,
            created_at=now,
            seen_at=now,
            proved_at=now,
        )
    )
    return secret


def find(door: WriteDoor, secret: str, now: datetime, *, idle: bool = False) -> Signed | None:
    """Return who bears the secret of a session that stands, with the roles that they have now.

    It is seen, which makes it last, but by what looks while its person may be gone (`idle`).
    """
    if not secret:
        return None
    with door.look() as session:
        found = session.execute(
            select(PersonSession, Person)
            .join(Person, Person.id == PersonSession.person_id)
            .where(PersonSession.hash == digest(secret))
        ).one_or_none()
        if found is None:
            return None
        row, person = found
        if not stands(row, now) or person.closed_at is not None:
            return None
        roles = tuple(held(session, person.id, now))
    if not idle and now - row.seen_at >= _SEEN:
        with door.keep() as session:
            session.execute(
                update(PersonSession).where(PersonSession.id == row.id).values(seen_at=now)
            )
    return Signed(
        row.id,
        person.id,
        person.reference,
        person.name,
        row.level,
        row.known,
        row.proved_at,
        roles,
    )


def stands(row: PersonSession, now: datetime) -> bool:
    """Tell whether a session may still be used.

    One from the future was made by a clock that was ahead: it ends, rather than last too long.
    """
    longest = HALF if row.level == AWAITING else LONGEST
    return (
        row.revoked_at is None
        and row.ended_at is None
        and row.created_at <= now + _SEEN
        and now - row.created_at < longest
        and now - row.seen_at < IDLE
    )


def standing(session: Session, number: int) -> PersonSession:
    """Return a session that nobody ended since the request was let in; it is locked until then.

    Raises:
        BeffroiError: `people.session_required`.
    """
    row = session.get(PersonSession, number, with_for_update=True)
    if row is None or row.revoked_at is not None or row.ended_at is not None:
        raise BeffroiError(SESSION_REQUIRED)
    return row


def proved(session: Session, number: int, level: int, now: datetime) -> str:
    """Note that a proof was given; return the new secret of the session.

    Raises:
        BeffroiError: `people.session_required`, where it was ended meanwhile.
    """
    secret = secrets.token_urlsafe(32)
    row = standing(session, number)
    row.hash, row.level, row.proved_at, row.seen_at = digest(secret), level, now, now
    return secret


def known(door: WriteDoor, person: int, secret: str, now: datetime) -> str:
    """Return what stands for a browser that a person used before; nothing where it is new.

    A session that was revoked proves nothing: its cookie may have been stolen.
    """
    if not secret:
        return ""
    with door.look() as session:
        row = session.scalar(
            select(PersonSession).where(
                PersonSession.hash == digest(secret),
                PersonSession.person_id == person,
                PersonSession.level != AWAITING,
                PersonSession.revoked_at.is_(None),
                PersonSession.seen_at > now - KNOWN,
            )
        )
    return str(row.id) if row else ""


def listed(door: WriteDoor, person: int, now: datetime) -> list[PersonSession]:
    """List the sessions of a person that stand, the last one seen first."""
    with door.look() as session:
        query = select(PersonSession).where(PersonSession.person_id == person)
        rows = session.scalars(query.order_by(PersonSession.seen_at.desc()))
        return [row for row in rows if stands(row, now)]


def revoke(door: WriteDoor, person: Person | Signed, number: int, now: datetime) -> None:
    """End a session of a person: it is refused from the next request on.

    Raises:
        BeffroiError: `store.not_found`.
    """
    owner = person.id if isinstance(person, Person) else person.person
    with door.change("people.revoke", "security", subject=person.reference) as change:
        row = change.session.get(PersonSession, number)
        if row is None or row.person_id != owner:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="people sessions")
        row.revoked_at = row.revoked_at or now
        change.detail = {"session": number}


def leave(session: Session, number: int, now: datetime) -> None:
    """End a session by its own person: the browser stays a known one."""
    row = session.get_one(PersonSession, number)
    row.ended_at = row.ended_at or now


def revoke_all(session: Session, person: int, now: datetime, *, but: int | None = None) -> None:
    """End every session of a person, but one."""
    chosen = (PersonSession.person_id == person, PersonSession.revoked_at.is_(None))
    query = update(PersonSession).where(*chosen, PersonSession.id != (but or 0))
    session.execute(query.values(revoked_at=now))


def page_token(secret: str) -> str:
    """Return what pages of this site prove with that they know the session.

    Another site can make a browser send the cookie, not read this.
    """
    return hmac.new(secret.encode("utf-8", "replace"), b"page", "sha256").hexdigest()


def _short(agent: str) -> str:
    clean = " ".join(agent.split())
    return "".join(c if c.isprintable() else "?" for c in clean)[:80]
