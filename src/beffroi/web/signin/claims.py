"""What a provider says, believed only where it is signed, fresh, and meant for us.

References: OpenID Connect Core 1.0, sections 3.1.3.7 and 5.3.2; the profile of ProConnect.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from beffroi.errors import BeffroiError
from beffroi.errors.people import PROVIDER_FAILED
from beffroi.texts import Text
from beffroi.trust.people.external import LONGEST_SUBJECT, Vouched

#: Signatures with a key pair only: with a shared secret, whoever reads our settings could sign.
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
#: How far the clocks of both sides may be apart [s], and how old a word may be [s].
_LEEWAY, _OLDEST = 60, 600
#: Levels of assurance that two proofs gave: those of eIDAS and of ProConnect, as remembered:
#: check them in the documentation of ProConnect.
_TWO_LEVELS = {
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
    "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
}
_UNSIGNED = Text(
    fr="sa réponse n’est pas signée par lui", en="its answer does not bear its signature"
)
_NOT_FOR_US = Text(
    fr="sa réponse n’est pas pour nous, pas fraîche, ou pas pour cette demande",
    en="its answer is not for us, not fresh, or not for this request",
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must say: who speaks, to whom, about which request."""

    issuer: str
    client: str
    nonce: str


def id_token(token: str, keys: KeySet, expected: Expected, now: datetime) -> dict[str, Any]:
    """Return the claims of an ID token.

    Raises:
        BeffroiError: `provider.failed`.
    """
    claims = signed(token, keys)
    moment = now.timestamp()
    begun, ends = claims.get("iat"), claims.get("exp")
    fresh = (
        isinstance(begun, int | float)
        and isinstance(ends, int | float)
        and ends > moment - _LEEWAY
        and moment - _OLDEST <= begun <= moment + _LEEWAY
    )
    if not (fresh and _meant(claims, expected) and claims.get("nonce") == expected.nonce):
        raise failed(_NOT_FOR_US)
    subject_of(claims)
    return claims


def userinfo(token: str, keys: KeySet, expected: Expected) -> dict[str, Any]:
    """Return the claims of a signed answer of the userinfo endpoint.

    Raises:
        BeffroiError: `provider.failed`.
    """
    claims = signed(token, keys)
    if not _meant(claims, expected):
        raise failed(_NOT_FOR_US)
    return claims


def signed(token: str, keys: KeySet) -> dict[str, Any]:
    """Return what a token says, once its signature is checked.

    Raises:
        BeffroiError: `provider.failed`.
    """
    try:
        return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise failed(_UNSIGNED) from error


def subject_of(claims: Mapping[str, Any]) -> str:
    """Return the subject of claims.

    Raises:
        BeffroiError: `provider.failed`.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise failed(_NOT_FOR_US)
    if not subject.isprintable():
        raise failed(_NOT_FOR_US)
    return subject


def vouched(
    issuer: str, token: Mapping[str, Any], more: Mapping[str, Any], *, checks_emails: bool
) -> Vouched:
    """Join an ID token and the userinfo of the same subject.

    `checks_emails`: the provider only gives e-mails that it has checked, without saying so of each.

    Raises:
        BeffroiError: `provider.failed` where they are of two subjects.
    """
    subject = subject_of(token)
    if subject_of(more) != subject:
        raise failed(_NOT_FOR_US)
    email = more.get("email")
    sure = checks_emails or more.get("email_verified") is True
    methods = token.get("amr")
    several = isinstance(methods, list) and "mfa" in methods  # RFC 8176
    two = several or str(token.get("acr")) in _TWO_LEVELS
    return Vouched(
        issuer,
        subject,
        email if sure and isinstance(email, str) else "",
        two,
        _siren(more),
    )


def failed(reason: object) -> BeffroiError:
    """Say that a provider did not do its part."""
    return BeffroiError(PROVIDER_FAILED, reason=reason)


def _meant(claims: Mapping[str, Any], expected: Expected) -> bool:
    audience = claims.get("aud")
    known = audience if isinstance(audience, list) else [audience]
    ours = expected.client in known and claims.get("azp", expected.client) == expected.client
    return claims.get("iss") == expected.issuer and ours


def _siren(claims: Mapping[str, Any]) -> str:
    """Return the nine digits of an organisation, which begin those of its establishments.

    >>> _siren({"siret": "213 300 016 00010"}), _siren({"siren": "213300016"}), _siren({})
    ('213300016', '213300016', '')
    """
    digits = re.sub(r"\s", "", str(claims.get("siret") or claims.get("siren") or ""))
    return digits[:9] if re.fullmatch("[0-9]{9}([0-9]{5})?", digits) else ""
