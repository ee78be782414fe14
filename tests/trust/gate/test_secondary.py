"""What is held back so that nothing sensitive can be computed, and who tries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.trust.gate.answer import Answer, Status
from beffroi.trust.gate.check import check
from beffroi.trust.gate.primary import floor_of, judge, primary
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.table import Leaf, build
from tests.trust.gate.tables import DEEP, FLAT, Attacker, form, held, leaf, random_table


def gate(leaves: list[Leaf], text: str = FLAT, rule: str = "enterprises") -> Answer:
    return check(form(text, rule), Rows({}, tuple(leaves)))


def test_a_table_without_anything_sensitive_passes_as_it_is() -> None:
    answer = gate([leaf(p, u, 50, 5) for p in "AB" for u in "xy"])
    assert answer.status is Status.OPEN
    assert answer.held == 0
    assert answer.bits == pytest.approx(2.0)  # four equal cells


def test_one_sensitive_cell_of_four_takes_the_three_others() -> None:
    """Each margin that stays shown needs a second unknown in its row and in its column."""
    rows = [leaf("A", "x", 20, 2), leaf("A", "y", 30, 5), leaf("B", "x", 50, 6)]
    rows.append(leaf("B", "y", 40, 7))
    answer = gate(rows)
    assert answer.status is Status.PROTECTED
    assert held(answer) == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}
    # A total 50, B total 90, x total 70, y total 70: A,x may be anything from 0 to 50.
    assert Attacker(rows).reads(answer).bounds(["A", "x"]) == pytest.approx((0.0, 50.0))


def test_a_partner_too_small_to_hide_behind_is_not_enough() -> None:
    """30 % of 100 must be missing from somewhere: the cell of 1 cannot hide it alone."""
    rows = [leaf("A", "x", 100, 2), leaf("A", "y", 1, 5), leaf("A", "z", 400, 9)]
    rows += [leaf("B", u, 300, 9) for u in "xyz"]
    low, high = Attacker(rows).reads(gate(rows)).bounds(["A", "x"])
    assert low <= 70 + 1e-6
    assert high >= 130 - 1e-6


def test_the_sum_of_two_cells_held_back_is_judged_as_a_cell() -> None:
    """Two shops of two points each: what is left of the total is that of four, under ten."""
    rows = [leaf("A", u, 100, 30) for u in "xyz"]
    rows += [leaf("B", "x", 40, 4), leaf("B", "y", 40, 4), leaf("B", "z", 90, 30)]
    rows += [leaf("C", u, 120, 30) for u in "xyz"]
    answer = gate(rows, rule="energy")
    attacker = Attacker(rows).reads(answer)
    both = attacker.within(["B", "x"]) + attacker.within(["B", "y"])
    low, high = attacker.sum_bounds(both)
    assert low <= 80 * 0.7 + 1e-6
    assert high >= 80 * 1.3 - 1e-6


def test_whoever_is_alone_in_a_cell_learns_nothing_of_a_neighbour() -> None:
    """Two cells of one enterprise each could hide behind each other, but for their owners."""
    rows = [leaf("A", "x", 60, 1), leaf("A", "y", 50, 1), leaf("A", "z", 90, 9)]
    rows += [leaf("B", u, 80, 9) for u in "xyz"] + [leaf("C", u, 70, 9) for u in "xyz"]
    answer = gate(rows)
    for known, target, value in (("x", "y", 50.0), ("y", "x", 60.0)):
        insider = Attacker(rows).reads(answer)
        insider.learns(["A", known], 60.0 if known == "x" else 50.0)
        low, high = insider.bounds(["A", target])
        assert low <= value * 0.7 + 1e-6
        assert high >= value * 1.3 - 1e-6


def test_a_place_of_one_commune_hides_with_it() -> None:
    """A margin that has one part says the same as it: both go, or none."""
    rows = [leaf("E/A", "x", 20, 2), leaf("F/B", "x", 50, 8), leaf("F/C", "x", 60, 8)]
    answer = gate(rows, DEEP)
    back = held(answer)
    assert ("A", "x") in back or ("E", "A", "x") in back or ("A",) in back
    low, high = Attacker(rows).reads(answer).bounds(["A", "x"])
    assert (low, high) != pytest.approx((20.0, 20.0))
    assert low <= 14 + 1e-6
    assert high >= 26 - 1e-6


def test_a_cell_of_zero_is_not_told_by_what_is_left() -> None:
    rows = [leaf("A", "x", 0, 8), leaf("A", "y", 30, 5), leaf("B", "x", 50, 6)]
    rows.append(leaf("B", "y", 40, 7))
    low, high = Attacker(rows).reads(gate(rows)).bounds(["A", "x"])
    assert low == pytest.approx(0.0)
    assert high > 1.0


def test_rows_that_are_the_same_are_protected_the_same() -> None:
    rows = [leaf(p, u, 20, 2) for p in "ABCD" for u in "xyz"]
    answer = gate(rows)
    assert recovered(rows, answer, FLAT) == 0


def recovered(leaves: list[Leaf], answer: Answer, text: str) -> int:
    """How many sensitive cells an attacker puts inside the range that must stay unknown."""
    asked = form(text)
    table = build(asked, leaves)
    attacker = Attacker(leaves).reads(answer)
    found = 0
    for one in primary(asked.rule, table):
        low, high = attacker.bounds([code for _, code in table.places[one.cells[0]]])
        near = 1e-5 * max(1.0, float(table.value.max()))
        found += low > one.value - one.below + near or high < one.value + one.above - near
    return found


@pytest.mark.parametrize("text", [FLAT, DEEP], ids=["flat", "deep"])
@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_no_attack_on_any_table_finds_a_sensitive_cell(text: str, seed: int) -> None:
    leaves = random_table(seed, deep=text is DEEP)
    answer = gate(leaves, text)
    assert answer.status is not Status.BLOCKED
    assert recovered(leaves, answer, text) == 0


def test_holding_back_the_sensitive_cells_alone_is_not_enough() -> None:
    """The same attacker, on the same tables, finds what a naive gate leaves: it can win."""
    lost = 0
    for seed in range(8):
        leaves = random_table(seed)
        asked = form()
        table = build(asked, leaves)
        sensitive = primary(asked.rule, table)
        attacker = Attacker(leaves)
        hidden = {one.cells[0] for one in sensitive}
        for cell, place in enumerate(table.places):
            if cell not in hidden:
                attacker.learns([code for _, code in place], float(table.value[cell]))
        for one in sensitive:
            low, high = attacker.bounds([code for _, code in table.places[one.cells[0]]])
            lost += high - low < 1e-4
    assert lost > 5


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10)
def test_what_is_shown_is_true_and_nothing_sensitive_is(seed: int) -> None:
    leaves = random_table(seed)
    answer = gate(leaves)
    table = build(form(), leaves)
    floor = floor_of(table)
    for n, cell in enumerate(answer.cells):
        if cell.value is not None:
            assert cell.value == pytest.approx(table.value[n])
            figures = (float(table.value[n]), int(table.count[n]), float(table.largest[n]))
            assert judge(form().rule, *figures, floor) is None
    assert np.isfinite(answer.bits)
    assert answer.bits <= answer.bits_before + 1e-9
