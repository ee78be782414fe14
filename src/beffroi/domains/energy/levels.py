"""The level of a row just before a rise, from which the rise is measured."""

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.watch import relative_departure, unit_of
from beffroi.domains.panel import Floats

_DAYS = 42
_LARGEST = 1.5


def corrected(
    values: Floats,
    mean: Floats,
    level: Floats,
    starts: NDArray[np.int64],
    lasting: NDArray[np.bool_],
) -> Floats:
    """Return the expectation (m, d) moved to the usual level of the weeks before `starts` (m,).

    Levels drift with the years. Where an earlier rise is `lasting` (m,), nobody knows whether it
    adds or follows the weather: a further rise is what exceeds both. `level` is (m,).
    """
    whole = np.broadcast_to(level[:, None], mean.shape)
    days = np.arange(mean.shape[1])
    window = (days < starts[:, None]) & (days >= starts[:, None] - _DAYS) & np.isfinite(values)
    usual = _middle(relative_departure(values, mean, whole), window)
    moved = mean + np.clip(usual, -_LARGEST, _LARGEST) * unit_of(mean, whole)
    adds = mean + _middle(values - mean, window)
    share = np.where(window, values - mean, 0.0).sum(axis=1, keepdims=True) / np.maximum(
        np.where(window, mean, 0.0).sum(axis=1, keepdims=True), 1e-9
    )
    follows = mean * (1.0 + np.clip(share, -1.0, _LARGEST))
    moved = np.where(lasting[:, None], np.maximum(adds, follows), moved)
    return np.asarray(np.maximum(moved, 0.0), dtype=np.float64)


def _middle(departure: Floats, window: NDArray[np.bool_]) -> Floats:
    """Return the median (m, 1) of the days of a window, 0 where none is known."""
    inside = np.where(window, departure, np.nan)
    known = np.isfinite(inside).any(axis=1)
    middle = np.zeros((len(inside), 1))
    middle[known, 0] = np.nanmedian(inside[known], axis=1)
    return np.asarray(middle, dtype=np.float64)
