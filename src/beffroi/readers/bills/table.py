"""Bills as a table: a meter, a period, the energy billed, the amount.

`PRM;Début;Fin;kWh facturés;Montant TTC (€)` in any order and among other columns; `PCE` in place
of `PRM` for gas. A period ends on the day of the closing index, which belongs to the next bill,
unless the next bill of a meter starts one day later: the last day is then part of the period.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.periods.civil import localise
from beffroi.readers.building import (
    Floats,
    Integers,
    Mask,
    Measure,
    assemble,
    asset_codes,
    moments,
    numbers,
    refusals,
    refuse,
    truth,
)
from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason, SeriesDraft
from beffroi.readers.documents import broken, plain
from beffroi.readers.rows import Rows, header_lines, read_rows
from beffroi.readers.source import Head, Source
from beffroi.texts import Text
from beffroi.units import SeriesKind

_FORMAT = "CSV (factures)"
_DATES = ("%d/%m/%Y", "%Y-%m-%d")
_DAY = np.timedelta64(1, "D")
_WORDS = {
    "meter": r"^(prm|pdl|pce|point de (livraison|comptage).*|n.? ?(prm|pdl|pce))$",
    "start": r"^(date de )?(debut|du)\b",
    "end": r"^(date de )?(fin|au)\b",
    "energy": r"\bkwh\b",
    "amount": r"(€|\beur(os)?\b|montant)",
}
_NO_HEADER = Text(fr="aucune ligne ne nomme les colonnes", en="no row names the columns")
_INCLUSIVE = Text(
    fr="Le dernier jour d’une facture est compris dans sa période.",
    en="The last day of a bill is part of its period.",
)
_EXCLUSIVE = Text(
    fr="Une facture s’arrête au relevé de son dernier jour, qui n’est pas compris.",
    en="A bill ends at the reading of its last day, which is not part of it.",
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header stands and which column holds what."""

    line: int
    delimiter: str
    width: int
    columns: dict[str, int]
    gas: bool


def find_layout(lines: list[str]) -> _Layout | None:
    """Return the layout of a table of bills, or None when it is something else.

    >>> found = find_layout(["PCE;Début;Fin;kWh facturés;Montant TTC (€)"])
    >>> found.gas, found.columns["amount"]
    (True, 4)
    """
    for number, line in enumerate(lines[:20], 1):
        for delimiter in (";", ",", "\t"):
            names = [plain(name.strip().strip('"')) for name in line.split(delimiter)]
            columns: dict[str, int] = {}
            for place, name in enumerate(names):
                key = next((k for k, word in _WORDS.items() if re.search(word, name)), None)
                if key is not None:
                    columns.setdefault(key, place)
            if columns.keys() >= {"meter", "start", "end", "energy", "amount"}:
                gas = "pce" in names[columns["meter"]]
                return _Layout(number, delimiter, len(names), columns, gas)
    return None


def _recognise(head: Head) -> float:
    if b"\x00" in head.data:
        return 0.0
    return 0.8 if find_layout(header_lines(head.data)) else 0.0


def _read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    with source.open() as stream:
        layout = find_layout(header_lines(stream.read(1 << 16)))
    if layout is None:
        raise broken(source, _FORMAT, _NO_HEADER)
    for rows in read_rows(
        source,
        _FORMAT,
        layout.columns,
        layout.width,
        layout.line,
        layout.delimiter,
        quoted=True,
    ):
        yield _piece(rows, layout)


def _piece(rows: Rows, layout: _Layout) -> Piece:
    cells, lines = rows.cells, rows.lines
    codes, names = asset_codes(cells["meter"])
    start, started = moments(cells["start"], *_DATES)
    end, ended = moments(cells["end"], *_DATES)
    nameless = truth(pc.equal(pc.fill_null(cells["meter"], ""), ""))
    dated = started & ended
    dated[dated] &= end[dated] > start[dated]
    usable = dated & ~nameless
    inclusive = _last_day_counts(codes[usable], start[usable], end[usable])
    begin = localise(start)[0]
    finish = localise(end + _DAY if inclusive else end)[0]
    energy, energy_bad = _column(cells["energy"], usable, lines)
    amount, amount_bad = _column(cells["amount"], usable, lines)
    fluid = "gas" if layout.gas else "electricity"
    measures = [
        _measure(f"{fluid}.billed_energy", energy * 1000.0, codes, begin, finish),
        _measure(f"{fluid}.billed_amount", amount, codes, begin, finish),
    ]
    return Piece(
        *assemble([(name, ()) for name in names], measures),
        refusals(
            rows.malformed,
            refuse(lines, ~dated, Reason.BAD_TIME, cells["start"]),
            refuse(lines, dated & nameless, Reason.BAD_ROW, cells["start"]),
            *energy_bad,
            *amount_bad,
        ),
        len(lines) + rows.malformed.num_rows,
        (_INCLUSIVE if inclusive else _EXCLUSIVE,),
    )


def _last_day_counts(codes: Integers, start: np.ndarray, end: np.ndarray) -> bool:
    """Tell whether successive bills of a meter follow one another by one day."""
    order = np.lexsort((start, codes))
    same = codes[order][1:] == codes[order][:-1]
    step = (start[order][1:] - end[order][:-1])[same]
    return bool((step == _DAY).sum() > (step == np.timedelta64(0, "D")).sum())


def _column(cells: pa.Array, usable: Mask, lines: Integers) -> tuple[Floats, list[pa.Table]]:
    found = numbers(cells)
    return np.where(usable, found.values, np.nan), [
        refuse(lines, usable & found.bad, Reason.BAD_NUMBER, cells),
        refuse(lines, usable & found.empty, Reason.EMPTY_VALUE, cells),
    ]


def _measure(
    quantity: str, value: Floats, codes: Integers, start: np.ndarray, end: np.ndarray
) -> Measure:
    known = np.isfinite(value)
    draft = SeriesDraft("", "delivery_point", quantity, SeriesKind.INTERVAL, "supplier", "bill")
    quality = np.full(int(known.sum()), Quality.MEASURED, dtype=np.int8)
    return Measure(draft, codes[known], start[known], end[known], value[known], quality)


READERS = (
    Reader(
        "bills.table",
        Text(fr="Factures d’énergie (tableau)", en="Energy bills (table)"),
        _recognise,
        _read,
    ),
)
