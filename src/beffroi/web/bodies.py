"""Bodies of requests, taken in within limits: what is announced is not believed."""

import zlib
from collections.abc import AsyncIterator

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES
from beffroi.errors.flow import FORMAT_UNKNOWN, MESSAGE_TOO_LARGE, MESSAGE_UNREADABLE
from beffroi.texts import Text

ENCODINGS = ("identity", "gzip")
_STEP = 1 << 20
_CUT = Text(fr="il s’arrête avant sa fin", en="it stops before its end")
_BROKEN = Text(fr="ce n’est pas du gzip", en="it is not gzip")
_REST = Text(fr="quelque chose suit sa fin", en="something follows its end")


def too_large(limit: int) -> BeffroiError:
    """Say that a message has too many bytes."""
    return BeffroiError(MESSAGE_TOO_LARGE, limit=limit, what=BYTES, setting="message_max_bytes")


async def collected(parts: AsyncIterator[bytes], announced: str, limit: int) -> bytearray:
    """Take in a body as it came.

    Raises:
        BeffroiError: `message.too_large`, as soon as it is known.
    """
    if announced.isdigit() and int(announced[:20]) > limit:
        raise too_large(limit)
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > limit:
            raise too_large(limit)
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
    rest = bytes(body)
    try:
        while rest:  # a gzip file may be several, one after the other
            inflate = zlib.decompressobj(wbits=31)
            while rest and not inflate.eof:
                whole += inflate.decompress(rest, _STEP)
                if len(whole) > limit:
                    raise too_large(limit)
                rest = inflate.unconsumed_tail
            if not inflate.eof:
                raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_CUT)
            rest = inflate.unused_data
            if rest and not rest.startswith(b"\x1f\x8b"):
                raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_REST)
    except zlib.error as error:
        raise BeffroiError(MESSAGE_UNREADABLE, format="gzip", reason=_BROKEN) from error
    return whole
