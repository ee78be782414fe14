"""Avoided consumption: what was used against what would have been used.

References: IPMVP Core Concepts 2022, option C (whole building); ASHRAE Guideline 14-2014, annex B
(uncertainty of savings from autocorrelated daily models).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.prediction import Prediction, quantile
from beffroi.analysis.metrics import Floats

DEFAULT_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Savings:
    """Avoided consumption of each series over a period; arrays (n_series,), negative for a rise."""

    saving: Floats
    """Expected minus measured, in the unit of the series, over the known steps."""
    low: Floats
    """Lower end of the interval at the asked confidence."""
    high: Floats
    expected: Floats
    """What would have been used over the known steps."""
    measured: Floats
    n: NDArray[np.int64]
    """Number of known steps; the others count neither as expected nor as measured."""
    proven: NDArray[np.bool_]
    """Whether the whole interval is above 0."""

    @property
    def share(self) -> Floats:
        """Return the saving as a share of what was expected, NaN where nothing was."""
        blank = np.full(self.saving.shape, np.nan)
        share: Floats = np.divide(self.saving, self.expected, out=blank, where=self.expected > 0)
        return share


def avoided(
    measured: Floats, prediction: Prediction, confidence: float = DEFAULT_CONFIDENCE
) -> Savings:
    """Return the avoided consumption over the steps of a prediction.

    `measured` (n_series, n_steps), NaN where missing; `confidence` of the two-sided interval.

    >>> flat = Prediction(mean=np.full((1, 10), 100.0), noise=np.full((1, 10), 5.0),
    ...     autocorrelation=np.zeros(1), slow=np.zeros((1, 10)), slow_steps=30.0, drift=np.zeros(1))
    >>> result = avoided(np.full((1, 10), 80.0), flat)
    >>> float(result.saving[0]), bool(result.proven[0])
    (200.0, True)
    """
    known = np.isfinite(measured) & np.isfinite(prediction.mean)
    expected, deviation = prediction.total(known)
    used = np.where(known, measured, 0.0).sum(axis=1)
    saving = expected - used
    margin = quantile(confidence) * deviation
    count = known.sum(axis=1)
    return Savings(
        saving=saving,
        low=saving - margin,
        high=saving + margin,
        expected=expected,
        measured=used,
        n=count,
        proven=(saving - margin > 0) & (count > 0),
    )


def fractional_uncertainty(
    cvrmse: Floats,
    autocorrelation: Floats,
    trained: Floats,
    reported: Floats,
    share: Floats,
    confidence: float = DEFAULT_CONFIDENCE,
) -> Floats:
    """Return the uncertainty of savings over the savings, by the formula of ASHRAE 14 [1].

    `cvrmse` [1] and lag-one `autocorrelation` [1] of the training residuals, number of days
    `trained` and `reported`, saved `share` [1]. It knows neither slow departures nor the drift of
    the level: `avoided` is the more careful; this one is for those who must report it.

    >>> one, year = np.ones(1), np.full(1, 365.0)
    >>> fractional_uncertainty(0.1 * one, 0.0 * one, year, year, 0.1 * one).round(3).tolist()
    [0.109]
    """
    independent = trained * (1 - autocorrelation) / (1 + autocorrelation)
    spread = np.sqrt(trained / independent * (1 + 2 / independent) / reported)
    # Imported here: it takes long, and most commands never come here.
    from scipy.special import ndtri

    score = float(ndtri(0.5 + confidence / 2))
    uncertainty: Floats = score * 1.26 * cvrmse * spread / np.abs(share)
    return uncertainty
