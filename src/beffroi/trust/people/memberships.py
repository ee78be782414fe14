"""Who has which role where, since when and until when, by whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from beffroi.errors import BeffroiError
from beffroi.errors.people import DELEGATION_REFUSED
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state import models
from beffroi.store.state.people import Membership, Person
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people.accounts import PURPOSE
from beffroi.trust.people.roles import Right, role, roles

#: A role is lent for a season, not for good [days].
LONGEST_LOAN = 92
_CLOSED = Text(fr="Ce compte est fermé", en="That account is closed")
WRONG_TIME = Text(fr="La date de fin ne convient pas", en="The end date will not do")
WHAT = Text(fr="rôle", en="role")
_WHERE = Text(fr="collectivité", en="authority")


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has now."""

    membership: int
    organisation: int | None
    """None: all of them."""
    role: str
    since: datetime
    until: datetime | None
    lent: bool


def give(
    door: WriteDoor,
    person: Person,
    organisation: int | None,
    role_key: str,
    until: datetime | None = None,
) -> Membership:
    """Give a role in an organisation, or in all of them; the same one twice is no error.

    Raises:
        BeffroiError: `people.role_unknown`, `store.not_found`; `people.delegation_refused` where
            the end is past or the account closed.
    """
    now = utc_now()
    check(role_key, until, door, organisation)
    require_open(door, person)
    with door.change("people.role", PURPOSE, organisation, person.reference) as change:
        change.session.expire_on_commit = False
        row = same(change.session, person.id, organisation, role_key, now)
        if row is None:
            row = Membership(
                person_id=person.id, organisation_id=organisation, role=role_key, since=now
            )
            change.session.add(row)
        row.until, row.given_by = until, door.actor
        change.session.flush()
        change.detail = {"role": role_key, "until": until.isoformat() if until else None}
    return row


def check(role_key: str, until: datetime | None, door: WriteDoor, organisation: int | None) -> None:
    """Refuse a role that does not exist, is nowhere, or would have ended before it begins.

    Raises:
        BeffroiError: `people.role_unknown`, `store.not_found`, `people.delegation_refused`.
    """
    role(role_key)
    if organisation is not None:
        with door.look() as session:
            found = session.get(models.Organisation, organisation)
        if found is None:
            key = str(organisation)
            raise BeffroiError(NOT_FOUND, what=_WHERE, key=key, command="organisations")
        with door.look() as session:
            require_kept_here(session, organisation)
    if until is not None and until <= utc_now():
        raise BeffroiError(DELEGATION_REFUSED, reason=WRONG_TIME, most=LONGEST_LOAN)


def end(
    door: WriteDoor, membership: int, now: datetime | None = None, *, of: int | None = None
) -> Membership:
    """End a role, and what was lent of it; `of` an organisation only, where one is given.

    Raises:
        BeffroiError: `store.not_found`.
    """
    now = now or utc_now()
    with door.look() as session:
        found = session.get(Membership, membership)
        person = session.get_one(Person, found.person_id) if found else None
    if found is None or person is None or of not in (None, found.organisation_id):
        raise BeffroiError(NOT_FOUND, what=WHAT, key=membership, command="people show")
    owner = found.organisation_id
    with door.change("people.end_role", PURPOSE, owner, person.reference) as change:
        change.session.expire_on_commit = False
        row = change.session.get_one(Membership, membership)
        row.until = min(row.until, now) if row.until else now
        change.detail = {"role": row.role, "membership": row.id}
    return row


def of(door: WriteDoor, person: Person, now: datetime) -> list[Held]:
    """List the roles that a person has at an instant."""
    with door.look() as session:
        return held(session, person.id, now)


def held(session: Session, person: int, now: datetime) -> list[Held]:
    """List the roles that a person has at an instant, own ones first."""
    return held_by(session, [person], now).get(person, [])


def held_by(session: Session, people: Iterable[int], now: datetime) -> dict[int, list[Held]]:
    """List the roles that people have at an instant, own ones first, by person."""
    source = aliased(Membership)
    query = (
        select(Membership)
        .outerjoin(source, source.id == Membership.delegated_from_id)
        .where(
            Membership.person_id.in_([*people]),
            in_force(Membership, now),
            or_(Membership.delegated_from_id.is_(None), in_force(source, now)),
        )
        .order_by(Membership.delegated_from_id.is_not(None), Membership.id)
    )
    found: dict[int, list[Held]] = {}
    for row in session.scalars(query):
        if row.role in roles():
            lent = row.delegated_from_id is not None
            one = Held(row.id, row.organisation_id, row.role, row.since, row.until, lent)
            found.setdefault(row.person_id, []).append(one)
    return found


def rights(
    known: Iterable[Held], organisation: int | None, *, second_factor: bool
) -> frozenset[Right]:
    """Return what roles allow in an organisation, or in the installation as a whole.

    A role that asks for a second factor allows nothing without.
    """
    return frozenset(
        right
        for one in known
        if one.organisation is None or one.organisation == organisation
        if second_factor or not roles()[one.role].second_factor
        for right in roles()[one.role].rights
    )


def in_force(model: type[Membership], now: datetime) -> ColumnElement[bool]:
    """Return the condition that a role holds at an instant."""
    return and_(model.since <= now, or_(model.until.is_(None), model.until > now))


def same(
    session: Session, person: int, organisation: int | None, key: str, now: datetime
) -> Membership | None:
    """Return a role that is held directly: one that was lent cannot be lent further."""
    return session.scalar(
        select(Membership).where(
            Membership.person_id == person,
            Membership.organisation_id == organisation,
            Membership.role == key,
            Membership.delegated_from_id.is_(None),
            in_force(Membership, now),
        )
    )


def require_open(door: WriteDoor, person: Person) -> None:
    """Refuse to give anything to a closed account.

    Raises:
        BeffroiError: `people.delegation_refused`.
    """
    # Asked by the installation: an organisation sees nobody before their first role there.
    with door.look() as session:
        row = session.get(Person, person.id)
    if row is None or row.closed_at is not None:
        raise BeffroiError(DELEGATION_REFUSED, reason=_CLOSED, most=LONGEST_LOAN)
