"""Weather-normalised hourly baselines: a daily baseline shared between hours by profiles."""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.baseline.block import autocorrelation
from beffroi.analysis.baseline.checks import check_panel
from beffroi.analysis.baseline.daily import DEFAULTS, DailyBaseline, FitMetrics, fit_daily
from beffroi.analysis.baseline.design import Days, DayTypes
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.baseline.prediction import Prediction
from beffroi.analysis.baseline.profile import HOURS, Profiles, cells_of, fit_profiles
from beffroi.analysis.metrics import Floats, cvrmse, nmbe

LEAST_HOURS = 18
"""Known hours from which a day is completed in proportion."""
USABLE = 4.0
"""Days further than this many robust standard deviations do not shape the profiles."""


@dataclass(frozen=True, slots=True)
class HourlyBaseline:
    """Fitted hourly models; arrays start with one row a series."""

    daily: DailyBaseline
    profiles: Profiles
    noise: Floats
    """(n_series, 24) root mean square of the residuals of each hour of the day."""
    autocorrelation: Floats
    """(n_series,) correlation of the residuals of successive hours."""
    metrics: FitMetrics

    def predict(
        self, temperature: Floats, dates: Days, day_types: DayTypes | None = None
    ) -> Prediction:
        """Return the expected hourly values of whole days; shapes as in `fit_hourly`."""
        means = _daily_mean(temperature)
        daily = self.daily.predict(means, dates, day_types)
        types = np.zeros(dates.shape, np.int8) if day_types is None else day_types
        shares = self.profiles.of_days(cells_of(means, dates, types))
        shape = (len(daily.mean), len(dates) * HOURS)
        return Prediction(
            mean=(daily.mean[:, :, None] * shares).reshape(shape),
            noise=np.tile(self.noise, (1, len(dates))),
            autocorrelation=self.autocorrelation,
            slow=(daily.slow[:, :, None] * shares).reshape(shape),
            slow_steps=daily.slow_steps * HOURS,
            drift=daily.drift,
        )


def fit_hourly(
    y: Floats,
    temperature: Floats,
    dates: Days,
    day_types: DayTypes | None = None,
    options: DailyOptions = DEFAULTS,
) -> HourlyBaseline:
    """Fit one hourly baseline a series.

    `y` (n_series, n_days * 24), any additive unit, NaN where missing, and `temperature` [degC]
    (n_days * 24,) or (n_series, n_days * 24), by hours of constant length (standard time, so that
    each day has 24); `dates` and `day_types` by day, as in `fit_daily`.

    Raises `analysis.shape_mismatch` or `analysis.value_unknown`.

    >>> days = np.arange("2023-01-01", "2024-01-01", dtype="M8[D]")
    >>> use = np.tile(np.repeat([1.0, 3.0], 12), 365)[None, :]
    >>> fit = fit_hourly(use, np.full(365 * 24, 15.0), days)
    >>> fit.predict(np.full(24, 15.0), days[:1]).mean[0, ::12].round(1).tolist()
    [1.0, 3.0]
    """
    y = np.asarray(y, dtype=np.float64)
    check_panel(y, len(dates) * HOURS)
    hours = y.reshape(len(y), len(dates), HOURS)
    means = _daily_mean(temperature)
    daily = fit_daily(_daily_sum(hours), means, dates, day_types, options)
    cells = cells_of(means, dates, daily.day_types)
    sums = hours.sum(axis=2)
    usual = np.abs(sums - daily.fitted) <= USABLE * daily.residual_scale[:, None]
    profiles = fit_profiles(hours, usual & np.isfinite(sums), cells)
    fitted = daily.fitted[:, :, None] * profiles.of_days(cells)
    noise = _hour_noise(hours - fitted)
    flat = (hours - fitted).reshape(y.shape)
    known = np.isfinite(flat)
    scale = np.sqrt((noise**2).mean(axis=1))
    modelled = fitted.reshape(y.shape)
    return HourlyBaseline(
        daily=daily,
        profiles=profiles,
        noise=noise,
        autocorrelation=autocorrelation(np.where(known, flat, 0.0), known, scale),
        metrics=FitMetrics(cvrmse(y, modelled), nmbe(y, modelled), known.sum(axis=1).astype(float)),
    )


def _daily_mean(temperature: Floats) -> Floats:
    mean: Floats = temperature.reshape(*temperature.shape[:-1], -1, HOURS).mean(axis=-1)
    return mean


def _daily_sum(hours: Floats) -> Floats:
    known = np.isfinite(hours)
    count = known.sum(axis=2)
    total = np.where(known, hours, 0.0).sum(axis=2) * HOURS / np.maximum(count, 1)
    return np.where(count >= LEAST_HOURS, total, np.nan)


def _hour_noise(residuals: Floats) -> Floats:
    """Return the root mean square of each hour (n_series, 24), faults clipped at five scales."""
    known = np.isfinite(residuals)
    sizes = np.where(known, np.abs(residuals), 0.0)
    count = np.maximum(known.sum(axis=1), 1)
    limit = 5 * sizes.sum(axis=1) / count
    squares = np.minimum(sizes, limit[:, None, :]) ** 2
    noise: Floats = np.sqrt(squares.sum(axis=1) / count)
    return noise
