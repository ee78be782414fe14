"""Daily energies from the customer portal as XLSX: a cover, then a sheet a direction.

Each sheet says its delivery point above the row `Date`, `Valeur (en kWh)`; `NA` stands for a day
without data. Dates are texts (`28/03/2021`), dates, or the serial numbers of a spreadsheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions
from beffroi.readers.documents import broken
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.portal_csv import point_of
from beffroi.readers.enedis.values import Values, add_days
from beffroi.readers.enedis.words import curve, fold
from beffroi.readers.source import Head, Source
from beffroi.readers.spreadsheet import Cell, as_text, is_workbook, peek, read_sheets
from beffroi.texts import Text

FORM = "Enedis portal XLSX"
_DATE, _VALUE = "date", "valeur (en kwh)"
_NO_TABLE = Text(
    fr="aucune feuille n’a les colonnes « Date » et « Valeur (en kWh) »",
    en="no sheet has the columns “Date” and “Valeur (en kWh)”",
)
# A spreadsheet counts days from here (1900 was not a leap year: its first 60 days do not matter).
_EPOCH, _FIRST, _LAST = date(1899, 12, 30), 30_000, 80_000


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the table of a sheet stands: its header row and its two columns, from 0."""

    row: int
    date: int
    value: int


def read(source: Source, options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a workbook, a piece a sheet.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`, `import.file_too_large`.
    """
    met = False
    for name, rows in read_sheets(source).items():
        table = _find(rows)
        if table is not None:
            met = True
            yield _piece(source, options, name, rows, table)
    if not met:
        raise broken(source, FORM, _NO_TABLE)


def _find(rows: list[list[Cell]]) -> _Table | None:
    for number, row in enumerate(rows[:100]):
        labels = [fold(cell) if isinstance(cell, str) else "" for cell in row[:50]]
        if _DATE in labels and _VALUE in labels:
            return _Table(number, labels.index(_DATE), labels.index(_VALUE))
    return None


def _piece(
    source: Source, options: ReadOptions, name: str, rows: list[list[Cell]], table: _Table
) -> Piece:
    builder, values = PieceBuilder(), Values()
    prm, unnamed = _point(rows[: table.row]), ""
    way = "PROD" if "production" in fold(name) else "CONS"
    if not prm:
        named = point_of(source, options, builder)
        prm, unnamed = named.point, named.unnamed
    for number, row in enumerate(rows[table.row + 1 :], start=table.row + 2):
        day, value = (_cell(row, column) for column in (table.date, table.value))
        if day != "" or value != "":
            values.add(number, _day(day), as_text(value), Quality.MEASURED)
    found = curve(prm, "EA", way, "kWh", timedelta(days=1))
    if found is not None:
        add_days(builder, found, values)
    return replace(builder.build(), unnamed=unnamed)


def _point(rows: list[list[Cell]]) -> str:
    """Return the delivery point written above the table: the first number of 14 digits."""
    texts = (as_text(cell) for row in rows for cell in row)
    return next((text for text in texts if len(text) == 14 and text.isdecimal()), "")


def _cell(row: list[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else ""


def _day(cell: Cell) -> str:
    """Return a date as text; a time of day that a spreadsheet adds is taken off."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if isinstance(cell, int | float) and _FIRST < cell < _LAST:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    return as_text(cell)


def recognise(head: Head) -> float:
    """Tell a workbook by the label of its values, or by the name of its sheets."""
    if not is_workbook(head):
        return 0.0
    text = peek(head)
    if "Valeur (en kWh)" in text:
        return 0.9
    named = (f"Export {way} Quotidienne" in text for way in ("Consommation", "Production"))
    return 0.8 if any(named) else 0.0


READERS = (
    Reader(
        "enedis.portal_xlsx",
        Text(
            fr="Enedis, énergies quotidiennes de l’espace client (XLSX)",
            en="Enedis, customer portal daily energies (XLSX)",
        ),
        recognise,
        read,
    ),
)
