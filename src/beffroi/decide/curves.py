"""A series over a period as a chart shows it: as read and as repaired, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from beffroi.decide.extents import MOST_POINTS, Extent, step_of
from beffroi.decide.observations import View, observations
from beffroi.periods import Step
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.units import SeriesKind

#: Share of a step that must be known for its amount to be drawn: the rest would look like a fall.
ENOUGH = 0.9
#: What is done to each reading of any index.
USUAL = "index_difference"
_READ = ("value", "rule", "coverage", "repaired", "estimated")
_COARSER = {Step.RAW: Step.HOUR, Step.HOUR: Step.DAY, Step.DAY: Step.MONTH}


@dataclass(frozen=True, slots=True)
class Point:
    """A measure, or a civil step; `value` is repaired, `raw` as it was read."""

    start: datetime
    end: datetime
    value: float | None
    raw: float | None
    known: float
    """Share of the step that repaired measures cover."""
    repaired: int
    """How many measures of it repair touched."""
    estimated: int
    rule: str = ""
    """The rule that repaired it, where it is a single measure."""

    @property
    def whole(self) -> bool:
        """Whether its value is that of the whole step."""
        return self.known >= ENOUGH


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a series over a period, in the order of time."""

    step: Step
    unit: str
    points: tuple[Point, ...]


def curve(door: ReadDoor, series: models.Series, asked: Extent, most: int = MOST_POINTS) -> Curve:
    """Read a series over a period, as finely as `most` points allow.

    Raises:
        BeffroiError: `store.out_of_scope`, `agreement.too_fine`.
    """
    step = step_of(series, asked, most)
    while True:
        repaired, unit = _read(door, series, asked, step, View.REPAIRED)
        coarser = _COARSER.get(step)
        # Measures may come in bursts: their mean spacing says nothing of the busiest hour.
        if repaired.num_rows <= 2 * most or coarser is None:
            break
        step = coarser
    raw, _ = _read(door, series, asked, step, View.RAW)
    return Curve(step, unit, _points(repaired, raw, SeriesKind(series.kind), step))


def _read(
    door: ReadDoor, series: models.Series, asked: Extent, step: Step, view: View
) -> tuple[pa.Table, str]:
    table, unit = observations(door, series, asked.since, asked.until, step, view, END)
    if step is Step.RAW and view is View.RAW and series.kind == SeriesKind.INDEX:
        table = _risen(table)
    return table, unit


def _risen(readings: pa.Table) -> pa.Table:
    """Turn readings of an index into what was used between two of them, as repair does."""
    values, count = readings["value"], readings.num_rows - 1
    if count < 1:
        return readings.slice(0, 0)
    risen = pc.subtract(values.slice(1), values.slice(0, count))
    table = readings.slice(0, count)
    table = table.set_column(table.column_names.index("value"), "value", risen)
    return table.set_column(table.column_names.index("end"), "end", readings["start"].slice(1))


def _points(repaired: pa.Table, raw: pa.Table, kind: SeriesKind, step: Step) -> tuple[Point, ...]:
    """Lay both sides beside each other; of a step that is partly known, `raw` is not a value."""
    plain = step is Step.RAW or kind in (SeriesKind.GAUGE, SeriesKind.STATE)
    before = {
        (one["start"], one["end"]): _number(one["value"])
        for one in _rows(raw)
        if plain or one["coverage"] >= ENOUGH
    }
    points = []
    for row in _rows(repaired):
        point = _point(row, before.pop((row["start"], row["end"]), None), plain)
        if kind is SeriesKind.INDEX:  # the rule of any index repairs nothing
            usual = point.rule in ("", USUAL)
            rule, count = ("", point.estimated) if usual else (point.rule, point.repaired)
            point = replace(point, rule=rule, repaired=count)
        points.append(point)
    # What repair removed was read all the same.
    points += [Point(start, end, None, value, 0.0, 1, 0) for (start, end), value in before.items()]
    return tuple(sorted(points, key=lambda one: (one.start, one.end)))


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield rows; instants are taken by the column, which is ten times faster than one by one."""
    columns = {name: table[name].to_pylist() for name in {*_READ} & {*table.column_names}}
    for name in ("start", "end"):
        instants = table[name].to_numpy().astype("M8[us]").tolist()
        columns[name] = [one.replace(tzinfo=UTC) for one in instants]
    names = list(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _point(row: dict[str, Any], raw: float | None, plain: bool) -> Point:
    value, start, end = _number(row["value"]), row["start"], row["end"]
    if "rule" in row:
        rule = row["rule"] or ""
        return Point(start, end, value, raw, 1.0, int(bool(rule)), 0, rule)
    known = 1.0 if plain else float(row["coverage"])
    return Point(start, end, value, raw, known, row["repaired"], row["estimated"])


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
