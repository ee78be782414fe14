"""The thresholds of the gate, on both sides of each."""

import pytest

from beffroi.trust.gate.primary import Why, judge, primary
from beffroi.trust.gate.rules import rule, rules
from beffroi.trust.gate.table import build
from tests.trust.gate.tables import form, leaf


@pytest.mark.parametrize(
    ("key", "count", "largest", "why"),
    [
        ("energy", 10, 10.0, None),
        ("energy", 9, 12.0, Why.COUNT),
        ("energy", 10, 85.0, None),
        ("energy", 10, 85.1, Why.LARGEST),
        ("enterprises", 3, 40.0, None),
        ("enterprises", 2, 50.0, Why.COUNT),
        ("enterprises", 3, 86.0, Why.LARGEST),
        ("taxpayers", 11, 10.0, None),
        ("taxpayers", 10, 10.0, Why.COUNT),
        ("persons", 10, 10.0, Why.COUNT),
    ],
)
def test_each_threshold(key: str, count: int, largest: float, why: Why | None) -> None:
    found = judge(rule(key), 100.0, count, largest, 1.0)
    assert (found and found[0]) == why


def test_how_far_off_a_reader_must_stay() -> None:
    enterprises = rule("enterprises")
    assert judge(enterprises, 100.0, 2, 50.0, 1.0) == (Why.COUNT, 30.0)
    found = judge(enterprises, 100.0, 5, 95.2, 1.0)
    assert found is not None
    assert found[1] == pytest.approx(12.0)  # 95.2 / 0.85 = 112
    assert judge(enterprises, 1.0, 2, 0.5, 5.0) == (Why.COUNT, 5.0)


def test_nobody_and_nothing() -> None:
    assert judge(rule("energy"), 0.0, 0, 0.0, 1.0) is None
    assert judge(rule("energy"), 0.0, 40, 0.0, 1.0) == (Why.ZERO, 1.0)


def test_margins_are_judged_as_cells_are() -> None:
    rows = [leaf("A", "x", 10, 1), leaf("A", "y", 10, 1), leaf("B", "x", 60, 6)]
    table = build(form(), rows)
    few = {table.places[one.cells[0]] for one in primary(rule("enterprises"), table)}
    a = ("commune", "A")
    assert few == {(a, ("use", "x")), (a, ("use", "y")), (a, ("", "")), (("", ""), ("use", "y"))}


def test_a_named_contributor_counts_once_in_a_margin() -> None:
    text = """
title = "t"
source = "s"
rule = "enterprises"
measure = "v"
unit = "kWh"
contributor = "who"
[dimensions.use]
levels = ["use"]
"""
    from beffroi.trust.gate.form import parse
    from beffroi.trust.gate.reading import read

    asked = parse(text, "t.toml")
    rows = read("use,who,v\nx,a,5\nx,b,1\ny,a,5\ny,b,2\n", asked, "t.csv")
    table = build(asked, rows.leaves)
    total = table.places.index((("", ""),))
    assert table.count[total] == 2
    assert table.largest[total] == 10.0
    assert table.value[total] == 13.0


def test_the_months_of_a_year_are_of_the_same_contributors() -> None:
    text = """
title = "t"
source = "s"
rule = "energy"
measure = "v"
unit = "kWh"
count = "n"
largest = "max"
[dimensions.period]
levels = ["year", "month"]
repeated = true
"""
    from beffroi.trust.gate.form import parse
    from beffroi.trust.gate.reading import read

    asked = parse(text, "t.toml")
    rows = read("year;month;v;n;max\n2024;1;100;9;30\n2024;2;80;8;20\n", asked, "t.csv")
    table = build(asked, rows.leaves)
    year = table.places.index((("year", "2024"),))
    assert (table.count[year], table.largest[year], table.value[year]) == (9, 50.0, 180.0)


def test_every_rule_says_its_text_and_when_it_was_checked() -> None:
    for one in rules().values():
        assert len(one.reference) > 40
        assert one.noted > one.since
        if one.key == "own":  # nobody else is in such a table
            assert (one.min_count, one.largest_share) == (1, 1.0)
            continue
        assert one.min_count > 1
        assert 0.5 < one.largest_share < 1
