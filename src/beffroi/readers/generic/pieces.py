"""From rows of texts to pieces of observations, on whole columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_NOT_UNDERSTOOD
from beffroi.periods.civil import Instants
from beffroi.readers.building import Mask, refusals, refuse
from beffroi.readers.contract import INSTANT, READ_SCHEMA, Piece, Reason, SeriesDraft
from beffroi.readers.generic import say
from beffroi.readers.generic.blocks import Rows
from beffroi.readers.generic.clock import Clock
from beffroi.readers.generic.mapping import ValueColumn
from beffroi.readers.generic.numbers import NumberStyle, Parsed, read_numbers
from beffroi.readers.generic.plans import KEY_COLUMNS, Key, Plan, plan, row_keys
from beffroi.readers.generic.times import join_hours, read_times
from beffroi.readers.generic.understanding import Understanding
from beffroi.texts import Text

Integers = NDArray[np.int64]
_T = TypeVar("_T", np.float64, np.bool_)


@dataclass(frozen=True, slots=True)
class _Part:
    """Kept observations of one column of values, shaped alike."""

    plan: Integers
    start: Instants
    end: Instants
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values as read; `cells` gives what stands in some of its rows."""

    number: Parsed
    cells: Callable[[Integers], pa.Array]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all columns of values of some rows share."""

    lines: Integers
    codes: Integers
    keys: list[Key]
    start: Instants
    end: Instants
    good: Mask


@dataclass(slots=True)
class Assembler:
    """Turns rows into pieces; it remembers its series, and the clock, from piece to piece."""

    known: Understanding
    clock: Clock = field(init=False)
    _plans: dict[tuple[str, Key], Plan] = field(default_factory=dict)
    _warned: bool = False
    _places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(self.known.mapping.timezone)
        self._places = {name: place for place, name in enumerate(self.known.columns)}

    def index(self, name: str) -> int:
        """Return the place of a column."""
        return self._places[name]

    def place(self, name: str) -> str:
        """Return the name that a column has in the tables of rows."""
        return f"c{self._places[name]}"

    def texts(self) -> list[int]:
        """Return the places of the columns needed as texts."""
        mapping = self.known.mapping
        names = [mapping.time, mapping.hour, mapping.end]
        names += [getattr(mapping, key) for key in KEY_COLUMNS]
        return sorted({self._places[name] for name in names if name})

    def values(self) -> list[int]:
        """Return the places of the columns of values."""
        return [self._places[value.column] for value in self.known.mapping.values]

    def piece(self, rows: Rows) -> Piece:
        """Return the observations and the refusals of some rows."""
        table, mapping = rows.table, self.known.mapping
        style = NumberStyle(mapping.decimal, mapping.thousands)
        cells = [table.column(self.place(value.column)) for value in mapping.values]
        numbers = [_numbers(column, style) for column in cells]
        texts = self._times(table, mapping.time)
        written = ~(pc.equal(texts, "").to_numpy(zero_copy_only=False))
        for number in () if written.all() else numbers:
            written |= ~number.empty  # a row without time nor value is blank: not a refusal
        frame, late = self._frame(table, rows.lines, texts)
        refused = [
            rows.refused,
            refuse(rows.lines, written & ~frame.good & ~late, Reason.BAD_TIME, texts),
        ]
        if late.any():
            refused.append(
                refuse(rows.lines, late, Reason.BAD_TIME, self._times(table, mapping.end))
            )
        columns = [
            Column(number, _picked(column)) for number, column in zip(numbers, cells, strict=True)
        ]
        return self.assembled(frame, columns, refused, int(written.sum()) + len(rows.refused))

    def assembled(
        self, frame: Frame, columns: list[Column], refused: list[pa.Table], rows: int
    ) -> Piece:
        """Return the piece that columns of values make over the rows of a frame."""
        parts: list[_Part] = []
        plans: list[Plan] = []
        for value, column in zip(self.known.mapping.values, columns, strict=True):
            own = [self._plan(value, key) for key in frame.keys]
            part, bad = _column(frame, own, column, len(plans))
            plans += own
            parts.append(part)
            refused += bad
        series, observations = _join(parts, plans)
        return Piece(series, observations, refusals(*refused), rows, self._notes())

    def _times(self, table: pa.Table, name: str) -> pa.Array:
        mapping = self.known.mapping
        cells = _flat(table.column(self.place(name)))
        if mapping.hour and name == mapping.time:
            cells = join_hours(cells, _flat(table.column(self.place(mapping.hour))))
        return cells

    def _frame(self, table: pa.Table, lines: Integers, texts: pa.Array) -> tuple[Frame, Mask]:
        """Return what rows share, and the mask of those whose end is unreadable or too early."""
        mapping = self.known.mapping
        columns = {
            key: _flat(table.column(self.place(name)))
            for key in KEY_COLUMNS
            if (name := getattr(mapping, key))
        }
        codes, keys = row_keys(columns, table.num_rows)
        names = ["\x1f".join(key) for key in keys]
        start = self.clock.instants(read_times(texts, mapping.date_order), codes, names)
        end = start
        if mapping.end:
            ends = Clock(mapping.timezone)
            times = read_times(self._times(table, mapping.end), mapping.date_order)
            end = ends.instants(times, codes, names)
        else:
            start, end = self.interval(start)
        with np.errstate(invalid="ignore"):
            late = ~np.isnat(start) & ~(end >= start)
        return Frame(lines, codes, keys, start, end, ~np.isnat(start) & ~late), late

    def interval(self, times: Instants) -> tuple[Instants, Instants]:
        """Return the start and end of the step that times mark, where no column says its end."""
        mapping = self.known.mapping
        if mapping.step and mapping.stamp == "end":
            return self.clock.shift(times, mapping.step, -1), times
        return times, self.clock.shift(times, mapping.step, 1) if mapping.step else times

    def _plan(self, value: ValueColumn, key: Key) -> Plan:
        found = self._plans.get((value.column, key))
        if found is None:
            found = plan(self.known.mapping, value, key)
            mapping = self.known.mapping
            if not (found.instant or mapping.end or mapping.step):
                raise BeffroiError(
                    FILE_NOT_UNDERSTOOD, name=self.known.name, tried=say.STEP_UNKNOWN
                )
            self._plans[value.column, key] = found
        return found

    def _notes(self) -> tuple[Text, ...]:
        if self._warned or not self.clock.skipped:
            return ()
        self._warned = True
        return (say.ZONE_SUSPECT,)


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())


def _numbers(column: pa.ChunkedArray, style: NumberStyle) -> Parsed:
    cells = _flat(column)
    if not pa.types.is_floating(cells.type):
        return read_numbers(cells, style)
    value = np.asarray(cells.to_numpy(zero_copy_only=False), dtype=np.float64)
    nothing = np.zeros(len(value), dtype=bool)
    empty = cells.is_null().to_numpy(zero_copy_only=False) if cells.null_count else nothing
    return Parsed(value, empty, ~np.isfinite(value) & ~empty)


def _picked(column: pa.ChunkedArray) -> Callable[[Integers], pa.Array]:
    return lambda rows: _flat(column).take(pa.array(rows)).cast(pa.string())


def _column(
    frame: Frame, plans: list[Plan], column: Column, first: int
) -> tuple[_Part, list[pa.Table]]:
    """Keep the readable values of one column, and refuse the others with their reasons."""
    number = column.number
    finite = np.isfinite(number.value)
    factor = _spread(np.array([own.factor for own in plans], dtype=np.float64), frame.codes)
    offset = _spread(np.array([own.offset for own in plans], dtype=np.float64), frame.codes)
    instant = _spread(np.array([own.instant for own in plans], dtype=bool), frame.codes)
    known = _spread(np.array([own.refused is None for own in plans], dtype=bool), frame.codes)
    named = _spread(np.array([bool(own.draft.asset) for own in plans], dtype=bool), frame.codes)
    with np.errstate(over="ignore", invalid="ignore"):
        value = number.value * factor + offset
    keep = frame.good & finite & known & named & np.isfinite(value)
    refused: list[pa.Table] = []
    if not keep.all():
        for reason, mask in (
            (Reason.EMPTY_VALUE, number.empty),
            (Reason.NO_DATA, number.missing),
            (Reason.BAD_NUMBER, ~finite & ~number.empty & ~number.missing),
            (Reason.BAD_NUMBER, finite & ~np.isfinite(value)),
            (Reason.UNKNOWN_UNIT, finite & np.isfinite(value) & ~known),
            (Reason.BAD_ROW, finite & np.isfinite(value) & known & ~named),
        ):
            here = np.flatnonzero(frame.good & mask)
            if len(here):
                everywhere = np.ones(len(here), dtype=bool)
                texts = column.cells(here)
                refused.append(refuse(frame.lines[here], everywhere, reason, texts))
    end = np.where(instant, frame.start, frame.end) if instant.any() else frame.end
    part = _Part(frame.codes + first, frame.start, end, value)
    if keep.all():
        return part, refused
    return _Part(part.plan[keep], part.start[keep], end[keep], value[keep]), refused


def _spread(by_key: NDArray[_T], codes: Integers) -> NDArray[_T]:
    """Return the value of each row; one that all keys share serves without a copy for each."""
    same = len(by_key) > 0 and bool((by_key == by_key[0]).all())
    return by_key[:1] if same else by_key[codes]


def _under_each_other(parts: list[_Part]) -> _Part:
    names = ("plan", "start", "end", "value")
    return _Part(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _join(parts: list[_Part], plans: list[Plan]) -> tuple[tuple[SeriesDraft, ...], pa.Table]:
    """Put the columns under each other, with one series for each different draft that is used."""
    part = parts[0] if len(parts) == 1 else _under_each_other(parts)
    codes = part.plan
    drafts: dict[SeriesDraft, int] = {}
    numbers = np.zeros(len(plans), dtype=np.int32)
    for place in np.flatnonzero(np.bincount(codes, minlength=len(plans))):
        numbers[place] = drafts.setdefault(plans[place].draft, len(drafts))
    observations = pa.table(
        [
            pa.array(numbers[codes], pa.int32()),
            pa.array(part.start).cast(INSTANT),
            pa.array(part.end).cast(INSTANT),
            pa.array(part.value, pa.float64()),
            pa.array(np.zeros(len(codes), dtype=np.int8)),
        ],
        schema=READ_SCHEMA,
    )
    return tuple(drafts), observations
