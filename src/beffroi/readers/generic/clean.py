"""Blocks of a text file that hold nothing unusual, read from their bytes."""

import numpy as np
import pyarrow as pa

from beffroi.periods.civil import Instants
from beffroi.readers.contract import Piece
from beffroi.readers.generic.blocks import Block
from beffroi.readers.generic.numbers import Parsed
from beffroi.readers.generic.pieces import Assembler, Column, Frame, Integers
from beffroi.readers.generic.plans import KEY_COLUMNS, row_keys
from beffroi.readers.generic.times import read_times
from beffroi.readers.plain import Clock, Plain, Spans, cut


def clean_piece(block: Block, assembler: Assembler) -> Piece | None:
    """Return the piece that a block makes, None where it holds anything unusual.

    Unusual is what is not a time of the width of the first one, a plain number or nothing, and
    lines of another number of cells.
    """
    known, mapping = assembler.known, assembler.known.mapping
    if mapping.hour or mapping.end or (mapping.quote or '"').encode() in block.data:
        return None
    plain = cut(block.data, mapping.separator, len(known.columns))
    clock = plain and plain.clock(plain.column(assembler.index(mapping.time)))
    if not plain or not clock:
        return None
    columns = _columns(plain, assembler)
    labels = {
        key: plain.labels(plain.column(assembler.index(name)))
        for key in KEY_COLUMNS
        if (name := getattr(mapping, key))
    }
    if columns is None or any(cells is None for cells in labels.values()):
        return None
    codes, keys = row_keys(labels, plain.rows)
    start = _instants(clock, assembler, codes, ["\x1f".join(key) for key in keys])
    if start is None:
        return None
    start, end = assembler.interval(start)
    lines = np.arange(block.line, block.line + plain.rows, dtype=np.int64)
    frame = Frame(lines, codes, keys, start, end, np.ones(plain.rows, dtype=bool))
    return assembler.assembled(frame, columns, [], plain.rows)


def _columns(plain: Plain, assembler: Assembler) -> list[Column] | None:
    found: list[Column] = []
    nothing = np.zeros(plain.rows, dtype=bool)
    for place in assembler.values():
        cells = plain.column(place)
        numbers = plain.numbers(cells, assembler.known.mapping.decimal)
        if numbers is None:
            return None
        value, empty = numbers
        value[empty] = np.nan

        def texts(rows: Integers, cells: Spans = cells) -> pa.Array:
            return pa.array(plain.texts(cells, rows), pa.string())

        found.append(Column(Parsed(value, empty, nothing), texts))
    return found


def _instants(
    clock: Clock, assembler: Assembler, codes: Integers, names: list[str]
) -> Instants | None:
    times = read_times(clock.texts, assembler.known.mapping.date_order)
    stated = ~np.isnat(times.offset)
    if not times.good.all() or stated.any() != stated.all():
        return None
    if stated.any():
        return clock.spread((times.local - times.offset).view(np.int64)).view("M8[us]")
    local = clock.spread(times.local.view(np.int64)).view("M8[us]")
    return assembler.clock.naive(local, codes, names, clock.runs)
