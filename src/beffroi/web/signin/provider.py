"""Talking to an identity provider: where its addresses are, what it makes of a code."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from beffroi.errors import BeffroiError
from beffroi.errors.people import PROVIDER_OFF
from beffroi.errors.reasons import reason_of
from beffroi.settings import Settings
from beffroi.texts import Text
from beffroi.trust.people.external import Vouched
from beffroi.web.signin.claims import Expected, failed, id_token, userinfo, vouched

#: How long an answer may take [s], and how large it may be [bytes].
_PATIENCE, _LARGEST = 10.0, 1 << 20
_JWT = "application/jwt"
#: What is asked: nothing that is not used. Names stay those that the account has.
_SCOPES = {"standard": "openid email", "proconnect": "openid uid email siret"}
_LEVELS = {"standard": "", "proconnect": "eidas1"}
_OTHER = Text(
    fr="son adresse n’est pas celle du réglage oidc_issuer",
    en="its address is not that of the setting oidc_issuer",
)
_LARGE = Text(fr="sa réponse est trop longue", en="its answer is too long")
_STRANGE = Text(fr="sa réponse est illisible", en="its answer cannot be read")


@dataclass(frozen=True, slots=True)
class Started:
    """A request to sign in: where the browser goes, and what its return is checked against."""

    address: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, as the settings name it."""

    issuer: str
    client: str
    secret: str
    profile: str

    @classmethod
    def of(cls, settings: Settings) -> "Provider":
        """Return the provider of an installation.

        Raises:
            BeffroiError: `provider.off` where there is none; `provider.failed` where the file of
                its secret cannot be read.
        """
        if not (settings.oidc_issuer and settings.oidc_client and settings.address):
            raise BeffroiError(PROVIDER_OFF)
        try:
            secret = Path(settings.oidc_secret_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise failed(reason_of(error)) from error
        return cls(settings.oidc_issuer, settings.oidc_client, secret, settings.oidc_profile)

    def start(self, back: str, state: str) -> Started:
        """Write the address at which somebody signs in, to come `back` with a code.

        Raises:
            BeffroiError: `provider.failed`.
        """
        with _client() as client:
            known = self._discover(client)
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        challenge = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": _SCOPES[self.profile],
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if _LEVELS[self.profile]:
            asked["acr_values"] = _LEVELS[self.profile]
        place = known["authorization_endpoint"]
        joined = "&" if urlsplit(place).query else "?"
        return Started(f"{place}{joined}{urlencode(asked)}", nonce, verifier)

    def finish(self, code: str, back: str, nonce: str, verifier: str, now: datetime) -> Vouched:
        """Hand a code in, and return whom the provider has recognised.

        Raises:
            BeffroiError: `provider.failed`.
        """
        expected = Expected(self.issuer, self.client, nonce)
        with _client() as client:
            known = self._discover(client)
            keys = _keys(_plain(_got(client, known["jwks_uri"])))
            tokens = _plain(self._exchange(client, known, code, back, verifier))
            claims = id_token(str(tokens.get("id_token", "")), keys, expected, now)
            bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
            answer = _got(client, known["userinfo_endpoint"], bearer)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        more = userinfo(answer.text.strip(), keys, expected) if kind == _JWT else _plain(answer)
        checks = self.profile == "proconnect"
        return vouched(self.issuer, claims, more, checks_emails=checks)

    def _discover(self, client: httpx2.Client) -> dict[str, Any]:
        """Ask a provider where its addresses are; none of them may be less safe than its own."""
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        known = _plain(_got(client, place))
        names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        safe = self.issuer.partition(":")[0]
        if known.get("issuer") != self.issuer:
            raise failed(_OTHER)
        if any(not str(known.get(name, "")).startswith(f"{safe}://") for name in names):
            raise failed(_STRANGE)
        return known

    def _exchange(
        self, client: httpx2.Client, known: Mapping[str, Any], code: str, back: str, verifier: str
    ) -> httpx2.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        headers = {}
        ways = known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self.profile == "proconnect" or "client_secret_basic" not in ways:
            form |= {"client_id": self.client, "client_secret": self.secret}
        else:  # RFC 6749, section 2.3.1: both are written as in a form, then joined
            pair = f"{quote(self.client, safe='')}:{quote(self.secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return _sent(
            client,
            client.build_request("POST", known["token_endpoint"], data=form, headers=headers),
        )


def _client() -> httpx2.Client:
    # A redirection would take a secret where the provider did not say.
    return httpx2.Client(timeout=_PATIENCE, follow_redirects=False)


def _got(
    client: httpx2.Client, place: str, headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    return _sent(client, client.build_request("GET", place, headers=dict(headers or {})))


def _sent(client: httpx2.Client, request: httpx2.Request) -> httpx2.Response:
    """Send a request, and take in no more of the answer than it may be long."""
    try:
        answer = client.send(request, stream=True)
        try:
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > _LARGEST:
                    raise failed(_LARGE)
        finally:
            answer.close()
    except httpx2.HTTPError as error:
        raise failed(type(error).__name__) from error
    if answer.status_code != 200:
        raise failed(f"HTTP {answer.status_code}")
    headers = {"content-type": answer.headers.get("content-type", "")}
    return httpx2.Response(200, headers=headers, content=bytes(body))


def _plain(answer: httpx2.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError as error:
        raise failed(_STRANGE) from error
    if not isinstance(found, dict):
        raise failed(_STRANGE)
    return found


def _keys(found: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(found)  # type: ignore[arg-type]  # what it takes is checked there
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise failed(_STRANGE) from error
