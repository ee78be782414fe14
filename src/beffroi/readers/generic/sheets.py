"""XLSX and ODS sheets as rows of texts, the same texts that a CSV would hold."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar

import numpy as np
import pyarrow as pa
import python_calamine

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES, FILE_BROKEN, FILE_EMPTY, FILE_TOO_LARGE, raise_setting
from beffroi.readers.generic.blocks import Rows
from beffroi.readers.generic.numbers import SPACES
from beffroi.readers.generic.sample import MAX_CELLS, Cells, Sample
from beffroi.readers.generic.zipcheck import check_document
from beffroi.readers.source import NOT_WORKBOOK, Head, Source

MAX_DOCUMENT_BYTES = 64 << 20
_PIECE_ROWS = 20_000
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_COMMA = re.compile(rf"[+-]?[\d{SPACES}]+,\d+")

_Item = TypeVar("_Item")
Cell = str | int | float | bool | date | datetime | time | timedelta


def is_document(head: Head) -> bool:
    """Tell whether a file begins as an XLSX or ODS document."""
    data = head.data
    return data[:4] == b"PK\x03\x04" and (
        data[30:].startswith(_ODS)  # what a picture may part from the content of the sheets
        or b"[Content_Types].xml" in data
        or b"xl/" in data
        or b"content.xml" in data
    )


class Workbook:
    """A checked document; raises `BeffroiError` for one that is broken or not safe."""

    def __init__(self, source: Source, max_columns: int) -> None:
        self.name = source.name
        with source.open() as stream:
            data = stream.read(MAX_DOCUMENT_BYTES + 1)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise BeffroiError(
                FILE_TOO_LARGE,
                name=source.name,
                limit=MAX_DOCUMENT_BYTES,
                what=BYTES,
                remedy=raise_setting("max_file_bytes"),
            )
        self._format = check_document(source.name, data, max_columns)
        self._data = data

    def sheets(self) -> list[str]:
        """Return the names of the sheets."""
        return self._guard(lambda: list(self._book().sheet_names))

    def rows(self, sheet: str) -> list[list[Cell]]:
        """Return the rows of a sheet from its first one; empty cells are empty texts.

        A formula gives the value that the program which wrote the file kept.
        """
        return self._guard(
            lambda: self._book().get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        )

    def _book(self) -> python_calamine.CalamineWorkbook:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._data))

    def _guard(self, action: Callable[[], list[_Item]]) -> list[_Item]:
        try:
            return action()
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a panic of the library is no Exception
            raise BeffroiError(
                FILE_BROKEN, name=self.name, format=self._format, reason=NOT_WORKBOOK
            ) from error


def sheet_sample(book: Workbook, sheet: str) -> Sample:
    """Return the beginning of a sheet as texts.

    Raises:
        BeffroiError: `import.file_empty`.
    """
    rows = book.rows(sheet)
    if not rows:
        raise BeffroiError(FILE_EMPTY, name=book.name)
    most = max(20, MAX_CELLS // max(len(rows[0]), 1))
    texts = tuple(as_texts(row) for row in islice(rows, most))
    return Sample(book.name, texts, tuple(range(1, len(texts) + 1)), sheet=sheet)


def sheet_rows(book: Workbook, sheet: str, first_line: int, wanted: list[int]) -> Iterator[Rows]:
    """Yield the rows of a sheet as tables of texts, named c0, c1, ... as in the sheet."""
    rows = book.rows(sheet)
    for begin in range(first_line - 1, len(rows), _PIECE_ROWS):
        part = rows[begin : begin + _PIECE_ROWS]
        columns = {
            f"c{place}": pa.array([as_text(row[place]) for row in part], pa.string())
            for place in wanted
        }
        yield Rows(pa.table(columns), begin + 1 + np.arange(len(part)))


def as_texts(row: list[Cell]) -> Cells:
    """Return a row of cells as texts."""
    return tuple(as_text(cell) for cell in row)


def as_text(cell: Cell) -> str:
    """Return a cell as a CSV with decimal points would hold it.

    >>> as_text(30001234567890.0), as_text(datetime(2021, 1, 1)), as_text("12,5")
    ('30001234567890', '2021-01-01', '12.5')
    >>> as_text(datetime(2021, 1, 1, 0, 29, 59, 999000))  # a serial is a rounded fraction
    '2021-01-01T00:30:00'
    """
    if isinstance(cell, str):
        text = cell.strip()
        if _COMMA.fullmatch(text):
            return re.sub(rf"[{SPACES}]", "", text).replace(",", ".")
        return text
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return _moment(cell) if isinstance(cell, date | time | timedelta) else str(cell)


def _moment(cell: date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        nearest = cell + timedelta(milliseconds=500) if cell.year < 9999 else cell
        text = nearest.replace(microsecond=0).isoformat()
        return text.removesuffix("T00:00:00")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return cell.isoformat()
