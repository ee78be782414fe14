"""What a baseline says of a period: a mean and how far the truth may be from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from beffroi.analysis.metrics import Floats


@dataclass(frozen=True, slots=True)
class Prediction:
    """Expected values (n_series, n_steps) and the standard deviation of (measure - expected).

    The error has three parts: noise, correlated from one step to the next; slow departures, which
    last some weeks; and a drift of the level, common to all the steps.
    """

    mean: Floats
    noise: Floats
    """(n_series,) standard deviation of the noise of one step, in the unit of the series."""
    autocorrelation: Floats
    """(n_series,) correlation of the noise of two successive steps."""
    slow: Floats
    """(n_series,) standard deviation of slow departures, in the unit of the series."""
    slow_steps: float
    """Number of steps over which the correlation of slow departures falls by e."""
    drift: Floats
    """(n_series,) standard deviation of the drift, as a share of the mean."""

    @property
    def std(self) -> Floats:
        """Return the standard deviation of each step, (n_series, n_steps)."""
        once = (self.noise**2 + self.slow**2)[:, None]
        deviation: Floats = np.sqrt(once + (self.drift[:, None] * self.mean) ** 2)
        return deviation

    def totals(self, groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return sums and their standard deviation, (n_series, n_groups).

        `groups` (n_steps,) numbers the group of each step from 0; negative steps are left out.
        The noise of n steps adds up as that of n (1 + r) / (1 - r) independent ones (ASHRAE
        Guideline 14-2014, annex B), slow departures by their correlation, the drift in full.
        """
        member = groups[:, None] == np.arange(int(groups.max(initial=-1)) + 1)
        total: Floats = self.mean @ member
        inflation = (1 + self.autocorrelation) / (1 - self.autocorrelation)
        variance = (self.noise**2 * inflation)[:, None] * member.sum(axis=0)
        variance = variance + (self.slow**2)[:, None] * self._slow_pairs(member)
        variance = variance + (self.drift[:, None] * total) ** 2
        return total, np.sqrt(variance)

    def _slow_pairs(self, member: NDArray[np.bool_]) -> Floats:
        """Return for each group the sum over its pairs of steps of exp(-distance / slow_steps)."""
        ones = member.astype(np.float64)
        before = lfilter([1.0], [1.0, -float(np.exp(-1.0 / self.slow_steps))], ones, axis=0)
        pairs: Floats = (ones * (2.0 * before - ones)).sum(axis=0)
        return pairs
