"""When a rise began, where that is long before it was noticed.

What follows the heating hardly shows in summer: it is noticed with the first cold days, and the
weeks just before them already hold it. The last months are therefore split once more, against a
model older than all of them, each day counting for what it can tell: the departure as a share of
what was expected (a fault that multiplies) or in energy (a fault that adds).

References: Hinkley (1970), "Inference about the change-point in a sequence of random variables".
"""

import numpy as np

from beffroi.domains.energy.drifts import Old
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.panel import Floats

_WINDOW, _LONG_WINDOW = 168, 400
_EDGE = 14  # days on each side of a split
_FIRST = LEAST_HISTORY - 28
_DAYS_PER_FACT = 4.0
"""Correlated departures: about four days tell as much as one independent day."""
_CLEARLY = 4.0
"""Natural logarithm of how much likelier another day must be than the one first found."""
_LARGEST, _LEAST_RATIO = 3.0, 0.1


def began(old: Old, row: int, noticed: int, start: int, after: int) -> int:
    """Return the day at which the rise of a row began: `start`, or a clearly likelier earlier one.

    It cannot have begun before the day that follows `after`; days after `noticed` are not read.
    """
    first = max(noticed - _WINDOW, _FIRST, after + 1)
    last = start - first
    if last <= _EDGE:
        return start
    index = np.arange(noticed + 1 - first)
    left = _left(old, row, first, noticed, (index >= index[: last + 1, None]).astype(np.float64))
    left[:_EDGE] = np.inf
    best = int(np.argmin(left))
    return first + best if _facts(index) * np.log(left[last] / left[best]) > _CLEARLY else start


def shape(old: Old, row: int, noticed: int, start: int, after: int) -> tuple[int, bool]:
    """Return when a slow rise began, and whether it is a drift (a line) rather than a step.

    `start` is what a line through the last months says, and stays where no step is likelier.
    """
    first = max(noticed - _LONG_WINDOW, _FIRST, after + 1)
    index = np.arange(noticed + 1 - first)
    if len(index) <= 3 * _EDGE:
        return start, True
    age = (index - index[:, None]).astype(np.float64)
    lines = _left(old, row, first, noticed, np.maximum(age, 0.0))[: -2 * _EDGE]
    steps = _left(old, row, first, noticed, (age >= 0).astype(np.float64))[: -2 * _EDGE]
    steps[:_EDGE] = np.inf
    gain = _facts(index) * np.log(lines.min() / steps.min())
    return (first + int(np.argmin(steps)), False) if gain > 0 else (start, True)


def _facts(index: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    return 0.5 * len(index) / _DAYS_PER_FACT


def _left(old: Old, row: int, first: int, noticed: int, effects: Floats) -> Floats:
    """Return the squares that each effect (k, d) leaves, as the better of a share and an energy."""
    days = slice(first, noticed + 1)
    values, mean, level = (one[row, days] for one in (old.values, old.mean, old.level))
    known = np.isfinite(values) & np.isfinite(mean) & (level > 0)
    safe = np.where(known, level, 1.0)
    ratio = np.where(known, np.maximum(mean / safe, _LEAST_RATIO), 1.0)
    departure = np.where(known, (values - mean) / safe, 0.0)
    found = [
        _unexplained(
            np.clip(departure / unit, -_LARGEST, _LARGEST), known * unit**2 / ratio, effects
        )
        for unit in (ratio, np.ones(len(ratio)))
    ]
    return np.minimum(*found) + 1e-12


def _unexplained(x: Floats, weight: Floats, effects: Floats) -> Floats:
    """Return the weighted squares left in x (d,) by a level and each effect (k, d), if it rises."""
    mass = max(float(weight.sum()), 1e-12)
    centred = x - float(weight @ x) / mass
    middle = (effects @ weight) / mass
    product = effects @ (weight * centred)
    power = effects**2 @ weight - mass * middle**2
    gain = np.where((product > 0) & (power > 1e-9), product**2 / np.maximum(power, 1e-9), 0.0)
    left: Floats = np.maximum(float(weight @ centred**2) - gain, 0.0)
    return left
