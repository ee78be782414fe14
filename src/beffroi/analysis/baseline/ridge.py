"""Robust ridge regression of many series at once.

Each series has its own weights, so its own normal equations; where all series share the columns,
the products of columns are computed once and the equations of a block are one matrix product.

References: Hoerl and Kennard (1970) for ridge as a Gaussian prior; Huber (1964) for the weights.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.metrics import Floats

_SMALL = 1e-9
_LEAST_SCALE = 1e-4
_FIRST_NOISE = 0.02


@dataclass(frozen=True, slots=True)
class RidgeFit:
    """The mean of the candidates, one a row of penalties, and what the next fit may start from."""

    coefficients: Floats
    """(n_series, n_columns)."""
    fitted: Floats
    """(n_series, n_days)."""
    weights: Floats
    """(n_series, n_days): given weights, less those of outliers."""
    noise: Floats
    """(n_series,) weighted mean square of the residuals."""


def apply(columns: Floats, coefficients: Floats) -> Floats:
    """Return the values (n_series, n_days) of columns that are shared or of each series."""
    if columns.ndim == 2:
        shared: Floats = coefficients @ columns.T
        return shared
    own: Floats = np.matmul(columns, coefficients[:, :, None])[:, :, 0]
    return own


def fit_ridge(
    columns: Floats,
    penalties: Floats,
    y: Floats,
    weights: Floats,
    outlier_limit: float,
    inflation: float,
    rounds: int,
    start: RidgeFit | None = None,
) -> RidgeFit:
    """Fit y (n_series, n_days, of mean near 1), whose weights are 0 where a day is missing.

    `penalties` (n_candidates, n_columns): precisions of the prior; the middle candidate decides
    the weights of outliers in `rounds` rounds, from those of `start` if given.
    """
    target = np.where(weights > 0, y, 0.0)
    current = weights if start is None else start.weights
    noise = np.full(len(y), _FIRST_NOISE) if start is None else start.noise
    middle = penalties[len(penalties) // 2]
    known = _Columns.of(columns)
    equations = known.equations(target, current)
    for _ in range(rounds):
        fitted = apply(columns, equations.solve(middle, noise * inflation))
        residuals = target - fitted
        limit = outlier_limit * robust_scale(residuals, weights)[:, None]
        current = weights * np.minimum(1.0, limit / np.maximum(np.abs(residuals), _SMALL))
        noise = _mean_square(residuals, current)
        equations = known.equations(target, current)
    solutions = [equations.solve(penalty, noise * inflation) for penalty in penalties]
    coefficients = np.mean(solutions, axis=0)
    fitted = apply(columns, coefficients)
    return RidgeFit(coefficients, fitted, current, _mean_square(target - fitted, current))


def robust_scale(residuals: Floats, weights: Floats) -> Floats:
    """Return 1.4826 times the median absolute residual of the weighted days of each series."""
    sizes = np.sort(np.where(weights > 0, np.abs(residuals), np.inf), axis=1)
    middle = np.maximum((weights > 0).sum(axis=1) - 1, 0) // 2
    median = np.take_along_axis(sizes, middle[:, None], axis=1)[:, 0]
    return np.maximum(1.4826 * np.where(np.isfinite(median), median, 0.0), _LEAST_SCALE)


def _mean_square(residuals: Floats, weights: Floats) -> Floats:
    mean: Floats = (weights * residuals**2).sum(axis=1) / np.maximum(weights.sum(axis=1), _SMALL)
    return np.maximum(mean, _LEAST_SCALE**2)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns with what every weighting of them shares, computed once."""

    columns: Floats
    products: Floats | None
    """(n_days, n_pairs) products of columns two by two, where all series share the columns."""

    @classmethod
    def of(cls, columns: Floats) -> "_Columns":
        if columns.ndim > 2:
            return cls(columns, None)
        first, second = np.triu_indices(columns.shape[1])
        return cls(columns, columns[:, first] * columns[:, second])

    def equations(self, target: Floats, weights: Floats) -> "_Equations":
        """Return the normal equations of series for their weights."""
        weighted = weights * target
        if self.products is not None:
            size = self.columns.shape[1]
            first, second = np.triu_indices(size)
            gram = np.empty((len(weights), size, size))
            gram[:, first, second] = weights @ self.products
            gram[:, second, first] = gram[:, first, second]
            return _Equations(gram, weighted @ self.columns)
        turned = np.swapaxes(self.columns, 1, 2)
        gram = np.matmul(turned * weights[:, None, :], self.columns)
        return _Equations(gram, np.matmul(weighted[:, None, :], self.columns)[:, 0, :])


@dataclass(frozen=True, slots=True)
class _Equations:
    """The normal equations of each series, without penalty."""

    gram: Floats
    right: Floats

    def solve(self, penalty: Floats, noise: Floats) -> Floats:
        gram = self.gram.copy()
        diagonal = np.arange(gram.shape[1])
        gram[:, diagonal, diagonal] += noise[:, None] * penalty + _SMALL
        return np.asarray(np.linalg.solve(gram, self.right[:, :, None])[:, :, 0], dtype=np.float64)
