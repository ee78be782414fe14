"""`/{organisation}/membres`: who has which role here, until when, and what lacks to use it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state.people import ExternalIdentity, Factor, Password, Person
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships
from beffroi.trust.people.accounts import ERASED
from beffroi.trust.people.memberships import Held
from beffroi.trust.people.roles import Right, roles
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Move, Page, View, Visit
from beffroi.web.pages.members.words import WORDS

TITLE = Text(fr="Membres", en="Members")


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role that somebody has here."""

    membership: int
    label: Text
    until: datetime | None
    lent: bool
    lacks: bool
    """Whether it allows nothing before a second factor is added."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who has, or had, a role here."""

    reference: str
    name: str
    email: str
    roles: tuple[RoleHeld, ...]
    second: bool
    """Whether a second factor was added."""
    awaited: bool
    """Whether the invitation was not taken up yet."""
    closed: bool


@dataclass(frozen=True, slots=True)
class Members:
    """The people of an organisation: those who have a role now, then those who had one."""

    base: str
    present: tuple[Member, ...]
    past: tuple[Member, ...]
    unheld: tuple[Text, ...]
    """Roles that nobody has."""


def members_of(visit: Visit) -> tuple[Member, ...]:
    """Return the people of the organisation, by name; whoever was erased is not there."""
    own, door, now = visit.organisation, visit.own(), utc_now()
    people = [one for one in accounts.listed(door, [own]) if one.name != ERASED]
    numbers = [one.id for one in people]
    with door.look() as session:
        held = {one.id: memberships.held(session, one.id, now) for one in people}
        second = _those(session, Factor, numbers)
        entered = _those(session, Password, numbers) | _those(session, ExternalIdentity, numbers)
    return tuple(
        Member(
            one.reference,
            one.name,
            one.email or "",
            tuple(
                _role(each, second=one.id in second)
                for each in held[one.id]
                if each.organisation == own
            ),
            one.id in second,
            one.id not in entered,
            one.closed_at is not None,
        )
        for one in people
    )


def _those(
    session: Session,
    model: type[Factor] | type[Password] | type[ExternalIdentity],
    people: Collection[int],
) -> set[int]:
    return set(session.scalars(select(model.person_id).where(model.person_id.in_(people))))


def _role(held: Held, *, second: bool) -> RoleHeld:
    known = roles()[held.role]
    lacks = known.second_factor and not second
    return RoleHeld(held.membership, known.label, held.until, held.lent, lacks)


def person_of(visit: Visit) -> Person:
    """Return the person of the address; one of another organisation is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    asked = visit.path["person"]
    for one in accounts.listed(visit.own(), [visit.organisation]):
        if one.reference == asked:
            return one
    raise BeffroiError(NOT_FOUND, what=accounts.WHAT, key=asked[:80], command="people list")


def _list(visit: Visit) -> View:
    found = members_of(visit)
    held = {role.label for one in found for role in one.roles}
    context = Members(
        f"/{visit.organisation}/membres",
        tuple(one for one in found if one.roles),
        tuple(one for one in found if not one.roles),
        tuple(one.label for one in roles().values() if one.label not in held),
    )
    return View("members/list.html", TITLE, context, WORDS)


def _end(visit: Visit) -> Move:
    own, door = visit.organisation, visit.writer()
    memberships.end(door, visit.number("membership"), of=own)
    return Move(f"/{own}/membres?done=role_ended")


_PATH = "/{organisation}/membres"
PAGES = (
    Page("GET", _PATH, holder(Right.ADMINISTER_PEOPLE), _list, context=Members),
    Page(
        "POST",
        f"{_PATH}/roles/{{membership}}/fin",
        holder(Right.ADMINISTER_PEOPLE, recent=True),
        _end,
    ),
)
