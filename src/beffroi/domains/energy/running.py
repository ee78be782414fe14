"""What runs when a building is closed, from hourly measures."""

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.occupancy import occupancy
from beffroi.domains.panel import Floats, Panel

_LEAST = 40


def idle_of(panel: Panel, hourly: Floats, mild: NDArray[np.bool_] | None) -> float | None:
    """Return the electricity of closed hours [kWh/year].

    Args:
        panel: One building.
        hourly: Its electricity (d, 24) [kWh].
        mild: Days without heating (d,), the only ones looked at where electricity heats.
    """
    used = occupancy(panel)
    running = used.open_day[0][:, None] & used.open_hours[0][None, :]
    known = np.isfinite(hourly).all(axis=1)
    looked = known if mild is None else known & mild
    if looked.sum() < _LEAST:
        return None
    total = 0.0
    # Open and closed days are not as frequent in the mild season as in the year.
    for kind in (used.open_day[0], ~used.open_day[0]):
        own = kind & looked
        if not own.any():
            continue
        each = np.where(running[own], 0.0, hourly[own]).sum(axis=1)
        total += float(each.mean()) * float(kind.mean()) * 365.25
    return total
