"""The fit of one block of series: candidates of thermal inertia, level, noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.design import Days, DayTypes, build_design
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.baseline.prediction import error_shape
from beffroi.analysis.baseline.ridge import RidgeFit, fit_ridge, robust_scale
from beffroi.analysis.metrics import Floats

Known = NDArray[np.bool_]
_LARGEST_AUTOCORRELATION = 0.95
_DAYS_PER_FACT = 4.0
"""Correlated residuals: about four days tell as much as one independent day."""
_FIRST_ROUNDS, _NEXT_ROUNDS = 3, 1
_LARGEST_CORRECTION = 0.5
_GROSS = 5.0


@dataclass(frozen=True, slots=True)
class BlockFit:
    """What `fit_block` found; arrays start with one row a series, in the unit of the series."""

    coefficients: Floats
    """(n_series, n_inertias, n_columns), already multiplied by the share of the inertia."""
    shares: Floats
    """(n_series, n_inertias)."""
    fitted: Floats
    """(n_series, n_days)."""
    level: Floats
    """(n_series,) mean absolute day."""
    scale: Floats
    """(n_series,) robust standard deviation of the residuals."""
    noise: Floats
    """(n_series,) root mean square of the residuals of a day at the mean level, faults apart."""
    autocorrelation: Floats
    correction: Floats
    """(n_series,) factor on predictions from the end of training."""


def fit_block(
    y: Floats, temperature: Floats, dates: Days, day_types: DayTypes, options: DailyOptions
) -> BlockFit:
    """Fit series (n_series, n_days) whose missing days are NaN."""
    known = np.isfinite(y)
    bounded = _bounded(y, known)
    level = _level(bounded, known)
    scaled = bounded / level[:, None]
    age = np.arange(y.shape[1])[::-1] / options.memory_days
    weights = known * np.exp(-age)
    fits: list[RidgeFit] = []
    for constant in options.time_constants:
        design = build_design(temperature, dates, day_types, constant, options)
        fits.append(
            fit_ridge(
                design.columns,
                design.penalties(options.harmonics),
                scaled,
                weights,
                options.outlier_limit,
                options.penalty_inflation,
                _NEXT_ROUNDS if fits else _FIRST_ROUNDS,
                fits[0] if fits else None,
            )
        )
    shares = _shares(fits, known)
    fitted = np.einsum("sc,csd->sd", shares, np.stack([fit.fitted for fit in fits]))
    coefficients = np.stack([fit.coefficients for fit in fits], axis=1) * shares[:, :, None]
    residuals = np.where(known, scaled - fitted, 0.0)
    scale = robust_scale(residuals, weights)
    nan = np.where(known.any(axis=1), 1.0, np.nan)
    return BlockFit(
        coefficients=coefficients * (level * nan)[:, None, None],
        shares=shares,
        fitted=fitted * (level * nan)[:, None],
        level=level * nan,
        scale=scale * level * nan,
        noise=_noise(residuals, known, fitted, scale) * level * nan,
        autocorrelation=autocorrelation(residuals, known, scale),
        correction=_correction(residuals, known, fitted, scale, options.recent_days),
    )


def autocorrelation(residuals: Floats, known: Known, scale: Floats) -> Floats:
    """Return the lag-one correlation of residuals clipped at three scales, within [0, 0.95]."""
    limit = 3 * scale[:, None]
    kept = np.clip(residuals, -limit, limit)
    pair = known[:, 1:] & known[:, :-1]
    before, after = kept[:, :-1] * pair, kept[:, 1:] * pair
    power = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    value: Floats = (before * after).sum(axis=1) / np.maximum(power, 1e-12)
    return np.clip(value, 0.0, _LARGEST_AUTOCORRELATION)


def _noise(residuals: Floats, known: Known, fitted: Floats, scale: Floats) -> Floats:
    """Return the root mean square of residuals clipped at five scales, for a shape of 1."""
    limit = 5 * scale[:, None]
    squares = (np.clip(residuals, -limit, limit) ** 2).sum(axis=1)
    shapes = (known * error_shape(fitted, np.ones(len(fitted))) ** 2).sum(axis=1)
    noise: Floats = np.sqrt(squares / np.maximum(shapes, 1e-9))
    return noise


def _bounded(y: Floats, known: Known) -> Floats:
    """Return y with 0 where missing and with gross faults cut, so that one cannot set the level.

    The bound is five times the value that 95 % of the days stay under; none where that is 0.
    """
    sizes = np.sort(np.where(known, np.abs(y), -1.0), axis=1)
    missing = (~known).sum(axis=1)
    rank = missing + (0.95 * (known.sum(axis=1) - 1)).astype(np.int64).clip(0)
    high = np.take_along_axis(sizes, np.minimum(rank, y.shape[1] - 1)[:, None], axis=1)
    bound = np.where(high > 0, _GROSS * high, np.inf)
    return np.clip(np.where(known, y, 0.0), -bound, bound)


def _level(bounded: Floats, known: Known) -> Floats:
    mean = np.abs(bounded).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(mean > 0, mean, 1.0)


def _shares(fits: list[RidgeFit], known: Known) -> Floats:
    """Weigh candidates by their Gaussian likelihood."""
    noise = np.stack([fit.noise for fit in fits], axis=1)
    score = -0.5 * known.sum(axis=1, keepdims=True) / _DAYS_PER_FACT * np.log(noise)
    weights = np.exp(score - score.max(axis=1, keepdims=True))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _correction(
    residuals: Floats, known: Known, fitted: Floats, scale: Floats, days: int
) -> Floats:
    """Move the level towards the end of training: fully trusted at infinity, by half at `days`."""
    if days <= 0:
        return np.ones(len(residuals))
    limit = 3 * scale[:, None]
    recent = known[:, -days:]
    count = recent.sum(axis=1)
    excess = (np.clip(residuals, -limit, limit)[:, -days:] * recent).sum(axis=1)
    expected = np.maximum((fitted[:, -days:] * recent).sum(axis=1), count)
    share = count / (count + days) * excess / np.maximum(expected, 1.0)
    bounded: Floats = np.clip(share, -_LARGEST_CORRECTION, _LARGEST_CORRECTION)
    return 1.0 + bounded
