"""By how much what is held grew, hour by hour, as gauges say it: the level of a tank of water."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.grids import Calendar
from beffroi.domains import quantities
from beffroi.domains.contract import Gather, Stock
from beffroi.domains.panel import Floats
from beffroi.periods.civil import civil_date, paris_offset
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.state import models
from beffroi.units import SeriesKind, conversion

_HOUR = np.timedelta64(3_600_000_000, "us")
#: What is held on the hour, and at midnight, is read between two readings no further apart.
_APART, _APART_DAYS = 2 * _HOUR, 26 * _HOUR
_AROUND = timedelta(days=2)


@dataclass(slots=True)
class Held:
    """What may hold a stock, with its gauges, the most believed first."""

    asset: models.Asset
    gauges: list[models.Series] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grown:
    """By how much a stock grew, NaN where it is not known, in the display unit of what it holds."""

    daily: Floats  # (d,)
    hourly: NDArray[np.float32]  # (d, 24) by local clock hour

    def completed(self, other: "Grown") -> "Grown":
        """Return it with what only another one knows."""
        return Grown(
            np.where(np.isfinite(self.daily), self.daily, other.daily),
            np.where(np.isfinite(self.hourly), self.hourly, other.hourly),
        )


def holders(session: Session, owners: Collection[int], gather: Gather) -> list[Held]:
    """List what may hold stocks, with the gauges of each, or of what is fixed to it."""
    asset, series = models.Asset, models.Series
    if not gather.holders:
        return []
    own = select(asset).where(asset.organisation_id.in_(owners), asset.type.in_(gather.holders))
    found = {one.id: Held(one) for one in session.scalars(own.order_by(asset.id))}
    above = _fixed(session, found)
    gauges = session.scalars(
        select(series)
        .where(
            series.asset_id.in_([*found, *above]),
            series.quantity.in_(gather.gauges),
            series.kind == SeriesKind.GAUGE,
            series.points > 0,
        )
        .order_by(series.id)
    )
    for one in gauges:
        found[above.get(one.asset_id, one.asset_id)].gauges.append(one)
    for held in found.values():
        held.gauges.sort(key=lambda one: (gather.gauges.index(one.quantity), one.id))
    return list(found.values())


def _fixed(session: Session, found: Collection[int]) -> dict[int, int]:
    """Return what is fixed to assets, with each of these: a sensor, and the tank that it is in."""
    asset = models.Asset
    rows = session.execute(
        select(asset.id, asset.parent_id).where(asset.parent_id.in_(found), asset.id.not_in(found))
    )
    return {own: above for own, above in rows if above is not None}


def gauges_of(door: ReadDoor, owners: Collection[int], gather: Gather) -> set[int]:
    """Return the series that say what is held at the assets of some organisations."""
    with door.session() as session:
        return {one.id for held in holders(session, owners, gather) for one in held.gauges}


def grown(
    door: ReadDoor, gauges: Sequence[tuple[models.Series, Stock]], calendar: Calendar
) -> Grown:
    """Return by how much a stock grew on each hour and day, as its most believed gauge says."""
    result = Grown(*_unknown(calendar))
    for series, stock in gauges:
        at, held = _read(door, series, stock, calendar)
        edges = _instants(calendar)
        fine = np.diff(between(at, held, edges, _APART))
        starts = edges[:-1]
        hourly = _laid(fine, starts, calendar)
        midnights = np.r_[_midnight(starts), True]
        coarse = between(at, held, edges[midnights], _APART_DAYS)
        result = result.completed(Grown(np.diff(coarse), hourly))
    return result


def between(
    at: NDArray[np.datetime64], held: Floats, when: NDArray[np.datetime64], apart: np.timedelta64
) -> Floats:
    """Return what was held at instants, read between two readings no further apart than `apart`.

    `at` grows; the three are in microseconds.

    >>> at = np.array([0, 60, 300], "M8[m]").astype("M8[us]")
    >>> when = np.array([0, 30, 60, 90, 400], "M8[m]").astype("M8[us]")
    >>> between(at, np.array([10.0, 16.0, 20.0]), when, np.timedelta64(2, "h")).tolist()
    [10.0, 13.0, 16.0, nan, nan]
    """
    if not len(at):
        return np.full(len(when), np.nan)
    right = np.searchsorted(at, when)
    left = np.maximum(right - 1, 0)
    after = np.minimum(right, len(at) - 1)
    exact = at[after] == when
    known = (right > 0) & (right < len(at)) & (at[after] - at[left] <= apart)
    value = np.interp(when.astype(np.int64), at.astype(np.int64), held)
    return np.where(exact | known, value, np.nan)


def _read(
    door: ReadDoor, series: models.Series, stock: Stock, calendar: Calendar
) -> tuple[NDArray[np.datetime64], Floats]:
    """Return the instants of readings and what was held; a mean is of the middle of its time."""
    selection = Selection(
        (series.id,), calendar.since - _AROUND, calendar.until + _AROUND, as_of=calendar.as_of
    )
    table = door.observations(selection)
    start, end = (_moments(table[name]) for name in ("start", "end"))
    at = start + (end - start) // 2
    declared = quantities()[series.quantity]
    factor, offset = conversion(declared.unit, declared.display)
    held = stock.held(table["value"].to_numpy() * factor + offset)
    order = np.argsort(at, kind="stable")
    at, held = at[order], held[order]
    known = np.isfinite(held)
    return at[known], held[known]


def _moments(column: pa.ChunkedArray) -> NDArray[np.datetime64]:
    return np.asarray(column.to_numpy()).astype("datetime64[us]")


def _instants(calendar: Calendar) -> NDArray[np.datetime64]:
    """Return the hours of a calendar, its end with them."""
    first, last = (
        np.datetime64(one.astimezone(UTC).replace(tzinfo=None), "us")
        for one in (calendar.since, calendar.until)
    )
    return np.arange(first, last + _HOUR, _HOUR)


def _laid(
    values: Floats, starts: NDArray[np.datetime64], calendar: Calendar
) -> NDArray[np.float32]:
    """Lay hours on local clocks: that of autumn which comes twice holds the mean of both."""
    days = (civil_date(starts) - calendar.days[0]).astype(np.int64)
    local = starts + paris_offset(starts)
    hours = (local - local.astype("datetime64[D]")).astype("timedelta64[h]").astype(np.int64)
    total, count = (np.zeros((len(calendar.days), 24)) for _ in range(2))
    np.add.at(total, (days, hours), values)
    np.add.at(count, (days, hours), 1.0)
    mean = np.where(count > 0, total / np.maximum(count, 1.0), np.nan)
    return mean.astype(np.float32)


def _midnight(starts: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Tell which hours begin a day of Paris."""
    begins: NDArray[np.bool_] = np.r_[True, np.diff(civil_date(starts)).astype(np.int64) > 0]
    return begins


def _unknown(calendar: Calendar) -> tuple[Floats, NDArray[np.float32]]:
    days = len(calendar.days)
    return np.full(days, np.nan), np.full((days, 24), np.nan, np.float32)
