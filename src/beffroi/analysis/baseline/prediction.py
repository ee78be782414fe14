"""What a baseline says of a period: a mean and how far the truth may be from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats


@dataclass(frozen=True, slots=True)
class Prediction:
    """Expected values (n_series, n_steps) and the standard deviation of (measure - expected).

    The error has two parts: day-to-day noise, correlated from one step to the next, and a drift
    of the level, common to all the steps of the period.
    """

    mean: Floats
    std: Floats
    noise: Floats
    """Standard deviation of the noise of each step (n_series, n_steps)."""
    drift: Floats
    """Standard deviation of the drift of the level, as a share (n_series,)."""
    autocorrelation: Floats
    """Correlation of the noise of two successive steps (n_series,)."""

    def totals(self, groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return sums and their standard deviation, (n_series, n_groups).

        `groups` (n_steps,) numbers the group of each step from 0; negative steps are left out.
        The noise of n steps adds up as n (1 + r) / (1 - r) independent ones (ASHRAE Guideline
        14-2014, annex B), the drift in full.
        """
        kept = groups >= 0
        count = int(groups.max(initial=-1)) + 1
        member = np.zeros((len(groups), count))
        member[np.flatnonzero(kept), groups[kept]] = 1.0
        total = self.mean @ member
        inflation = (1 + self.autocorrelation) / (1 - self.autocorrelation)
        variance = (self.noise**2 @ member) * inflation[:, None]
        return total, np.sqrt(variance + (self.drift[:, None] * total) ** 2)
