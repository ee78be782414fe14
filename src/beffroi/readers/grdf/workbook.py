"""The XLSX of GRDF's customer portal: daily readings of one meter under a title block.

The header stands below the title (row 9 in the files seen); each row is a gas day.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from beffroi.readers.building import moments, text_column
from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.documents import broken, plain, stem
from beffroi.readers.grdf.readings import (
    INFORMATIVE,
    Readings,
    gas_hours,
    next_day,
    to_piece,
    unnamed_note,
)
from beffroi.readers.source import Head, Source
from beffroi.readers.spreadsheet import (
    Cell,
    as_text,
    column_texts,
    is_workbook,
    peek,
    read_first_sheet,
)
from beffroi.texts import Text

_FORMAT = "GRDF XLSX"
_NO_HEADER = Text(fr="aucune ligne ne nomme les colonnes", en="no row names the columns")
_HEADER_WITHIN = 40  # rows
_DAY, _ENERGY = "date de releve", "energie consommee (kwh)"
_FIRST, _LAST = "index de debut de periode (m3)", "index de fin de periode (m3)"
_VOLUME, _TEMPERATURE = "volume consomme (m3)", "temperature locale (c)"
_QUALIFICATION = "qualification du releve"
_PCE = re.compile(r"\d{14}|GI\d{6}")


def _recognise(head: Head) -> float:
    if not is_workbook(head):
        return 0.0
    words = plain(peek(head))
    if _ENERGY in words and _QUALIFICATION in words:
        return 0.95
    # The texts of a long file stand beyond its head; the name of the sheet does not.
    return 0.6 if 'sheet name="historique par ' in words else 0.0


def _read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    rows = read_first_sheet(source)
    place, header = _header(source, rows)
    body = [
        (number, row)
        for number, row in enumerate(rows[place + 1 :], start=place + 2)
        if any(cell != "" for cell in row)
    ]
    lines = np.array([number for number, _ in body], np.int64)
    cells = {name: _column([row for _, row in body], header, name) for name in _ALL}
    moment, dated = moments(cells[_DAY], "%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
    day = moment.astype("datetime64[D]")
    pce = _delivery_point(rows[:place])
    name = pce or stem(source)
    count = len(lines)
    yield to_piece(
        Readings(
            line=lines,
            pce=pa.array([name] * count, pa.string()),
            qualifier=np.full(count, INFORMATIVE, np.int64),
            start=gas_hours(day),
            end=gas_hours(next_day(day)),
            dated=dated,
            when=cells[_DAY],
            energy=cells[_ENERGY],
            volume=cells[_VOLUME],
            first=cells[_FIRST],
            last=cells[_LAST],
            qualification=cells[_QUALIFICATION],
            temperature=cells[_TEMPERATURE],
            notes=() if pce else (unnamed_note(name),),
        )
    )


_ALL = (_DAY, _ENERGY, _FIRST, _LAST, _VOLUME, _TEMPERATURE, _QUALIFICATION)


def _header(source: Source, rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        names = {plain(as_text(cell)): column for column, cell in enumerate(row)}
        if _DAY in names and _ENERGY in names:
            return place, names
    raise broken(source, _FORMAT, _NO_HEADER)


def _column(rows: Sequence[Sequence[Cell]], header: dict[str, int], name: str) -> pa.Array:
    texts = column_texts(rows, header[name]) if name in header else [""] * len(rows)
    return text_column(pa.array(texts, pa.string()))


def _delivery_point(title: Sequence[Sequence[Cell]]) -> str:
    """Find the number of the meter in the title block."""
    for row in title:
        texts = [as_text(cell) for cell in row]
        if any("pce" in plain(text) for text in texts):
            found = [text for text in texts if _PCE.fullmatch(text.replace(" ", ""))]
            if found:
                return found[0].replace(" ", "")
    return ""


READERS = (
    Reader(
        "grdf.portal_xlsx",
        Text(fr="GRDF, espace client (XLSX)", en="GRDF customer portal (XLSX)"),
        _recognise,
        _read,
    ),
)
