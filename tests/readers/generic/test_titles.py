"""Tables whose titles are dates, as town halls keep them."""

import time
from typing import Any

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import ReadOptions, recognise
from beffroi.readers.generic import fingerprint, from_toml, read, skeleton, to_toml, understand
from beffroi.readers.generic.headings import period_of
from tests.readers.generic.samples import ods, xlsx
from tests.readers.reading import Reading, source_of

MONTHS = (
    "Consommations électriques (kWh);;;\n;;;\nBâtiment;Janvier 2024;Février 2024;Mars 2024\n"
    "Mairie;1 200,5;1 100;900\nÉcole;300;;250\nTotal;1 500,5;1 100;1 150\n"
)


def reading(text: str | bytes, **mapping: Any) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return Reading(list(read(source_of(data, "suivi.csv"), ReadOptions(mapping=mapping))))


def rows(found: Reading) -> list[tuple[str, str, str, str, float]]:
    """Asset, quantity, Paris-independent bounds and value of each observation."""
    return [
        (
            piece.series[row["series"]].asset,
            piece.series[row["series"]].quantity,
            f"{row['start']:%Y-%m-%d %H}",
            f"{row['end']:%Y-%m-%d %H}",
            row["value"],
        )
        for piece in found.pieces
        for row in piece.observations.to_pylist()
    ]


def test_months_of_buildings() -> None:
    found = reading(MONTHS)
    energy = "electricity.active_energy"
    assert rows(found) == [
        ("Mairie", energy, "2023-12-31 23", "2024-01-31 23", 1_200_500.0),
        ("Mairie", energy, "2024-01-31 23", "2024-02-29 23", 1_100_000.0),
        ("Mairie", energy, "2024-02-29 23", "2024-03-31 22", 900_000.0),
        ("École", energy, "2023-12-31 23", "2024-01-31 23", 300_000.0),
        ("École", energy, "2024-02-29 23", "2024-03-31 22", 250_000.0),
    ]
    assert found.refused == [(5, "empty_value", "")]


@pytest.mark.parametrize(
    ("titles", "step", "first"),
    [
        ("01/01/2024;02/01/2024;03/01/2024", "1d", "2023-12-31 23"),
        ("2024-01-01;2024-01-02;2024-01-03", "1d", "2023-12-31 23"),
        ("01/01/2024;01/02/2024;01/03/2024", "1mo", "2023-12-31 23"),
        ("01/2024;02/2024;03/2024", "1mo", "2023-12-31 23"),
        ("janv. 2024;févr. 2024;mars 2024", "1mo", "2023-12-31 23"),
        ("janv-24;févr-24;mars-24", "1mo", "2023-12-31 23"),
        ("JANVIER 2024;FEVRIER 2024;MARS 2024", "1mo", "2023-12-31 23"),
        ("T1 2024;T2 2024;T3 2024", "3mo", "2023-12-31 23"),
        ("2022;2023;2024", "1y", "2021-12-31 23"),
        ("Année 2022;Année 2023;Année 2024", "1y", "2021-12-31 23"),
        ("Janvier 2024 (kWh);Février 2024 (kWh);Mars 2024 (kWh)", "1mo", "2023-12-31 23"),
    ],
)
def test_periods_as_people_write_them(titles: str, step: str, first: str) -> None:
    text = f"Compteur gaz (kWh);{titles};Total\nA1;5;6;7;18\nB2;8;9;10;27\n"
    known = understand(source_of(text.encode(), "t.csv"), ReadOptions())
    assert (known.mapping.step, known.mapping.dates) == (step, "columns")
    found = rows(reading(text))
    assert [row[4] for row in found] == [5e3, 6e3, 7e3, 8e3, 9e3, 10e3]
    assert found[0][:3] == ("A1", "gas.energy", first)


def test_months_alone_take_the_year_of_the_title() -> None:
    text = "Gaz 2023 (kWh);;\nSite;Janvier;Février\nMairie;1;2\nÉcole;3;4\n"
    known = understand(source_of(text.encode(), "t.csv"), ReadOptions())
    assert any("« Gaz 2023 (kWh) »" in doubt.fr.replace("\u00a0", " ") for doubt in known.doubts)
    assert [row[2] for row in rows(reading(text))][:2] == ["2022-12-31 23", "2023-01-31 23"]


def test_a_column_says_unit_and_fluid() -> None:
    text = (
        "Bâtiment;Énergie;Unité;2022;2023\nMairie;gaz;MWh;1;2\nMairie;électricité;kWh;3;4\n"
        "École;gaz;MWh;5;6\n"
    )
    found = {(asset, quantity, value) for asset, quantity, _, _, value in rows(reading(text))}
    assert ("Mairie", "gas.energy", 1e6) in found
    assert ("Mairie", "electricity.active_energy", 3e3) in found
    assert len(found) == 6


@pytest.mark.parametrize("book", [xlsx, ods])
def test_workbooks_too(book: object) -> None:
    cells = [["Relevés d’eau (m3)"], ["Compteur", "Janvier 2024", "Février 2024"], ["A", 5.0, 6.0]]
    found = rows(reading(book(cells)))  # type: ignore[operator]
    assert [(row[1], row[4]) for row in found] == [("water.volume", 5.0), ("water.volume", 6.0)]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Relevés de gaz (kWh)", "interval"), ("Index de gaz (kWh)", "index")],
)
def test_only_the_word_index_makes_an_index(title: str, kind: str) -> None:
    text = f"{title};;\nSite;Janvier 2024;Février 2024\nMairie;1000;1010\n"
    known = understand(source_of(text.encode(), "t.csv"), ReadOptions())
    assert [value.kind for value in known.mapping.values] == [kind]


def test_without_unit_it_asks_and_the_mapping_answers() -> None:
    text = "Bâtiment;Janvier 2024;Février 2024\nMairie;1;2\n"
    with pytest.raises(BeffroiError) as caught:
        reading(text)
    assert "rien ne dit l’unité" in str(caught.value.to_dict("fr")["what"])
    values = [{"column": "valeur", "quantity": "gas.energy", "unit": "kWh"}]
    assert [row[4] for row in rows(reading(text, values=values))] == [1e3, 2e3]


def test_the_mapping_fits_the_next_year() -> None:
    first = understand(source_of(MONTHS.encode(), "2024.csv"), ReadOptions())
    later = MONTHS.replace("2024", "2025")
    second = understand(source_of(later.encode(), "2025.csv"), ReadOptions())
    assert fingerprint(first) == fingerprint(second)
    kept = from_toml(to_toml(first))
    assert kept["dates"] == "columns"
    assert rows(reading(later, **kept))[0][2] == "2024-12-31 23"


@pytest.mark.parametrize(
    "text",
    [
        "PRM;Début;Fin;kWh\n1;2024-01-01;2024-02-01;5\n1;2024-02-01;2024-03-01;6\n",
        "Date;2023;2024\n2024-01-01;5;6\n2024-01-02;7;8\n",
        "Bâtiment;Construit;Rénové\nMairie;1990;2005\nÉcole;1991;2006\n",
    ],
)
def test_other_tables_are_left_as_they_are(text: str) -> None:
    try:
        known = understand(source_of(text.encode(), "t.csv"), ReadOptions())
    except BeffroiError:
        return
    assert known.pivot is None


def test_it_is_recognised() -> None:
    assert recognise(source_of(MONTHS.encode(), "t.csv").head()).key == "generic.text"


@pytest.mark.parametrize(
    "text",
    [
        "Bâtiment;Janvier 2024;Février 2024\nMairie;1;2\n",
        "Relevé\x7f\n;;\nQuoi;Combien\nA;1\n",
        "rien",
    ],
)
def test_a_refused_file_leaves_a_mapping_to_complete(text: str) -> None:
    source = source_of(text.encode(), "t.csv")
    found = skeleton(source, ReadOptions(), "Essayés : tout.")
    from_toml(found)  # it is a mapping file as it stands
    assert found.startswith("# Correspondance à compléter")
    assert "gas.energy" in found


def test_the_completed_skeleton_reads_the_file() -> None:
    text = "Bâtiment;Janvier 2024;Février 2024\nMairie;1;2\n"
    found = skeleton(source_of(text.encode(), "t.csv"), ReadOptions(), "")
    completed = found.replace('# quantity = "electricity', 'quantity = "electricity')
    completed = completed.replace('# unit = "kWh"', 'unit = "kWh"')
    assert [row[4] for row in rows(reading(text, **from_toml(completed)))] == [1e3, 2e3]


def test_brackets_without_end_are_no_period_and_take_no_time() -> None:
    begun = time.process_time()
    assert period_of("[" * 50_000) is None
    assert time.process_time() - begun < 1  # their square takes several
