"""Passkeys (WebAuthn level 2): a key that stays in a device, opened by a finger, a face or a PIN.

The device checks its holder (user verification is required), so that one signature is two proofs: a
passkey signs in alone. It signs the name of the site, so that a false site gets nothing of use.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from beffroi.errors import BeffroiError
from beffroi.errors.people import SIGN_IN_REFUSED
from beffroi.store.state.people import Factor, Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import ceremonies, second, sessions, throttle
from beffroi.trust.people.second import PASSKEY, PATIENCE, Added
from beffroi.trust.people.sessions import TWO_PROOFS, Signed
from beffroi.trust.people.signing import Visitor, factors
from beffroi.trust.people.throttle import Trial

_ADDING, _PROVING = "passkey, added", "passkey"
_NAME = "Beffroi"
#: What a credential that is no credential makes the library raise.
_BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser hands to `navigator.credentials`, and what it brings back with the answer."""

    ceremony: str
    options: dict[str, Any]


def offer(door: WriteDoor, who: Signed, origin: str, now: datetime) -> Challenge:
    """Begin to add a passkey; nothing changes until the device has answered."""
    with door.keep() as session:
        person = session.get_one(Person, who.person)
        known = [row for row in factors(session, who.person) if row.credential]
        options = generate_registration_options(
            rp_id=_host(origin),
            rp_name=_NAME,
            user_id=who.reference.encode(),  # devices keep it: it names nobody
            user_name=person.email or who.reference,
            user_display_name=person.name,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential or ""))
                for row in known
            ],
        )
        content = {"challenge": bytes_to_base64url(options.challenge)}
        key = ceremonies.start(
            session, _ADDING, now + PATIENCE, now, person=who.person, content=content
        )
    return Challenge(key, json.loads(options_to_json(options)))


def add(
    door: WriteDoor,
    who: Signed,
    ceremony: str,
    credential: Mapping[str, Any],
    name: str,
    origin: str,
    now: datetime,
) -> Added:
    """Add the passkey that a device has made.

    Raises:
        BeffroiError: `people.sign_in_refused`.
    """
    with door.keep() as session:
        begun = ceremonies.finish(session, _ADDING, ceremony, now)
    if begun is None or begun.person != who.person:
        raise BeffroiError(SIGN_IN_REFUSED)
    try:
        made = verify_registration_response(
            credential=dict(credential),
            expected_challenge=base64url_to_bytes(begun.content["challenge"]),
            expected_rp_id=_host(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise BeffroiError(SIGN_IN_REFUSED) from error
    key = bytes_to_base64url(made.credential_id)
    with door.look() as session:
        if session.scalar(select(Factor.id).where(Factor.credential == key)) is not None:
            raise BeffroiError(SIGN_IN_REFUSED)
    row = Factor(
        kind=PASSKEY,
        name=name,
        secret=made.credential_public_key,
        credential=key,
        counter=made.sign_count,
    )
    return second.add(door, who, row, now)


def ask(door: WriteDoor, visitor: Visitor, origin: str, now: datetime) -> Challenge:
    """Ask whoever comes for a passkey; the device knows which one, this site asks for no name.

    Raises:
        BeffroiError: `people.too_many_attempts`.
    """
    throttle.count(door, [_asked(visitor)], now)
    options = generate_authentication_options(
        rp_id=_host(origin), user_verification=UserVerificationRequirement.REQUIRED
    )
    content = {"challenge": bytes_to_base64url(options.challenge)}
    with door.keep() as session:
        key = ceremonies.start(session, _PROVING, now + PATIENCE, now, content=content)
    return Challenge(key, json.loads(options_to_json(options)))


def sign_in(
    door: WriteDoor,
    visitor: Visitor,
    ceremony: str,
    credential: Mapping[str, Any],
    origin: str,
    now: datetime,
) -> str:
    """Sign in with a passkey, or give the proof that the session of this browser awaits.

    Returns:
        The secret of the session.

    Raises:
        BeffroiError: `people.sign_in_refused`.
    """
    with door.keep() as session:
        begun = ceremonies.finish(session, _PROVING, ceremony, now)
    key = credential.get("id")
    if begun is None or not isinstance(key, str) or not key.isascii():
        raise BeffroiError(SIGN_IN_REFUSED)
    with door.look() as session:
        query = select(Factor, Person).join(Person, Person.id == Factor.person_id)
        found = session.execute(
            query.where(Factor.credential == key.replace("\0", ""), Person.closed_at.is_(None))
        ).one_or_none()
    if found is None:
        raise BeffroiError(SIGN_IN_REFUSED)
    row, person = found
    challenge = base64url_to_bytes(begun.content["challenge"])
    count = _verified(row, credential, challenge, origin)
    throttle.succeed(door, (), now, [_asked(visitor)])
    current = sessions.find(door, visitor.cookie, now)
    with door.change("people.sign_in", "security", subject=person.reference) as change:
        session = change.session
        kept = session.get(Factor, row.id, with_for_update=True)
        # Taken away meanwhile, or the same answer sent twice at once.
        if kept is None or kept.counter != row.counter:
            raise BeffroiError(SIGN_IN_REFUSED)
        kept.counter, kept.used_at = count, now
        change.detail = {"passkey": row.id}
        if current is not None and current.person == person.id:
            return sessions.proved(session, current.session, TWO_PROOFS, now)
        return sessions.start(session, person.id, TWO_PROOFS, visitor.agent, now, known=True)


def _verified(row: Factor, credential: Mapping[str, Any], challenge: bytes, origin: str) -> int:
    """Check a signature; return how often the device says that it has signed.

    A count that does not grow is that of a copy of the key.
    """
    try:
        found = verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=_host(origin),
            expected_origin=origin,
            credential_public_key=row.secret,
            credential_current_sign_count=row.counter,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise BeffroiError(SIGN_IN_REFUSED) from error
    return found.new_sign_count


def _asked(visitor: Visitor) -> Trial:
    """Say what challenges count against: a place that does not answer them."""
    return Trial("challenge", throttle.place(visitor.address), free=300, most=60)


def _host(origin: str) -> str:
    return urlsplit(origin).hostname or ""
