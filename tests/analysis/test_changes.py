"""Trailing statistics against slow and plain versions, and no day that sees the days after it."""

from collections.abc import Callable

import numpy as np
import pytest

from beffroi.analysis.changes import (
    change_day,
    delayed,
    rise,
    run_lengths,
    trailing_mean,
    trailing_quantile,
    usual_size,
)
from beffroi.analysis.metrics import Floats

RNG = np.random.default_rng(11)
SERIES: Floats = RNG.normal(0, 1, (3, 200))
SERIES[RNG.random(SERIES.shape) < 0.15] = np.nan


def test_quantiles_are_those_of_numpy() -> None:
    found = trailing_quantile(SERIES, 14, 0.2)
    for row in range(3):
        for day in range(13, 200):
            window = SERIES[row, day - 13 : day + 1]
            known = window[np.isfinite(window)]
            if len(known) >= 0.6 * 14:
                assert found[row, day] == np.quantile(known, 0.2, method="lower")
            else:
                assert np.isnan(found[row, day])


def test_means_are_those_of_numpy() -> None:
    found = trailing_mean(SERIES, 10)
    for day in range(9, 200):
        window = SERIES[1, day - 9 : day + 1]
        if np.isfinite(window).sum() >= 6:
            assert found[1, day] == pytest.approx(np.nanmean(window))


def test_the_usual_size_of_normal_noise_is_its_standard_deviation() -> None:
    noise = np.random.default_rng(2).normal(0, 3.0, (1, 4000))
    for share in (0.5, 0.9, 0.98):
        assert usual_size(noise, 3000, 100, share)[0, -1] == pytest.approx(3.0, rel=0.08)


def test_a_few_wild_days_are_no_rise_and_a_step_is() -> None:
    quiet = np.random.default_rng(4).normal(0, 0.1, (1, 60))
    wild, step = quiet.copy(), quiet.copy()
    wild[0, 50:53] += 5.0
    step[0, 46:] += 1.0
    assert rise(wild, 14, 0.2, 28)[0, -1] < 0.1
    assert rise(step, 14, 0.2, 28)[0, -1] == pytest.approx(0.9, abs=0.15)


def test_a_step_in_noise_is_dated_to_the_day() -> None:
    for day in (10, 25, 33):
        x = np.random.default_rng(day).normal(0, 0.1, 42)
        x[day:] += 1.0
        x[day - 3] = np.nan
        assert change_day(x, 3, 39) == day


def test_runs_restart_after_each_false_day() -> None:
    mask = np.array([[False, True, True, False, True], [True] * 5])
    assert run_lengths(mask).tolist() == [[0, 1, 2, 0, 1], [1, 2, 3, 4, 5]]


@pytest.mark.parametrize(
    "statistic",
    [
        lambda x: trailing_quantile(x, 14, 0.3),
        lambda x: trailing_mean(x, 14),
        lambda x: rise(x, 14, 0.2, 28),
        lambda x: usual_size(x, 90, 14, 0.98),
    ],
)
def test_later_days_change_nothing(statistic: Callable[[Floats], Floats]) -> None:
    np.testing.assert_array_equal(statistic(SERIES)[:, :120], statistic(SERIES[:, :120]))


@pytest.mark.parametrize("width", [0, 1, 2, 13, 14, 27, 28, 41, 42, 90])
def test_short_series_are_seen_as_unknown_not_as_an_error(width: int) -> None:
    x = np.ones((2, width))
    assert delayed(x, 28).shape == x.shape
    assert rise(x, 14, 0.3, 28).shape == x.shape
    assert np.isnan(rise(x, 14, 0.3, 28)[:, :41]).all()
