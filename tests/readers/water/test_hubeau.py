"""Answers of Hub'Eau: what is below detection, pages, networks, what contradicts itself."""

import json
from typing import Any

import pytest

from beffroi.readers import ReadOptions, readers

from ..reading import source_of  # noqa: TID252 - tests are no installed package
from .hubeau import answer, coli, measured, paged, result, smell, table


def read(data: bytes, key: str = "water.hubeau_json") -> Any:
    (piece,) = readers()[key].read(source_of(data, "eau.json"), ReadOptions())
    return piece


def test_a_result_below_detection_keeps_its_bound_and_its_sign() -> None:
    piece = read(answer(result(), coli("<1"), smell(), coli(">300", code_prelevement="2")))
    rows = piece.results.to_pylist()
    assert [(r["sign"], r["value"]) for r in rows] == [
        ("", 12.5), ("<", 1.0), ("", None), (">", 300.0)
    ]  # fmt: skip
    assert rows[2]["text"] == "Aucun changement anormal"
    assert (rows[0]["day"].isoformat(), rows[0]["clock"]) == ("2026-03-02", "11:01")
    assert json.loads(rows[0]["networks"]) == [["001000001", "VAL HAUT"], ["001000002", "VAL BAS"]]
    assert rows[0]["quality_limit"] == "<=50 mg/L"
    assert rows[0]["quality_reference"] == ""


def test_the_table_says_what_the_answer_says() -> None:
    rows = (result(), coli(), smell(reseaux=[]), measured("<0,1"))
    said = read(answer(*rows)).results.drop_columns(["line"]).to_pylist()
    for given in (table(*rows), table(*rows, delimiter=",", encoding="cp1252")):
        assert read(given, "water.hubeau_csv").results.drop_columns(["line"]).to_pylist() == said


def test_pages_of_one_list_are_one_file_and_one_page_says_what_it_lacks() -> None:
    first, second = paged(result(), count=2), paged(coli(), count=2)
    both = read(json.dumps([first, second]).encode())
    assert both.rows == 2
    assert not both.notes
    address = "https://hubeau.eaufrance.fr/api/v1/qualite_eau_potable/resultats_dis?page=2"
    notes = read(answer(result(), count=25_000, following=address)).notes
    assert "1 résultats sur 25000" in notes[0].fr
    assert address in notes[1].fr
    assert "20000" in notes[2].fr
    bare = read(json.dumps([result(), coli()]).encode())
    assert bare.results.num_rows == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (result(resultat_alphanumerique="1.234,5"), "bad_number"),  # nobody says which
        (result(resultat_alphanumerique="1,234", resultat_numerique=1234.0), "bad_number"),
        (result(code_commune="1001"), "bad_row"),
        (result(code_prelevement=None), "bad_row"),
        (result(date_prelevement="hier"), "bad_time"),
    ],
)
def test_what_contradicts_itself_is_refused_alone(row: dict[str, Any], reason: str) -> None:
    piece = read(answer(row, coli()))
    assert piece.refused["reason"].to_pylist() == [reason]
    assert piece.results["parameter"].to_pylist() == ["1449"]


def test_signs_that_no_state_keeps_are_left_out_and_the_rest_is_read() -> None:
    """A name in the text of a network may hold half of a character, and any text a NUL."""
    networks = r'[{"code":"1","nom":"VAL\udfff"},{"code":"\u0000"},{"code":"2\u0000","nom":null}]'
    rows = (result(reseaux=networks, libelle_parametre="Nitr\x00ates"), result("B"))
    kept = read(answer(*rows)).results.to_pylist()
    assert json.loads(kept[0]["networks"]) == [["1", "VAL"], ["2", "2"]]
    assert [row["name"] for row in kept] == ["Nitrates", "Nitrates (en NO3)"]
