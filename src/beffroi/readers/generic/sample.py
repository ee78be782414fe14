"""The beginning of a file as rows of cells: all that detection looks at."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.files import COLUMNS, FILE_TOO_LARGE, raise_setting
from beffroi.readers.generic.encoding import find_encoding
from beffroi.readers.generic.mapping import SEPARATORS
from beffroi.readers.generic.numbers import looks_number
from beffroi.readers.generic.words import stem
from beffroi.readers.source import Head

MAX_ROWS = 8_000
MAX_CELLS = 300_000
PROBE_ROWS = 200
_TITLE_LINES = 8  # lines that one quoted title may span

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of the beginning of a file, each with the line where it starts (from 1)."""

    name: str
    rows: tuple[Cells, ...]
    lines: tuple[int, ...]
    encoding: str = "utf-8"
    separator: str = ""  # empty for a sheet
    quote: str = '"'
    sheet: str = ""

    @property
    def stem(self) -> str:
        """Name of the file without folders and suffixes."""
        return stem(self.name)


def decode(head: Head, encoding: str = "") -> tuple[str, str]:
    """Return the whole lines of a head as text with line feeds at their ends, and the encoding."""
    found = encoding or find_encoding(head.data)
    text = head.data.decode(found, "replace").lstrip("\ufeff")
    if found == "cp1252" and text.startswith("ï»¿"):
        text = text[3:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not head.whole and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return text, found


def is_text(text: str) -> bool:
    """Tell whether a decoded head is text: hardly any control character.

    >>> is_text("a;b"), is_text("PK\\x03\\x04\\x00\\x00")
    (True, False)
    """
    probe = text[:20_000]
    odd = sum(
        1 for letter in probe if (letter < " " and letter not in "\n\t\x0c") or letter == "\ufffd"
    )
    return bool(probe.strip()) and odd <= len(probe) // 100


def text_sample(
    name: str, text: str, encoding: str, separator: str, quote: str, max_columns: int
) -> Sample:
    """Cut a text into rows.

    Raises:
        BeffroiError: `import.file_too_large` above `max_columns` columns.
    """
    widest = check_width(name, text, separator, max_columns)
    rows: list[Cells] = []
    lines: list[int] = []
    room = MAX_CELLS + widest * 12
    for row, line in text_rows(text, separator, quote):
        rows.append(row)
        lines.append(line)
        room -= len(row)
        if room < 0 or len(rows) >= MAX_ROWS:
            break
    return Sample(name, tuple(rows), tuple(lines), encoding, separator, quote)


def text_rows(text: str, separator: str, quote: str) -> Iterator[tuple[Cells, int]]:
    """Yield the rows of a text, each with the line where it starts (from 1)."""
    reader = csv.reader(
        io.StringIO(_without_open_quotes(text, quote)),
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    line = 1
    with suppress(csv.Error):  # a cell of more than 128 kB: what stands before is read
        for row in reader:
            yield tuple(cell.strip() for cell in row), line
            line = reader.line_num + 1


def check_width(name: str, text: str, separators: str, max_columns: int) -> int:
    """Return how often a separator stands in a line at most, counted before anything is cut.

    Raises:
        BeffroiError: `import.file_too_large` above `max_columns` columns.
    """
    longest = [line for line in text.split("\n") if len(line) >= max_columns]
    longest.append(max(text[: 1 << 16].split("\n"), key=len))
    widest = max(line.count(separator) for line in longest for separator in separators)
    if widest >= max_columns:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=name,
            limit=max_columns,
            what=COLUMNS,
            remedy=raise_setting("max_columns"),
        )
    return widest


def probe_separator(text: str) -> list[str]:
    """Return the separators that may be right, the likeliest first.

    A separator is likely when most of the lines have as many of it, and the lines hold numbers.
    """
    lines = [line for line in text.split("\n", PROBE_ROWS * 2)[: PROBE_ROWS * 2] if line.strip()]
    tail = lines[len(lines) // 3 :] or lines
    marks: list[tuple[float, str]] = []
    for separator in SEPARATORS:
        cells = [_cells(line, separator) for line in tail[:PROBE_ROWS]]
        width, often = Counter(len(row) for row in cells).most_common(1)[0] if cells else (1, 0)
        if width > 1:
            numeric = sum(looks_number(cell) for row in cells for cell in row[1:] if len(row) > 1)
            marks.append((often / len(cells) + numeric / (1 + sum(map(len, cells))), separator))
    return [separator for _, separator in sorted(marks, key=lambda pair: -pair[0])]


def _without_open_quotes(text: str, quote: str) -> str:
    """Blank the lines whose quotation mark no near line closes: they would swallow the rest."""
    if not quote or quote not in text:
        return text
    lines = text.split("\n")
    odd = deque(place for place, line in enumerate(lines) if line.count(quote) % 2)
    while odd:
        place = odd.popleft()
        if odd and odd[0] - place <= _TITLE_LINES:
            odd.popleft()
        else:
            lines[place] = ""
    return "\n".join(lines)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a cell that is too long to be one
        return [line]


def find_quote(text: str, separator: str) -> str:
    """Return the quotation mark of a text: the double one unless only single ones wrap cells."""
    probe = text[:50_000]
    single = probe.count(f"'{separator}'") + probe.count("\n'")
    return "'" if single > 2 and '"' not in probe else '"'
