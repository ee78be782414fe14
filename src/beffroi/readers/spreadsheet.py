"""XLSX sheets as rows of cells, opened under limits.

A workbook is a zip that decompresses to XML, and the library that reads it lays a sheet out as a
full rectangle up to its farthest cell: one kilobyte with a cell at XFD1048576 asks for half a
terabyte and ends the process. Sizes are hence checked before it sees the file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

import python_calamine

from beffroi.errors import BeffroiError
from beffroi.errors.archives import BROKEN
from beffroi.errors.files import (
    BYTES,
    CELLS,
    FILE_BROKEN,
    FILE_HOSTILE,
    FILE_TOO_LARGE,
    FIXED_LIMIT,
)
from beffroi.readers.source import MAX_MEMBERS, NOT_WORKBOOK, Head, Limits, Source
from beffroi.texts import Text

Cell = str | int | float | bool | date | datetime | time | timedelta
MAX_FILE_BYTES = 64 << 20
MAX_INNER_BYTES = 512 << 20
MAX_CELLS = 20_000_000
_CHUNK = 4 << 20
_PEEK_BYTES = 4 << 20
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{0,9})\$?(\d{1,10})""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMAT = "XLSX"
_MANY_FILES = Text(
    fr=f"il contient plus de {MAX_MEMBERS} fichiers", en=f"it holds more than {MAX_MEMBERS} files"
)
_TOO_DENSE = Text(
    fr="il est anormalement gros une fois décompressé",
    en="it is abnormally large once decompressed",
)
_NO_SHEET = Text(fr="il n’a pas de feuille", en="it has no sheet")
_CHECKSUM = Text(fr="somme de contrôle fausse", en="wrong checksum")


def is_workbook(head: Head) -> bool:
    """Tell whether a file begins as an office document does: a zip with its table of types."""
    return head.data[:4] == b"PK\x03\x04" and b"[Content_Types].xml" in head.data[:4096]


def peek(head: Head) -> str:
    """Return the XML that the head of a workbook holds, as one text: what recognition looks at.

    Sheet names stand in the workbook part, near the beginning; cell texts in the shared strings,
    often last. The head may stop before them.
    """
    found: list[bytes] = []
    data, at, room = head.data, 0, _PEEK_BYTES
    while 0 <= at <= len(data) - 30 and room > 0:
        method = int.from_bytes(data[at + 8 : at + 10], "little")
        packed = int.from_bytes(data[at + 18 : at + 22], "little")
        begin = at + 30 + sum(int.from_bytes(data[at + k : at + k + 2], "little") for k in (26, 28))
        if method == zipfile.ZIP_DEFLATED:
            engine = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                found.append(engine.decompress(data[begin:], room))
            except zlib.error:
                break
            room -= len(found[-1])
            after = len(data) - len(engine.unused_data) if engine.eof else len(data)
        else:
            after = begin + packed
            found.append(data[begin:after])
        at = data.find(b"PK\x03\x04", after)
    return b"".join(found).decode("utf-8", "ignore")


def read_first_sheet(source: Source) -> list[list[Cell]]:
    """Return the rows of the first sheet from its first row on; empty and error cells are "".

    A formula gives the value that the program which wrote the file kept.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`, `import.file_too_large`.
    """
    return next(iter(_sheets(source, lambda names: names[:1]).values()), [])


def read_sheets(source: Source) -> dict[str, list[list[Cell]]]:
    """Return the rows of every sheet by its name, as `read_first_sheet` does.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`, `import.file_too_large`.
    """
    return _sheets(source, lambda names: names)


def _sheets(
    source: Source, choose: Callable[[list[str]], list[str]]
) -> dict[str, list[list[Cell]]]:
    with source.open() as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise _too_large(source.name, MAX_FILE_BYTES, BYTES)
    _check(source.name, data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in choose(book.sheet_names)
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise BeffroiError(
            FILE_BROKEN, name=source.name, format=_FORMAT, reason=NOT_WORKBOOK
        ) from error


def as_text(cell: Cell) -> str:
    """Return a cell as the text that a CSV would hold.

    >>> as_text(12163.0), as_text(0.1), as_text(date(2021, 3, 1)), as_text(True)
    ('12163', '0.1', '2021-03-01', 'TRUE')
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def column_texts(rows: Sequence[Sequence[Cell]], column: int) -> list[str]:
    """Return one column of the rows as texts."""
    return [as_text(row[column]) if column < len(row) else "" for row in rows]


def _check(name: str, data: bytes) -> None:
    limits = Limits()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            if len(infos) > MAX_MEMBERS:
                raise _hostile(name, _MANY_FILES)
            if total > MAX_INNER_BYTES or (
                total > (1 << 20) and total > len(data) * limits.max_ratio
            ):
                raise _hostile(name, _TOO_DENSE)
            if not any(info.filename.lower().startswith("xl/worksheets/") for info in infos):
                raise BeffroiError(FILE_BROKEN, name=name, format=_FORMAT, reason=_NO_SHEET)
            # Reading to the end checks the checksums: a header that lies on the size is found.
            if archive.testzip() is not None:
                raise BeffroiError(FILE_BROKEN, name=name, format=_FORMAT, reason=_CHECKSUM)
            for info in infos:  # a workbook may name any of its parts as a sheet
                _check_cells(name, archive.read(info))
    except (*BROKEN, OSError, ValueError) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format=_FORMAT, reason=NOT_WORKBOOK) from error


def _check_cells(name: str, sheet: bytes) -> None:
    """Refuse a sheet whose rectangle up to the farthest cell is too large."""
    references: set[tuple[bytes, bytes]] = set()
    written = placed = 0
    for begin in range(0, len(sheet), _CHUNK):
        # The overlap holds a reference that the cut would split; it can only raise the counts.
        found = _REFERENCE.findall(sheet, begin, begin + _CHUNK + 64)
        placed += sum(1 for letters, _ in found if letters)
        written += len(_CELL.findall(sheet, begin, begin + _CHUNK + 64))
        references.update(found)
    # A cell without a reference follows the one before it.
    width = max((_column_number(letters) for letters, _ in references), default=0)
    width += max(written - placed, 0)
    height = max((int(row) for _, row in references), default=0) + sheet.count(b"row")
    if width * height > MAX_CELLS:
        raise _too_large(name, MAX_CELLS, CELLS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _hostile(name: str, reason: Text) -> BeffroiError:
    return BeffroiError(FILE_HOSTILE, name=name, reason=reason)


def _too_large(name: str, limit: int, what: Text) -> BeffroiError:
    return BeffroiError(FILE_TOO_LARGE, name=name, limit=limit, what=what, remedy=FIXED_LIMIT)
