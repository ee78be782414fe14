"""Accounts to try the pages of the demonstration with; no password of theirs exists beforehand."""

import secrets
from dataclasses import dataclass, replace

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
#: Who runs the water of the syndicat, and who of them reads the meters of its subscribers.
_WATER = (
    ("agent", "Robin Garnier", "eau@demo.example"),
    ("water_agent", "Lou Marchand", "abonnes@demo.example"),
)
_OF_WATER = Text(fr="agent du service de l’eau, {name}", en="agent of the water service, {name}")
_OF_HOMES = Text(
    fr="agent du service de l’eau, compteurs d’abonnés compris, {name}",
    en="agent of the water service, with the meters of subscribers, {name}",
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
    found = [_opened(door, number, *one) for one in _PEOPLE]
    service = _service(door)
    if service is not None:
        for one, role in zip(_WATER, (_OF_WATER, _OF_HOMES), strict=True):
            opened = _opened(door, service[0], *one)
            found.append(replace(opened, role=role.fill(name=service[1])))
    return name, found


def _opened(door: WriteDoor, number: int, role: str, name: str, email: str) -> Visiting:
    """Open an account of an organisation, or give it another password."""
    person = _known(door, email)
    if person is None:
        person = accounts.add(door, name, email)
        memberships.give(door, person, number, role)
    password, now = _drawn(), utc_now()
    with door.change("people.password", accounts.PURPOSE, subject=person.reference) as change:
        signing.keep_password(change.session, person.id, passwords.hashed(password), now)
        sessions.revoke_all(change.session, person.id, now)
    known = roles()[role]
    return Visiting(known.label, email, password, known.second_factor)


def _service(door: WriteDoor) -> tuple[int, str] | None:
    """Return the syndicat of water: its number and its name."""
    row = models.Organisation
    query = select(row.id, row.name).where(row.kind == "syndicat").order_by(row.id).limit(1)
    with door.look() as session:
        found = session.execute(query).first()
    return (int(found.id), str(found.name)) if found else None


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
