"""What sensors of a network say of time: one grid for all, moves of each, measures moved back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis import clocks
from beffroi.analysis.clocks import Ints
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.readers.water.scada import Sheet

if TYPE_CHECKING:
    from beffroi.domains.water.leaks.shifts import Shift

#: Files of measures, in the order of `Sheets`.
KINDS = ("pressures", "flows", "levels", "demands")
CUSTOMERS, MODEL = "demands", "model"
_LEAST_STEP, _MOST_STEP, _HALF, _WIDE = 5, 60, 20, 60  # minutes
_DAY, _MINUTE = np.timedelta64(1, "D"), np.timedelta64(1, "m")
_MONDAY = np.datetime64("2018-01-01", "s")
_ENOUGH = 0.5  # of customers, for their mean to be that of all


@dataclass(frozen=True, slots=True)
class Heard:
    """Moves of sensors on a grid: `times` (n,), `moves` (n, s) by the half that they compare."""

    times: NDArray[np.datetime64]
    moves: dict[int, Floats]


@dataclass(frozen=True, slots=True)
class Signals:
    """Sensors whose clocks are compared, every `step` minutes: those of files, then the model."""

    pressures: tuple[str, ...]
    flows: tuple[str, ...]
    levels: tuple[str, ...]
    step: int

    @classmethod
    def of(cls, plant: Plant, sheets: Sheets) -> "Signals | None":
        """Return those of some measures; None where these are too far apart in time.

        Files of other steps are compared on the longest one: a step that is not measured is no
        move, and would be taken for a clock that is late.
        """
        every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
        steps = [_apart(sheet) for sheet in every if sheet.names]
        if not sheets.pressures.names or not all(steps):
            return None
        step = max(_LEAST_STEP, *steps)
        if step > _MOST_STEP or 60 % step:
            return None
        flows = (*plant.inlet_names, *plant.pump_names)
        return cls(tuple(plant.sensors), flows, plant.tank_names, step)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return (*self.pressures, *self.flows, *self.levels, CUSTOMERS, MODEL)

    @property
    def files(self) -> tuple[Ints, ...]:
        """Columns of each file, then of the model."""
        sizes = (len(self.pressures), len(self.flows), len(self.levels), 1, 1)
        return tuple(np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:-1]))

    @property
    def tried(self) -> Ints:
        """Lags that are tried, in steps."""
        return clocks.lags(self.step)

    @property
    def half(self) -> int:
        """Steps of the means that moves of sensors compare."""
        return max(1, _HALF // self.step)

    @property
    def wide(self) -> int:
        """Steps of the means that tell files from one another: what people draw is noisy."""
        return max(1, _WIDE // self.step)

    def rows(self, shift: "Shift") -> list[int]:
        """Return the columns that a shift is of."""
        names = self.names[:-1] if shift.file == MODEL else shift.names
        return [self.names.index(name) for name in names]

    def heard(
        self, plant: Plant, sheets: Sheets, first: np.datetime64, end: np.datetime64,
        halves: Iterable[int] = (),
    ) -> Heard:  # fmt: skip
        """Return the moves of all within [first, end), for the halves that are wanted, else all."""
        start: np.datetime64 = first.astype("datetime64[s]")
        count = int(-((start - end) // (self.step * _MINUTE)))
        times = start + np.arange(count) * (self.step * _MINUTE)
        values = np.full((times.size, len(self.names)), np.nan)
        wanted = (self.pressures, self.flows, self.levels)
        every = (sheets.pressures, sheets.flows, sheets.levels)
        column = 0
        for names, sheet in zip(wanted, every, strict=True):
            rows, at = self._rows(sheet, times)
            for name in names:
                if name in sheet.names:
                    own = sheet.values[rows, sheet.names.index(name)]
                    values[:, column] = _means(own, at, times.size)
                column += 1
        rows, at = self._rows(sheets.customers, times)
        placed = [name in plant.node for name in sheets.customers.names]
        given = sheets.customers.values[rows][:, placed]
        known = np.isfinite(given)
        enough = known.sum(axis=1) > _ENOUGH * given.shape[1]
        mean = np.where(known, given, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        values[:, column] = _means(np.where(enough, mean, np.nan), at, times.size)
        values[:, column + 1] = expected(plant, times)
        wanted_halves = set(halves) or {self.half, self.wide}
        return Heard(times, {half: clocks.moves(values, half) for half in wanted_halves})

    def _rows(self, sheet: Sheet, times: NDArray[np.datetime64]) -> tuple[Ints, Ints]:
        """Return the rows of a sheet within some times, and the place of each on their grid."""
        if not times.size:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        end = times[-1:] + self.step * _MINUTE
        first, last = (int(np.searchsorted(sheet.times, one)) for one in (times[0], end[0]))
        rows = np.arange(first, last)
        return rows, ((sheet.times[rows] - times[0]) // (self.step * _MINUTE)).astype(np.int64)


def _apart(sheet: Sheet) -> int:
    """Return by how many minutes the instants of a sheet are usually apart, 0 where none is."""
    apart = np.diff(sheet.times)
    apart = apart[apart > np.timedelta64(0, "s")]
    return (
        int(np.median(apart.astype("timedelta64[s]").astype(np.int64))) // 60 if apart.size else 0
    )


def _means(values: Floats, at: Ints, count: int) -> Floats:
    """Return the mean of the known values (n,) of each of `count` places, NaN where there is none.

    >>> _means(np.array([1.0, 3.0, np.nan, 5.0]), np.array([0, 0, 1, 3]), 4).tolist()
    [2.0, nan, nan, 5.0]
    """
    known = np.isfinite(values)
    many = np.bincount(at[known], minlength=count)
    total = np.bincount(at[known], values[known], minlength=count)
    return np.where(many > 0, total / np.maximum(many, 1), np.nan)


def expected(plant: Plant, times: NDArray[np.datetime64]) -> Floats:
    """Return what the rhythms of the model say that all draw, m3/h, at the middle of steps."""
    at = (times.astype("datetime64[s]") - _MONDAY).astype(np.int64) / plant.step
    found = np.zeros(times.size)
    for row, key in enumerate(plant.patterns):
        if key not in plant.rhythm:
            continue
        shape = np.asarray(plant.rhythm[key])
        # A step of an hour stands for its middle: between two middles, use goes straight.
        middle = at - 0.5 if plant.step > _HALF * 60 else at
        low = np.floor(middle).astype(np.int64)
        share = middle - low if plant.step > _HALF * 60 else 0.0
        value = (1 - share) * shape[low % shape.size] + share * shape[(low + 1) % shape.size]
        found += plant.usual[row].sum() * value
    return found
