"""The link to another installation: what is asked of it, and how much of an answer is taken in.

HTTPS, or a loopback address; certificates are verified; no redirection is followed and no proxy is
taken from the environment, since the token goes with each request.
"""

import asyncio
import ipaddress
import json
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from beffroi.commons.federation.pages import LARGEST, refused
from beffroi.errors import BeffroiError
from beffroi.errors.federation import ADDRESS_UNSAFE, LINK_LOST, REFUSED_THERE
from beffroi.errors.flow import SERVER_MISSING
from beffroi.texts import Text

if TYPE_CHECKING:
    import httpx2

CONTENT = "application/vnd.beffroi.federation"
#: Between two pieces of an answer, and for the whole of it [s].
_SILENCE, _PATIENCE = 30.0, 120.0
#: What an answer that refuses may hold [bytes].
_SMALL = 64 << 10
_STEP = 1 << 20
_TYPE = Text(fr="elle n’est pas du type attendu", en="it is not of the expected type")
_LARGE = Text(fr="elle est trop longue", en="it is too long")
_PACKED = Text(fr="sa compression est abîmée", en="its compression is damaged")
_SLOW = Text(fr="la réponse est trop lente", en="the answer is too slow")


def checked_address(address: str) -> str:
    """Return the address of an installation: a scheme, a name and a port.

    >>> checked_address("https://mesures.exemple.fr/")
    'https://mesures.exemple.fr'

    Raises:
        BeffroiError: `federation.address_unsafe`.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BeffroiError(ADDRESS_UNSAFE, address=address[:200]) from error
    plain = (
        bool(host)
        and parts.path in ("", "/")
        and not (parts.query or parts.fragment or "@" in parts.netloc)
    )
    safe = parts.scheme == "https" or (parts.scheme == "http" and _loopback(host))
    if not (plain and safe and host.isascii() and host.isprintable() and " " not in host):
        raise BeffroiError(ADDRESS_UNSAFE, address=address[:200])
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{'' if port is None else f':{port}'}"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: an address that was checked, the token, and the certificates that count."""

    address: str
    token: str
    authority: str = ""
    """Certificates (PEM) that its own must come from; empty: those of the system."""
    patience: float = _PATIENCE

    def ask(self, path: str, asked: Mapping[str, str]) -> bytearray:
        """Ask for something, and take in the answer, decompressed.

        Raises:
            BeffroiError: `federation.link_lost`; `federation.refused_there`, with the code of what
                they say; `federation.answer_refused`, `server.missing`.
        """
        try:
            import httpx2
        except ImportError as error:
            raise BeffroiError(SERVER_MISSING, name="httpx2") from error
        try:
            return asyncio.run(self._asked(path, asked))
        except TimeoutError as error:
            raise self._lost(_SLOW) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise self._lost(type(error).__name__) from error

    async def _asked(self, path: str, asked: Mapping[str, str]) -> bytearray:
        import httpx2

        # The one limit that holds whatever drips: a certificate, a heading, a piece of the answer.
        async with (
            asyncio.timeout(self.patience),
            httpx2.AsyncClient(
                verify=self._trusted(),
                timeout=min(_SILENCE, self.patience),
                follow_redirects=False,
                trust_env=False,
            ) as client,
            client.stream(
                "GET",
                f"{self.address}{path}",
                params=dict(asked),
                headers={
                    "Authorization": f"Bearer {self.token}",
                    "Accept": CONTENT,
                    "Accept-Encoding": "gzip",
                    "User-Agent": "beffroi",
                },
            ) as answer,
        ):
            return await self._taken(answer)

    def _trusted(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cadata=self.authority or None)
        except (ssl.SSLError, ValueError) as error:
            raise self._lost(type(error).__name__) from error

    async def _taken(self, answer: "httpx2.Response") -> bytearray:
        pieces = answer.aiter_raw()
        if answer.status_code != 200:
            await self._refuse(answer.status_code, pieces)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        if kind != CONTENT or encoding not in ("gzip", "identity"):
            raise refused(_TYPE)
        return await (_collected(pieces) if encoding == "identity" else _inflated(pieces))

    async def _refuse(self, status: int, pieces: AsyncIterator[bytes]) -> None:
        code = f"HTTP {status}"
        body = bytearray()
        async for piece in pieces:
            body += piece
            if len(body) > _SMALL:
                break
        try:
            said: Any = json.loads(body)["error"]["code"]
        except (ValueError, TypeError, KeyError, RecursionError):
            said = ""
        known = isinstance(said, str) and len(said) < 60 and said.replace(".", "_").isidentifier()
        if status >= 500 or status in (408, 429) or not known:
            raise self._lost(code)
        raise BeffroiError(REFUSED_THERE, address=self.address, code=said)

    def _lost(self, reason: object) -> BeffroiError:
        return BeffroiError(LINK_LOST, address=self.address, reason=reason)


async def _collected(pieces: AsyncIterator[bytes]) -> bytearray:
    body = bytearray()
    async for piece in pieces:
        body += piece
        if len(body) > LARGEST:
            raise refused(_LARGE)
    return body


async def _inflated(pieces: AsyncIterator[bytes]) -> bytearray:
    """Decompress an answer, up to the limit and not a byte further."""
    inflate, body = zlib.decompressobj(wbits=31), bytearray()
    try:
        async for piece in pieces:
            left = piece
            while left and not inflate.eof:
                body += inflate.decompress(left, _STEP)
                left = inflate.unconsumed_tail
                if len(body) > LARGEST:
                    raise refused(_LARGE)
            if inflate.eof and (left or inflate.unused_data):
                raise refused(_PACKED)
        while not inflate.eof and (more := inflate.decompress(b"", _STEP)):
            body += more
            if len(body) > LARGEST:
                raise refused(_LARGE)
    except zlib.error as error:
        raise refused(_PACKED) from error
    if not inflate.eof:
        raise refused(_PACKED)
    return body
