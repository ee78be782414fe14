"""Shared costs on a page: shares worked out by hand, another key tried, what is wrong named."""

import csv
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.commons.costs import read_plan, statement
from beffroi.store.store import Store
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

#: 1 000 € by population (600 and 400 of 1 000), 100 € in equal shares: 650 and 450.
FORM: dict[str, Any] = {
    "title": "Service commun",
    "year": "2027",
    "members": "Aulne ; 600 ; 1 ; ; 100\nBuis\t400\t3",
    "costs": "Agent ; 1 000,00 ; population\nLogiciel ; 100 ; parts égales",
    "do": "see",
}


@pytest.fixture
def reader(client: TestClient, store: Store) -> Visitor:
    """Somebody who reads indicators."""
    return proven(client, store, (1, "elected"))


def test_what_each_owes_is_said_with_why(reader: Visitor) -> None:
    said = words(reader.send("/1/couts", **FORM)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Service commun, 2027 : 1 100,00 € à répartir" in said
    assert "Aulne 650,00 100,00 550,00" in said
    assert "Buis 450,00 0,00 450,00" in said
    assert "population : 60 % de 1 000,00 € = 600,00 €" in said.replace("60,00 %", "60 %")
    # By meters: 1 100 € by 1 and 3 of 4.
    tried = words(reader.send("/1/couts", **FORM, key="meters"))
    assert "Aulne 650,00 275,00 −375,00" in tried
    assert "Buis 450,00 825,00 375,00" in tried


def test_the_statement_and_the_computation_are_taken_away(reader: Visitor) -> None:
    form = {**FORM, "members": "=Aulne;600\nBuis;400"}
    answer = reader.send("/1/couts", **{**form, "do": "csv"})
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''couts-2027.csv"
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["member"], row["due"]) for row in rows] == [
        ("'=Aulne", "650.00"),
        ("Buis", "450.00"),
    ]
    plan = read_plan(reader.send("/1/couts", **{**form, "do": "toml"}).content.decode())
    assert [one.due for one in statement(plan).dues] == [65000, 45000]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "n’est pas ce qui est attendu"),
        ("year", "27", "n’est pas une année"),
        ("members", "", "members"),
        ("members", "Aulne ; 600\nBuis ; beaucoup", "Ligne 2 : « beaucoup » n’est pas un nombre"),
        ("costs", "Agent ; 1000 ; humeur", "Ligne 1 : « humeur » n’existe pas"),
        ("costs", "Agent ; 1000 ; fiscal", "personne ne compte"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    reader: Visitor, field: str, value: str, told: str
) -> None:
    answer = reader.send("/1/couts", **{**FORM, field: value})
    assert (answer.status_code, told in words(answer).replace("\u00a0", " ")) == (422, True)
    assert "Agent" in answer.text, "what was typed is kept"


def test_hostile_words_are_only_text(reader: Visitor) -> None:
    hostile = HOSTILE.replace(";", "")
    for form in (
        {**FORM, "members": f"{hostile} ; 600\nBuis ; 400"},
        {**FORM, "title": '"\n[[members]]\nname = "Intrus'},
    ):
        page = reader.send("/1/couts", **form)
        assert "<script>" not in page.text
        assert "Intrus 5" not in words(page)
    assert "exemple" in reader.get("/1/couts").text
    assert "Commune A" in reader.get("/1/couts?exemple=1").text
