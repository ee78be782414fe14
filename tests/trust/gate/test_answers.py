"""What the gate answers: identifiers, records published one by one, coarser forms."""

import pytest

from beffroi.trust.gate.answer import Answer, Status
from beffroi.trust.gate.check import check
from beffroi.trust.gate.coarser import coarser, told
from beffroi.trust.gate.form import parse
from beffroi.trust.gate.reading import Rows, read
from beffroi.trust.gate.table import build
from tests.trust.gate.tables import DEEP, FLAT, form, leaf

RECORDS = """
title = "Aides"
source = "aides"
rule = "{rule}"
contributor = "dossier"
sensitive = "motif"
diversity = 2
[dimensions.age]
levels = ["tranche"]
"""


def test_a_column_that_names_somebody_blocks() -> None:
    rows = read("commune;use;kwh;n;max;Nom\nA;x;10;9;2;Dupont\n", form(), "t.csv")
    answer = check(form(), rows)
    assert answer.status is Status.BLOCKED
    assert "“Nom”" in answer.reasons[0].en
    assert answer.cells == ()


def records(*lines: tuple[str, str, int]) -> Answer:
    """Check rows (age, reason, how many), each of its own person."""
    rows = [f"{age},{why},{age}{why}{n}" for age, why, count in lines for n in range(count)]
    asked = parse(RECORDS.replace("{rule}", "enterprises"), "t.toml")
    text = "tranche,motif,dossier\n" + "\n".join(rows) + "\n"
    return check(asked, read(text, asked, "t.csv"))


def test_rows_that_hide_among_enough_others_pass() -> None:
    answer = records(("20-39", "froid", 2), ("20-39", "dette", 1))
    assert answer.status is Status.OPEN
    assert answer.rows[0] == (("tranche", "20-39"), ("motif", "froid"))
    assert all("dossier" not in dict(row) for row in answer.rows)


def test_rows_of_too_few_persons_are_held_back() -> None:
    answer = records(("20-39", "froid", 2), ("20-39", "dette", 1), ("90+", "froid", 2))
    assert answer.status is Status.PROTECTED
    assert {dict(row)["tranche"] for row in answer.rows} == {"20-39"}
    assert "2" in answer.reasons[0].en


def test_persons_who_all_have_the_same_secret_are_held_back() -> None:
    """Whoever is known to be there would be known to have it: three are not enough."""
    answer = records(("20-39", "froid", 2), ("20-39", "dette", 2), ("40-59", "froid", 5))
    assert {dict(row)["tranche"] for row in answer.rows} == {"20-39"}
    assert records(("40-59", "froid", 5)).status is Status.BLOCKED


def test_the_coarser_form_that_tells_most_comes_first() -> None:
    """A commune of two enterprises: its EPCI passes, and tells more than a total."""
    rows = [leaf("E/A", "x", 20, 2), leaf("E/B", "x", 80, 8), leaf("F/C", "x", 100, 8)]
    rows += [leaf(f"{e}/{c}", "y", 100, 9) for e, c in ("EA", "EB", "FC")]
    found = coarser(form(DEEP), rows)
    assert [one.bits for one in found] == sorted((one.bits for one in found), reverse=True)
    best = found[0]
    assert [one.en for one in best.changes] == ["“place” stops at “epci”"]
    table = build(best.form, [leaf(p, u, v, 9) for p, u, v in PASSING])
    assert best.bits == pytest.approx(told(table))


PASSING = [("E", "x", 100.0), ("F", "x", 100.0), ("E", "y", 200.0), ("F", "y", 100.0)]


def test_a_longer_period_counts_the_same_contributors_once() -> None:
    """Six points each month are six in the year: a year does not make them twelve."""
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
[dimensions.use]
levels = ["use"]
"""
    asked = parse(text, "t.toml")
    lines = [f"2024,{m},{u},60,6,12" for m in range(1, 4) for u in "xy"]
    rows = read("year,month,use,v,n,max\n" + "\n".join(lines) + "\n", asked, "t.csv")
    answer = check(asked, rows)
    assert answer.status is Status.PROTECTED
    assert all("use" not in {d.key for d in one.form.dimensions} for one in answer.coarser)
    assert [change.en for change in answer.coarser[0].changes] == ["without “use”"]


def test_what_a_table_tells() -> None:
    rows = [leaf("A", u, v, 9) for u, v in (("x", 100.0), ("y", 100.0), ("z", 200.0))]
    table = build(form(), rows)
    assert told(table) == pytest.approx(1.5)  # 1/4, 1/4, 1/2
    two = frozenset(n for n, key in enumerate(table.keys) if "A|use=x" in key or "A|use=y" in key)
    assert told(table, two) == pytest.approx(1.0)


def test_a_table_of_which_nothing_is_left_is_blocked() -> None:
    answer = check(form(), Rows({}, (leaf("A", "x", 10, 2),)))
    assert answer.status is Status.BLOCKED
    assert answer.reasons[-1].en == "nothing is left to be shown"
    assert answer.release is None


def test_values_are_rounded_as_declared() -> None:
    text = FLAT.replace('unit = "kWh"', 'unit = "kWh"\nrounding = 10')
    asked = form(text)
    answer = check(asked, Rows({}, (leaf("A", "x", 104, 9), leaf("B", "x", 57, 9))))
    assert {cell.value for cell in answer.cells} == {100.0, 60.0, 160.0}
