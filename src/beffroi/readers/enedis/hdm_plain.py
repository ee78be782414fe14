"""Rows of a load curve that hold nothing unusual, read from their bytes."""

import numpy as np

from beffroi.readers.contract import Reason
from beffroi.readers.enedis.curves import Points
from beffroi.readers.enedis.hdm_blocks import Block
from beffroi.readers.enedis.lines import Lines
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.times import in_range, parse_times
from beffroi.readers.plain import cut


def plain_points(
    block: Block, lines: Lines, builder: PieceBuilder, factor: float, naive: bool | None
) -> tuple[Points, bool] | None:
    """Return the rows as points, empty values refused, and whether they are Paris times.

    `naive` is what the rows before were, if any. None, with nothing told to the builder, when a
    row holds anything else than a time and a whole number or nothing.
    """
    plain = cut(lines.data, ";", len(block.names))
    if plain is None:
        return None
    clock = plain.clock(plain.column(block.names.index("horodate")))
    numbers = plain.numbers(plain.column(block.names.index("valeur")))
    if clock is None or numbers is None:
        return None
    times = parse_times(clock.texts)
    local = bool(not times.zoned[0])
    if not times.valid.all() or (times.zoned == local).any() or naive not in (None, local):
        return None
    us = clock.spread(times.us)
    if not in_range(us):
        return None
    values, empty = numbers
    line = np.arange(lines.first, lines.first + plain.rows, dtype=np.int64)
    rows = np.flatnonzero(empty)
    builder.rows += plain.rows
    builder.refuse(line[rows], Reason.EMPTY_VALUE, plain.lines(rows) if len(rows) else [])
    return (
        Points(
            us,
            values * factor if factor != 1.0 else values,
            np.broadcast_to(np.asarray(block.quality, np.int8), (plain.rows,)),
            ~empty,
            np.broadcast_to(np.int64(0), (plain.rows,)),
            line,
        ),
        local,
    )
