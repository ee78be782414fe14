"""When a change began, and whether it came at once or grows: templates fitted to nights."""

import numpy as np

from beffroi.analysis.metrics import Floats

_EDGE = 2
_GROWS = 10
"""Nights that something must have lasted to be said to grow."""
_DAYS_PER_FACT = 3.0
_CLEARLY = 1.0
"""Natural logarithm of how much likelier growth must be than a step."""


def step_day(x: Floats, first: int) -> int:
    """Return the day at which `x` (d,) changes level, from `first` on, by least squares.

    >>> step_day(np.array([0.0, 0.1, 0.0, 0.1, 2.0, 2.1]), 1)
    4
    """
    left = _left(x, _steps(len(x)))
    first = min(max(first, 1), len(x) - 1)
    return first + int(np.argmin(left[first:]))


def growth(x: Floats, noise: float) -> int | None:
    """Return the day from which `x` (d,) grows, None where a step explains it as well.

    `noise` is the standard deviation of a night: what is below it tells nothing.

    >>> growth(np.r_[np.zeros(30), np.arange(30) / 10.0], 0.1)
    30
    >>> growth(np.r_[np.zeros(30), np.full(30, 2.0)], 0.1) is None
    True
    """
    if len(x) < _GROWS + 2 * _EDGE:
        return None
    steps, ramps = _left(x, _steps(len(x))), _left(x, _ramps(len(x)))
    known = int(np.isfinite(x).sum())
    floor = known * noise**2
    best = int(np.argmin(ramps[: len(x) - _GROWS]))
    gain = 0.5 * known / _DAYS_PER_FACT * np.log((steps[1:].min() + floor) / (ramps[best] + floor))
    return best if gain > _CLEARLY else None


def _steps(days: int) -> Floats:
    index = np.arange(days)
    steps: Floats = (index >= index[:, None]).astype(np.float64)
    return steps


def _ramps(days: int) -> Floats:
    index = np.arange(days)
    ramps: Floats = np.maximum(index - index[:, None], 0).astype(np.float64)
    return ramps


def _left(x: Floats, effects: Floats) -> Floats:
    """Return the squares that a level and each effect (k, d) leave in x (d,)."""
    known = np.isfinite(x).astype(np.float64)
    mass = max(float(known.sum()), 1.0)
    centred = np.where(known > 0, np.nan_to_num(x) - float(known @ np.nan_to_num(x)) / mass, 0.0)
    middle = (effects @ known) / mass
    product = effects @ centred
    power = effects**2 @ known - mass * middle**2
    gain = np.where(power > 1e-9, product**2 / np.maximum(power, 1e-9), 0.0)
    left: Floats = np.maximum(float(centred @ centred) - gain, 0.0)
    return left
