"""Intervals of shares, and how far two shares stand apart."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from beffroi.analysis.proportions import spread, wilson

SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHARES, st.floats(0.5, 0.999))
def test_intervals_are_those_of_another_implementation(
    share: tuple[int, int], level: float
) -> None:
    low, high = wilson(*share, level)
    other = binomtest(*share).proportion_ci(level, "wilson")
    assert float(low) == pytest.approx(other.low, abs=1e-9)
    assert float(high) == pytest.approx(other.high, abs=1e-9)


def test_a_share_of_nothing_has_no_interval() -> None:
    low, high = wilson([0, 1], [0, 1])
    assert math.isnan(low[0])
    assert math.isnan(high[0])
    assert high[1] == 1.0


@given(st.lists(SHARES, min_size=2, max_size=10))
def test_a_spread_is_that_of_the_extreme_shares(groups: list[tuple[int, int]]) -> None:
    cases, of = zip(*groups, strict=True)
    found = spread(cases, of)
    assert found is not None
    shares = [k / n for k, n in groups]
    assert found.difference == pytest.approx(max(shares) - min(shares))
    if found.ratio is not None:
        assert 0 <= found.ratio <= 1
    assert (found.ratio is None) == (max(shares) == 0)
    # One more group widens all intervals: what is established with it was so without it.
    again = spread([*cases, cases[0]], [*of, of[0]])
    assert again is not None
    assert found.established or not again.established


def test_one_group_has_no_spread() -> None:
    assert spread([1], [2]) is None
    assert spread([], []) is None


@pytest.mark.parametrize(("second", "established"), [(62, False), (63, True)])
def test_a_spread_is_established_where_intervals_part(second: int, established: bool) -> None:
    # At sqrt(95 %) each, 40 of 100 ends at 0.512; 62 of 100 begins at 0.508, 63 at 0.518.
    found = spread([40, second], [100, 100])
    assert found is not None
    assert found.established is established


@pytest.mark.parametrize("groups", [2, 5, 10])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_equal_shares_are_seldom_told_apart(groups: int, share: float) -> None:
    """With intervals of 95 % each, ten groups of 50 would be told apart in one case of seven."""
    drawn = np.random.default_rng(groups).binomial(50, share, (1000, groups))
    told = [spread(cases, np.full(groups, 50)) for cases in drawn]
    assert sum(one is not None and one.established for one in told) <= 50
