"""Accounts to try the pages of the demonstration with; no password of theirs exists beforehand."""

import secrets
from dataclasses import dataclass

from sqlalchemy import case, func, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Finding, Outcome
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships, passwords, sessions, signing
from beffroi.trust.people.roles import roles

#: Who publishes on the public site.
ELECTED = "elue@demo.example"
#: Who visits: the role, and a name of somebody who does not exist.
_PEOPLE = (
    ("elected", "Camille Aubry", ELECTED),
    ("agent", "Sacha Morel", "agent@demo.example"),
    ("dpo", "Noa Lambert", "dpo@demo.example"),
    ("auditor", "Alix Renaud", "audit@demo.example"),
)
_CONSONANTS, _VOWELS = "bdfgjklmnprstvz", "aeiou"
_GROUPS = 5  # of two syllables, 12.4 bits each


@dataclass(frozen=True, slots=True)
class Visiting:
    """Somebody to sign in as, with a password that is shown once."""

    role: Text
    email: str
    password: str
    second_factor: bool
    """Whether the role asks for a second proof before it opens pages."""


def visited(store: Store, actor: str) -> tuple[int, str]:
    """Return the commune that visitors act for: its number and its name."""
    door = store.writer(actor)
    return _visited(door) or _commune(door)


def visitors(store: Store, actor: str) -> tuple[str, list[Visiting]]:
    """Open the accounts of the demonstration, with passwords drawn anew.

    Returns:
        The name of the commune that they act for, and the accounts.
    """
    door = store.writer(actor)
    number, name = visited(store, actor)
    found = []
    for role, person_name, email in _PEOPLE:
        person = _known(door, email)
        if person is None:
            person = accounts.add(door, person_name, email)
            memberships.give(door, person, number, role)
        password, now = _drawn(), utc_now()
        with door.change("people.password", accounts.PURPOSE, subject=person.reference) as change:
            signing.keep_password(change.session, person.id, passwords.hashed(password), now)
            sessions.revoke_all(change.session, person.id, now)
        known = roles()[role]
        found.append(Visiting(known.label, email, password, known.second_factor))
    return name, found


def _known(door: WriteDoor, email: str) -> Person | None:
    try:
        return accounts.find(door, email)
    except BeffroiError as error:
        if error.type is not NOT_FOUND:
            raise
        return None


def _visited(door: WriteDoor) -> tuple[int, str] | None:
    """Return the commune of the accounts that an earlier start opened."""
    person = _known(door, _PEOPLE[0][2])
    held = memberships.of(door, person, utc_now()) if person is not None else []
    number = held[0].organisation if held else None
    if number is None:
        return None
    with door.look() as session:
        return number, session.get_one(models.Organisation, number).name


def _commune(door: WriteDoor) -> tuple[int, str]:
    """Return the commune with the most to see: a saving that is proven, then what waits."""
    row = models.Organisation
    waits = case((Finding.status == "open", Finding.eur_per_year), else_=0.0)
    proven = (
        select(Finding.organisation_id)
        .join(Action, Action.finding_id == Finding.id)
        .join(Outcome, Outcome.action_id == Action.id)
        .where(Outcome.proven)
    )
    query = (
        select(row.id, row.name)
        .join(Finding, Finding.organisation_id == row.id, isouter=True)
        .where(row.kind == "commune")
        .group_by(row.id, row.name)
        .order_by(row.id.in_(proven).desc(), func.sum(waits).desc(), row.id)
        .limit(1)
    )
    with door.look() as session:
        number, name = session.execute(query).one()
    return int(number), str(name)


def _drawn() -> str:
    """Draw a password that can be typed: five groups of two syllables, 62 bits."""
    return "-".join(
        "".join(secrets.choice(kind) for kind in (_CONSONANTS, _VOWELS) * 2) for _ in range(_GROUPS)
    )
