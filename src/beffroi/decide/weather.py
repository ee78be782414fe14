"""Which air temperature goes with which asset."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.grids import Calendar, read_grid
from beffroi.domains.panel import Row
from beffroi.periods import Step
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.state.database import beyond
from beffroi.units import Aggregation, SeriesKind

TEMPERATURE = "weather.air_temperature"
_EXTREMES = ("min", "max")


def daily(
    door: ReadDoor, rows: Sequence[Row], owners: Sequence[int], calendar: Calendar
) -> NDArray[np.float64]:
    """Return the daily mean air temperature of each row, degC, shape (n, d), NaN where unknown.

    The station is the one that the asset names (`weather_station`), else one of its owner, else
    one of the bodies that the owner belongs to; the nearest first where both are placed, then the
    longest record. Days that it misses come from the others. `owners` gives each row's
    organisation.
    """
    result = np.full((len(rows), len(calendar.days)), np.nan)
    with door.session() as session:
        lineages = {owner: lineage(session, owner) for owner in set(owners)}
        found = _stations(session, {o for line in lineages.values() for o in line}, door)
    if not found:
        return result
    values, _ = read_grid(
        door, [series for series, _ in found], calendar, Step.DAY, Aggregation.MEAN
    )
    orders: dict[tuple[int, ...], NDArray[np.float64]] = {}
    for index, (row, owner) in enumerate(zip(rows, owners, strict=True)):
        order = _order(row, lineages[owner], found)
        if order and order not in orders:
            orders[order] = _first_known(values[list(order)])
        if order:
            result[index] = orders[order]
    return result


def near(door: ReadDoor, owners: set[int]) -> set[int]:
    """Return the series of temperature that the assets of some organisations may take."""
    with door.session() as session:
        bodies = {body for owner in owners for body in lineage(session, owner)}
        return {series.id for series, _ in _stations(session, bodies, door)}


def sheltering(door: ReadDoor, owner: int) -> ReadDoor:
    """Return a door that also reads the weather of the bodies that an organisation belongs to.

    It stays with what computes: whoever is shown what a building should use under some weather is
    shown no measure of anybody else.
    """
    with door.session() as session, beyond(session):
        bodies = lineage(session, owner)
    scope = door.scope.deriving()
    return replace(door, scope=replace(scope, organisations=scope.organisations | {*bodies}))


def lineage(session: Session, organisation: int) -> list[int]:
    """Return an organisation and the bodies that it belongs to, nearest first."""
    found: list[int] = []
    current: int | None = organisation
    while current is not None and current not in found:
        found.append(current)
        row = session.get(models.Organisation, current)
        current = row.parent_id if row else None
    return found


def _stations(
    session: Session, organisations: set[int], door: ReadDoor
) -> list[tuple[models.Series, models.Asset]]:
    """List the temperature series of organisations within the scope, the longest first."""
    rows = session.execute(
        select(models.Series, models.Asset)
        .join(models.Asset, models.Series.asset_id == models.Asset.id)
        .where(
            models.Series.organisation_id.in_(organisations & door.scope.organisations),
            models.Series.quantity == TEMPERATURE,
            models.Series.kind == SeriesKind.GAUGE,
            models.Series.qualifier.not_in(_EXTREMES),
            models.Series.points > 0,
        )
        .order_by(models.Series.points.desc(), models.Series.id)
    )
    return [(series, asset) for series, asset in rows]


def _order(
    row: Row, lineage: Sequence[int], found: Sequence[tuple[models.Series, models.Asset]]
) -> tuple[int, ...]:
    named = str(row.attributes.get("weather_station") or "")
    here = _place(row.attributes)

    def rank(index: int) -> tuple[bool, int, float, int]:
        series, asset = found[index]
        there = _place(asset.attributes)
        distance = (
            float(np.hypot(here[0] - there[0], (here[1] - there[1]) * 0.7))
            if here and there
            else 0.0
        )
        return asset.key != named, lineage.index(series.organisation_id), distance, index

    usable = [i for i, (series, _) in enumerate(found) if series.organisation_id in lineage]
    return tuple(sorted(usable, key=rank))


def _place(attributes: object) -> tuple[float, float] | None:
    if not hasattr(attributes, "get"):
        return None
    latitude, longitude = attributes.get("latitude"), attributes.get("longitude")
    if latitude in (None, "") or longitude in (None, ""):
        return None
    return float(latitude), float(longitude)


def _first_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = values[0].copy()
    for other in values[1:]:
        missing = np.isnan(result)
        result[missing] = other[missing]
    return result
