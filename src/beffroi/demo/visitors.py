"""Accounts to try the pages of the demonstration with; no password of theirs exists beforehand."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Finding
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships, passwords, sessions, signing
from beffroi.trust.people.roles import roles

#: Who visits: the role, and a name of somebody who does not exist.
_PEOPLE = (
    ("elected", "Camille Aubry", "elue@demo.example"),
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


def visitors(store: Store, actor: str) -> tuple[str, list[Visiting]]:
    """Open the accounts of the demonstration, with passwords drawn anew.

    Returns:
        The name of the commune that they act for, and the accounts.
    """
    door = store.writer(actor)
    number, name = _commune(door)
    found = []
    for role, person_name, email in _PEOPLE:
        try:
            person = accounts.find(door, email)
        except BeffroiError as error:
            if error.type is not NOT_FOUND:
                raise
            person = accounts.add(door, person_name, email)
            memberships.give(door, person, number, role)
        password, now = _drawn(), utc_now()
        with door.change("people.password", accounts.PURPOSE, subject=person.reference) as change:
            signing.keep_password(change.session, person.id, passwords.hashed(password), now)
            sessions.revoke_all(change.session, person.id, now)
        found.append(Visiting(roles()[role].label, email, password))
    return name, found


def _commune(door: WriteDoor) -> tuple[int, str]:
    """Return the commune with the most to see: actions that were done, then stakes."""
    row = models.Organisation
    acted = func.count(func.distinct(Action.finding_id))
    query = (
        select(row.id, row.name)
        .join(Finding, Finding.organisation_id == row.id, isouter=True)
        .join(Action, Action.finding_id == Finding.id, isouter=True)
        .where(row.kind == "commune")
        .group_by(row.id, row.name)
        .order_by(acted.desc(), func.sum(Finding.eur_per_year).desc(), row.id)
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
