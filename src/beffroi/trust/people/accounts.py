"""Accounts: who may come in at all. Whoever opens one chooses no password for it.

A person is named by a reference everywhere but in their own row: erasing them leaves the journal
true and says nothing more of them.
"""

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import EMAIL_TAKEN, PERSON_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.erasing.people import forget
from beffroi.store.journal.erasing import erase_actor
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.notices import Notice, NoticeChoice
from beffroi.store.state.people import (
    Ceremony,
    ExternalIdentity,
    Factor,
    Membership,
    Password,
    Person,
    PersonSession,
    RecoveryCode,
)
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people import ceremonies

PURPOSE = "administration"
INVITED = timedelta(days=7)
LONGEST_NAME, LONGEST_EMAIL = 120, 254
#: What is left of a name that was erased.
ERASED = "–"
_EMAIL = re.compile(r"[!#-;=?A-~]{1,64}@[!#-;=?A-~]{1,190}")  # signs of ASCII, but " < > @
_NAME = Text(
    fr="Le nom est vide, trop long ou illisible", en="The name is empty, too long or unreadable"
)
_ADDRESS = Text(
    fr="« {email} » n’est pas une adresse électronique", en="“{email}” is no e-mail address"
)
WHAT = Text(fr="personne", en="person")
_PROOFS = (Password, Factor, RecoveryCode, Ceremony)


def add(door: WriteDoor, name: str, email: str) -> Person:
    """Open an account that nobody can use until its person has taken up an invitation.

    Raises:
        BeffroiError: `people.invalid`, `people.email_taken`.
    """
    name, email = checked_name(name), checked_email(email)
    reference = f"p-{secrets.token_hex(6)}"
    with door.change("people.add", PURPOSE, subject=reference) as change:
        change.session.expire_on_commit = False
        if change.session.scalar(select(Person.id).where(Person.email == email)) is not None:
            raise BeffroiError(EMAIL_TAKEN, email=email)
        row = Person(reference=reference, name=name, email=email, created_at=utc_now())
        change.session.add(row)
        change.session.flush()
    return row


def find(door: WriteDoor, who: str) -> Person:
    """Return a person by reference or e-mail.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = None
    if who.isprintable():  # a server does not even look for other signs
        with door.look() as session:
            known = or_(Person.reference == who, Person.email == (spelled(who) or None))
            row = session.scalar(select(Person).where(known))
    if row is None:
        raise BeffroiError(NOT_FOUND, what=WHAT, key=who[:80], command="people list")
    return row


def listed(door: WriteDoor, organisations: Iterable[int] | None = None) -> list[Person]:
    """List people by name; of some organisations, those who have or had a role there."""
    query = select(Person).order_by(Person.name, Person.id)
    if organisations is not None:
        own = select(Membership.person_id).where(Membership.organisation_id.in_([*organisations]))
        query = query.where(Person.id.in_(own))
    with door.look() as session:
        return list(session.scalars(query))


def invite(door: WriteDoor, person: Person, now: datetime | None = None) -> str:
    """Return a code with which a person chooses a password once; earlier codes no longer serve.

    Until it is taken up, what the person had goes on as before.
    """
    now = now or utc_now()
    with door.change("people.invite", PURPOSE, subject=person.reference) as change:
        earlier = (Ceremony.person_id == person.id, Ceremony.kind == ceremonies.INVITATION)
        change.session.execute(delete(Ceremony).where(*earlier))
        kind, until = ceremonies.INVITATION, now + INVITED
        return ceremonies.start(change.session, kind, until, now, person=person.id)


def forget_factors(door: WriteDoor, person: Person) -> None:
    """Take away the second factors of somebody who lost them: a password is enough again."""
    with door.change("people.forget_factors", PURPOSE, subject=person.reference) as change:
        for model in (Factor, RecoveryCode):
            change.session.execute(delete(model).where(model.person_id == person.id))


def close(door: WriteDoor, person: Person, now: datetime | None = None) -> None:
    """Close an account: roles end, what was lent of them too, and nothing lets the person in."""
    with door.change("people.close", PURPOSE, subject=person.reference) as change:
        _close(change.session, person.id, now or utc_now())


def erase(
    door: WriteDoor,
    person: Person,
    now: datetime | None = None,
    *,
    signed: Collection[str] = (),
) -> int:
    """Close an account and forget the person: a reference and past roles stay, no name, no e-mail.

    The entries of the journal that the person made lose who acted; those about the person keep the
    reference, which leads to nobody any more. The files of the state are then written anew, so that
    no byte of it is left; backups made before hold it until they go.

    Args:
        door: Whoever erases.
        person: The person.
        now: When.
        signed: Names under which the person, and nobody else, typed commands: nothing tells two
            people of one name apart there, so that none of it is erased unasked.

    Returns:
        How many entries lost who acted.
    """
    with door.change("people.erase", PURPOSE, subject=person.reference) as change:
        session = change.session
        _close(session, person.id, now or utc_now())
        for model in (PersonSession, ExternalIdentity, Notice, NoticeChoice):
            session.execute(delete(model).where(model.person_id == person.id))
        row = session.get_one(Person, person.id)
        row.name, row.email = ERASED, None
        forget(session, row.reference)
        actors = {row.reference, *signed} - {""}
        count = sum(erase_actor(session, one) for one in sorted(actors))
        change.detail = {"actors": count}
    door.state.scrub()
    return count


def homonyms(door: WriteDoor, person: Person) -> int:
    """Count the entries of the journal whose actor is the name or e-mail that a person bears.

    Whoever typed those commands gave it: it may be the person, or somebody of the same name.
    """
    row = JournalEntry
    with door.look() as session:
        borne = row.actor.in_([one for one in (person.name, person.email) if one])
        return session.scalar(select(func.count()).where(borne)) or 0


def checked_name(name: str) -> str:
    """Return a name on one line.

    Raises:
        BeffroiError: `people.invalid`.
    """
    clean = " ".join(name.split())
    if not (0 < len(clean) <= LONGEST_NAME and clean.isprintable()):
        raise BeffroiError(PERSON_INVALID, reason=_NAME)
    return clean


def checked_email(email: str) -> str:
    """Return an e-mail in lower case: people do not tell its capitals apart.

    >>> checked_email(" Jeanne.Durand@Exemple.fr ")
    'jeanne.durand@exemple.fr'

    Raises:
        BeffroiError: `people.invalid`.
    """
    clean = spelled(email)
    if not clean:
        raise BeffroiError(PERSON_INVALID, reason=_ADDRESS.fill(email=email.strip()[:80]))
    return clean


def spelled(text: str) -> str:
    """Return an e-mail as accounts keep it; nothing where it cannot be one.

    Its signs are looked at first: the sign of the kelvin is a `k` once in lower case, and another
    mailbox.

    >>> spelled(" Kevin@Exemple.fr "), spelled("\N{KELVIN SIGN}evin@exemple.fr")
    ('kevin@exemple.fr', '')
    """
    clean = text.strip()
    whole = len(clean) <= LONGEST_EMAIL and _EMAIL.fullmatch(clean) is not None
    return clean.lower() if whole else ""


def _close(session: Session, person: int, now: datetime) -> None:
    row = session.get_one(Person, person)
    row.closed_at = row.closed_at or now
    held = (Membership.person_id == person, or_(Membership.until.is_(None), Membership.until > now))
    session.execute(update(Membership).where(*held).values(until=now))
    open_ = (PersonSession.person_id == person, PersonSession.revoked_at.is_(None))
    session.execute(update(PersonSession).where(*open_).values(revoked_at=now))
    for model in _PROOFS:
        session.execute(delete(model).where(model.person_id == person))
