"""Declarations and tables as people write them, and what is refused in them."""

import pytest

from beffroi.errors import BeffroiError
from beffroi.trust.gate.form import parse
from beffroi.trust.gate.identifiers import found
from beffroi.trust.gate.reading import read
from tests.trust.gate.tables import DEEP, FLAT, form

HEAD = "commune;use;kwh;n;max\n"


def refused(call: object, *arguments: object) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*arguments)  # type: ignore[operator]  # any function of the gate
    return str(caught.value)


def test_numbers_as_people_write_them() -> None:
    rows = read(HEAD + "A;x;1 250,5;10;200\n", form(), "t.csv")
    assert rows.leaves[0].value == 1250.5
    assert rows.leaves[0].codes == (("A",), ("x",))
    comma = read(HEAD.replace(";", ",") + "A,x,1250.5,10,200\n", form(), "t.csv")
    assert comma.leaves == rows.leaves


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A;x;-1;10;1", "negative"),
        ("A;x;abc;10;1", "not a number"),
        ("A;x;nan;10;1", "not a number"),
        ("A;x;1e300;10;1", "not a number"),
        ("A;x;10;2,5;1", "not a count"),
        ("A;x;10;0;1", "nobody"),
        ("A;x;10;2;11", "weighs more"),
        ("A;x;10;2;1", "less than the mean"),
        ("A;;10;2;5", "code is empty"),
        ("A|B;x;10;2;5", "holds"),
        ("A;x;10;2", "too few cells"),
    ],
)
def test_a_row_that_cannot_be_checked_is_refused(line: str, said: str) -> None:
    text = HEAD + "B;x;10;2;5\n" + line + "\n"
    message = refused(read, text, form(), "t.csv")
    assert "line 3" in message
    assert said in message


def test_a_place_twice_and_a_place_under_two_others() -> None:
    assert "row already" in refused(read, HEAD + "A;x;1;1;1\nA;x;2;1;2\n", form(), "t.csv")
    deep = HEAD.replace("commune", "epci;commune")
    text = deep + "e;A;x;1;1;1\nf;A;y;2;1;2\n"
    assert "two different codes" in refused(read, text, form(DEEP), "t.csv")


def test_a_column_that_is_missing_is_named() -> None:
    assert "“max”" in refused(read, "commune;use;kwh;n\nA;x;1;1\n", form(), "t.csv")
    assert "empty" in refused(read, "", form(), "t.csv")
    twice = HEAD.replace("max", "max;kwh") + "A;x;1;1;1;9\n"
    assert "two columns" in refused(read, twice, form(), "t.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FLAT.replace('count = "n"', ""), "contributor"),
        (FLAT.replace('unit = "kWh"', ""), "“unit”"),
        (FLAT + "[other]\n", "“other”"),
        (FLAT.replace('levels = ["use"]', ""), "levels"),
        (FLAT.replace('levels = ["use"]', 'levels = ["commune"]'), "twice"),
        (FLAT.replace('title = "Essai"', 'title = "Essai"\nrounding = -1'), "rounding"),
        ("title =", "Invalid"),
    ],
)
def test_a_declaration_that_is_not_whole_says_what_it_lacks(text: str, said: str) -> None:
    assert said in refused(parse, text.replace("{rule}", "energy"), "t.toml")


def test_a_rule_that_does_not_exist_names_those_that_do() -> None:
    message = refused(parse, FLAT.replace("{rule}", "secret"), "t.toml")
    assert "secret" in message


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("Prénom", ["a"], "direct"),
        ("contact", ["jean@exemple.fr", "x@y.fr"], "direct"),
        ("contact", ["01 23 45 67 89"], "direct"),
        ("contact", ["+33612345678"], "direct"),
        ("numero", ["09111642617347"], "direct"),
        ("numero", ["GI012345"], "direct"),
        ("siret", ["a"], "direct"),
        ("lieu", ["12 bis rue des Écoles"], "direct"),
        ("numero", ["1 84 12 76 451 089 46"], "direct"),
        ("numero", ["FR76 3000 1007 9412 3456 7890 185"], "direct"),
        ("IRIS", ["690290101"], "quasi"),
        ("né le", ["1984-12-03"], "quasi"),
        ("code_postal", ["69001"], "quasi"),
        ("commune", ["69029", "Lyon"], None),
        ("usage", ["école", "mairie"], None),
        ("année", ["2024"], None),
        ("tension", ["BT"], None),
    ],
)
def test_columns_that_identify(column: str, values: list[str], kind: str | None) -> None:
    seen = found({column: values})
    assert [one.kind.value for one in seen] == ([kind] if kind else [])


def test_columns_that_are_added_up_are_never_shown() -> None:
    assert found({"pdl": ["09111642617347"]}, apart=["pdl"]) == ()
