"""Files that a form sends: streamed to a folder of the home, within limits, once it is known who.

The token of the page comes before the files, so that nothing of a stranger is written. Names are
words to show and never parts of a path; what a file is, readers tell from its content.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from beffroi.errors import BeffroiError
from beffroi.errors.deposits import DEPOSIT_TOO_LARGE, DEPOSIT_UNREADABLE
from beffroi.store.deposits.room import MB
from beffroi.texts import Text

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

TYPE = "multipart/form-data"
MOST_FILES, MOST_FIELDS = 100, 20
LONGEST_NAME = 255
_LONGEST_FIELD = 4096
#: How long a sender may be silent, and how long it may take in all [s].
SILENCE, WHOLE = 60.0, 7200.0
NO_NAME = "fichier"
_BROKEN = Text(fr="le formulaire est coupé ou mal formé", en="the form is cut off or malformed")
_MANY = Text(
    fr="il a plus de {files} fichiers ou de {fields} champs",
    en="it has more than {files} files or {fields} fields",
)
_SLOW = Text(fr="il n’arrivait plus", en="it no longer came")
_FIELD = Text(fr="un champ est trop long", en="a field is too long")
_ONE = Text(fr="« {name} »", en="“{name}”")
_ALL = Text(fr="L’envoi", en="What was sent")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came whole, at its place (its number) in the folder of what came with it."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file and all of them may be [MB]."""

    file_mb: int
    sent_mb: int

    def too_large(self) -> BeffroiError:
        """Say that all of it is too large."""
        return BeffroiError(DEPOSIT_TOO_LARGE, what=_ALL, limit=self.sent_mb, setting="upload_mb")


def unreadable(reason: Text) -> BeffroiError:
    """Say that a form cannot be read."""
    return BeffroiError(DEPOSIT_UNREADABLE, reason=reason)


def boundary_of(content_type: str) -> bytes:
    """Return what separates the parts of a form; empty where it is no such form.

    >>> boundary_of("multipart/form-data; boundary=abc")
    b'abc'
    """
    kind, options = parse_options_header(content_type)
    return options.get(b"boundary", b"") if kind == TYPE.encode() else b""


def name_of(raw: bytes) -> str:
    r"""Return the name of a file as it may be shown and kept: no folder, no sign that is nothing.

    >>> name_of(b"../../etc/passwd"), name_of(b"C:\\export\\a.csv"), name_of(b"a\x00b.csv")
    ('passwd', 'a.csv', 'ab.csv')
    >>> name_of(b".."), len(name_of(b"x" * 400 + b".csv")), name_of(b"x" * 400 + b".csv")[-5:]
    ('fichier', 255, 'x.csv')
    """
    text = raw.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2]
    text = " ".join("".join(c if c.isprintable() else " " * c.isspace() for c in text).split())
    if len(text) > LONGEST_NAME:
        stem, dot, suffix = text.rpartition(".")
        kept = f"{dot}{suffix}"[:20] if stem else ""
        text = text[: LONGEST_NAME - len(kept)] + kept
    return text if text.strip(". ") else NO_NAME


@dataclass(slots=True)
class Parts:
    """What comes of a form, part by part.

    `place` is asked for a folder when the first file begins: it is given the fields that came
    before, lets the sender in or refuses, and only then is something written.
    """

    boundary: bytes
    limits: Limits
    place: Callable[[dict[str, list[str]]], Path]
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[Uploaded] = field(default_factory=list)
    folder: Path | None = None
    _parser: MultipartParser = field(init=False)
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _said: bytes = b""
    _name: str = ""
    _file: str | None = None
    _text: bytearray = field(default_factory=bytearray)
    _stream: BinaryIO | None = None
    _size: int = 0
    _count: int = 0
    _whole: int = 0
    _ended: bool = False

    def __post_init__(self) -> None:
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }
        try:
            self._parser = MultipartParser(self.boundary, callbacks)
        except FormParserError as error:
            raise unreadable(_BROKEN) from error

    def feed(self, data: bytes) -> None:
        """Take some bytes in.

        Raises:
            BeffroiError: `deposit.unreadable`, `deposit.too_large`, whatever `place` raises.
        """
        self._whole += len(data)
        if self._whole > self.limits.sent_mb * MB:
            raise self.limits.too_large()
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise unreadable(_BROKEN) from error

    def close(self) -> None:
        """Check that the form came whole.

        Raises:
            BeffroiError: `deposit.unreadable`.
        """
        if not self._ended:
            raise unreadable(_BROKEN)

    def drop(self) -> None:
        """Let go of what is open."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _begin(self) -> None:
        self._count += 1
        if self._count > MOST_FILES + MOST_FIELDS:
            raise unreadable(_MANY.fill(files=MOST_FILES, fields=MOST_FIELDS))
        self._said, self._name, self._file, self._size = b"", "", None, 0
        self._text.clear()

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._said = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _headers(self) -> None:
        _, options = parse_options_header(self._said)
        if b"name" not in options:
            raise unreadable(_BROKEN)
        self._name = options[b"name"].decode("utf-8", "replace")[:80]
        if b"filename" not in options:
            if sum(map(len, self.fields.values())) >= MOST_FIELDS:
                raise unreadable(_MANY.fill(files=MOST_FILES, fields=MOST_FIELDS))
            return
        self._file = options[b"filename"].decode("latin-1")
        if not self._file:
            return  # a browser says so that no file was chosen
        if len(self.files) >= MOST_FILES:
            raise unreadable(_MANY.fill(files=MOST_FILES, fields=MOST_FIELDS))
        if self.folder is None:
            self.folder = self.place(self.fields)
        self._stream = (self.folder / str(len(self.files))).open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._stream is not None:
            if self._size > self.limits.file_mb * MB:
                what = _ONE.fill(name=self._shown())
                limit = self.limits.file_mb
                raise BeffroiError(
                    DEPOSIT_TOO_LARGE, what=what, limit=limit, setting="upload_file_mb"
                )
            self._stream.write(memoryview(data)[start:end])
            return
        if self._size > _LONGEST_FIELD:
            raise unreadable(_FIELD)
        self._text += data[start:end]

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None
            self.files.append(Uploaded(self._shown(), self._size))
        elif self._file is None:
            said = self._text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "")
            self.fields.setdefault(self._name, []).append(said)

    def _shown(self) -> str:
        return name_of((self._file or "").encode("latin-1"))

    def _finish(self) -> None:
        self._ended = True


async def chunks(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what comes, as long as it comes.

    Raises:
        BeffroiError: `deposit.unreadable`.
    """
    try:
        async with asyncio.timeout(WHOLE):
            while True:
                async with asyncio.timeout(SILENCE):
                    try:
                        chunk = await anext(stream)
                    except StopAsyncIteration:
                        return
                yield chunk
    except TimeoutError as error:
        raise unreadable(_SLOW) from error
