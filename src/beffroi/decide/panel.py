"""The panel of a domain for some meters: their measures as the domain's functions see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide import weather
from beffroi.decide.amounts import read_amounts
from beffroi.decide.grids import Calendar, read_grid
from beffroi.decide.sources import Meter, attributes
from beffroi.domains import quantities
from beffroi.domains.contract import Domain
from beffroi.domains.panel import Panel, Row
from beffroi.periods import PARIS, SchoolZone, Step, day_types
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.units import Aggregation, SeriesKind, conversion

#: Longest history that a panel holds.
MOST_DAYS = 4 * 366
_HOURLY = 3600


@dataclass(frozen=True, slots=True)
class _Laid:
    daily: NDArray[np.float64]
    filled: NDArray[np.bool_]
    best: list[models.Series]

    def rows(self, kept: NDArray[np.int64]) -> "_Laid":
        """Return some of the rows."""
        return _Laid(self.daily[kept], self.filled[kept], [self.best[i] for i in kept])


def build_panel(
    door: ReadDoor, found: Sequence[Meter], domain: Domain, as_of: datetime
) -> Panel | None:
    """Lay out what was known at `as_of` of some meters; None where nothing was.

    The window ends with the last of their measures: see `windows.by_end`. A meter of which nothing
    is known within it has no row. `Panel.as_of` is the day after the last measured one, or the day
    of `as_of` when earlier: a file that ends in the past is analysed as of its end.
    """
    series = [item for meter in found for group in meter.groups for item in group]
    calendar = calendar_over(series, as_of)
    if calendar is None:
        return None
    laid = _lay(door, found, calendar)
    some = np.isfinite(laid.daily)
    known = np.flatnonzero(np.logical_or.reduce(some, axis=0))
    if not len(known):
        return None
    calendar, laid = _trim(calendar, laid, int(known[0]), int(known[-1]) + 1)
    kept = np.flatnonzero(np.logical_or.reduce(some, axis=1))
    found, laid = [found[i] for i in kept.tolist()], laid.rows(kept)
    with door.session() as session:
        merged = attributes(session, [meter.asset for meter in found])
    rows = tuple(
        _row(meter, best, merged[meter.asset.id])
        for meter, best in zip(found, laid.best, strict=True)
    )
    owners = [meter.asset.organisation_id for meter in found]
    last: date = (calendar.days[-1] + np.timedelta64(1, "D")).astype(object)
    return Panel(
        as_of=min(as_of.astimezone(PARIS).date(), last),
        rows=rows,
        days=calendar.days,
        daily=laid.daily,
        filled=laid.filled,
        day_types=types_of(rows, calendar),
        temperature=weather.daily(door, rows, owners, calendar),
        hourly=_hourly(door, laid.best, rows, calendar),
        power_max=_power_max(door, rows, laid.best, calendar),
        amounts=read_amounts(door, domain, rows, calendar),
    )


def calendar_over(series: Sequence[models.Series], as_of: datetime) -> Calendar | None:
    """Return the days on which series measured, known at `as_of`, `MOST_DAYS` at most."""
    firsts = [item.first_at for item in series if item.first_at]
    lasts = [item.last_at for item in series if item.last_at]
    if not firsts or min(firsts) > as_of:
        return None
    until = min(max(lasts), as_of)
    since = max(min(firsts), until - timedelta(days=MOST_DAYS))
    return calendar_of(since, until, as_of)


def calendar_of(since: datetime, until: datetime, as_of: datetime) -> Calendar:
    """Return the civil days from the one of `since` to the one of `until`."""
    first, last = since.astimezone(PARIS).date(), until.astimezone(PARIS).date()
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    begin = datetime.combine(first, datetime.min.time(), PARIS).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), PARIS).astimezone(UTC)
    return Calendar(days, begin, end, as_of)


def _lay(door: ReadDoor, found: Sequence[Meter], calendar: Calendar) -> _Laid:
    """Take each day of a meter from the most believed group that knows it."""
    series = [item for meter in found for group in meter.groups for item in group]
    values, estimated = read_grid(door, series, calendar, Step.DAY)
    place = {item.id: index for index, item in enumerate(series)}
    daily = np.full((len(found), len(calendar.days)), np.nan)
    filled = np.zeros(daily.shape, dtype=bool)
    best: list[models.Series] = []
    for row, meter in enumerate(found):
        chosen, most = meter.groups[0][0], -1
        for group in meter.groups:
            rows = [place[item.id] for item in group]
            amount = _display(meter.quantity, values[rows].sum(axis=0))
            new = np.isnan(daily[row]) & np.isfinite(amount)
            daily[row, new] = amount[new]
            filled[row] |= np.logical_or.reduce(estimated[rows], axis=0) & new
            if int(new.sum()) > most:
                chosen, most = group[0], int(new.sum())
        best.append(chosen)
    return _Laid(daily, filled, best)


def _trim(calendar: Calendar, laid: _Laid, low: int, high: int) -> tuple[Calendar, _Laid]:
    first, last = (
        datetime.combine(day, time(12), PARIS)
        for day in calendar.days[[low, high - 1]].astype(object)
    )
    cut = calendar_of(first, last, calendar.as_of)
    return cut, _Laid(laid.daily[:, low:high], laid.filled[:, low:high], laid.best)


def _display(quantity: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    declared = quantities()[quantity]
    factor, _ = conversion(declared.unit, declared.display)
    return values * factor


def _row(meter: Meter, best: models.Series, merged: dict[str, object]) -> Row:
    asset = meter.asset
    name = str(merged.get("building") or asset.name)
    return Row(best.id, asset.id, asset.type, name, meter.quantity, merged)


def types_of(rows: Sequence[Row], calendar: Calendar) -> NDArray[np.int8]:
    """Return the kind of each day where each row is, shape (n, d): see `Panel.day_types`."""
    zones = [SchoolZone(str(row.attributes.get("school_zone") or "B")) for row in rows]
    by_zone = {zone: day_types(calendar.days, zone) for zone in set(zones)}
    return np.stack([by_zone[zone] for zone in zones])


def _hourly(
    door: ReadDoor, best: Sequence[models.Series], rows: Sequence[Row], calendar: Calendar
) -> NDArray[np.float32] | None:
    fine = [item for item in best if _is_fine(item)]
    if not fine:
        return None
    values, _ = read_grid(door, fine, calendar, Step.HOUR)
    result = np.full((len(rows), len(calendar.days), 24), np.nan, dtype=np.float32)
    place = [index for index, item in enumerate(best) if _is_fine(item)]
    for index, row in enumerate(place):
        result[row] = _display(rows[row].quantity, values[index])
    return result


def _is_fine(series: models.Series) -> bool:
    """Tell whether a series may say something of an hour; curves do not declare their step."""
    if series.step_seconds is None:
        return series.kind == SeriesKind.MEAN_POWER
    return series.step_seconds <= _HOURLY


def _power_max(
    door: ReadDoor, rows: Sequence[Row], best: Sequence[models.Series], calendar: Calendar
) -> NDArray[np.float64] | None:
    """Return the highest power of each day, kW: the meter's own, else that of the load curve."""
    result = np.full((len(rows), len(calendar.days)), np.nan)
    curves = [i for i, item in enumerate(best) if item.kind == SeriesKind.MEAN_POWER]
    if curves:
        values, _ = read_grid(door, [best[i] for i in curves], calendar, Step.DAY, Aggregation.MAX)
        result[curves] = values / 1000.0
    with door.session() as session:
        registers = _registers(session, {row.asset: i for i, row in enumerate(rows)})
    if registers:
        series = [item for item, _ in registers]
        values, _ = read_grid(door, series, calendar, Step.DAY, Aggregation.MAX)
        for (_, row), own in zip(registers, values / 1000.0, strict=True):
            known = np.isfinite(own)
            result[row, known] = own[known]
    return result if curves or registers else None


def _registers(session: Session, place: dict[int, int]) -> list[tuple[models.Series, int]]:
    found = session.scalars(
        select(models.Series)
        .where(
            models.Series.asset_id.in_(place),
            models.Series.quantity.in_(
                ("electricity.apparent_power_max", "electricity.active_power_max")
            ),
            models.Series.points > 0,
        )
        .order_by(models.Series.id)
    )
    return [(item, place[item.asset_id]) for item in found]
