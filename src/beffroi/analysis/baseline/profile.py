"""How a day is shared between its hours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.design import Days, DayTypes, rest_days, weekday
from beffroi.analysis.metrics import Floats

HOURS = 24
_BANDS = (8.0, 16.0)
"""Daily mean temperatures [degC] between cold, mild and warm days."""
_CLASS_DAYS, _CELL_DAYS = 3.0, 5.0
"""Days of evidence at which a class, then a class in one band, weighs as much as its parent."""
_CLASSES = 8


@dataclass(frozen=True, slots=True)
class Profiles:
    """(n_series, n_cells, 24) shares of the day; cells are 8 classes of day by 3 of weather."""

    shares: Floats

    def of_days(self, cells: NDArray[np.int64]) -> Floats:
        """Return the shares (n_series, n_days, 24) of days whose cells are (n_days or series)."""
        if cells.ndim == 1:
            shared: Floats = self.shares[:, cells]
            return shared
        own: Floats = np.take_along_axis(self.shares, cells[:, :, None], axis=1)
        return own


def cells_of(temperature: Floats, dates: Days, day_types: DayTypes) -> NDArray[np.int64]:
    """Return the cell of each day: weekday, or 7 for a holiday in the week; by band of weather.

    `temperature` [degC] is the daily mean, (n_days,) or (n_series, n_days).
    """
    days = weekday(dates)
    off = rest_days(dates, day_types) & (days < 5)
    return np.asarray(np.where(off, 7, days) * 3 + np.digitize(temperature, _BANDS))


def fit_profiles(y: Floats, usable: NDArray[np.bool_], cells: NDArray[np.int64]) -> Profiles:
    """Fit shares on complete days: y (n_series, n_days, 24), usable (n_series, n_days)."""
    hours = np.where(usable[:, :, None], y, 0.0)
    member = np.broadcast_to(cells, usable.shape)[:, :, None] == np.arange(_CLASSES * 3)
    in_cell = np.matmul(np.swapaxes(member, 1, 2).astype(np.float64), hours)
    totals = in_cell.sum(axis=-1, keepdims=True)
    day = _safe(totals.sum(axis=1), usable.sum(axis=1)[:, None])[:, None, :]
    whole = in_cell.sum(axis=1, keepdims=True)
    overall = _safe(whole + day / HOURS, whole.sum(axis=-1, keepdims=True) + day)
    by_class = in_cell.reshape(len(y), _CLASSES, 3, HOURS).sum(axis=2)
    parent = _shrunk(by_class, overall, _CLASS_DAYS * day)
    return Profiles(_shrunk(in_cell, np.repeat(parent, 3, axis=1), _CELL_DAYS * day))


def _shrunk(sums: Floats, parent: Floats, evidence: Floats) -> Floats:
    return _safe(sums + evidence * parent, sums.sum(axis=-1, keepdims=True) + evidence)


def _safe(top: Floats, bottom: Floats | NDArray[np.intp]) -> Floats:
    """Divide; equal shares where a series never used anything."""
    full = np.full(np.broadcast_shapes(top.shape, bottom.shape), 1.0 / HOURS)
    shares: Floats = np.divide(top, bottom, out=full, where=bottom > 0)
    return shares
