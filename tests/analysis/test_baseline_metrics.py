"""Errors of models, degree-days and savings, against values computed by hand."""

import numpy as np
import pytest

from beffroi.analysis.baseline import Prediction
from beffroi.analysis.degree_days import from_extremes, from_hours, from_mean
from beffroi.analysis.metrics import Floats, cvrmse, nmbe
from beffroi.analysis.savings import avoided, fractional_uncertainty


def flat(steps: int, *, noise: float = 0.0, slow: float = 0.0, drift: float = 0.0) -> Prediction:
    """100 a step, with the given standard deviations and independent noise."""
    return Prediction(
        mean=np.full((1, steps), 100.0),
        noise=np.full((1, steps), noise),
        autocorrelation=np.zeros(1),
        slow=np.full((1, steps), slow),
        slow_steps=30.0,
        drift=np.full(1, drift),
    )


def test_errors_leave_out_missing_pairs() -> None:
    measured = np.array([[10.0, 20.0, np.nan, 30.0]])
    modelled = np.array([[13.0, 16.0, 99.0, 30.0]])
    assert cvrmse(measured, modelled)[0] == pytest.approx(np.sqrt(25 / 3) / 20)
    assert nmbe(measured, modelled)[0] == pytest.approx(-1 / 60)


@pytest.mark.parametrize("measured", [[0.0, 0.0], [np.nan, np.nan]])
def test_errors_without_a_mean_are_nan(measured: list[float]) -> None:
    assert np.isnan(cvrmse(np.array(measured), np.ones(2)))


@pytest.mark.parametrize(
    ("temperature", "heating", "cooling"), [(17.9, 0.1, 0.0), (18.0, 0.0, 0.0), (18.1, 0.0, 0.1)]
)
def test_degree_days_on_each_side_of_the_base(
    temperature: float, heating: float, cooling: float
) -> None:
    day = np.array([temperature])
    assert from_mean(day, 18.0)[0] == pytest.approx(heating)
    assert from_mean(day, 18.0, "cooling")[0] == pytest.approx(cooling)
    assert from_hours(np.repeat(day, 24), 18.0)[0] == pytest.approx(heating)


def test_hours_see_the_cold_night_that_extremes_average_away() -> None:
    hours = np.tile(np.repeat([10.0, 26.0], 12), (3, 2))
    assert from_hours(hours, 18.0).tolist() == [[4.0, 4.0]] * 3
    assert from_extremes(np.array([10.0]), np.array([26.0]), 18.0).tolist() == [0.0]


@pytest.mark.parametrize(
    ("prediction", "deviation"),
    [
        (flat(4, noise=10.0), 20.0),  # independent: sqrt(4) * 10
        (flat(4, drift=0.1), 40.0),  # in full: 10 % of 400
        (flat(1, noise=3.0, slow=4.0), 5.0),
    ],
)
def test_deviations_of_totals(prediction: Prediction, deviation: float) -> None:
    total, found = prediction.total(np.ones(prediction.mean.shape[1], dtype=bool))
    assert total[0] == pytest.approx(100.0 * prediction.mean.shape[1])
    assert found[0] == pytest.approx(deviation)


def test_slow_departures_add_up_between_independent_and_full() -> None:
    steps = 5
    distance = np.abs(np.subtract.outer(np.arange(steps), np.arange(steps)))
    by_hand = 7.0 * np.sqrt(np.exp(-distance / 30.0).sum())
    found = flat(steps, slow=7.0).total(np.ones(steps, dtype=bool))[1][0]
    assert found == pytest.approx(by_hand)


def test_totals_by_group_leave_out_negative_steps() -> None:
    total, deviation = flat(5, noise=10.0).totals(np.array([0, 0, -1, 1, 1]))
    assert total.tolist() == [[200.0, 200.0]]
    assert deviation[0] == pytest.approx([np.sqrt(200.0)] * 2)


@pytest.mark.parametrize(("used", "proven"), [(80.0, True), (99.0, False), (120.0, False)])
def test_savings_are_proven_only_beyond_their_uncertainty(used: float, proven: bool) -> None:
    result = avoided(np.full((1, 16), used), flat(16, noise=5.0))
    margin = 2.015 * 5.0 * 4  # Student, five degrees of freedom, 90 %
    assert result.saving[0] == pytest.approx(16 * (100 - used))
    assert result.high[0] - result.saving[0] == pytest.approx(margin, rel=1e-3)
    assert bool(result.proven[0]) is proven


def test_missing_measures_count_on_neither_side() -> None:
    measured: Floats = np.full((2, 10), 90.0)
    measured[0, :6] = np.nan
    measured[1] = np.nan
    result = avoided(measured, flat(10, noise=1.0))
    assert result.n.tolist() == [4, 0]
    assert result.saving.tolist() == [40.0, 0.0]
    assert result.share[0] == pytest.approx(0.1)
    assert not result.proven[1]


def test_correlated_residuals_widen_the_ashrae_uncertainty() -> None:
    one, year = np.ones(1), np.full(1, 365.0)
    alone = fractional_uncertainty(0.2 * one, 0.0 * one, year, year, 0.1 * one)
    linked = fractional_uncertainty(0.2 * one, 0.5 * one, year, year, 0.1 * one)
    # n' = 365 / 3: sqrt(3 (1 + 6 / 365)) against sqrt(1 + 2 / 365)
    by_hand = np.sqrt(3 * (1 + 6 / 365) / (1 + 2 / 365))
    assert linked[0] / alone[0] == pytest.approx(by_hand)
