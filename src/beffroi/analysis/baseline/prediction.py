"""What a baseline says of a period: a mean and how far the truth may be from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.design import decaying
from beffroi.analysis.metrics import Floats

_LEAST_SHAPE = 0.1
_DEGREES_OF_FREEDOM = 5


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

    def interval(self, confidence: float) -> tuple[Floats, Floats]:
        """Return the lower and upper values of each step at a two-sided confidence."""
        margin = quantile(confidence) * self.std
        return self.mean - margin, self.mean + margin

    def total(self, steps: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Return the sum over some steps and its standard deviation, (n_series,) each.

        `steps` is (n_steps,) or (n_series, n_steps). The noise of n steps adds up as that of
        n (1 + r) / (1 - r) independent ones (ASHRAE Guideline 14-2014, annex B), slow departures
        by their correlation, the drift in full.
        """
        total = np.where(steps, self.mean, 0.0).sum(axis=1)
        inflation = (1 + self.autocorrelation) / (1 - self.autocorrelation)
        noise = np.where(steps, self.noise**2, 0.0).sum(axis=1) * inflation
        slow = _correlated(np.where(steps, self.slow, 0.0), self.slow_steps)
        deviation: Floats = np.sqrt(noise + slow + (self.drift * total) ** 2)
        return total, deviation

    def totals(self, groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return the sums of groups of steps and their standard deviations, (n_series, n_groups).

        `groups` (n_steps,) numbers the group of each step from 0; negative steps are left out.
        """
        count = int(groups.max(initial=-1)) + 1
        totals = np.empty((2, len(self.mean), count))
        for group in range(count):
            totals[:, :, group] = self.total(groups == group)
        return totals[0], totals[1]


def quantile(confidence: float) -> float:
    """Return how many standard deviations a two-sided interval spans on each side.

    From Student's law with five degrees of freedom rather than the normal law: most buildings drift
    little, a few change their use altogether.

    >>> round(quantile(0.9), 2)
    2.02
    """
    # Imported here: it takes long, and most commands never come here.
    from scipy.special import stdtrit

    return float(stdtrit(_DEGREES_OF_FREEDOM, 0.5 + confidence / 2))


def error_shape(mean: Floats, level: Floats) -> Floats:
    """Return how errors grow with what is expected: as its square root, 1 at the level.

    Between constant errors (shape 1 everywhere) and errors in proportion, this is what keeps the
    intervals of low days and of high days equally right.
    """
    ratio: Floats = mean / level[:, None]
    return np.sqrt(np.maximum(ratio, _LEAST_SHAPE))


def _correlated(deviations: Floats, steps: float) -> Floats:
    """Return the variance of sums whose terms correlate as exp(-distance / steps)."""
    filtered = decaying(deviations, float(np.exp(-1.0 / steps)))
    pairs: Floats = (deviations * (2.0 * filtered - deviations)).sum(axis=1)
    return pairs
