"""What a rise looks like: spread over all hours, over closed hours, or heating in summer."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.signals import CLOSED, DAY
from beffroi.domains.panel import Floats, Panel

_WARM = 12.0
_SUMMER = (5, 9)
_HEATING = ("gas", "heat")
_MOSTLY_CLOSED = 0.5


class EventKind(StrEnum):
    """The nature of a rise."""

    STEP = "step"
    BASE = "base"
    CLOSED = "closed"
    SUMMER = "summer"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Split:
    """An excess when the building is open, then when it is closed; NaN without hours."""

    power: tuple[float, float]
    """kW."""
    share: tuple[float, float]
    """Of what was expected."""


def by_hours(
    values: Floats, mean: Floats, closed_hours: Floats, during: NDArray[np.bool_]
) -> Split:
    """Split the excess of signals (3, d) over `mean` (3, d) on some days (d,)."""
    both = during & np.isfinite(values[CLOSED])
    if not both.any():
        return Split((np.nan, np.nan), (np.nan, np.nan))
    hours = float(closed_hours[both].sum())
    closed, closed_mean = float(values[CLOSED][both].sum()), float(mean[CLOSED][both].sum())
    opened = float(values[DAY][both].sum()) - closed
    open_mean = float(mean[DAY][both].sum()) - closed_mean
    others = 24.0 * int(both.sum()) - hours
    return Split(
        ((opened - open_mean) / max(others, 1.0), (closed - closed_mean) / max(hours, 1.0)),
        (_share(opened - open_mean, open_mean), _share(closed - closed_mean, closed_mean)),
    )


def nature(panel: Panel, row: int, during: NDArray[np.bool_], split: Split) -> EventKind:
    """Name a rise by the most specific description that fits it."""
    if heats(panel, row) and _is_warm(panel, row, during):
        return EventKind.SUMMER
    open_power, closed_power = split.power
    if not np.isfinite(closed_power) or closed_power <= 0:
        return EventKind.STEP
    if open_power < _MOSTLY_CLOSED * closed_power:
        return EventKind.CLOSED
    return EventKind.BASE if _gap(*split.power) <= _gap(*split.share) else EventKind.STEP


def heats(panel: Panel, row: int) -> bool:
    """Tell whether the energy of a row heats: gas, heat, or what the building declares."""
    energy = panel.rows[row].quantity.partition(".")[0]
    return energy in _HEATING or panel.rows[row].attributes.get("heating_energy") == energy


def _is_warm(panel: Panel, row: int, during: NDArray[np.bool_]) -> bool:
    """Tell whether the days are of the warm season, and warm where the weather is known."""
    month = panel.days[during].astype("M8[M]").astype(np.int64) % 12 + 1
    if not len(month) or np.mean((month >= _SUMMER[0]) & (month <= _SUMMER[1])) < 0.8:
        return False
    outside = panel.temperature[row, during]
    known = np.isfinite(outside)
    return not known.any() or bool(outside[known].mean() >= _WARM)


def _share(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else np.inf


def _gap(a: float, b: float) -> float:
    """Return how different two numbers are, from 0 to 1."""
    if not np.isfinite(a) or not np.isfinite(b):
        return 1.0
    return abs(a - b) / max(abs(a) + abs(b), 1e-12)
