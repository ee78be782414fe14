"""Which air temperature goes with which asset."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.grids import Calendar, read_grid
from beffroi.domains.panel import Row
from beffroi.periods import Step
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.units import Aggregation, SeriesKind

TEMPERATURE = "weather.air_temperature"
_EXTREMES = ("min", "max")


def daily(
    door: ReadDoor, organisation: int, rows: Sequence[Row], calendar: Calendar
) -> NDArray[np.float64]:
    """Return the daily mean air temperature of each row, degC, shape (n, d), NaN where unknown.

    The station is the one that the asset names (`weather_station`), else the one nearest to it
    where both are placed, else the one with the longest record; those of the organisation come
    before those of the bodies that it belongs to. Days that it misses come from the others.
    """
    with door.session() as session:
        found = stations(session, organisation, door.scope.organisations)
    if not found:
        return np.full((len(rows), len(calendar.days)), np.nan)
    values, _ = read_grid(
        door, [series for series, _ in found], calendar, Step.DAY, Aggregation.MEAN
    )
    orders: dict[tuple[int, ...], NDArray[np.float64]] = {}
    result = np.empty((len(rows), len(calendar.days)))
    for index, row in enumerate(rows):
        order = _order(row, found)
        if order not in orders:
            orders[order] = _first_known(values[list(order)])
        result[index] = orders[order]
    return result


def stations(
    session: Session, organisation: int, readable: frozenset[int]
) -> list[tuple[models.Series, models.Asset]]:
    """List the temperature series that serve an organisation, its own first."""
    lineage: list[int] = []
    current: int | None = organisation
    while current is not None and current not in lineage:
        lineage.append(current)
        row = session.get(models.Organisation, current)
        current = row.parent_id if row else None
    rows = session.execute(
        select(models.Series, models.Asset)
        .join(models.Asset, models.Series.asset_id == models.Asset.id)
        .where(
            models.Series.organisation_id.in_([o for o in lineage if o in readable]),
            models.Series.quantity == TEMPERATURE,
            models.Series.kind == SeriesKind.GAUGE,
            models.Series.qualifier.not_in(_EXTREMES),
            models.Series.points > 0,
        )
    ).all()
    pairs = [(series, asset) for series, asset in rows]
    return sorted(pairs, key=lambda pair: (lineage.index(pair[0].organisation_id), -pair[0].points))


def _order(row: Row, found: Sequence[tuple[models.Series, models.Asset]]) -> tuple[int, ...]:
    named = str(row.attributes.get("weather_station") or "")
    here = _place(row.attributes)

    def rank(index: int) -> tuple[bool, float, int]:
        asset = found[index][1]
        there = _place(asset.attributes)
        distance = (
            float(np.hypot(here[0] - there[0], (here[1] - there[1]) * 0.7))
            if here and there
            else 0.0
        )
        return asset.key != named, distance, index

    return tuple(sorted(range(len(found)), key=rank))


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
