"""Rows of text to points of a load curve: what cannot be read is refused, the rest is kept."""

import numpy as np
from numpy.typing import NDArray

from beffroi.readers.contract import Quality, Reason
from beffroi.readers.enedis.curves import Points, Settled, Tail, settle
from beffroi.readers.enedis.lines import Cells
from beffroi.readers.enedis.numbers import STATES, parse_numbers
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.times import Bools, Column, Ints, Times
from beffroi.readers.enedis.words import Curve


def refuse_times(found: Cells, good: Bools, builder: PieceBuilder) -> None:
    """Refuse the rows whose time was not read."""
    rows = np.flatnonzero(~good)
    if len(rows):
        builder.refuse(found.line[rows], Reason.BAD_TIME, found.text(rows))


def read_values(
    found: Cells, column: Column, among: Bools, builder: PieceBuilder
) -> tuple[NDArray[np.float64], Bools]:
    """Read the values of a column; refuse the rows `among` which none can be read.

    Returns:
        Values, 0 where none was read, and where one was; shapes (n,).
    """
    values, states = parse_numbers(column)
    for number, reason in enumerate(STATES, start=1):
        rows = np.flatnonzero(among & (states == number))
        if len(rows):
            builder.refuse(found.line[rows], reason, found.text(rows))
    return values, states == 0


def read_points(
    found: Cells,
    times: Times,
    column: Column,
    good: Bools,
    builder: PieceBuilder,
    *,
    factor: float = 1.0,
    quality: Quality | NDArray[np.int8] = Quality.MEASURED,
    step: Ints | None = None,
) -> Points:
    """Return the rows with a `good` time as points; refuse the others and the missing values."""
    refuse_times(found, good, builder)
    values, kept = read_values(found, column, good, builder)
    count = len(values)
    points = Points(
        times.us,
        values * factor,
        np.broadcast_to(np.asarray(quality, np.int8), (count,)),
        kept,
        np.zeros(count, np.int64) if step is None else step,
        found.line,
    )
    return points if good.all() else points.part(good)


def emit(tail: Tail, points: Points, curve: Curve, builder: PieceBuilder, *, final: bool) -> Tail:
    """Add points to a curve, put what is settled in the piece, return what is carried over."""
    tail, settled = settle(tail, points, final=final)
    put(settled, curve, builder)
    return tail


def put(settled: Settled, curve: Curve, builder: PieceBuilder) -> None:
    """Put settled values in a piece; a point whose step nothing tells is refused."""
    builder.add(curve.series, settled.start, settled.end, settled.value, settled.quality)
    builder.refuse(settled.stepless, Reason.BAD_TIME, [""] * len(settled.stepless))
