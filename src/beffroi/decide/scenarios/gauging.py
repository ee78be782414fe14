"""Means of what gauges of an asset read, such as the pressure loggers of a district."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from sqlalchemy import select

from beffroi.decide.grids import read_grid
from beffroi.decide.panel import calendar_over
from beffroi.periods import Step
from beffroi.store.read import END, ReadDoor
from beffroi.store.state.models import Asset, Series
from beffroi.units import Aggregation, SeriesKind

_SPAN = timedelta(days=365)
#: Days that a gauge must have read within the last year: a season is not a year.
_LEAST = 90


def gauged(door: ReadDoor, asset: int, wanted: Sequence[str]) -> dict[str, float]:
    """Return the mean of each quantity over the gauges below an asset, in its canonical unit.

    Each gauge counts once, over its last year; one that read less than three months does not.
    """
    found: dict[str, float] = {}
    for quantity in wanted:
        with door.session() as session:
            below = select(Asset.id).where(Asset.parent_id == asset)
            series = session.scalars(
                select(Series).where(
                    Series.asset_id.in_(below),
                    Series.quantity == quantity,
                    Series.kind == SeriesKind.GAUGE,
                    Series.points > 0,
                )
            ).all()
        calendar = calendar_over(series, END) if series else None
        if calendar is None:
            continue
        daily, _ = read_grid(door, series, calendar, Step.DAY, Aggregation.MEAN)
        year = daily[:, -_SPAN.days :]
        known = year[np.isfinite(year).sum(axis=1) >= _LEAST]
        if len(known):
            found[quantity] = float(np.nanmean(known, axis=1).mean())
    return found
