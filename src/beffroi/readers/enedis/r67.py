"""R67: energy by billed period, as JSON. Contexts share the time out between them, grids do not.

For one period the finest grid is kept, the distributor's first; the other grids hold the same
energy and are refused as double counts. A negative amount mends an estimate: it is kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.enedis.json import items, measures, opens_with, text
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import read_values, refuse_times
from beffroi.readers.enedis.r64 import NOTE_GRID, calendar_grid
from beffroi.readers.enedis.times import DAY, Bools, Ints, day_edges, parse_times
from beffroi.readers.enedis.values import Values, refuse_all
from beffroi.readers.enedis.words import Curve, curve, why_unknown
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R67"
_NATURES = {"R": Quality.MEASURED, "E": Quality.ESTIMATED, "C": Quality.CORRECTED}


@dataclass(frozen=True, slots=True)
class _Grid:
    """A calendar of a quantity of a point."""

    what: str
    way: str
    unit: str
    letter: str
    calendar: str


@dataclass(slots=True)
class _Amounts:
    """Amounts of one class of a grid: where they begin (in `values`) and where they end."""

    values: Values = field(default_factory=Values)
    until: list[str] = field(default_factory=list)


_Met = dict[_Grid, dict[str, _Amounts]]


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a document.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    rank = 0
    for measure in measures(source, FORM):
        met: _Met = defaultdict(lambda: defaultdict(_Amounts))
        for context in items(measure, "contexte"):
            for group in items(context, "grandeur"):
                rank = _collect(group, met, rank)
        yield _piece(text(measure, "idPrm"), met)


def _collect(group: dict[str, Any], met: _Met, rank: int) -> int:
    names = (text(group, name) for name in ("grandeurPhysique", "grandeurMetier", "unite"))
    said = tuple(names)
    for calendar in items(group, "calendrier"):
        name = text(calendar, "codeCalendrier") or text(calendar, "idCalendrier")
        grid = _Grid(said[0], said[1], said[2], calendar_grid(calendar), name)
        for node in items(calendar, "classeTemporelle"):
            amounts = met[grid][text(node, "idClasseTemporelle")]
            for amount in items(node, "quantite"):
                rank += 1
                quality = _NATURES.get(text(amount, "codeNature"), Quality.SUSPECT)
                amounts.values.add(
                    rank, text(amount, "dbtMesure"), text(amount, "quantite"), quality
                )
                amounts.until.append(text(amount, "finMesure"))
    return rank


def _piece(prm: str, met: _Met) -> Piece:
    builder = PieceBuilder()
    # The distributor's grids before the supplier's, those of more classes before coarser ones.
    order = sorted(met, key=lambda grid: (grid.letter != "D", -len(met[grid]), grid.calendar))
    taken: dict[tuple[str, str], list[tuple[Ints, Ints]]] = defaultdict(list)
    for grid in order:
        found = curve(prm, grid.what, grid.way, grid.unit)
        key = (grid.what, grid.way)
        periods = []
        for name, amounts in met[grid].items():
            if found is None:
                refuse_all(builder, amounts.values, why_unknown(prm))
            else:
                place = f"{found.series.qualifier} billed {grid.letter} {name}".strip()
                series = replace(found.series, qualifier=place)
                periods.append(_add(builder, replace(found, series=series), amounts, taken[key]))
        taken[key] += periods
    return builder.build()


def _add(
    builder: PieceBuilder, found: Curve, amounts: _Amounts, taken: list[tuple[Ints, Ints]]
) -> tuple[Ints, Ints]:
    """Add the amounts whose period no other grid has taken; return the periods of all."""
    cells = amounts.values.cells()
    builder.rows += len(cells.line)
    first, last = (
        parse_times(pa.array(side, pa.string())) for side in (amounts.values.time, amounts.until)
    )
    good = first.valid & last.valid & (first.us < last.us)
    start = day_edges((first.us // DAY).astype("M8[D]"))[0]
    end = day_edges((last.us // DAY).astype("M8[D]"))[0]
    refuse_times(cells, good, builder)
    twice = good & _overlaps(start, end, taken)
    if twice.any():
        builder.note(NOTE_GRID)
        rows = np.flatnonzero(twice)
        builder.refuse(cells.line[rows], Reason.DOUBLE_COUNT, cells.text(rows))
    values, kept = read_values(cells, cells.columns["v"], good & ~twice, builder)
    rows = np.flatnonzero(good & ~twice & kept)
    quality = np.array(amounts.values.quality, np.int8)[rows]
    builder.add(found.series, start[rows], end[rows], values[rows] * found.factor, quality)
    return start[good], end[good]


def _overlaps(start: Ints, end: Ints, taken: list[tuple[Ints, Ints]]) -> Bools:
    """Tell the periods that share time with one already taken by another grid, shape (n,)."""
    if not taken:
        return np.zeros(len(start), bool)
    begins, ends = (np.concatenate(side) for side in zip(*taken, strict=True))
    if len(begins) == 0:
        return np.zeros(len(start), bool)
    order = np.argsort(begins, kind="stable")
    begins, furthest = begins[order], np.maximum.accumulate(ends[order])
    before = np.searchsorted(begins, end, side="left") - 1
    return (before >= 0) & (furthest[np.maximum(before, 0)] > start)


def recognise(head: Head) -> float:
    """Tell an R67 document by its keys."""
    if not opens_with(head, b'"idPrm"', b'"contexte"'):
        return 0.0
    return 0.95 if b'"R67"' in head.data or b'"quantite"' in head.data else 0.0


READERS = (
    Reader(
        "enedis.r67",
        Text(fr="Enedis R67, énergie facturée (JSON)", en="Enedis R67, billed energy (JSON)"),
        recognise,
        read,
    ),
)
