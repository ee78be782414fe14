"""Encodings: found on the first bytes, then everything is turned into UTF-8 bytes by pieces."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

CHUNK_BYTES = 8 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
KNOWN = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "utf-16-le", "utf-16-be")


def find_encoding(data: bytes) -> str:
    """Return the encoding of a text whose first bytes are given, as Python names it.

    UTF-8 wins when the bytes are valid UTF-8; then the mark of order of UTF-16, then cp1252,
    which French spreadsheets write; a mark of UTF-8 before a cp1252 body is not believed. Only
    bytes that cp1252 leaves undefined are guessed by statistics.

    >>> find_encoding("Température".encode()), find_encoding("Température".encode("cp1252"))
    ('utf-8', 'cp1252')
    >>> find_encoding(b"\\xef\\xbb\\xbf" + "Température".encode("cp1252"))
    'cp1252'
    """
    for bom, name in _BOMS[1:]:
        if data.startswith(bom):
            return name
    wide = _without_bom(data)
    if wide:
        return wide
    if _decodes(data, "utf-8"):
        return "utf-8"
    if _decodes(data, "cp1252"):
        return "cp1252"
    best = from_bytes(data[: 1 << 16]).best()
    return codecs.lookup(best.encoding).name if best else "iso8859-1"


def utf8_chunks(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Yield the text as UTF-8 bytes without its mark of order, some mebibytes at a time.

    Bytes that the encoding does not allow become U+FFFD.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    while data := stream.read(CHUNK_BYTES):
        if first:
            data, first = _strip_bom(data), False
        if encoding == "utf-8" or (data.isascii() and not encoding.startswith("utf")):
            yield data
        else:
            yield decoder.decode(data).encode("utf-8")
    if tail := decoder.decode(b"", final=True):
        yield tail.encode("utf-8")


def _strip_bom(data: bytes) -> bytes:
    for bom, _ in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :]
    return data


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(_strip_bom(data))
    except UnicodeDecodeError:
        return False
    return True


def _without_bom(data: bytes) -> str:
    """Tell UTF-16 without mark: ASCII text then has a NUL at every second byte."""
    head = data[:1024]
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    if head[1::2].count(0) > 0.8 * pairs and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * pairs and not head[1::2].count(0):
        return "utf-16-be"
    return ""
