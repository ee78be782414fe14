"""The rows of the blocks of an HDM file."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.readers.contract import Quality, Reason
from beffroi.readers.enedis.curves import Tail
from beffroi.readers.enedis.hdm_blocks import Block, Kind
from beffroi.readers.enedis.hdm_plain import plain_points
from beffroi.readers.enedis.lines import Cells, Lines, cells
from beffroi.readers.enedis.numbers import BAD, parse_numbers
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import emit, read_points, read_values, refuse_times
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import (
    DAY,
    MINUTE,
    Bools,
    Column,
    Times,
    day_edges,
    paris_days,
    parse_times,
)
from beffroi.readers.enedis.words import Curve, curve, index
from beffroi.texts import Text

NOTE_END = Text(
    fr="Courbe de charge : l’horodate marque la fin du pas (point C5, unité écrite).",
    en="Load curve: the time marks the end of the step (C5 point, unit written).",
)
NOTE_START = Text(
    fr="Courbe de charge : l’horodate marque le début du pas (point C1 à C4, unité absente, "
    "valeurs en W).",
    en="Load curve: the time marks the start of the step (C1 to C4 point, no unit, values in W).",
)
NOTE_CALENDAR = Text(
    fr="Le bloc des calendriers tarifaires n’est pas lu.",
    en="The block of tariff calendars is not read.",
)
NOTE_OTHER = Text(
    fr="Un bloc n’est pas lu : « {label} », grandeur « {what} », unité « {unit} ».",
    en="A block is not read: “{label}”, quantity “{what}”, unit “{unit}”.",
)
NOTE_MIDNIGHT = Text(
    fr="Index quotidiens : « 23:00:00+01:00 » est lu comme minuit au début du jour écrit (défaut "
    "connu de l’export en hiver, vérifié contre la courbe de charge).",
    en="Daily indexes: “23:00:00+01:00” is read as the midnight that begins the day written (known "
    "defect of the export in winter, checked against the load curve).",
)
#: The greatest number of 16 bits: meters write it when they have no maximum.
_FULL_SCALE = 65_535.0
_LATE_MIDNIGHT = "T23:00:00+01:00"
_NOT_REGISTERS = ("horodate", "type de releve", "")


def curve_of(block: Block) -> Curve | None:
    """Return the series of a block, the first one of an index block, None where not read."""
    if block.kind is Kind.INDEX:
        return index(block.prm, block.what, "T", block.unit or _index_unit(block))
    unit = block.unit or ("W" if curve(block.prm, block.what, block.way, "W") else "var")
    return curve(block.prm, block.what, block.way, unit)


def _index_unit(block: Block) -> str:
    return "Wh" if index(block.prm, block.what, "T", "Wh") else "varh"


def tail_of(block: Block) -> Tail:
    """Return the beginning of a curve: C5 points write their unit and mark the end of the step."""
    stamp = Stamp.END if block.unit else Stamp.START
    return Tail(stamp, step=block.step * MINUTE)


def read_curve(
    found_curve: Curve, tail: Tail, block: Block, lines: Lines, builder: PieceBuilder
) -> Tail:
    """Read rows of a load curve."""
    begins = len(tail.context) + len(tail.pending) == 0
    clean = plain_points(block, lines, builder, found_curve.factor, None if begins else tail.naive)
    if clean is not None:
        points, naive = clean
        return emit(replace(tail, naive=naive), points, found_curve, builder, final=False)
    found = cells(lines, list(block.names), builder)
    if len(found.line) == 0:
        return tail
    times = parse_times(found.columns["horodate"])
    if begins:
        tail = replace(tail, naive=bool(times.valid.any() and not times.zoned.any()))
    points = read_points(
        found,
        times,
        found.columns["valeur"],
        times.valid & (times.zoned != tail.naive),
        builder,
        factor=found_curve.factor,
        quality=block.quality,
    )
    return emit(tail, points, found_curve, builder, final=False)


def read_index(block: Block, found: Cells, builder: PieceBuilder) -> None:
    """Read rows of cumulative registers, one series a column that holds values."""
    times = _midnights(found.columns["horodate"], builder)
    refuse_times(found, times.valid, builder)
    quality = _reading_quality(block, found)
    some, bad = np.zeros(len(found.line), bool), np.zeros(len(found.line), bool)
    for name in block.names:
        if name in _NOT_REGISTERS:
            continue
        values, states = parse_numbers(found.columns[name])
        rows = times.valid & (states == 0)
        some |= states == 0
        bad |= states == BAD
        register = index(block.prm, block.what, name.upper(), block.unit or _index_unit(block))
        if register is not None and rows.any():
            us = times.us[rows]
            builder.add(register.series, us, us, values[rows] * register.factor, quality[rows])
    _refuse(found, times.valid & bad, Reason.BAD_NUMBER, builder)
    _refuse(found, times.valid & ~some & ~bad, Reason.EMPTY_VALUE, builder)


def _midnights(text: Column, builder: PieceBuilder) -> Times:
    """Read the times of daily indexes: the midnight that begins the day written.

    In winter SGE writes `2022-02-02T23:00:00+01:00` for the index of 2022-02-02 at 00:00 (it
    keeps the summer offset when it cuts the day). Over the 355 days of a real point that has
    both, the differences of indexes then equal the energy of the load curve, to the watt-hour.
    """
    times = parse_times(text)
    late = times.valid & np.asarray(pc.ends_with(text, _LATE_MIDNIGHT))
    if late.any():
        builder.note(NOTE_MIDNIGHT)
        us = times.us.copy()
        us[late] = day_edges(((us[late] + 60 * MINUTE) // DAY).astype("M8[D]"))[0]
        times = replace(times, us=us)
    return times.utc()


def _refuse(found: Cells, which: Bools, reason: Reason, builder: PieceBuilder) -> None:
    rows = np.flatnonzero(which)
    builder.refuse(found.line[rows], reason, found.text(rows))


def _reading_quality(block: Block, found: Cells) -> NDArray[np.int8]:
    kind = found.columns.get("type de releve", pa.array([""] * len(found.line)))
    estimated = np.asarray(pc.match_substring(kind, "estim", ignore_case=True))
    return np.where(estimated, Quality.ESTIMATED, block.quality).astype(np.int8)


def read_maximum(block: Block, found: Cells, builder: PieceBuilder) -> None:
    """Read rows of daily maximum power; the value holds for the day of its instant."""
    series = curve_of(block)
    times: Times = parse_times(found.columns["horodate"]).utc()
    refuse_times(found, times.valid, builder)
    values, kept = read_values(found, found.columns["valeur"], times.valid, builder)
    rows = times.valid & kept
    if series is None or not rows.any():
        return
    start, end = paris_days(times.us[rows])
    quality = np.where(values[rows] == _FULL_SCALE, Quality.SUSPECT, block.quality)
    builder.add(series.series, start, end, values[rows] * series.factor, quality.astype(np.int8))
