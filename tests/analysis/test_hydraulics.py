"""Steady flows: a loop worked out by hand, heads that EPANET found, slopes by differences."""

import numpy as np
import pytest

from beffroi.analysis.hydraulics.grid import Grid
from beffroi.analysis.hydraulics.pipes import Pipes
from beffroi.errors import BeffroiError

#: A node of 50 m, two ways of the same pipes to node 3, one twice as long, then a tail to node 4.
START, END = np.array([0, 1, 0, 2, 3]), np.array([1, 3, 2, 3, 4])
LENGTH = np.array([100.0, 100.0, 200.0, 200.0, 50.0])
LOOP = Pipes(5, START, END, LENGTH, np.full(5, 0.1), np.full(5, 120.0))
TOP = np.array([0])
DEMAND = np.array([0.0, 0.0, 0.0, 0.004, 0.002])


def test_a_loop_shares_water_as_by_hand() -> None:
    state = Grid(LOOP, TOP).solve(DEMAND, np.array([50.0]))
    # Equal losses on both ways: q1^1.852 x 200 = q2^1.852 x 400, so q1 / q2 = 2^(1 / 1.852).
    ratio = 2 ** (1 / 1.852)
    short = 0.006 * ratio / (1 + ratio)
    assert state.flows == pytest.approx([short, short, 0.006 - short, 0.006 - short, 0.002])
    lost = 10.667 * 200 * short**1.852 / (120**1.852 * 0.1**4.871)
    assert state.heads[3] == pytest.approx(50 - lost)


def test_slopes_are_those_of_small_changes() -> None:
    grid, top = Grid(LOOP, TOP), np.array([50.0])
    state = grid.solve(DEMAND, top)
    weights = np.zeros((5, 2))
    weights[4, 0] = 1.0  # the head of node 4
    flow, weights[:, 1], own = grid.inflow(state, 0)
    assert flow == pytest.approx(0.006)
    moved = grid.response(state, weights)
    small = 1e-7
    for node in (1, 2, 3, 4):
        more = DEMAND.copy()
        more[node] += small
        other = grid.solve(more, top)
        assert -moved[node, 0] == pytest.approx((other.heads[4] - state.heads[4]) / small, rel=1e-3)
        assert -moved[node, 1] == pytest.approx(1.0)  # all of it comes from the top
    for pipe in range(5):
        log = np.zeros(5)
        log[pipe] = small
        grid.roughen(log)
        other = grid.solve(DEMAND, top)
        through = (moved[START[pipe]] - moved[END[pipe]]) * state.flows[pipe]
        assert -through[0] == pytest.approx((other.heads[4] - state.heads[4]) / small, rel=1e-3)
        assert -through[1] + own[pipe] == pytest.approx(0.0, abs=1e-9)


def test_a_part_without_any_known_head_is_told() -> None:
    apart = Pipes(5, np.array([0, 3]), np.array([1, 4]), *(np.ones(2) for _ in range(3)))
    with pytest.raises(BeffroiError, match=r"analysis\.flow_unsolved"):
        Grid(apart, TOP).solve(DEMAND, np.array([50.0]))
    assert np.isnan(Grid(LOOP, np.array([0, 1])).solve(DEMAND * 0, np.zeros(2)).heads).sum() == 0
