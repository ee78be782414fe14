"""Rows of the CSV files of Insee and of the DGCL, whatever their encoding, case and delimiter."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from beffroi.errors import BeffroiError
from beffroi.errors.territory import FILE_UNKNOWN, ROW_REFUSED
from beffroi.texts import Text


class Sort(StrEnum):
    """What a file of the official geography tells."""

    COMMUNES = "communes"
    MOVES = "moves"
    EPCI = "epci"
    DENSITY = "density"
    OUTLINES = "outlines"


#: The columns that tell each sort of file, in lower case; a sort may have several forms.
FORMS: tuple[tuple[Sort, frozenset[str]], ...] = (
    (Sort.MOVES, frozenset({"mod", "date_eff", "typecom_av", "com_av", "typecom_ap", "com_ap"})),
    (Sort.COMMUNES, frozenset({"typecom", "com", "reg", "dep", "libelle"})),
    (Sort.EPCI, frozenset({"siren", "raison_sociale", "insee", "nom_membre"})),
    (Sort.EPCI, frozenset({"codgeo", "libgeo", "epci", "libepci"})),
    (Sort.DENSITY, frozenset({"codgeo", "libgeo", "dens7"})),
    (Sort.DENSITY, frozenset({"codgeo", "libgeo", "dens", "libdens"})),
)
#: A sheet saved as CSV begins with lines of title; those of Insee have four.
_TITLES = 10
_CODE = Text(fr="un code Insee de commune", en="an Insee code of a commune")


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the official geography: its sort, and its rows by name of column.

    `first` is the line of its first row.
    """

    name: str
    sort: Sort
    rows: list[dict[str, str]]
    first: int = 2

    def numbered(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row with its line in the file."""
        return enumerate(self.rows, self.first)

    def refuse(self, line: int, text: str, expected: Text) -> BeffroiError:
        """Say that a cell is not what is expected there."""
        return BeffroiError(
            ROW_REFUSED, name=self.name, line=line, text=text[:40], expected=expected
        )

    def code(self, line: int, text: str) -> str:
        """Return the code of a commune.

        Raises:
            BeffroiError: `territory.row_refused`.
        """
        if re.fullmatch(r"[0-9][0-9AB][0-9]{3}", text) is None:
            raise self.refuse(line, text, _CODE)
        return text


def read_table(name: str, data: bytes) -> Table:
    r"""Read a file whose columns tell its sort.

    >>> read_table("v_commune_2026.csv", b"TYPECOM,COM,REG,DEP,LIBELLE\nCOM,01001,84,01,Abergement")
    ... # doctest: +ELLIPSIS
    Table(name='v_commune_2026.csv', sort=<Sort.COMMUNES: 'communes'>, rows=[{'typecom': 'COM', ...

    Raises:
        BeffroiError: `territory.file_unknown`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    head = "\n".join(text.split("\n", _TITLES)[:_TITLES])
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        sort, titles = _headed(name, lines)
        first = lines.line_num + 1
        cells = ([cell.strip() for cell in line] for line in lines if any(line))
        rows = [dict(zip(titles, line, strict=True)) for line in cells]
    except (csv.Error, ValueError) as error:  # a cell without end, a row cut off
        raise BeffroiError(FILE_UNKNOWN, name=name) from error
    return Table(name, sort, rows, first)


def _headed(name: str, lines: Iterator[list[str]]) -> tuple[Sort, list[str]]:
    """Return the sort of a file and its columns, below the lines of title that it may have."""
    for line in islice(lines, _TITLES):
        titles = [title.strip().lower() for title in line]
        for sort, columns in FORMS:
            if columns <= {*titles}:
                return sort, titles
    raise BeffroiError(FILE_UNKNOWN, name=name)


def year_of(name: str) -> int | None:
    """Return the year that the name of a file says, if it says one only.

    >>> year_of("v_mvt_commune_2026.csv"), year_of("communes.csv"), year_of("epcicom2024.csv")
    (2026, None, 2024)
    """
    found = {int(year) for year in re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", name)}
    return found.pop() if len(found) == 1 else None
