"""A fitted model put in the words of a change-point model, which a person can check.

Reference: ASHRAE RP-1050 (Kissock, Haberl and Claridge, 2003), five-parameter model.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats

_HEATING = np.arange(8.0, 20.5, 0.5)
_COOLING = np.arange(14.0, 26.5, 0.5)
_LEAST_GAIN = 0.02
"""Share of the variance that a slope must explain to be told."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One series as base + heating slope under a temperature + cooling slope above another."""

    base: float
    """Expected on a working day that needs neither heating nor cooling, a day."""
    heating_slope: float
    """More a day for each degC under `heating_change_point`; 0 where there is none."""
    heating_change_point: float | None
    """[degC]."""
    cooling_slope: float
    cooling_change_point: float | None
    rest_day_share: float
    """Mean of weekends and public holidays over that of working days [1]."""


def explain(fitted: Floats, temperature: Floats, rest: NDArray[np.bool_]) -> Explanation:
    """Summarise the values of a model (n_days,) on its training days.

    >>> outside = np.linspace(0.0, 20.0, 81)
    >>> told = explain(50 + 2 * np.maximum(15 - outside, 0), outside, np.zeros(81, dtype=bool))
    >>> round(told.base), round(told.heating_slope, 2), told.heating_change_point
    (50, 2.0, 15.0)
    """
    values, outside = fitted[~rest], temperature[~rest]
    rest_share = fitted[rest].mean() / values.mean() if rest.any() and values.any() else 1.0
    heating, cooling = _change_points(values, outside)
    columns = [np.ones(len(values))]
    columns += [] if heating is None else [np.maximum(heating - outside, 0.0)]
    columns += [] if cooling is None else [np.maximum(outside - cooling, 0.0)]
    solution = iter(np.linalg.lstsq(np.stack(columns, axis=1), values)[0])
    return Explanation(
        base=float(next(solution)),
        heating_slope=0.0 if heating is None else float(next(solution)),
        heating_change_point=heating,
        cooling_slope=0.0 if cooling is None else float(next(solution)),
        cooling_change_point=cooling,
        rest_day_share=float(rest_share),
    )


def _change_points(values: Floats, outside: Floats) -> tuple[float | None, float | None]:
    """Return the change points of the slopes that are worth telling: none, one or two."""
    total = float(((values - values.mean()) ** 2).sum())
    alone = [_best(values, outside, [(k, None) for k in _HEATING])]
    alone += [_best(values, outside, [(None, k) for k in _COOLING])]
    pairs = [(h, c) for h in _HEATING[::2] for c in _COOLING[::2] if h <= c]
    loss, points = min(alone, key=lambda candidate: candidate[0])
    if total - loss < _LEAST_GAIN * total:
        return None, None
    both_loss, both = _best(values, outside, pairs)
    return both if loss - both_loss > _LEAST_GAIN * total else points


_Points = tuple[float | None, float | None]


def _best(values: Floats, outside: Floats, points: list[_Points]) -> tuple[float, _Points]:
    losses = [_loss(values, outside, *pair) for pair in points]
    best = int(np.argmin(losses))
    heating, cooling = points[best]
    plain = (
        None if heating is None else float(heating),
        None if cooling is None else float(cooling),
    )
    return losses[best], plain


def _loss(values: Floats, outside: Floats, heating: float | None, cooling: float | None) -> float:
    """Return the sum of squares, infinite where a slope would be negative."""
    columns = [np.ones(len(values))]
    columns += [] if heating is None else [np.maximum(heating - outside, 0.0)]
    columns += [] if cooling is None else [np.maximum(outside - cooling, 0.0)]
    matrix = np.stack(columns, axis=1)
    solution = np.linalg.lstsq(matrix, values)[0]
    if (solution[1:] <= 0).any():
        return float("inf")
    return float(((values - matrix @ solution) ** 2).sum())
