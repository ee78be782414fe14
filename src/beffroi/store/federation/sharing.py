"""The series that one agreement lends, with the extent of what may be seen of each."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import Step
from beffroi.store.facts import microseconds
from beffroi.store.federation import civil
from beffroi.store.looking import BEGINNING, END
from beffroi.store.sharing.grants import Grant
from beffroi.store.sharing.lent import SUMMED
from beffroi.store.state import models
from beffroi.units import SeriesKind


@dataclass(frozen=True, slots=True)
class Shared:
    """The series of an agreement, in the order of their numbers."""

    series: tuple[models.Series, ...]
    assets: tuple[models.Asset, ...]
    ids: NDArray[np.int64]
    first: NDArray[np.int64]
    """When the first step begins that may be seen [us]; `last` where nothing may be."""
    last: NDArray[np.int64]
    """When the last step ends that may be seen [us]."""
    density: NDArray[np.float64]
    """About how many measures each has in a microsecond."""

    def until(self, batch: int) -> "Shared":
        """Return them as a round sees them that leads to a batch: nothing of younger series."""
        young = np.array([(one.batch_id or 0) > batch for one in self.series], bool)
        return replace(self, last=np.where(young, self.first, self.last))


def side_of(grant: Grant) -> str:
    """Return which side of measures an agreement carries afar: repaired where it lends both."""
    return "repaired" if "repaired" in grant.terms.views else "raw"


def shared(session: Session, grant: Grant, now: datetime) -> Shared:
    """List the series that an agreement lends; the session is let see them (`lending`)."""
    query = (
        select(models.Series, models.Asset)
        .join(models.Asset, models.Series.asset_id == models.Asset.id)
        .where(
            models.Series.organisation_id == grant.provider,
            models.Series.quantity.in_(grant.terms.quantities),
        )
        .order_by(models.Series.id)
    )
    rows = [(one, its) for one, its in session.execute(query) if _carried(grant, one, its)]
    series, assets = tuple(one for one, _ in rows), tuple(its for _, its in rows)
    low, high = _extents(grant, series, now)
    points = np.array([one.points for one in series], float)
    held = np.array([_us(one.last_at) - _us(one.first_at) for one in series], float)
    return Shared(
        series,
        assets,
        np.array([one.id for one in series], np.int64),
        low,
        np.maximum(low, high),
        points / np.maximum(held, 1.0),
    )


def _carried(grant: Grant, series: models.Series, asset: models.Asset) -> bool:
    terms, kind = grant.terms, SeriesKind(series.kind)
    if not terms.lends(series.quantity, asset.type, asset.key, asset.attributes.get("insee")):
        return False
    if terms.granularity is Step.RAW:
        return True
    # Differences of raw readings depend on the period that is asked: no window of them is whole.
    rising = kind is SeriesKind.INDEX and side_of(grant) == "raw"
    return kind.aggregations[0] in SUMMED and not rising


def _extents(
    grant: Grant, series: tuple[models.Series, ...], now: datetime
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    step = grant.terms.granularity
    low, high = (microseconds(one) for one in grant.terms.window(BEGINNING, END))
    first = np.array([_us(one.first_at) for one in series], np.int64)
    last = np.array([_us(one.last_at) for one in series], np.int64)
    first = np.clip(first, low, high)
    if step is Step.RAW:  # an instant may be the last measure
        held = np.array([one.last_at is not None for one in series], bool)
        return first, np.where(held, np.minimum(last + 1, high), first)
    last = np.minimum(np.minimum(last, high), microseconds(now))
    return civil.begins(first, step), civil.begins(last, step)


def _us(moment: datetime | None) -> int:
    return 0 if moment is None else microseconds(moment)
