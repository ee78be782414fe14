"""Measures laid on a civil calendar: rows of series by days, or by hours of days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.periods.civil import Step, civil_date, paris_offset
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.state import models
from beffroi.units import Aggregation, SeriesKind

#: Share of a day or an hour that must be measured for its amount to be known.
ENOUGH = 0.9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Consecutive civil days, and what was known when."""

    days: NDArray[np.datetime64]  # datetime64[D], (d,)
    since: datetime
    until: datetime
    as_of: datetime

    @property
    def first(self) -> date:
        """The first day."""
        day: date = self.days[0].astype(object)
        return day


def read_grid(
    door: ReadDoor,
    series: Sequence[models.Series],
    calendar: Calendar,
    step: Step,
    aggregation: Aggregation | None = None,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Read series of any kinds on a calendar.

    Returns:
        Values in canonical units, shape (n, d) by day or (n, d, 24) by local clock hour, NaN
        where less than `ENOUGH` was measured; and the mask of those that rest on an estimate.
        The clock hour that autumn repeats holds the mean of its two passes.
    """
    shape = (len(series), len(calendar.days)) + ((24,) if step is Step.HOUR else ())
    values = np.zeros(shape)
    counts = np.zeros(shape, dtype=np.int64)
    estimated = np.zeros(shape, dtype=bool)
    place = {row.id: index for index, row in enumerate(series)}
    chosen = tuple(row.id for row in series)
    selection = Selection(chosen, calendar.since, calendar.until, "repaired", calendar.as_of)
    table = door.aggregate(selection, step, aggregation)
    enough = _enough(table, _those(table, series, {SeriesKind.GAUGE}))
    index = _index(table, place, calendar, step, enough)
    lasting = {kind for kind in SeriesKind if _lasting(kind, aggregation)}
    share = np.where(_those(table, series, lasting), table["coverage"].to_numpy(), 1.0)
    amount = table["value"].to_numpy() / np.maximum(share, ENOUGH)
    np.add.at(values, index, amount[enough])
    np.add.at(counts, index, 1)
    estimated[index] |= table["estimated"].to_numpy()[enough] > 0
    mean = np.where(counts > 0, values / np.maximum(counts, 1), np.nan)
    return mean, estimated


def _those(
    table: pa.Table, series: Sequence[models.Series], kinds: Collection[SeriesKind]
) -> NDArray[np.bool_]:
    """Tell which rows are of series of some kinds."""
    chosen = [row.id for row in series if SeriesKind(row.kind) in kinds]
    return np.isin(table["series"].to_numpy(), np.array(chosen, np.int64))


def _enough(table: pa.Table, gauges: NDArray[np.bool_]) -> NDArray[np.bool_]:
    share: Floats = table["coverage"].to_numpy()
    # Instants cover no time: a level read at least once says something of its day.
    enough: NDArray[np.bool_] = (share >= ENOUGH) | (gauges & (share < 1e-9))
    return enough


def _lasting(kind: SeriesKind, aggregation: Aggregation | None) -> bool:
    usual = aggregation or kind.aggregations[0]
    return usual in (Aggregation.SUM, Aggregation.INTEGRATE, Aggregation.DIFFERENCE)


def _index(
    table: pa.Table,
    place: dict[int, int],
    calendar: Calendar,
    step: Step,
    enough: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], ...]:
    start = table["start"].to_numpy().astype("datetime64[us]")[enough]
    numbers = table["series"].to_numpy()[enough]
    keys = np.array(sorted(place), dtype=np.int64)
    rows = np.array([place[key] for key in keys.tolist()], dtype=np.int64)
    row = rows[np.searchsorted(keys, numbers)] if len(keys) else numbers
    day = (civil_date(start) - calendar.days[0]).astype(np.int64)
    if step is not Step.HOUR:
        return row, day
    local = start + paris_offset(start)
    hour = (local - local.astype("datetime64[D]")).astype("timedelta64[h]").astype(np.int64)
    return row, day, hour
