"""One request to a witness: over HTTPS, within limits of time and size."""

import asyncio
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from beffroi.errors import BeffroiError
from beffroi.errors.flow import SERVER_MISSING
from beffroi.errors.witness import WITNESS_ADDRESS, WITNESS_SILENT
from beffroi.texts import Text

#: How long an answer may take, the whole of it [s].
PATIENCE = 20.0
#: Bytes of the largest answer: some lines of signatures.
LARGEST = 16_384
_LATE = Text(fr="rien au bout de {seconds} s", en="nothing after {seconds} s")
_LARGE = Text(fr="sa réponse est trop longue", en="its answer is too long")


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    text: str


def checked_address(address: str) -> str:
    """Return the address of a witness, without a slash at its end.

    >>> checked_address("https://beffroi.exemple.fr/api/journal/witness/")
    'https://beffroi.exemple.fr/api/journal/witness'

    Raises:
        BeffroiError: `journal.witness_address`, for anything but https, or http on this machine.
    """
    clean = address.strip().rstrip("/")
    try:
        parts = urlsplit(clean)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BeffroiError(WITNESS_ADDRESS, address=address[:120]) from error
    bare = not (parts.query or parts.fragment or parts.username or parts.password)
    safe = parts.scheme == "https" or (parts.scheme == "http" and _here(host))
    if not (bare and safe and host and clean.isascii() and clean.isprintable()) or " " in clean:
        raise BeffroiError(WITNESS_ADDRESS, address=address[:120])
    return clean


def post(address: str, text: str, witness: str, patience: float = PATIENCE) -> Answered:
    """Send a request and take its answer in; certificates are verified, no redirection is followed.

    Args:
        address: As `checked_address` gave it.
        text: What is asked.
        witness: Whom, to say so where it fails.
        patience: How long the whole may take [s].

    Raises:
        BeffroiError: `journal.witness_silent`, `server.missing`.
    """
    return asyncio.run(_post(address, text.encode(), witness, patience))


async def _post(address: str, body: bytes, witness: str, patience: float) -> Answered:
    try:
        import httpx2
    except ImportError as error:
        raise BeffroiError(SERVER_MISSING, name="httpx2") from error
    taken = bytearray()
    try:
        # A limit to the whole: one who sends a byte now and then meets every other limit.
        async with (
            asyncio.timeout(patience),
            httpx2.AsyncClient(timeout=patience, follow_redirects=False) as client,
            client.stream("POST", address, content=body, headers=_HEADERS) as answer,
        ):
            async for part in answer.aiter_raw():
                taken += part
                if len(taken) > LARGEST:
                    raise BeffroiError(WITNESS_SILENT, witness=witness, reason=_LARGE)
            return Answered(answer.status_code, taken.decode("utf-8", "replace"))
    except TimeoutError as error:
        late = _LATE.fill(seconds=f"{patience:g}")
        raise BeffroiError(WITNESS_SILENT, witness=witness, reason=late) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise BeffroiError(WITNESS_SILENT, witness=witness, reason=type(error).__name__) from error


#: No compression: a small answer could be made to take the whole memory.
_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Accept-Encoding": "identity"}


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
