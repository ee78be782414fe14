"""Words of a provider that are not to be believed."""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from beffroi.errors import BeffroiError
from beffroi.web.signin import claims
from beffroi.web.signin.claims import Expected

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
AT = int(NOW.timestamp())
US = Expected("https://provider.example", "us", "nonce")
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
KEYS = KeySet([KEY])
GOOD: dict[str, Any] = {
    "iss": US.issuer,
    "aud": "us",
    "sub": "jeanne",
    "nonce": "nonce",
    "iat": AT,
    "exp": AT + 60,
}


def token(said: dict[str, Any], key: Any = KEY, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one", **header}, said, key)


def refused(*words: Any) -> bool:
    with pytest.raises(BeffroiError) as caught:
        claims.id_token(*words)
    return caught.value.type.code == "provider.failed"


def test_what_is_signed_fresh_and_for_us_is_believed() -> None:
    assert claims.id_token(token(GOOD), KEYS, US, NOW)["sub"] == "jeanne"
    several = {**GOOD, "aud": ["other", "us"], "azp": "us"}
    assert claims.id_token(token(several), KEYS, US, NOW)["sub"] == "jeanne"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://provider.example/"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": None},
        {"aud": ["us", "other"], "azp": "other"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": AT - 61},
        {"exp": "tomorrow"},
        {"exp": None},
        {"iat": AT + 61},
        {"iat": AT - 601},
        {"iat": None},
        {"sub": ""},
        {"sub": None},
        {"sub": 1},
        {"sub": "x" * 256},
        {"sub": "a\u0000b"},
    ],
)
def test_one_word_that_is_wrong_is_enough(change: dict[str, Any]) -> None:
    said = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    assert refused(token(said), KEYS, US, NOW)


def test_a_signature_of_another_key_or_of_none_is_refused() -> None:
    assert refused(token(GOOD, OTHER), KEYS, US, NOW)
    good = token(GOOD)
    head, body, signature = good.split(".")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    for forged in (f"{none}.{body}.", f"{none}.{body}.{signature}", f"{head}.{body}.", "", "x.y.z"):
        assert refused(forged, KEYS, US, NOW)
    # The public key taken for a shared secret.
    hs256 = urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=").decode()
    mac = hmac.digest(KEY.as_pem(private=False), f"{hs256}.{body}".encode(), "sha256")
    shared = urlsafe_b64encode(mac).rstrip(b"=").decode()
    assert refused(f"{hs256}.{body}.{shared}", KEYS, US, NOW)


def test_two_subjects_are_not_joined() -> None:
    with pytest.raises(BeffroiError):
        claims.vouched(US.issuer, {"sub": "a"}, {"sub": "b"}, checks_emails=True)


@pytest.mark.parametrize(
    ("token_", "more", "email", "two"),
    [
        ({}, {"email": "a@b.fr", "email_verified": True}, "a@b.fr", False),
        ({}, {"email": "a@b.fr", "email_verified": "true"}, "", False),
        ({}, {"email": "a@b.fr"}, "", False),
        ({"amr": ["pwd", "mfa"]}, {}, "", True),
        ({"amr": ["pwd"]}, {}, "", False),
        ({"amr": "mfa"}, {}, "", False),
        ({"acr": "eidas2"}, {}, "", True),
        ({"acr": "eidas1"}, {}, "", False),
        ({"acr": ["eidas2"]}, {}, "", False),
    ],
)
def test_what_a_provider_vouches_for(
    token_: dict[str, Any], more: dict[str, Any], email: str, *, two: bool
) -> None:
    same = {"sub": "a"}
    found = claims.vouched(US.issuer, same | token_, same | more, checks_emails=False)
    assert (found.email, found.two_proofs) == (email, two)
