"""The word of an identity provider (ProConnect...): who somebody is, never what they may do.

Somebody is found by the subject that the provider gave them, the first time by an e-mail that it
has checked. Whoever has no account here gets none: an administrator invites people.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import PROVIDER_STRANGER
from beffroi.store.state.people import ExternalIdentity, Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import sessions
from beffroi.trust.people.accounts import PURPOSE, spelled
from beffroi.trust.people.sessions import AWAITING, ONE_PROOF, TWO_PROOFS
from beffroi.trust.people.signing import Visitor, factors

LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider has recognised, and how."""

    issuer: str
    subject: str
    email: str
    """Empty where the provider does not vouch for it."""
    two_proofs: bool
    siren: str = ""
    """Of the organisation for which the person came, where it says so."""


def sign_in(door: WriteDoor, visitor: Visitor, vouched: Vouched, now: datetime) -> str:
    """Begin a session for whom a provider has recognised.

    The person's own second factor is awaited still, where they have one and the provider asked for
    one proof only.

    Returns:
        The secret of the session.

    Raises:
        BeffroiError: `provider.stranger`.
    """
    with door.look() as session:
        person = _known(session, vouched)
    if person is None:
        person = _linked(door, vouched, now)
    with door.change("people.sign_in", "security", subject=person.reference) as change:
        session = change.session
        own = bool(factors(session, person.id))
        level = TWO_PROOFS if vouched.two_proofs else AWAITING if own else ONE_PROOF
        change.detail = {"provider": vouched.issuer}
        return sessions.start(session, person.id, level, visitor.agent, now, known=False)


def _known(session: Session, vouched: Vouched) -> Person | None:
    query = select(Person).join(ExternalIdentity, ExternalIdentity.person_id == Person.id)
    person = session.scalar(
        query.where(
            ExternalIdentity.issuer == vouched.issuer, ExternalIdentity.subject == vouched.subject
        )
    )
    if person is not None and person.closed_at is not None:
        raise BeffroiError(PROVIDER_STRANGER)
    return person


def _linked(door: WriteDoor, vouched: Vouched, now: datetime) -> Person:
    """Note which person a subject is, by an e-mail that only one subject of a provider may have."""
    email = spelled(vouched.email)
    with door.change("people.link", PURPOSE) as change:
        session = change.session
        session.expire_on_commit = False
        open_ = select(Person).where(Person.email == email, Person.closed_at.is_(None))
        person = session.scalar(open_) if email else None
        taken = person is not None and session.scalar(
            select(ExternalIdentity.id).where(
                ExternalIdentity.person_id == person.id,
                ExternalIdentity.issuer == vouched.issuer,
            )
        )
        if person is None or taken:
            raise BeffroiError(PROVIDER_STRANGER)
        session.add(
            ExternalIdentity(
                person_id=person.id,
                issuer=vouched.issuer,
                subject=vouched.subject,
                linked_at=now,
            )
        )
        change.subject = person.reference
        change.detail = {"provider": vouched.issuer, "siren": vouched.siren}
    return person
