"""Weather-normalised daily baselines of many series at once."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from beffroi.analysis.baseline.block import fit_block
from beffroi.analysis.baseline.checks import check_days, check_panel
from beffroi.analysis.baseline.design import Days, DayTypes, build_design, rest_days
from beffroi.analysis.baseline.explain import Explanation, explain
from beffroi.analysis.baseline.groups import blocks
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.baseline.prediction import Prediction, error_shape
from beffroi.analysis.baseline.ridge import apply
from beffroi.analysis.metrics import Floats, cvrmse, nmbe

DEFAULTS = DailyOptions()
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
    """Fitted daily models; arrays start with one row a series, in the unit of the series."""

    options: DailyOptions
    coefficients: Floats
    """(n_series, n_inertias, n_columns), already multiplied by the share of the inertia."""
    inertia_shares: Floats
    """(n_series, n_inertias): how much each of `options.time_constants` counts."""
    correction: Floats
    """(n_series,) factor on predictions, learnt from the end of training."""
    fitted: Floats
    """(n_series, n_days) values of the model on the training days."""
    residual_scale: Floats
    """(n_series,) robust standard deviation of the training residuals."""
    noise: Floats
    """(n_series,) root mean square of the residuals of a day at the mean level, faults apart."""
    autocorrelation: Floats
    """(n_series,) correlation of the residuals of successive days."""
    level: Floats
    """(n_series,) mean absolute training day."""
    floor: Floats
    """(n_series,) 0 where no training value was negative, else minus infinity."""
    temperature: Floats
    """As given to `fit_daily`, with `dates` and `day_types`."""
    dates: Days
    day_types: DayTypes
    metrics: FitMetrics

    def predict(
        self, temperature: Floats, dates: Days, day_types: DayTypes | None = None
    ) -> Prediction:
        """Return the expected values for other days, from their temperature and calendar only.

        Shapes as in `fit_daily`; raises `analysis.shape_mismatch` or `analysis.value_unknown`.
        """
        mean = self._evaluate(temperature, dates, day_types) * self.correction[:, None]
        mean = np.maximum(mean, self.floor[:, None])
        options, shape = self.options, error_shape(mean, self.level)
        slow = np.hypot(options.slow_share * self.level, options.slow_ratio * self.noise)
        return Prediction(
            mean=mean,
            noise=self.noise[:, None] * shape,
            autocorrelation=self.autocorrelation,
            slow=slow[:, None] * shape,
            slow_steps=options.slow_days,
            drift=np.full(len(self.level), options.yearly_drift),
        )

    def explain(self, series: int) -> Explanation:
        """Return what the model of one series says, as a change-point model that people read."""
        shape = self.fitted.shape
        temperature = np.broadcast_to(self.temperature, shape)[series]
        types = np.broadcast_to(self.day_types, shape)[series]
        return explain(self.fitted[series], temperature, rest_days(self.dates, types))

    def _evaluate(self, temperature: Floats, dates: Days, day_types: DayTypes | None) -> Floats:
        count = len(self.level)
        types = check_days(count, temperature, dates, day_types)
        mean = np.zeros((count, len(dates)))
        for group in blocks(count, temperature, types, self.options.block):
            outside, kinds, rows = group.temperature, group.day_types, group.rows
            for k, constant in enumerate(self.options.time_constants):
                design = build_design(outside, dates, kinds, constant, self.options)
                mean[rows] += apply(design.columns, self.coefficients[rows, k])
        return mean


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
    >>> outside = 10 - 8 * np.cos(np.arange(365) / 58.1)
    >>> use = 100 + 5 * np.maximum(15 - outside, 0)[None, :]
    >>> fit = fit_daily(use, outside, days)
    >>> bool(fit.metrics.cvrmse[0] < 0.01)
    True
    """
    y = np.asarray(y, dtype=np.float64)
    check_panel(y, len(dates))
    types = check_days(len(y), temperature, dates, day_types)
    groups = blocks(len(y), temperature, types, options.block)
    parts = [fit_block(y[g.rows], g.temperature, dates, g.day_types, options) for g in groups]
    back = np.argsort(np.concatenate([g.rows for g in groups]), kind="stable")
    known = np.isfinite(y)
    fitted = np.concatenate([part.fitted for part in parts])[back]
    return DailyBaseline(
        options=options,
        coefficients=np.concatenate([part.coefficients for part in parts])[back],
        inertia_shares=np.concatenate([part.shares for part in parts])[back],
        correction=np.concatenate([part.correction for part in parts])[back],
        fitted=fitted,
        residual_scale=np.concatenate([part.scale for part in parts])[back],
        noise=np.concatenate([part.noise for part in parts])[back],
        autocorrelation=np.concatenate([part.autocorrelation for part in parts])[back],
        level=np.concatenate([part.level for part in parts])[back],
        floor=np.where((np.where(known, y, 0.0) >= 0).all(axis=1), 0.0, -np.inf),
        temperature=temperature,
        dates=dates,
        day_types=types,
        metrics=FitMetrics(cvrmse(y, fitted), nmbe(y, fitted), known.sum(axis=1).astype(float)),
    )
