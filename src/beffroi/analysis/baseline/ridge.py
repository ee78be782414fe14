"""Robust ridge regression of many series at once.

Each series has its own weights, so its own normal equations; where all series share the columns,
the products of columns are computed once and the equations of a block are one matrix product.

References: Hoerl and Kennard (1970) for ridge as a Gaussian prior; Huber (1964) for the weights.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.baseline.design import Design
from beffroi.analysis.metrics import Floats

_SMALL = 1e-9
_LEAST_SCALE = 1e-4
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients (n_series, n_columns), fitted values (n_series, n_days), scale (n_series,)."""

    coefficients: Floats
    fitted: Floats
    scale: Floats
    """Robust standard deviation of the residuals, in the unit of the series."""
    weights: Floats


def apply(columns: Floats, coefficients: Floats) -> Floats:
    """Return the values (n_series, n_days) of columns that are shared or of each series."""
    if columns.ndim == 2:
        shared: Floats = coefficients @ columns.T
        return shared
    own: Floats = np.matmul(columns, coefficients[:, :, None])[:, :, 0]
    return own


def fit_ridge(design: Design, y: Floats, weights: Floats, outlier_limit: float) -> Fit:
    """Fit y (n_series, n_days, of mean near 1) with weights 0 where a day is missing."""
    target = np.where(weights > 0, y, 0.0)
    penalty = 1.0 / design.beliefs**2
    noise = np.full(len(y), 0.02)
    current = weights
    for _ in range(_ROUNDS):
        coefficients = _solve(design.columns, penalty, target, current, noise)
        fitted = apply(design.columns, coefficients)
        residuals = target - fitted
        scale = robust_scale(residuals, weights)
        limit = outlier_limit * scale[:, None]
        current = weights * np.minimum(1.0, limit / np.maximum(np.abs(residuals), _SMALL))
        noise = (current * residuals**2).sum(axis=1) / np.maximum(current.sum(axis=1), _SMALL)
    return Fit(coefficients, fitted, scale, current)


def robust_scale(residuals: Floats, weights: Floats) -> Floats:
    """Return 1.4826 times the median absolute residual of the weighted days of each series."""
    sizes = np.sort(np.where(weights > 0, np.abs(residuals), np.inf), axis=1)
    middle = np.maximum((weights > 0).sum(axis=1) - 1, 0) // 2
    median = np.take_along_axis(sizes, middle[:, None], axis=1)[:, 0]
    return np.maximum(1.4826 * np.where(np.isfinite(median), median, 0.0), _LEAST_SCALE)


def _solve(
    columns: Floats, penalty: Floats, target: Floats, weights: Floats, noise: Floats
) -> Floats:
    size = columns.shape[-1]
    weighted = weights * target
    if columns.ndim == 2:
        products = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
        gram = (weights @ products).reshape(-1, size, size)
        right = weighted @ columns
    else:
        gram = np.matmul(np.swapaxes(columns, 1, 2) * weights[:, None, :], columns)
        right = np.matmul(weighted[:, None, :], columns)[:, 0, :]
    diagonal = np.arange(size)
    gram[:, diagonal, diagonal] += noise[:, None] * penalty + _SMALL
    solution: Floats = np.linalg.solve(gram, right[:, :, None])[:, :, 0].astype(np.float64)
    return solution
