"""The second proof: adding one, giving it, taking it away."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import SIGN_IN_REFUSED
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state.people import Factor, Person, RecoveryCode
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people import ceremonies, recovery, sessions, throttle, totp
from beffroi.trust.people.accounts import PURPOSE
from beffroi.trust.people.sessions import TWO_PROOFS, Signed
from beffroi.trust.people.signing import factors
from beffroi.trust.people.throttle import Trial

TOTP, PASSKEY = "totp", "passkey"
#: How long a person may take to add a factor.
PATIENCE = timedelta(minutes=10)
LONGEST_NAME = 60
_WHAT = Text(fr="second facteur", en="second factor")


@dataclass(frozen=True, slots=True)
class Offered:
    """A secret that an authenticator application is to keep, awaited back with a code of it."""

    ceremony: str
    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a factor gives: a new session secret; with the first one, recovery codes."""

    session: str
    recovery_codes: tuple[str, ...]


def offer_totp(door: WriteDoor, who: Signed, now: datetime) -> Offered:
    """Begin to add an authenticator application; nothing changes until a code of it comes back."""
    secret = totp.new_secret()
    with door.keep() as session:
        email = session.get_one(Person, who.person).email or who.reference
        until, content = now + PATIENCE, {"secret": secret}
        key = ceremonies.start(session, TOTP, until, now, person=who.person, content=content)
    return Offered(key, secret, totp.address(secret, email))


def add_totp(
    door: WriteDoor, who: Signed, ceremony: str, code: str, name: str, now: datetime
) -> Added:
    """Add an authenticator application, once it has given a right code.

    Raises:
        BeffroiError: `people.sign_in_refused`: what was begun is then over, and begins again.
    """
    with door.keep() as session:
        begun = ceremonies.finish(session, TOTP, ceremony, now)
    if begun is None or begun.person != who.person:
        raise BeffroiError(SIGN_IN_REFUSED)
    secret = str(begun.content["secret"])
    step = totp.step_of(secret, code, now, 0)
    if step is None:
        raise BeffroiError(SIGN_IN_REFUSED)
    row = Factor(kind=TOTP, name=name, secret=secret.encode(), counter=step)
    return add(door, who, row, now)


def add(door: WriteDoor, who: Signed, row: Factor, now: datetime) -> Added:
    """Keep a factor that was proved; every other session of the person ends."""
    row.person_id, row.created_at = who.person, now
    clean = "".join(c if c.isprintable() else " " for c in row.name)
    row.name = " ".join(clean.split())[:LONGEST_NAME] or row.kind
    with door.change("people.add_factor", PURPOSE, subject=who.reference) as change:
        session = change.session
        first = not factors(session, who.person)
        session.add(row)
        session.flush()
        codes = recovery.renew(session, who.person) if first else []
        sessions.revoke_all(session, who.person, now, but=who.session)
        change.detail = {"kind": row.kind, "factor": row.id}
        return Added(sessions.proved(session, who.session, TWO_PROOFS, now), tuple(codes))


def prove_totp(door: WriteDoor, who: Signed, code: str, now: datetime) -> str:
    """Take a code as the second proof: once, and no earlier one after it.

    Returns:
        The new secret of the session.

    Raises:
        BeffroiError: `people.sign_in_refused`, `people.too_many_attempts`.
    """
    trial = _trial(who)
    throttle.count(door, [trial], now)
    secret = None
    with door.keep() as session:
        for row in factors(session, who.person):
            if row.kind != TOTP:
                continue
            session.refresh(row, with_for_update=True)
            step = totp.step_of(row.secret.decode(), code, now, row.counter)
            if step is not None:
                row.counter, row.used_at = step, now
                secret = sessions.proved(session, who.session, TWO_PROOFS, now)
                break
    if secret is None:
        raise BeffroiError(SIGN_IN_REFUSED)
    throttle.succeed(door, [trial], now)
    return secret


def prove_recovery(door: WriteDoor, who: Signed, code: str, now: datetime) -> str:
    """Take a recovery code as the second proof. Eighty random bits need no throttle.

    Raises:
        BeffroiError: `people.sign_in_refused`.
    """
    with door.change("people.recover", "security", subject=who.reference) as change:
        if not recovery.use(change.session, who.person, code, now):
            raise BeffroiError(SIGN_IN_REFUSED)
        change.detail = {"codes_left": recovery.left(change.session, who.person)}
        return sessions.proved(change.session, who.session, TWO_PROOFS, now)


def remove(door: WriteDoor, who: Signed, factor: int) -> None:
    """Take a factor away; with the last one, recovery codes go too.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.change("people.remove_factor", PURPOSE, subject=who.reference) as change:
        session = change.session
        sessions.standing(session, who.session)
        row = session.get(Factor, factor)
        if row is None or row.person_id != who.person:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=factor, command="people show")
        session.delete(row)
        session.flush()
        _drop_codes(session, who.person)
        change.detail = {"factor": factor}


def renew_codes(door: WriteDoor, who: Signed) -> list[str]:
    """Make new recovery codes; earlier ones no longer serve."""
    with door.change("people.renew_codes", PURPOSE, subject=who.reference) as change:
        sessions.standing(change.session, who.session)
        return recovery.renew(change.session, who.person)


def _drop_codes(session: Session, person: int) -> None:
    if not factors(session, person):
        session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))


def _trial(who: Signed) -> Trial:
    """Say what codes count against: whoever stole a password keeps nobody's own browser waiting."""
    kind = "second, known" if who.known else "second"
    return Trial(kind, str(who.person), free=5, most=900)
