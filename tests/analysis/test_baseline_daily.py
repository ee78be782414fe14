"""The daily baseline on buildings whose law is known."""

import numpy as np
import pytest

from beffroi.analysis.baseline import fit_daily
from beffroi.analysis.metrics import Floats
from beffroi.errors import BeffroiError

YEAR = np.arange("2023-01-01", "2024-01-01", dtype="M8[D]")
NEXT = np.arange("2024-01-01", "2025-01-01", dtype="M8[D]")


def temperature(days: np.ndarray, seed: int) -> Floats:
    angle = 2 * np.pi * days.astype("M8[D]").astype(np.int64) / 365.25
    noise = np.random.default_rng(seed).normal(0, 3, len(days))
    result: Floats = 11 - 8 * np.cos(angle) + noise
    return result


def law(days: np.ndarray, outside: Floats) -> Floats:
    """100 a day, 6 for each degree under 15, and a third less at the weekend."""
    weekend = (days.astype("M8[D]").astype(np.int64) + 3) % 7 >= 5
    result: Floats = (100 + 6 * np.maximum(15 - outside, 0)) * np.where(weekend, 2 / 3, 1)
    return result


def test_next_year_is_predicted_from_its_weather_and_calendar() -> None:
    now, later = temperature(YEAR, 1), temperature(NEXT, 2)
    fit = fit_daily(law(YEAR, now)[None, :], now, YEAR)
    error = fit.predict(later, NEXT).mean[0] - law(NEXT, later)
    assert np.sqrt(np.mean(error**2)) < 0.03 * law(NEXT, later).mean()


def test_gaps_and_faults_hardly_move_the_baseline() -> None:
    now = temperature(YEAR, 1)
    clean = law(YEAR, now)
    broken = clean.copy()
    broken[40:60] = np.nan
    broken[200:208] = 0.0
    broken[300] = 40 * clean[300]
    fit = fit_daily(np.stack([clean, broken]), now, YEAR)
    assert fit.metrics.n.tolist() == [365, 345]
    assert np.abs(fit.fitted[1] - fit.fitted[0]).mean() < 0.03 * clean.mean()


def test_own_weather_of_a_series_gives_the_same_as_shared_weather() -> None:
    now = temperature(YEAR, 1)
    use = np.stack([law(YEAR, now), 2 * law(YEAR, now)])
    types = np.zeros(len(YEAR), dtype=np.int8)
    shared = fit_daily(use, now, YEAR, types)
    own = fit_daily(use, np.stack([now, now]), YEAR, np.stack([types, types]))
    np.testing.assert_allclose(own.fitted, shared.fitted, rtol=1e-6)


def test_a_series_without_data_is_nan_and_spares_the_others() -> None:
    now = temperature(YEAR, 1)
    use = np.stack([np.full(365, np.nan), law(YEAR, now)])
    mean = fit_daily(use, now, YEAR).predict(now, YEAR).mean
    assert np.isnan(mean[0]).all()
    assert np.isfinite(mean[1]).all()


@pytest.mark.parametrize(
    ("shape", "code"), [((2, 364), "analysis.shape_mismatch"), ((365,), "analysis.shape_mismatch")]
)
def test_wrong_shapes_are_refused(shape: tuple[int, ...], code: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        fit_daily(np.ones(shape), temperature(YEAR, 1), YEAR)
    assert caught.value.type.code == code


def test_missing_temperatures_are_refused() -> None:
    now = temperature(YEAR, 1)
    now[3] = np.nan
    with pytest.raises(BeffroiError) as caught:
        fit_daily(np.ones((1, 365)), now, YEAR)
    assert caught.value.type.code == "analysis.value_unknown"


def test_the_explanation_names_base_slope_and_change_point() -> None:
    now = temperature(YEAR, 1)
    told = fit_daily(law(YEAR, now)[None, :], now, YEAR).explain(0)
    assert told.base == pytest.approx(100, rel=0.05)
    assert told.heating_slope == pytest.approx(6, rel=0.1)
    assert told.heating_change_point == pytest.approx(15, abs=1)
    assert told.cooling_change_point is None
    assert told.rest_day_share == pytest.approx(2 / 3, abs=0.03)


def test_a_public_holiday_is_learnt_from_its_day_type() -> None:
    now, later = temperature(YEAR, 1), temperature(NEXT, 2)
    types = np.zeros(365, dtype=np.int8)
    types[[100, 120, 127, 137, 225, 304]] = 1
    use = np.where(types == 1, 0.5, 1.0) * law(YEAR, now)
    day = int(np.flatnonzero(np.datetime64("2024-05-08") == NEXT)[0])
    ahead = np.zeros(366, dtype=np.int8)
    ahead[day] = 1
    fit = fit_daily(use[None, :], now, YEAR, types)
    ordinary, closed = (fit.predict(later, NEXT, kind).mean[0, day] for kind in (None, ahead))
    assert closed < 0.75 * ordinary


def test_the_level_follows_the_end_of_training() -> None:
    now, later = temperature(YEAR, 1), temperature(NEXT, 2)
    use = law(YEAR, now) * np.where(np.arange(365) >= 330, 0.8, 1.0)
    expected = law(NEXT, later).mean()
    mean = fit_daily(use[None, :], now, YEAR).predict(later, NEXT).mean.mean()
    assert 0.8 * expected < mean < 0.97 * expected


def test_ninety_percent_intervals_of_months_hold_on_simulated_buildings() -> None:
    """Level drifts of 8 % a year, correlated noise of 7 %: what the intervals are made for."""
    random = np.random.default_rng(3)
    now, later = temperature(YEAR, 1), temperature(NEXT, 2)
    drift = random.normal(1, 0.08, (60, 1))
    use = law(YEAR, now) * (1 + 0.07 * random.normal(size=(60, 365)))
    after = drift * law(NEXT, later) * (1 + 0.07 * random.normal(size=(60, 366)))
    months = NEXT.astype("M8[M]").astype(np.int64)
    months -= months[0]
    total, deviation = fit_daily(use, now, YEAR).predict(later, NEXT).totals(months)
    measured = np.stack([after[:, months == month].sum(axis=1) for month in range(12)], axis=1)
    held = np.abs(measured - total) < 2.015 * deviation
    assert 0.85 < held.mean() < 0.99


def test_a_series_of_zeros_stays_at_zero() -> None:
    now = temperature(YEAR, 1)
    prediction = fit_daily(np.zeros((1, 365)), now, YEAR).predict(now, YEAR)
    assert (prediction.mean == 0).all()
    assert np.isfinite(prediction.std).all()


@pytest.mark.parametrize("fault", [1e3, 1e7, -1e7])
def test_one_absurd_reading_does_not_set_the_level(fault: float) -> None:
    now = temperature(YEAR, 1)
    clean = law(YEAR, now)
    broken = clean.copy()
    broken[50] = fault * clean[50]
    fit = fit_daily(np.stack([clean, broken]), now, YEAR)
    assert fit.level[1] == pytest.approx(fit.level[0], rel=0.03)
    assert np.abs(fit.fitted[1] - fit.fitted[0]).mean() < 0.02 * clean.mean()


def test_use_on_a_few_days_only_is_not_taken_for_a_fault() -> None:
    now = temperature(YEAR, 1)
    use = np.where(np.arange(365) % 40 == 0, 100.0, 0.0)
    assert fit_daily(use[None, :], now, YEAR).level[0] == pytest.approx(use.mean())
