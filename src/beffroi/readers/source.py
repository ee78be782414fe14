"""Files as they come: plain, .gz or .zip, opened under limits that a hostile file cannot pass."""

import gzip
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from beffroi.errors import BeffroiError
from beffroi.errors.archives import BROKEN
from beffroi.errors.files import (
    BYTES,
    FILE_BROKEN,
    FILE_EMPTY,
    FILE_HOSTILE,
    FILE_MISSING,
    FILE_TOO_LARGE,
    raise_setting,
)
from beffroi.texts import Text

HEAD_BYTES = 1 << 16
MAX_MEMBERS = 2_000
_DOCUMENT_MEMBERS = ("[Content_Types].xml", "mimetype", "content.xml")
CUT = Text(fr="l’archive est coupée ou abîmée", en="the archive is cut off or damaged")
NOT_WORKBOOK = Text(
    fr="son contenu n’est pas celui d’un classeur, ou il est abîmé",
    en="its content is not that of a workbook, or it is damaged",
)
_RATIO = Text(
    fr="il se décompresse à plus de {ratio} fois sa taille",
    en="it decompresses to more than {ratio} times its size",
)
_MANY = Text(fr="il contient plus de {most} fichiers", en="it holds more than {most} files")
_LOCKED = Text(fr="il est protégé par un mot de passe", en="it is protected by a password")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a decompressed file: bytes, and bytes out per byte in."""

    max_bytes: int = 8 << 30
    max_ratio: int = 200


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file, once decompressed: all that recognition may look at."""

    name: str
    data: bytes
    whole: bool  # the data is the whole file


@dataclass(frozen=True, slots=True)
class Source:
    """One readable file: a plain file, or a member of an archive.

    `open()` gives a fresh binary stream of the decompressed bytes; it raises `BeffroiError`
    while reading when a limit is passed. `path` is set for a file that is not compressed.
    """

    name: str
    size: int | None  # decompressed bytes where known before reading
    opener: Callable[[], BinaryIO]
    path: Path | None = None

    def open(self) -> BinaryIO:
        """Open the decompressed bytes from their beginning."""
        return self.opener()

    def head(self, length: int = HEAD_BYTES) -> Head:
        """Return the first bytes.

        Raises:
            BeffroiError: `import.file_empty`, `import.file_broken`, `import.file_hostile`.
        """
        with self.open() as stream:
            data = stream.read(length)
            whole = not stream.read(1)
        if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
            raise BeffroiError(FILE_EMPTY, name=self.name)
        return Head(self.name, data, whole)


class _Guarded(io.RawIOBase):
    """A stream that counts what it gives and stops at the limits."""

    def __init__(self, inner: BinaryIO, name: str, packed: int, limits: Limits) -> None:
        self._inner, self._name, self._packed, self._limits = inner, name, packed, limits
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower on purpose
        try:
            data = self._inner.read(len(buffer))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
            raise BeffroiError(
                FILE_BROKEN, name=self._name, format="archive", reason=CUT
            ) from error
        buffer[: len(data)] = data
        self._given += len(data)
        self._check()
        return len(data)

    def _check(self) -> None:
        if self._given > self._limits.max_bytes:
            raise BeffroiError(
                FILE_TOO_LARGE,
                name=self._name,
                limit=self._limits.max_bytes,
                what=BYTES,
                remedy=raise_setting("max_file_bytes"),
            )
        # Small files compress well in all honesty: the ratio counts from one mebibyte on.
        if self._given > (1 << 20) and self._given > self._packed * self._limits.max_ratio:
            raise BeffroiError(
                FILE_HOSTILE,
                name=self._name,
                reason=_RATIO.fill(ratio=self._limits.max_ratio),
            )

    def close(self) -> None:
        self._inner.close()
        super().close()


def sources(path: Path, limits: Limits | None = None, name: str | None = None) -> list[Source]:
    """List what can be read in a file: itself, or the members of a .zip archive.

    XLSX and ODS documents are archives too, but count as one file.

    Raises:
        BeffroiError: `import.file_missing`, `import.file_empty`, `import.file_broken`,
            `import.file_hostile`.
    """
    limits = limits or Limits()
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=name) from error
    if size == 0:
        raise BeffroiError(FILE_EMPTY, name=name)
    if magic[:2] == b"\x1f\x8b":
        return [Source(name, None, lambda: _gunzip(path, name, size, limits))]
    if magic == b"PK\x03\x04":
        members = _members(path, name, limits)
        if members is not None:
            return members
    if size > limits.max_bytes:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=name,
            limit=limits.max_bytes,
            what=BYTES,
            remedy=raise_setting("max_file_bytes"),
        )
    return [Source(name, size, lambda: path.open("rb"), path)]


def _gunzip(path: Path, name: str, size: int, limits: Limits) -> BinaryIO:
    inner = cast("BinaryIO", gzip.open(path, "rb"))  # noqa: SIM115 - closed with the stream
    raw = _Guarded(inner, name, size, limits)
    return io.BufferedReader(raw, 1 << 18)


def _members(path: Path, name: str, limits: Limits) -> list[Source] | None:
    """List the members of an archive, or None for an office document."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format="zip", reason=CUT) from error
    if len(infos) > MAX_MEMBERS:
        raise BeffroiError(FILE_HOSTILE, name=name, reason=_MANY.fill(most=MAX_MEMBERS))
    total = sum(info.file_size for info in infos)
    packed = max(path.stat().st_size, 1)
    if total > (1 << 20) and total > packed * limits.max_ratio:
        raise BeffroiError(
            FILE_HOSTILE,
            name=name,
            reason=_RATIO.fill(ratio=limits.max_ratio),
        )
    if any(info.filename in _DOCUMENT_MEMBERS for info in infos):
        return None
    if any(info.flag_bits & 1 for info in infos):
        raise BeffroiError(FILE_BROKEN, name=name, format="zip", reason=_LOCKED)
    if not infos:
        raise BeffroiError(FILE_EMPTY, name=name)
    seen: Counter[str] = Counter()
    members = []
    for info in infos:
        # An archive may hold two files of one name: each is a member of its own.
        seen[info.filename] += 1
        again = f" ({seen[info.filename]})" if seen[info.filename] > 1 else ""
        members.append(_member(path, f"{name}/{info.filename}{again}", info, limits))
    return members


def _member(path: Path, label: str, info: zipfile.ZipInfo, limits: Limits) -> Source:
    def opener() -> BinaryIO:
        archive = zipfile.ZipFile(path)
        try:
            inner = cast("BinaryIO", archive.open(info))
        except BROKEN as error:
            raise BeffroiError(FILE_BROKEN, name=label, format="zip", reason=CUT) from error
        raw = _Guarded(inner, label, max(info.compress_size, 1), limits)
        return io.BufferedReader(raw, 1 << 18)

    return Source(label, info.file_size, opener)
