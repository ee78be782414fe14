"""The panel of what is above meters: districts of a network, each the sum of its meters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide import weather
from beffroi.decide.panel import build_panel, calendar_of, calendar_over, types_of
from beffroi.decide.sources import Meter, attributes, meters
from beffroi.decide.spelling import plain
from beffroi.decide.summing import Sum
from beffroi.domains.contract import Domain, Gather, Share
from beffroi.domains.panel import Panel, Row
from beffroi.periods import PARIS
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text

#: Meters laid out together: what is kept of them is their sum.
BLOCK = 128
#: How far above a meter what it counts for is looked for: a room, its building, its district.
_HIGHEST = 4
#: What a meter counts for, and in which asset.
Counted: TypeAlias = tuple[int, Share]


def gathered(
    door: ReadDoor, found: Sequence[Meter], domain: Domain, as_of: datetime
) -> Panel | None:
    """Lay out what is above some meters, as `domain.gather` says; None where nothing is.

    A row is known where its members are (see `Share`). Memory holds the sums and one block of
    meters, whatever their number.
    """
    if domain.gather is None:
        return None
    with door.session() as session:
        members = _members(session, found, domain.gather)
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
    return _panel(door, sums, calendar.days, as_of)


def counted(
    session: Session, found: Sequence[Meter], gather: Gather
) -> dict[tuple[int, str], list[models.Asset]]:
    """Return the assets whose meters count for each quantity of each asset above them."""
    told: dict[tuple[int, str], list[models.Asset]] = {}
    for meter, shares in _members(session, found, gather):
        for number, share in shares:
            told.setdefault((number, share.quantity), []).append(meter.asset)
    return told


def lacking(door: ReadDoor, asset: models.Asset, domain: Domain) -> tuple[Text, ...]:
    """Say what keeps indicators of an asset of the level gathered from being said."""
    if domain.gather is None or asset.type != domain.gather.level:
        return ()
    with door.session() as session:
        found = meters(session, [asset.organisation_id], domain.inputs)
        members = _members(session, found, domain.gather)
        merged = attributes(session, [asset])[asset.id]
    rows = {share.quantity for _, shares in members for at, share in shares if at == asset.id}
    return domain.gather.lacks(merged, rows)


@dataclass(frozen=True, slots=True)
class _Above:
    """The assets of a level that organisations have, by number and by the ways to name them."""

    numbers: frozenset[int]
    named: Mapping[tuple[int, str], int]
    parents: dict[int, int | None] = field(default_factory=dict)

    def found(self, session: Session, owner: int, above: int | str) -> int | None:
        """Return the asset that a share is of."""
        if isinstance(above, str):
            return self.named.get((owner, plain(above)))
        number: int | None = above
        for _ in range(_HIGHEST):
            if number is None or number in self.numbers:
                return number
            if number not in self.parents:
                asset = session.get(models.Asset, number)
                self.parents[number] = asset.parent_id if asset else None
            number = self.parents[number]
        return None


def _members(
    session: Session, found: Sequence[Meter], gather: Gather
) -> list[tuple[Meter, list[Counted]]]:
    """Return the meters that count for something, with what, in which asset."""
    above = _above(session, {meter.asset.organisation_id for meter in found}, gather.level)
    if not above.numbers:
        return []
    merged = attributes(session, [meter.asset for meter in found])
    members: list[tuple[Meter, list[Counted]]] = []
    for meter in found:
        asset = meter.asset
        row = Row(-1, asset.id, asset.type, asset.name, meter.quantity, merged[asset.id])
        placed = (
            (above.found(session, asset.organisation_id, share.above), share)
            for share in gather.shares(row)
        )
        counted = [(number, share) for number, share in placed if number is not None]
        if counted:
            members.append((meter, counted))
    return members


def _above(session: Session, owners: Iterable[int], level: str) -> _Above:
    asset = models.Asset
    rows = session.execute(
        select(asset.id, asset.organisation_id, asset.name, asset.key)
        .where(asset.organisation_id.in_(list(owners)), asset.type == level)
        .order_by(asset.id.desc())  # of two of one name, the first one is meant
    ).all()
    named = {(owner, plain(name)): number for number, owner, name, _ in rows}
    named |= {(owner, plain(key)): number for number, owner, _, key in rows}
    return _Above(frozenset(row[0] for row in rows), named)


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
            total = sums.setdefault(key, Sum(len(days)))
            total.add(panel, index, begin, share)


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
