"""Roles lent by those who hold them, for a time: to whom, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from beffroi.errors import BeffroiError
from beffroi.errors.people import DELEGATION_REFUSED
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state.people import Membership, Person
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people.accounts import PURPOSE
from beffroi.trust.people.memberships import (
    LONGEST_LOAN,
    WHAT,
    WRONG_TIME,
    Held,
    end,
    in_force,
    require_open,
    same,
)
from beffroi.trust.people.roles import Role, role

_NOT_HELD = Text(
    fr="Qui prête ne tient pas ce rôle lui-même dans cette collectivité (--organisation)",
    en="Whoever lends it does not hold this role in that authority (--organisation)",
)
_NOT_LENT = Text(fr="Ce rôle ne se délègue pas", en="This role cannot be lent")
_SELF = Text(fr="On ne délègue pas à soi-même", en="One does not lend to oneself")


def own(known: Iterable[Held], organisation: int, role_key: str) -> Role:
    """Return a role that somebody holds directly, and may hence lend.

    Raises:
        BeffroiError: `people.role_unknown`, `people.delegation_refused`.
    """
    found = role(role_key)
    if not any(
        one.organisation == organisation and one.role == role_key and not one.lent for one in known
    ):
        raise BeffroiError(DELEGATION_REFUSED, reason=_NOT_HELD, most=LONGEST_LOAN)
    return found


def lend(
    door: WriteDoor,
    lender: Person,
    to: Person,
    organisation: int,
    role_key: str,
    until: datetime,
    now: datetime | None = None,
) -> Membership:
    """Lend one's own role to another person for a time; it ends with the role that it comes from.

    Raises:
        BeffroiError: `people.role_unknown`, `people.delegation_refused` with the reason.
    """
    now = now or utc_now()
    if not role(role_key).delegable:
        raise BeffroiError(DELEGATION_REFUSED, reason=_NOT_LENT, most=LONGEST_LOAN)
    if lender.id == to.id:
        raise BeffroiError(DELEGATION_REFUSED, reason=_SELF, most=LONGEST_LOAN)
    if not now < until <= now + timedelta(days=LONGEST_LOAN):
        raise BeffroiError(DELEGATION_REFUSED, reason=WRONG_TIME, most=LONGEST_LOAN)
    require_open(door, to)
    with door.change("people.delegate", PURPOSE, organisation, lender.reference) as change:
        change.session.expire_on_commit = False
        source = same(change.session, lender.id, organisation, role_key, now)
        if source is None:
            raise BeffroiError(DELEGATION_REFUSED, reason=_NOT_HELD, most=LONGEST_LOAN)
        row = Membership(
            person_id=to.id,
            organisation_id=organisation,
            role=role_key,
            since=now,
            until=until,
            given_by=door.actor,
            delegated_from_id=source.id,
        )
        change.session.add(row)
        change.session.flush()
        change.detail = {"to": to.reference, "role": role_key, "until": until.isoformat()}
    return row


def take_back(door: WriteDoor, lender: int, membership: int) -> Membership:
    """End a role that a person lent.

    Raises:
        BeffroiError: `store.not_found`.
    """
    source = aliased(Membership)
    query = (
        select(Membership.id)
        .join(source, source.id == Membership.delegated_from_id)
        .where(Membership.id == membership, source.person_id == lender)
    )
    with door.look() as session:
        if session.scalar(query) is None:
            raise BeffroiError(NOT_FOUND, what=WHAT, key=membership, command="people show")
    return end(door, membership)


@dataclass(frozen=True, slots=True)
class Loan:
    """A role that somebody lends now, and to whom."""

    membership: int
    organisation: int
    role: str
    to: str
    """The reference of the person."""
    to_name: str
    since: datetime
    until: datetime


def lent(door: WriteDoor, lender: int, now: datetime) -> list[Loan]:
    """List the roles that a person lends at an instant, the first to end first."""
    source = aliased(Membership)
    query = (
        select(Membership, Person)
        .join(source, source.id == Membership.delegated_from_id)
        .join(Person, Person.id == Membership.person_id)
        .where(source.person_id == lender, in_force(Membership, now), in_force(source, now))
        .order_by(Membership.until, Membership.id)
    )
    with door.look() as session:
        return [
            Loan(
                row.id,
                row.organisation_id,
                row.role,
                person.reference,
                person.name,
                row.since,
                row.until,
            )
            for row, person in session.execute(query)
            if row.organisation_id is not None and row.until is not None  # as `lend` makes them
        ]
