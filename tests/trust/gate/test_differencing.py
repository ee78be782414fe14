"""What several releases tell together, whoever made them: none of it may be sensitive."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.trust.gate.answer import Answer, Status
from beffroi.trust.gate.check import check, shown_whole
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.primary import primary
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.releases import Release
from beffroi.trust.gate.table import Leaf, build
from tests.trust.gate.tables import DEEP, FLAT, Attacker, form, held, leaf, random_table, shown

PLACES = FLAT.replace('[dimensions.use]\nlevels = ["use"]\n', "")
GROUPS = PLACES.replace('["commune"]', '["group", "commune"]')


def at(place: str, value: float, count: int) -> Leaf:
    return Leaf((tuple(place.split("/")),), value, count, value / count)


def passes(asked: Form, leaves: list[Leaf], *before: Release) -> Answer:
    return check(asked, Rows({}, tuple(leaves)), before)


def kept(answer: Answer, number: int = 1) -> Release:
    assert answer.release is not None
    return replace(answer.release, id=number)


def test_a_total_with_a_small_place_and_one_without_it_do_not_both_leave() -> None:
    """The syndicat publishes twelve communes, another member eleven: the difference is one."""
    small = at("small", 40, 2)
    others = [at(f"c{n}", 100 + n, 9) for n in range(5)]
    first = passes(form(PLACES), [*others, small])
    assert held(first) >= {("small",)}
    assert () in shown(first)
    second = passes(form(PLACES), others, kept(first))
    attacker = Attacker([*others, small]).reads(first)
    for codes, value in shown(second).items():  # its total is that of the five others
        attacker.learns(codes, value) if codes else attacker.rows.append(
            np.array([1.0] * 5 + [0.0])
        )
        if not codes:
            attacker.right.append(value)
    low, high = attacker.bounds(["small"])
    assert low <= 28 + 1e-6
    assert high >= 52 - 1e-6


def test_without_the_record_the_same_two_releases_tell_it() -> None:
    """The counter-proof: each passes alone, and together they give the value."""
    small, others = at("small", 40, 2), [at(f"c{n}", 100 + n, 9) for n in range(5)]
    first, second = passes(form(PLACES), [*others, small]), passes(form(PLACES), others)
    assert second.status is Status.OPEN
    attacker = Attacker([*others, small]).reads(first)
    for n in range(5):
        attacker.learns([f"c{n}"], 100.0 + n)
    assert attacker.bounds(["small"]) == pytest.approx((40.0, 40.0))


def test_a_cell_that_an_earlier_release_held_back_is_not_shown_later() -> None:
    """The second member has it among coarser places, under another rule of the same source."""
    rows = [leaf("A", "x", 20, 2), leaf("A", "y", 30, 5), leaf("B", "x", 50, 6)]
    rows.append(leaf("B", "y", 40, 7))
    first = passes(form(), rows)
    again = [replace(one, count=one.count + 9, largest=one.value / 4) for one in rows]
    second = passes(form(), again, kept(first))
    attacker = Attacker(rows).reads(first).reads(second)
    low, high = attacker.bounds(["A", "x"])
    assert (low, high) == pytest.approx((0.0, 50.0))


def test_the_same_release_again_passes_and_adds_nothing() -> None:
    rows = random_table(7)
    first = passes(form(), rows)
    second = passes(form(), rows, kept(first))
    assert second.status is Status.PROTECTED
    assert held(second) == held(first)


def test_groups_that_overlap() -> None:
    """One group is the other and a small commune; they come from two members."""
    rows = [at("g/a", 100, 9), at("g/b", 120, 9), at("h/c", 90, 9), at("h/d", 80, 9)]
    first = passes(form(GROUPS), [*rows, at("h/small", 30, 2)])
    other = [at("k/a", 100, 9), at("k/b", 120, 9), at("l/c", 90, 9), at("l/d", 80, 9)]
    second = passes(form(GROUPS), other, kept(first))
    everything = [*rows, at("h/small", 30, 2)]
    attacker = Attacker(everything).reads(first)
    group = {"k": ["a", "b"], "l": ["c", "d"]}
    for codes, value in shown(second).items():
        inside = {c for code in codes[-1:] for c in group.get(code, [code])} or {"a", "b", "c", "d"}
        attacker.rows.append(np.array([float(one.codes[0][1] in inside) for one in everything]))
        attacker.right.append(value)
    low, high = attacker.bounds(["small"])
    assert low <= 21 + 1e-6
    assert high >= 39 - 1e-6


def test_a_release_that_says_otherwise_is_blocked_unless_it_corrects() -> None:
    rows = [at(f"c{n}", 100, 9) for n in range(4)]
    first = kept(passes(form(PLACES), rows), 3)
    mended = [replace(rows[0], value=110.0, largest=110 / 9), *rows[1:]]
    second = passes(form(PLACES), mended, first)
    assert second.status is Status.BLOCKED
    assert "3" in second.reasons[0].en
    corrected = passes(replace(form(PLACES), revises=3), mended, first)
    assert corrected.status is Status.OPEN


def test_before_and_after_a_correction_of_another_cell() -> None:
    """The corrected table may not show what the first one held back."""
    rows = [leaf(p, u, 50 + 7 * n, 5) for n, p in enumerate("ABC") for u in "xyz"]
    rows[0] = leaf("A", "x", 20, 2)
    first = kept(passes(form(), rows))
    mended = [*rows[:-1], replace(rows[-1], value=70.0, largest=14.0)]
    mended[0] = replace(rows[0], count=12, largest=5.0)
    second = passes(replace(form(), revises=1), mended, first)
    assert second.status is not Status.BLOCKED
    assert ("A", "x") in held(second)


def test_what_is_already_public_is_told_and_not_protected() -> None:
    rows = [at("a", 20, 2), at("b", 100, 9), at("c", 100, 9)]
    before = replace(shown_whole(form(PLACES), Rows({}, tuple(rows))), id=5)
    answer = passes(form(PLACES), rows, before)
    assert any("published before" in one.en for one in answer.reasons)


def test_another_source_or_year_is_another_quantity() -> None:
    year = FLAT + "[fixed]\nyear = {year}\n"
    rows = random_table(3)
    first = kept(passes(form(year.replace("{year}", "2023")), rows))
    assert all("year=2023" in key for key in first.shown)
    other = [replace(one, value=one.value * 2, largest=one.largest * 2) for one in rows]
    answer = passes(form(year.replace("{year}", "2024")), other, first)
    assert held(answer) == held(passes(form(year.replace("{year}", "2024")), other))


@settings(max_examples=10)
@given(seed=st.integers(0, 5_000))
def test_two_members_with_two_breakdowns_of_one_source(seed: int) -> None:
    """One publishes places by use, the other groups of places; the attacker reads both."""
    leaves = random_table(seed, deep=True)
    flat = [replace(one, codes=((one.codes[0][1],), one.codes[1])) for one in leaves]
    first = passes(form(FLAT), flat)
    second = passes(form(DEEP), leaves, kept(first))
    assert first.status is not Status.BLOCKED
    if second.status is Status.BLOCKED:
        return
    attacker = Attacker(leaves).reads(first).reads(second)
    asked = form(DEEP)
    table = build(asked, leaves)
    public = set(kept(first).shown)
    near = 1e-4 * float(table.value.max())
    for one in primary(asked.rule, table):
        if table.keys[one.cells[0]] in public:
            continue
        low, high = attacker.bounds([code for _, code in table.places[one.cells[0]]])
        assert low <= one.value - one.below + near
        assert high >= one.value + one.above - near


def test_a_release_survives_its_way_to_the_state() -> None:
    release = kept(passes(form(), random_table(5)), 9)
    assert Release.from_dict(9, release.title, release.to_dict()) == release
    assert release.guards
    assert not set(release.shown) & {key for one in release.guards for key in one.cells[:1]}
