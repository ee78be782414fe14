"""What a baseline says of a period: a mean and how far the truth may be from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from beffroi.analysis.metrics import Floats

_LEAST_SHAPE = 0.1


@dataclass(frozen=True, slots=True)
class Prediction:
    """Expected values (n_series, n_steps) and the standard deviation of (measure - expected).

    The error has three parts: noise, correlated from one step to the next; slow departures, which
    last some weeks; and a drift of the level, common to all the steps.
    """

    mean: Floats
    noise: Floats
    """(n_series, n_steps) standard deviation of the noise, in the unit of the series."""
    autocorrelation: Floats
    """(n_series,) correlation of the noise of two successive steps."""
    slow: Floats
    """(n_series, n_steps) standard deviation of slow departures, in the unit of the series."""
    slow_steps: float
    """Number of steps over which the correlation of slow departures falls by e."""
    drift: Floats
    """(n_series,) standard deviation of the drift, as a share of the mean."""

    @property
    def std(self) -> Floats:
        """Return the standard deviation of each step, (n_series, n_steps)."""
        drift = self.drift[:, None] * self.mean
        deviation: Floats = np.sqrt(self.noise**2 + self.slow**2 + drift**2)
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
        variance = (self.noise**2 @ member) * inflation[:, None]
        slow = [self._slow_variance(column) for column in member.T]
        variance += np.stack(slow, axis=1) if slow else 0.0
        return total, np.sqrt(variance + (self.drift[:, None] * total) ** 2)

    def _slow_variance(self, member: NDArray[np.bool_]) -> Floats:
        """Return the variance of a sum whose terms correlate as exp(-distance / slow_steps)."""
        terms = self.slow * member
        keep = float(np.exp(-1.0 / self.slow_steps))
        pairs: Floats = terms * (2.0 * lfilter([1.0], [1.0, -keep], terms, axis=1) - terms)
        return np.asarray(pairs.sum(axis=1), dtype=np.float64)


def error_shape(mean: Floats, level: Floats) -> Floats:
    """Return how errors grow with what is expected: as its square root, 1 at the level.

    Between constant errors (shape 1 everywhere) and errors in proportion, this is what keeps the
    intervals of low days and of high days equally right.
    """
    ratio: Floats = mean / level[:, None]
    return np.sqrt(np.maximum(ratio, _LEAST_SHAPE))
