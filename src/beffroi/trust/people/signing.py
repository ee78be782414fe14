"""The way in: an invitation taken up, a password, a second proof.

Every refusal reads the same and takes the same time, whether the person exists or not.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import INVITATION_REFUSED, SIGN_IN_REFUSED
from beffroi.store.state import models
from beffroi.store.state.people import Factor, Membership, Password, Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import ceremonies, passwords, sessions, throttle
from beffroi.trust.people.accounts import PURPOSE, spelled
from beffroi.trust.people.throttle import Trial


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where somebody comes from: address on the network, browser, cookie of an earlier session."""

    address: str
    agent: str = ""
    cookie: str = ""


def sign_in(door: WriteDoor, visitor: Visitor, email: str, password: str, now: datetime) -> str:
    """Check a password and begin a session; a second proof is awaited where the person has one.

    Returns:
        The secret of the session.

    Raises:
        BeffroiError: `people.sign_in_refused`, `people.too_many_attempts`.
    """
    email = spelled(email)
    person, kept = _account(door, email)
    browser = sessions.known(door, person.id, visitor.cookie, now) if person else ""
    own, shared = _trials(door, visitor, email, browser, now)
    throttle.count(door, [*own, *shared], now)
    right = passwords.matches(kept.hash if kept else None, password)
    if person is None or kept is None or not right:
        raise BeffroiError(SIGN_IN_REFUSED)
    throttle.succeed(door, own, now, shared)
    again = passwords.hashed(password) if passwords.outdated(kept.hash) else None
    with door.change("people.sign_in", "security", subject=person.reference) as change:
        row = change.session.get(Password, person.id, with_for_update=True)
        if row is None or row.hash != kept.hash:  # another was chosen while this one was checked
            raise BeffroiError(SIGN_IN_REFUSED)
        row.hash = again or row.hash
        level = sessions.AWAITING if factors(change.session, person.id) else sessions.ONE_PROOF
        change.detail = {"second_factor_awaited": level == sessions.AWAITING}
        return sessions.start(
            change.session, person.id, level, visitor.agent, now, known=bool(browser)
        )


def take_up(door: WriteDoor, visitor: Visitor, code: str, password: str, now: datetime) -> str:
    """Take up an invitation: choose a password, end every earlier session, and sign in.

    An invitation does not stand for a second factor: where there is one, it is awaited.

    Returns:
        The secret of the session.

    Raises:
        BeffroiError: `people.invitation_refused`, `people.password_weak`: the invitation then goes
            on waiting; `people.too_many_attempts`.
    """
    shared = [_place(visitor)]
    throttle.count(door, shared, now)
    with door.look() as session:
        begun = ceremonies.peek(session, ceremonies.INVITATION, code, now)
        known = known_words(session, begun.person) if begun and begun.person else []
    if begun is None or begun.person is None:
        raise BeffroiError(INVITATION_REFUSED)
    passwords.check(password, known)
    hashed = passwords.hashed(password)
    throttle.succeed(door, (), now, shared)
    with door.change("people.take_up", "security") as change:
        session = change.session
        if ceremonies.finish(session, ceremonies.INVITATION, code, now) is None:
            raise BeffroiError(INVITATION_REFUSED)  # somebody else has just taken it up
        person = session.get_one(Person, begun.person)
        change.subject = person.reference
        keep_password(session, person.id, hashed, now)
        sessions.revoke_all(session, person.id, now)
        level = sessions.AWAITING if factors(session, person.id) else sessions.ONE_PROOF
        return sessions.start(session, person.id, level, visitor.agent, now, known=False)


def change_password(door: WriteDoor, who: sessions.Signed, password: str, now: datetime) -> None:
    """Choose another password; every other session of the person ends.

    Raises:
        BeffroiError: `people.password_weak`; `people.session_required` where the session was ended
            meanwhile.
    """
    with door.look() as session:
        known = known_words(session, who.person)
    passwords.check(password, known)
    hashed = passwords.hashed(password)
    with door.change("people.password", PURPOSE, subject=who.reference) as change:
        sessions.standing(change.session, who.session)
        keep_password(change.session, who.person, hashed, now)
        sessions.revoke_all(change.session, who.person, now, but=who.session)


def keep_password(session: Session, person: int, hashed: str, now: datetime) -> None:
    """Keep the hash of a password."""
    session.merge(Password(person_id=person, hash=hashed, set_at=now))
    session.flush()  # whoever signs in with the former one waits from here on


def factors(session: Session, person: int) -> list[Factor]:
    """List the second factors of a person that are in use: one being added has no use yet."""
    query = select(Factor).where(Factor.person_id == person).order_by(Factor.id)
    return list(session.scalars(query))


def known_words(session: Session, person: int) -> list[str]:
    """List what others know of a person, and would try first as a password."""
    row = session.get_one(Person, person)
    organisation = models.Organisation
    own = select(Membership.organisation_id).where(Membership.person_id == person)
    names = session.scalars(select(organisation.name).where(organisation.id.in_(own)))
    return [row.name, row.email or "", *names]


def _account(door: WriteDoor, email: str) -> tuple[Person | None, Password | None]:
    if not email:
        return None, None
    with door.look() as session:
        query = select(Person).where(Person.email == email, Person.closed_at.is_(None))
        person = session.scalar(query)
        return person, session.get(Password, person.id) if person else None


def _trials(
    door: WriteDoor, visitor: Visitor, email: str, browser: str, now: datetime
) -> tuple[list[Trial], list[Trial]]:
    """Say what an attempt counts against: what its success clears, and what it shares with others.

    A browser that the person used before has a count of its own, so that nobody else can keep them
    out; and the first attempt from a place never waits for what was tried from other ones.
    """
    if browser:
        return [Trial("browser", browser, free=5, most=900)], []
    here = _place(visitor)
    pair = Trial("pair", f"{email}\0{here.value}", free=5, most=900)
    account = Trial("account", email, free=50, most=30)
    new_here = throttle.failures(door, pair, now) == 0
    return ([pair] if new_here else [pair, account]), [here, *_network(visitor)]


def _network(visitor: Visitor) -> list[Trial]:
    """Say what a line of IPv6 counts against: it has 65,536 places, each of them new once."""
    known = throttle.network(visitor.address, 48)
    return [Trial("network", known, free=200, most=900)] if known else []


def _place(visitor: Visitor) -> Trial:
    return Trial("place", throttle.place(visitor.address), free=50, most=900)
