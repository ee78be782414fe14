"""Small files of each kind, written by hand."""

import io
import struct
import zipfile
import zlib

PLACE = b"48.8566 N 2.3522 E"
ODT = b"application/vnd.oasis.opendocument.text"


def part(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(side: int = 6) -> bytes:
    """A photograph that says where it was taken, which side is up, and has another one behind."""
    told = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, side, 0, 0)
    return b"".join(
        (
            b"\xff\xd8",
            part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            part(0xE1, b"Exif\x00\x00" + told + PLACE),
            part(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
            part(0xE2, b"ICC_PROFILE\x00colours"),
            part(0xE2, b"MPF\x00" + PLACE),
            part(0xED, b"Photoshop 3.0\x00" + PLACE),
            part(0xFE, PLACE),
            part(0xDB, b"tables"),
            part(0xDA, b"scan"),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            part(0xC4, b"more"),
            part(0xDA, b"scan"),
            b"\x78\xff\xd9",
            b"\xff\xd8" + part(0xE1, PLACE) + b"\xff\xd9",
        )
    )


def bare_jpeg(side: int = 6) -> bytes:
    """What is left of it."""
    told = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, side, 0, 0)
    upright = part(0xE1, b"Exif\x00\x00" + told) if side != 1 else b""
    return b"".join(
        (
            b"\xff\xd8",
            part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            upright,
            part(0xE2, b"ICC_PROFILE\x00colours"),
            part(0xDB, b"tables"),
            part(0xDA, b"scan"),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            part(0xC4, b"more"),
            part(0xDA, b"scan"),
            b"\x78\xff\xd9",
        )
    )


def png(*between: tuple[bytes, bytes]) -> bytes:
    """A picture of one grey point."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *between,
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    )
    written = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def webp(*, told: bool) -> bytes:
    """A picture, with what a camera says of it or without."""
    chunks = [(b"VP8X", bytes([0x0C if told else 0, *bytes(9)])), (b"VP8 ", b"frame")]
    chunks += [(b"EXIF", PLACE), (b"XMP ", PLACE)] if told else []
    body = b"".join(
        kind + struct.pack("<I", len(said)) + said + b"\x00" * (len(said) % 2)
        for kind, said in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def packed(*members: tuple[str, bytes]) -> bytes:
    """An archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def office(*members: str) -> bytes:
    """A document of an office suite, by the names of its parts."""
    return packed(("[Content_Types].xml", b"<Types/>"), *((one, b"") for one in members))
