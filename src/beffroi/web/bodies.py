"""Bodies of requests, taken in within limits: what is announced is not believed."""

import asyncio
import zlib
from collections.abc import AsyncIterator

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES
from beffroi.errors.flow import FORMAT_UNKNOWN, MESSAGE_SLOW, MESSAGE_TOO_LARGE, MESSAGE_UNREADABLE
from beffroi.texts import Text

ENCODINGS = ("identity", "gzip")
#: How long a sender may take to send a body [s]: one who holds a connection open keeps others out.
LONGEST_WAIT = 120
_STEP, _BITE = 1 << 20, 1 << 12
_MARK = b"\x1f\x8b"
_CUT = Text(fr="il s’arrête avant sa fin", en="it stops before its end")
_BROKEN = Text(fr="ce n’est pas du gzip", en="it is not gzip")
_REST = Text(fr="quelque chose suit sa fin", en="something follows its end")


def too_large(limit: int) -> BeffroiError:
    """Say that a message has too many bytes."""
    return BeffroiError(MESSAGE_TOO_LARGE, limit=limit, what=BYTES, setting="message_max_bytes")


async def collected(parts: AsyncIterator[bytes], announced: str, limit: int) -> bytearray:
    """Take in a body as it came.

    Raises:
        BeffroiError: `message.too_large`, as soon as it is known; `message.slow`.
    """
    if announced.isdigit() and int(announced[:20]) > limit:
        raise too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            async for part in parts:
                body += part
                if len(body) > limit:
                    raise too_large(limit)
    except TimeoutError as error:
        raise BeffroiError(MESSAGE_SLOW, seconds=LONGEST_WAIT) from error
    return body


def opened(body: bytes | bytearray, encoding: str, limit: int) -> bytes | bytearray:
    """Decompress a body, up to the limit and not a byte further.

    Raises:
        BeffroiError: `message.too_large`, `message.unreadable`, `message.format_unknown`.
    """
    encoding = encoding.strip().lower() or "identity"
    if encoding == "identity":
        return body
    if encoding != "gzip":
        raise BeffroiError(
            FORMAT_UNKNOWN,
            header="Content-Encoding",
            given=encoding[:40],
            known=", ".join(ENCODINGS),
        )
    whole = bytearray()
    view = memoryview(body)
    place = 0
    try:
        while place < len(view):  # a gzip file may be several, one after the other
            if place and view[place : place + 2] != _MARK:
                raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_REST)
            place = _one(view, place, whole, limit)
    except zlib.error as error:
        raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_BROKEN) from error
    return whole


def _one(view: memoryview, place: int, whole: bytearray, limit: int) -> int:
    """Decompress one part from a place on; return where the next one begins."""
    inflate = zlib.decompressobj(wbits=31)
    while not inflate.eof:
        # A bite at a time: what follows the end of a part is copied with each part.
        bite = view[place : place + _BITE]
        more = inflate.decompress(bite, _STEP)
        whole += more
        if len(whole) > limit:
            raise too_large(limit)
        place += len(bite) - len(inflate.unconsumed_tail) - len(inflate.unused_data)
        if not (bite or more or inflate.eof):
            raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_CUT)
    return place
