"""Clocks compared with one another: invented meters that hear one noise."""

import numpy as np
import pytest

from beffroi.analysis.clocks import (
    aligned,
    bonds,
    evidence,
    lagging,
    lags,
    moves,
    scaled,
)
from beffroi.analysis.cusum import MOST_A_DAY, SURE, Gathered

METERS, DAY = 6, 96
OTHERS = ~np.eye(METERS, dtype=bool)


def heard(days: int, seed: int = 3) -> np.ndarray:
    """What meters read every quarter of an hour: one noise, and as much of their own."""
    draw = np.random.default_rng(seed)
    common = np.cumsum(draw.standard_normal(days * DAY + 200))
    own = np.cumsum(draw.standard_normal((days * DAY + 200, METERS)), axis=0)
    return (common[:, None] + own)[100:-100]


@pytest.mark.parametrize("late", [1, 4, 12, -1, -7, -12, 24])
def test_the_lag_that_was_put_in_is_the_likeliest(late: int) -> None:
    given = heard(20)
    given[:, 2] = np.roll(given[:, 2], late)
    own, _, _ = scaled(moves(given, 1))
    weights, worth = bonds(own[: 10 * DAY], OTHERS & (np.arange(METERS) != 2)[:, None], 1)
    assert (worth > 0.65).all()  # steps of a random walk are forgotten at once
    tried = lags(15)
    reference = np.nan_to_num(own) @ weights
    found = evidence(own, reference, slice(15 * DAY, 17 * DAY), tried, 1)
    # Meter 2 foretells no other one here, but was learnt late: the lag is in how all are alike.
    told = lagging(own, OTHERS, tried)
    assert tried[told[2].argmax()] == late
    assert [int(tried[told[row].argmax()]) for row in (0, 1, 3, 4, 5)] == [0] * 5
    assert (found[[0, 1, 3, 4, 5], 1:] < -2).all()


def test_evidence_is_that_of_each_day_and_nothing_without_measures() -> None:
    given = heard(20)
    own, _, _ = scaled(moves(given, 1))
    weights, _ = bonds(own, OTHERS, 1)
    tried = lags(15)
    given[10 * DAY :, 2] = given[10 * DAY - 4 : -4, 2].copy()  # an hour late from day 10 on
    late, _, _ = scaled(moves(given, 1))
    late[15 * DAY :, 4] = np.nan
    reference = np.nan_to_num(late) @ weights
    place = int(np.flatnonzero(tried == 4)[0])
    after = evidence(late, reference, slice(15 * DAY, 16 * DAY), tried, 1)
    before = evidence(late, reference, slice(5 * DAY, 6 * DAY), tried, 1)
    assert after[2].argmax() == place
    assert after[2, place] > 10 > -10 > before[2, place]
    assert (after[4] == 0).all()
    put_back = aligned(late, np.array([0, 0, 4, 0, 0, 0]))
    right = evidence(put_back, np.nan_to_num(put_back) @ weights, slice(1200, 1296), tried, 1)
    assert right[2].argmax() == 0


def test_a_lag_is_sure_when_days_add_up_and_not_by_one_day() -> None:
    gathered, tried = Gathered.nothing(2, 3), np.array([0, 4, -4])
    once = np.array([[0.0, 500.0, -1.0], [0.0, 0.5, -0.5]])
    gathered.add(7, once)
    assert MOST_A_DAY < SURE
    assert gathered.sure(once) == []
    assert gathered.doubted(tried).tolist() == [True, False]
    gathered.add(8, once)
    assert gathered.sure(once) == [(0, 1, 7)]
    gathered.forget(np.array([0]))
    gathered.add(9, -once)
    gathered.add(10, once)
    assert gathered.sums[0].tolist() == [0.0, MOST_A_DAY, 0.0]
    assert gathered.since[0, 1] == 10  # what spoke against it was not kept
