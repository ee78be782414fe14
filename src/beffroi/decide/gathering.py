"""The panel of what is above meters: districts of a network, each the sum of its meters.

What its tanks hold counts in it too, by how much it grew (`stocks.py`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide import weather
from beffroi.decide.above import Counted, above_of, counted_of, members_of
from beffroi.decide.grids import Calendar
from beffroi.decide.panel import build_panel, calendar_of, calendar_over, types_of
from beffroi.decide.sources import Meter, attributes
from beffroi.decide.stocks import Held, grown, holders
from beffroi.decide.summing import Part, Sum
from beffroi.domains.contract import Domain, Gather, Share
from beffroi.domains.panel import Panel, Row
from beffroi.periods import PARIS
from beffroi.store.read import ReadDoor
from beffroi.store.state import models

#: Meters laid out together: what is kept of them is their sum.
BLOCK = 128
_Member = TypeVar("_Member")


def gathered(
    door: ReadDoor,
    found: Sequence[Meter],
    domain: Domain,
    as_of: datetime,
    wanted: Callable[[int, Share], bool] = lambda *_: True,
) -> Panel | None:
    """Lay out what is above some meters, as `domain.gather` says; None where nothing is.

    A row is known where its members are (see `Share`). Only what is `wanted` (the asset above, and
    what counts in it) is read. Memory holds the sums and one block of
    meters, whatever their number.
    """
    if domain.gather is None:
        return None
    with door.session() as session:
        members = _only(members_of(session, found, domain.gather), wanted)
        kept = _kept(session, {meter.asset.organisation_id for meter, _ in members}, domain.gather)
    kept = [one for one in (_Kept(_only(each.gauges, wanted)) for each in kept) if one.gauges]
    series = [item for meter, _ in members for group in meter.groups for item in group]
    calendar = calendar_over(series, as_of)
    if calendar is None:
        return None
    sums: dict[tuple[int, str], Sum] = {}
    for first in range(0, len(members), BLOCK):
        block = members[first : first + BLOCK]
        panel = build_panel(door, [meter for meter, _ in block], domain, as_of)
        if panel is not None:
            counted = {(meter.asset.id, meter.quantity): shares for meter, shares in block}
            _add(sums, panel, counted, calendar.days)
    for stock in kept:
        _store(door, sums, stock, calendar)
    return _panel(door, sums, calendar.days, as_of)


def _only(
    members: Sequence[tuple[_Member, list[Counted]]], wanted: Callable[[int, Share], bool]
) -> list[tuple[_Member, list[Counted]]]:
    """Keep what counts for something that is wanted."""
    left = ((one, [each for each in counted if wanted(*each)]) for one, counted in members)
    return [(one, counted) for one, counted in left if counted]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A stock: its gauges that say how much, each with what it counts for."""

    gauges: list[tuple[models.Series, list[Counted]]]


def _kept(session: Session, owners: Collection[int], gather: Gather) -> list[_Kept]:
    """Return the stocks that count for something."""
    found = holders(session, owners, gather)
    above = above_of(session, owners, gather.level) if found else None
    if above is None or not above.numbers:
        return []
    merged = attributes(session, [held.asset for held in found])
    kept = []
    for held in found:
        rows = ((one, _row_of(held, one, merged[held.asset.id])) for one in held.gauges)
        shown = [(one, counted_of(session, above, gather, held.asset, row)) for one, row in rows]
        kept.append(_Kept([(one, counted) for one, counted in shown if counted]))
    return [one for one in kept if one.gauges]


def _row_of(held: Held, gauge: models.Series, merged: dict[str, object]) -> Row:
    asset = held.asset
    return Row(gauge.id, asset.id, asset.type, asset.name, gauge.quantity, merged)


def _store(
    door: ReadDoor, sums: dict[tuple[int, str], Sum], kept: _Kept, calendar: Calendar
) -> None:
    """Add a stock to the sums of what it is in; where meters make none, it takes from none."""
    gauges = [
        (one, share.stock)
        for one, counted in kept.gauges
        for _, share in counted[:1]
        if share.stock is not None
    ]
    grew = grown(door, gauges, calendar)
    part = Part(grew.daily, np.zeros(len(grew.daily), bool), grew.hourly)
    for number, share in kept.gauges[0][1]:
        key = (number, share.quantity)
        if key in sums or share.factor > 0:
            sums.setdefault(key, Sum(len(calendar.days))).add(part, 0, share)


def _add(
    sums: dict[tuple[int, str], Sum],
    panel: Panel,
    members: Mapping[tuple[int, str], Sequence[Counted]],
    days: NDArray[np.datetime64],
) -> None:
    begin = int((panel.days[0] - days[0]).astype(np.int64))
    for index, row in enumerate(panel.rows):
        for number, share in members[row.asset, row.quantity]:
            key = (number, share.quantity)
            hours = None if panel.hourly is None else panel.hourly[index]
            part = Part(panel.daily[index], panel.filled[index], hours)
            sums.setdefault(key, Sum(len(days))).add(part, begin, share)


def _panel(
    door: ReadDoor,
    sums: Mapping[tuple[int, str], Sum],
    days: NDArray[np.datetime64],
    as_of: datetime,
) -> Panel | None:
    keys = sorted(sums)
    known = [sums[key].known() for key in keys]
    heard = np.zeros(len(days), bool)
    for one in known:
        heard |= np.isfinite(one.daily)
    some = np.flatnonzero(heard)
    if not len(some):
        return None
    cut = slice(int(some[0]), int(some[-1]) + 1)
    kept = [i for i, one in enumerate(known) if np.isfinite(one.daily).any()]
    with door.session() as session:
        rows, owners = _rows(session, [keys[i] for i in kept])
    first, last = (days[i].astype(object) for i in (some[0], some[-1]))
    calendar = calendar_of(_noon(first), _noon(last), as_of)
    hourly = [known[i].hourly for i in kept]
    shape = (len(days), 24)
    laid = [np.full(shape, np.nan, np.float32) if one is None else one for one in hourly]
    return Panel(
        as_of=min(as_of.astimezone(PARIS).date(), (days[some[-1]] + 1).astype(object)),
        rows=rows,
        days=calendar.days,
        daily=np.stack([known[i].daily[cut] for i in kept]),
        filled=np.stack([known[i].filled[cut] for i in kept]),
        day_types=types_of(rows, calendar),
        temperature=weather.daily(door, rows, owners, calendar),
        hourly=None if all(one is None for one in hourly) else np.stack([one[cut] for one in laid]),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), PARIS)


def _rows(session: Session, keys: Sequence[tuple[int, str]]) -> tuple[tuple[Row, ...], list[int]]:
    numbers = {number for number, _ in keys}
    assets = {
        one.id: one
        for one in session.scalars(select(models.Asset).where(models.Asset.id.in_(numbers)))
    }
    merged = attributes(session, list(assets.values()))
    rows = tuple(
        Row(-1, number, assets[number].type, assets[number].name, quantity, merged[number])
        for number, quantity in keys
    )
    return rows, [assets[number].organisation_id for number, _ in keys]
