"""The hourly baseline on a building whose law is known."""

import numpy as np
import pytest

from beffroi.analysis.baseline import fit_hourly
from beffroi.analysis.metrics import Floats
from beffroi.errors import BeffroiError

YEAR = np.arange("2023-01-01", "2024-01-01", dtype="M8[D]")
NEXT = np.arange("2024-01-01", "2025-01-01", dtype="M8[D]")


def weather(days: np.ndarray, seed: int) -> Floats:
    angle = 2 * np.pi * days.astype("M8[D]").astype(np.int64) / 365.25
    noise = np.random.default_rng(seed).normal(0, 3, len(days))
    result: Floats = np.repeat(11 - 8 * np.cos(angle) + noise, 24)
    return result


def law(days: np.ndarray, outside: Floats) -> Floats:
    """2 an hour at night, 10 from 8 to 18 on weekdays, and 0.2 for each degree under 15."""
    hour = np.tile(np.arange(24), len(days))
    weekend = np.repeat((days.astype("M8[D]").astype(np.int64) + 3) % 7 >= 5, 24)
    busy = (hour >= 8) & (hour < 18) & ~weekend
    result: Floats = np.where(busy, 10.0, 2.0) + 0.2 * np.maximum(15 - outside, 0)
    return result


def test_next_year_is_predicted_hour_by_hour() -> None:
    now, later = weather(YEAR, 1), weather(NEXT, 2)
    fit = fit_hourly(law(YEAR, now)[None, :], now, YEAR)
    error = fit.predict(later, NEXT).mean[0] - law(NEXT, later)
    assert np.sqrt(np.mean(error**2)) < 0.1 * law(NEXT, later).mean()


def test_hours_add_up_to_the_daily_baseline() -> None:
    now = weather(YEAR, 1)
    fit = fit_hourly(law(YEAR, now)[None, :], now, YEAR)
    hours = fit.predict(now, YEAR).mean.reshape(1, -1, 24).sum(axis=2)
    days = fit.daily.predict(now.reshape(-1, 24).mean(axis=1), YEAR).mean
    np.testing.assert_allclose(hours, days)


def test_own_weather_and_gaps() -> None:
    now = weather(YEAR, 1)
    use = np.tile(law(YEAR, now), (2, 1))
    use[1, 1000:1100] = np.nan
    fit = fit_hourly(use, np.tile(now, (2, 1)), YEAR)
    assert fit.metrics.n.tolist() == [8760, 8660]
    assert np.abs(fit.predict(np.tile(now, (2, 1)), YEAR).mean[1] - use[0]).mean() < 0.5


def test_hours_that_do_not_make_whole_days_are_refused() -> None:
    with pytest.raises(BeffroiError) as caught:
        fit_hourly(np.ones((1, 8759)), np.ones(8760), YEAR)
    assert caught.value.type.code == "analysis.shape_mismatch"
