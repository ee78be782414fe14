"""What cameras write beside a picture, left out: where and when it was taken, by which device.

Pictures are not decoded: segments are copied, none but those that say how it looks. A photograph
keeps its colours and which side is up, to the bit.

References:
    ITU-T T.81 (JPEG), annex B; CIPA DC-008 (Exif), 4.6; W3C PNG, third edition, 5; RFC 9649 (WebP).
"""

import mmap
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

_Copied = Iterator[bytes]
_ICC = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
#: The next marker after a scan: neither a byte that was escaped, nor a restart, nor filling.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"),
    *(b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"),
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
#: Bits of a WebP that say that Exif and XMP follow.
_WEBP_TOLD = 0x08 | 0x04
_ORIENTATION = 0x0112


class DamagedError(ValueError):
    """A picture is cut off or malformed."""


def write_bare(source: Path, target: Path, form: str) -> None:
    """Copy a photograph (`jpeg`, `png` or `webp`) without what is written beside it.

    Raises:
        DamagedError: it is cut off or malformed.
    """
    copied: dict[str, Callable[[mmap.mmap], _Copied]] = {"jpeg": _jpeg, "png": _png, "webp": _webp}
    with source.open("rb") as stream, target.open("wb") as sink:
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            try:
                for part in copied[form](whole):
                    sink.write(part)
            except (struct.error, IndexError) as error:
                raise DamagedError from error
        if form == "webp":  # what follows is counted at the beginning
            size = sink.tell()
            sink.seek(4)
            sink.write(struct.pack("<I", size - 8))


def _jpeg(whole: mmap.mmap) -> _Copied:
    at = 2
    yield b"\xff\xd8"
    pictured = False
    while at < len(whole):
        if whole[at] != 0xFF:
            raise DamagedError
        while whole[at] == 0xFF:
            at += 1
        marker, at = whole[at], at + 1
        if marker == 0xD9:  # some cameras put another picture after the end
            break
        (length,) = struct.unpack_from(">H", whole, at)
        body = whole[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise DamagedError
        at += length
        yield from _segment(marker, body)
        if marker == 0xDA:
            pictured = True
            found = _MARKER.search(whole, at)
            end = found.start() if found else len(whole)
            yield whole[at:end]
            at = end
    if not pictured:
        raise DamagedError
    yield b"\xff\xd9"


def _segment(marker: int, body: bytes) -> _Copied:
    """Return a segment that says how a picture looks; of another, which side is up at most."""
    if marker == 0xE1 and body.startswith(_EXIF):
        side = _side(body[len(_EXIF) :])
        if side != 1:
            told = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, side, 0, 0)
            yield _written(0xE1, _EXIF + told)
        return
    application = 0xE0 <= marker <= 0xEF
    known = (
        (marker == 0xE0 and body.startswith(b"JFIF\x00"))
        or (marker == 0xE2 and body.startswith(_ICC))
        or (marker == 0xEE and body.startswith(b"Adobe"))
    )
    if marker != 0xFE and (known or not application):
        yield _written(marker, body)


def _written(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _side(tiff: bytes) -> int:
    """Return which side of a picture is up, from 1 (it is upright) to 8; 1 where nothing says it.

    >>> _side(bytes.fromhex("4d4d002a00000008000101120003000000010006000000000000"))
    6
    """
    order = {b"MM": ">", b"II": "<"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(entries):
            at = first + 2 + 12 * place
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _png(whole: mmap.mmap) -> _Copied:
    at = len(_PNG)
    yield _PNG
    while True:
        length, kind = struct.unpack_from(">I4s", whole, at)
        end = at + 12 + length
        if end > len(whole):
            raise DamagedError
        if kind in _PNG_KEPT or kind == b"IEND":
            yield whole[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(whole: mmap.mmap) -> _Copied:
    at, pictured = 12, False
    yield whole[:12]
    while at + 8 <= len(whole):
        kind, length = struct.unpack_from("<4sI", whole, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > len(whole):
            raise DamagedError
        if kind in _WEBP_KEPT:
            part = bytearray(whole[at:end])
            if kind == b"VP8X":
                part[8] &= ~_WEBP_TOLD & 0xFF
            if len(part) % 2:
                part.append(0)
            pictured = pictured or kind in (b"VP8 ", b"VP8L", b"ANMF")
            yield bytes(part)
        at = end
    if not pictured:
        raise DamagedError
