"""CSV tables read by blocks, with the line of every row and of every malformed line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from beffroi.readers.building import Integers, refuse, text_column
from beffroi.readers.contract import Reason
from beffroi.readers.documents import broken
from beffroi.readers.source import Source
from beffroi.texts import Text

_BLOCK_BYTES = 1 << 20
_HEADER_BYTES = 1 << 20
_MALFORMED = Text(fr="le tableau est mal formé", en="the table is malformed")


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows: `cells` by the names asked for, all shaped (n,) like `lines`.

    `malformed` holds the lines with too few or too many cells met on the way (REFUSED_SCHEMA).
    """

    lines: Integers
    cells: Mapping[str, pa.Array]
    malformed: pa.Table


def header_lines(data: bytes) -> list[str]:
    """Return the first lines of a table as text: UTF-8, or else Windows-1252.

    >>> header_lines("Année;Relevé\\n2021;1".encode("cp1252"))
    ['Année;Relevé', '2021;1']
    """
    start = data[:_HEADER_BYTES].removeprefix(b"\xef\xbb\xbf")
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start >= len(start) - 3  # only the last character is cut
        text = start.decode("utf-8", "ignore") if cut else start.decode("cp1252", "replace")
    return [line.rstrip("\r") for line in text.split("\n")]


def repaired(text: str) -> str:
    """Decode a cell of `read_rows`, which reads Latin-1: it is UTF-8, or else Windows-1252.

    >>> repaired("RÃ©servoir"), repaired("Réservoir")
    ('Réservoir', 'Réservoir')
    """
    data = text.encode("latin-1")
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return data.decode("cp1252", "replace")


def read_rows(
    source: Source,
    format_: str,
    columns: Mapping[str, int],
    width: int,
    header: int = 1,
    delimiter: str = ";",
    quoted: bool = False,
) -> Iterator[Rows]:
    """Yield the rows below a header, as texts read as Latin-1 (any byte is a character of it).

    `columns` gives the place of each column wanted, `width` how many there are, `header` how many
    lines come before the rows. Memory does not grow with the file.

    Raises:
        BeffroiError: `import.file_broken`.
    """
    names = [str(place) for place in range(width)]
    lines = _Lines(header)
    try:
        with (
            source.open() as stream,
            csv.open_csv(
                stream,
                # One thread, or malformed lines have no number.
                csv.ReadOptions(
                    use_threads=False,
                    block_size=_BLOCK_BYTES,
                    column_names=names,
                    skip_rows=header,
                    encoding="latin-1",
                ),
                csv.ParseOptions(
                    delimiter=delimiter,
                    quote_char='"' if quoted else False,
                    ignore_empty_lines=False,
                    invalid_row_handler=lines.skip,
                ),
                csv.ConvertOptions(
                    include_columns=[names[place] for place in columns.values()],
                    column_types=dict.fromkeys(names, pa.string()),
                ),
            ) as reader,
        ):
            for batch in reader:
                cells = {name: text_column(batch.column(k)) for k, name in enumerate(columns)}
                refused = lines.refused()
                yield Rows(lines.place(batch.num_rows), cells, refused)
    except pa.ArrowInvalid as error:
        raise broken(source, format_, _MALFORMED) from error
    left = lines.refused()
    if left.num_rows:
        empty = text_column(pa.array([], pa.string()))
        yield Rows(np.array([], np.int64), dict.fromkeys(columns, empty), left)


class _Lines:
    """Which line of the file each row is, malformed lines being skipped on the way."""

    def __init__(self, header: int) -> None:
        self._first = header + 1
        self._given = 0
        self._passed = 0  # malformed lines before the rows given so far
        self._ahead = np.array([], np.int64)  # those known from there on
        self._fresh: list[tuple[int, str]] = []

    def skip(self, row: csv.InvalidRow) -> str:
        """Note a line with too few or too many cells."""
        self._fresh.append((row.number, row.text))
        return "skip"

    def refused(self) -> pa.Table:
        """Return the malformed lines that were met since the last call."""
        fresh, self._fresh = self._fresh, []
        lines = np.array([line for line, _ in fresh], np.int64)
        self._ahead = np.concatenate([self._ahead, lines])
        texts = pa.array([text for _, text in fresh], pa.string())
        return refuse(lines, np.ones(len(lines), bool), Reason.BAD_ROW, texts)

    def place(self, count: int) -> Integers:
        """Return the lines, from 1, of the next rows; call `refused` before."""
        order = np.arange(self._given, self._given + count)
        # A malformed line pushes the rows from there on.
        before = self._passed + np.arange(len(self._ahead))
        pushed = np.searchsorted(self._ahead - before - self._first, order, side="right")
        lines = order + pushed + self._passed + self._first
        last = int(pushed[-1]) if count else 0
        self._ahead, self._passed = self._ahead[last:], self._passed + last
        self._given += count
        return lines
