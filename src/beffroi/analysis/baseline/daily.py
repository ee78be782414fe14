"""Weather-normalised daily baselines of many series at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from beffroi.analysis.baseline.design import Days, DayTypes, build_design
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.baseline.prediction import Prediction
from beffroi.analysis.baseline.ridge import Fit, apply, fit_ridge
from beffroi.analysis.metrics import Floats, cvrmse, nmbe
from beffroi.errors import BeffroiError
from beffroi.errors.analysis import SHAPE_MISMATCH, VALUE_UNKNOWN

DEFAULTS = DailyOptions()
_LARGEST_AUTOCORRELATION = 0.95
_Array = TypeVar("_Array", Floats, DayTypes)


@dataclass(frozen=True, slots=True)
class FitMetrics:
    """How well each series was fitted on its training days; arrays (n_series,)."""

    cvrmse: Floats
    nmbe: Floats
    n: Floats
    """Number of known training days."""


@dataclass(frozen=True, slots=True)
class DailyBaseline:
    """Fitted daily models; arrays start with one row a series."""

    options: DailyOptions
    coefficients: Floats
    """(n_candidates, n_series, n_columns), already weighted, in the unit of the series."""
    candidate_weights: Floats
    """(n_series, n_candidates): share of each thermal inertia."""
    fitted: Floats
    """(n_series, n_days) values of the model on the training days."""
    residual_scale: Floats
    """(n_series,) robust standard deviation of the training residuals."""
    autocorrelation: Floats
    """(n_series,) correlation of the residuals of successive days."""
    floor: Floats
    """(n_series,) 0 where no training value was negative, else minus infinity."""
    metrics: FitMetrics

    def predict(
        self, temperature: Floats, dates: Days, day_types: DayTypes | None = None
    ) -> Prediction:
        """Return the expected values for other days, from their temperature and calendar only.

        Shapes as in `fit_daily`; raises `analysis.shape_mismatch` or `analysis.value_unknown`.
        """
        count = self.coefficients.shape[1]
        types = check_days(count, temperature, dates, day_types)
        mean = np.empty((count, len(dates)))
        for rows in _blocks(count, self.options.block):
            mean[rows] = _evaluate(
                self.coefficients[:, rows],
                _rows(temperature, rows),
                dates,
                _rows(types, rows),
                self.options,
            )
        mean = np.maximum(mean, self.floor[:, None])
        noise = np.broadcast_to(self.residual_scale[:, None], mean.shape)
        drift = np.full(count, self.options.yearly_drift)
        std = np.sqrt(noise**2 + (drift[:, None] * mean) ** 2)
        return Prediction(mean, std, noise, drift, self.autocorrelation)


def fit_daily(
    y: Floats,
    temperature: Floats,
    dates: Days,
    day_types: DayTypes | None = None,
    options: DailyOptions = DEFAULTS,
) -> DailyBaseline:
    """Fit one baseline a series.

    `y` (n_series, n_days), any additive unit, NaN where missing; `temperature` [degC] (n_days,) or
    (n_series, n_days), without gaps; `dates` (n_days,) civil days, in order and without gaps;
    `day_types` (n_days,) or (n_series, n_days): 0 ordinary, 1 public holiday, 2 and 3 other kinds
    (school holidays). Series without any known day give NaN.

    Raises `analysis.shape_mismatch` or `analysis.value_unknown`.

    >>> days = np.arange("2023-01-01", "2024-01-01", dtype="M8[D]")
    >>> cold = 10 - 8 * np.cos(np.arange(365) / 58.1)
    >>> use = 100 + 5 * np.maximum(15 - cold, 0)[None, :]
    >>> fit = fit_daily(use, cold, days)
    >>> bool(fit.metrics.cvrmse[0] < 0.01)
    True
    """
    y = np.asarray(y, dtype=np.float64)
    types = check_days(len(y), temperature, dates, day_types)
    if y.ndim != 2 or y.shape[1] != len(dates):
        raise BeffroiError(SHAPE_MISMATCH, name="y", found=y.shape, expected=("n", len(dates)))
    parts = [
        _fit_block(y[rows], _rows(temperature, rows), dates, _rows(types, rows), options)
        for rows in _blocks(len(y), options.block)
    ]
    coefficients = np.concatenate([part[0] for part in parts], axis=1)
    weights = np.concatenate([part[1] for part in parts])
    fitted = np.concatenate([part[2] for part in parts])
    scale, correlation = (np.concatenate([part[k] for part in parts]) for k in (3, 4))
    count = np.isfinite(y).sum(axis=1).astype(np.float64)
    return DailyBaseline(
        options=options,
        coefficients=coefficients,
        candidate_weights=weights,
        fitted=fitted,
        residual_scale=scale,
        autocorrelation=correlation,
        floor=np.where((np.where(np.isfinite(y), y, 0.0) >= 0).all(axis=1), 0.0, -np.inf),
        metrics=FitMetrics(cvrmse(y, fitted), nmbe(y, fitted), count),
    )


def check_days(
    count: int, temperature: Floats, dates: Days, day_types: DayTypes | None
) -> DayTypes:
    """Check shapes and gaps; return the day types, ordinary where none are given."""
    types = np.zeros(dates.shape, dtype=np.int8) if day_types is None else day_types
    expected = ((len(dates),), (count, len(dates)))
    for name, array in (("temperature", temperature), ("day_types", types)):
        if array.shape not in expected:
            raise BeffroiError(SHAPE_MISMATCH, name=name, found=array.shape, expected=expected[0])
    unknown = int((~np.isfinite(temperature)).sum())
    if unknown:
        raise BeffroiError(VALUE_UNKNOWN, name="temperature", count=unknown)
    return types


_Block = tuple[Floats, Floats, Floats, Floats, Floats]


def _fit_block(
    y: Floats, temperature: Floats, dates: Days, types: DayTypes, options: DailyOptions
) -> _Block:
    known = np.isfinite(y).astype(np.float64)
    total = np.where(known > 0, np.abs(y), 0.0).sum(axis=1)
    level = np.where(total > 0, total / np.maximum(known.sum(axis=1), 1.0), 1.0)
    scaled = y / level[:, None]
    fits = []
    for constant in options.time_constants:
        design = build_design(temperature, dates, types, constant, options)
        fits.append(fit_ridge(design, scaled, known, options.outlier_limit))
    weights = _candidate_weights(fits, scaled, known)
    stacked = np.stack([fit.coefficients for fit in fits])
    coefficients = stacked * weights.T[:, :, None] * level[None, :, None]
    fitted = np.einsum("sc,csd->sd", weights, np.stack([fit.fitted for fit in fits]))
    scale = np.einsum("sc,cs->s", weights, np.stack([fit.scale for fit in fits]))
    correlation = autocorrelation(scaled - fitted, scale)
    empty = known.sum(axis=1) == 0
    coefficients[:, empty], fitted[empty], scale[empty] = np.nan, np.nan, np.nan
    return coefficients, weights, fitted * level[:, None], scale * level, correlation


def _candidate_weights(fits: list[Fit], scaled: Floats, known: Floats) -> Floats:
    target = np.where(known > 0, scaled, 0.0)
    spread = np.stack([_weighted_spread(fit, target) for fit in fits], axis=1)
    days = known.sum(axis=1, keepdims=True) / 4.0
    score = -0.5 * days * np.log(spread)
    weights = np.exp(score - score.max(axis=1, keepdims=True))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _weighted_spread(fit: Fit, target: Floats) -> Floats:
    squares = (fit.weights * (target - fit.fitted) ** 2).sum(axis=1)
    spread: Floats = np.maximum(squares / np.maximum(fit.weights.sum(axis=1), 1.0), 1e-8)
    return spread


def autocorrelation(residuals: Floats, scale: Floats) -> Floats:
    """Return the lag-one correlation of residuals clipped at three scales, within [0, 0.95]."""
    limit = 3 * scale[:, None]
    kept = np.clip(residuals, -limit, limit)
    pair = np.isfinite(kept[:, 1:]) & np.isfinite(kept[:, :-1])
    before, after = np.where(pair, kept[:, :-1], 0.0), np.where(pair, kept[:, 1:], 0.0)
    power = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    value = (before * after).sum(axis=1) / np.maximum(power, 1e-12)
    clipped: Floats = np.clip(value, 0.0, _LARGEST_AUTOCORRELATION)
    return clipped


def _evaluate(
    coefficients: Floats, temperature: Floats, dates: Days, types: DayTypes, options: DailyOptions
) -> Floats:
    total = np.zeros((coefficients.shape[1], len(dates)))
    for constant, part in zip(options.time_constants, coefficients, strict=True):
        total += apply(build_design(temperature, dates, types, constant, options).columns, part)
    return total


def _blocks(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, max(count, 1), size))


def _rows(array: _Array, rows: slice) -> _Array:
    return array if array.ndim == 1 else array[rows]
