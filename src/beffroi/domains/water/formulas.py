"""The formulas of indicators of districts: one value a row, NaN where it cannot be said."""

import numpy as np

from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters

LEAST_KNOWN = 0.9
"""Share of the days of a period that must be known; the others count as the mean day."""


def volume(panel: Panel, parameters: Parameters) -> Floats:  # noqa: ARG001 - the contract
    """Return the volume of the period [m3]."""
    known = np.isfinite(panel.daily)
    days = known.sum(axis=1)
    total = np.where(known, panel.daily, 0.0).sum(axis=1)
    enough = days >= LEAST_KNOWN * max(panel.daily.shape[1], 1)
    whole = total / np.maximum(days, 1) * panel.daily.shape[1]
    return np.where(enough, whole, np.nan)
