"""Errors of meters told apart, and a change placed, on invented responses."""

import numpy as np
import pytest

from beffroi.analysis.hydraulics.contrast import common_errors, covariance, strongest, zone

DRAW = np.random.default_rng(5)
NODES, METERS = 60, 8
EFFECT = -DRAW.uniform(0.2, 1.0, (NODES, METERS)) * 0.01
FLOOR = np.full(METERS, 0.002)


@pytest.mark.parametrize("parts", [(1e-3, 1e-4, 0.5), (1e-1, 1e-6, 0.1), (1e-5, 1e-3, 4.0)])
def test_parts_of_errors_are_found_again(parts: tuple[float, float, float]) -> None:
    truth = covariance(EFFECT, FLOOR, np.array(parts))
    seen = DRAW.standard_normal((2000, METERS)) @ np.linalg.cholesky(truth).T
    found = covariance(EFFECT, FLOOR, common_errors(EFFECT, FLOOR, seen))
    assert np.diag(found) == pytest.approx(np.diag(truth), rel=0.2)
    ways = np.linalg.solve(truth, found)
    assert np.trace(ways) / METERS == pytest.approx(1.0, rel=0.1)


def test_a_change_is_sized_dated_and_placed() -> None:
    days, place = 20, 17
    values = np.zeros((days, METERS))
    values[-3:] += 6.0 * EFFECT[place] * 10
    values[4, 2] = np.nan  # an unknown day takes its meter out of the contrasts that need it
    errors = covariance(EFFECT, FLOOR, np.array([1e-3, 1e-5, 1.0]))
    change = strongest(values, EFFECT * 10, errors, np.full(METERS, 0.01))
    assert change is not None
    assert (change.days, change.best) == (3, place)
    assert change.amount[place] == pytest.approx(6.0, rel=0.05)
    apart = 100.0 * np.abs(np.subtract.outer(np.arange(NODES), np.arange(NODES)))
    where = zone(change, np.ones(NODES), apart, 300.0, 1.0)
    assert abs(where.place - place) <= 3
    assert where.chance == pytest.approx(where.near[where.place])


def test_too_few_days_or_meters_say_nothing() -> None:
    errors = np.eye(METERS)
    assert strongest(np.zeros((1, METERS)), EFFECT, errors, np.ones(METERS)) is None
    assert strongest(np.full((9, METERS), np.nan), EFFECT, errors, np.ones(METERS)) is None
