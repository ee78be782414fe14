"""What a group sees, and what an attacker makes of it."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from beffroi.commons.comparison.quantiles import WINDOW, quantiles, ranks, standing, step

VALUES = st.lists(st.integers(20, 400).map(float), min_size=11, max_size=45)


def test_the_quantiles_of_eleven_by_hand() -> None:
    values = [100.0 + 10 * n for n in range(11)]
    # Means of 110, 120, 130; of 140, 150, 160; of 170, 180, 190: rounded to two digits.
    assert quantiles(values) == {25: 120.0, 50: 150.0, 75: 180.0}


def test_outer_tenths_need_thirty_one() -> None:
    assert sorted(ranks(30)) == [25, 50, 75]
    assert sorted(ranks(31)) == [10, 25, 50, 75, 90]
    assert all(len(places) == WINDOW for places in ranks(31).values())


@given(VALUES)
def test_quantiles_rise_and_the_order_of_members_is_of_no_matter(values: list[float]) -> None:
    told = list(quantiles(values).values())
    assert told == sorted(told)
    assert quantiles(values[::-1]) == quantiles(values)


def test_the_extremes_are_never_told() -> None:
    values = [100.0 + n for n in range(11)]
    for odd in (0.0, 5_000.0):
        assert quantiles([*values[:5], *values[6:], odd]).keys() == {25, 50, 75}
    assert quantiles([*values[:10], 900.0]) == quantiles([*values[:10], 9_000.0])


def test_where_a_value_stands() -> None:
    told = {25: 120.0, 50: 150.0, 75: 180.0}
    assert [standing(value, told) for value in (80, 120, 179, 500)] == [
        (0, 25),
        (25, 50),
        (50, 75),
        (75, 100),
    ]


def newcomer(before: dict[int, float], after: dict[int, float], n: int) -> tuple[float, float]:
    """Between which values a newcomer's lies, for one who reads a release before and one after.

    The attacker is given much: that nobody else's value has changed at all. Unknowns are the values
    in order, those of before and the newcomer's, for each place where it may come.
    """
    lows: list[float] = []
    highs: list[float] = []
    for place in range(n + 1):
        at = [*range(place), n, *range(place, n)]  # the order after; the newcomer is number n
        rows, right = [], []
        for order, told in ((list(range(n)), before), (at, after)):
            for level, places in ranks(len(order)).items():
                row = np.zeros(n + 1)
                row[[order[p] for p in places]] = 1 / WINDOW
                slack = step(told[level])
                rows += [row, -row]
                right += [told[level] + slack, slack - told[level]]
        for lower, upper in pairwise(at):
            row = np.zeros(n + 1)
            row[lower], row[upper] = 1.0, -1.0
            rows.append(row)
            right.append(0.0)
        cost = np.zeros(n + 1)
        cost[n] = 1.0
        for sign, kept in ((1, lows), (-1, highs)):
            done: Any = linprog(sign * cost, np.array(rows), np.array(right))  # none is negative
            if done.status == 3:
                kept.append(sign * -np.inf)
            elif done.status == 0:
                kept.append(sign * float(done.fun))
    return min(lows), max(highs)


@settings(max_examples=12)
@given(st.lists(st.integers(60, 300).map(float), min_size=11, max_size=14), st.integers(60, 300))
def test_a_newcomer_between_two_years_is_not_found(values: list[float], new: int) -> None:
    """Even where nobody else's value moves, it may lie in a range of 60 % of itself or more.

    In a group that is all alike, two years tell on which side of the others a newcomer is: no more.
    """
    before, after = quantiles(values), quantiles([*values, float(new)])
    low, high = newcomer(before, after, len(values))
    assert low - 1e-6 <= new <= high + 1e-6
    assert high - low >= 0.6 * new


def test_the_attacker_would_find_a_value_in_plain_quartiles() -> None:
    """The counter-proof: with exact medians, two releases give the newcomer's value."""
    values = [100.0, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200]
    before, after = np.median(values), np.median([*values, 155.0])
    assert before == 150.0
    assert 2 * after - before == pytest.approx(155.0)
