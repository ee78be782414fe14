"""How much cooler a building is kept at night, from hourly measures of what heats it.

On cold open days the power of night hours and that of open hours follow the same slope, one from a
lower balance temperature: the gap between the two lines, less the gap that they have in the mild
season when nothing heats, over the slope of an hour, is the reduction.
"""

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.heating import HeatingFit
from beffroi.domains.energy.occupancy import occupancy
from beffroi.domains.panel import Floats, Panel

_NIGHT = np.array([0, 1, 2, 3, 22, 23])
_LEAST = 20  # days of each season
_COLD, _MILD = 4.0, 2.0  # K under and above the balance
_WINTER_LIGHT = 1.3
"""What people use in winter over what they use in the mild season: lamps burn longer."""


def night_depth(
    panel: Panel,
    hourly: Floats,
    fit: HeatingFit,
    temperature: Floats,
    closed: NDArray[np.bool_],
) -> float | None:
    """Return the night reduction [K]; None where too few days tell it.

    Args:
        panel: One building.
        hourly: What heats it, (d, 24) [kWh].
        fit: Of its days.
        temperature: (d,) [degC].
        closed: Days on which nobody comes (d,).
    """
    hours = occupancy(panel).open_hours[0]
    night = np.array([hour for hour in _NIGHT if not hours[hour]])
    day = np.flatnonzero(hours)[2:-1]  # past warming up, before leaving
    if len(night) < 3 or len(day) < 3:
        return None
    balance, slope = float(np.median(fit.balance)), float(np.median(fit.slope)) / 24
    known = ~closed & np.isfinite(hourly).all(axis=1)
    cold, mild = known & (temperature < balance - _COLD), known & (temperature > balance + _MILD)
    if cold.sum() < _LEAST or mild.sum() < _LEAST or slope <= 0:
        return None
    gaps = hourly[:, day].mean(axis=1) - hourly[:, night].mean(axis=1)
    gap = float(np.median(gaps[cold]) - _WINTER_LIGHT * np.median(gaps[mild]))
    return max(gap / slope, 0.0)
