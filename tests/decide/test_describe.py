"""The table of assets: written, completed in a spreadsheet, given back."""

import csv
import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.catalogue import list_assets
from beffroi.decide.describe import describe_from_csv, template
from beffroi.decide.spelling import attributes, choice_of
from beffroi.domains import asset_types
from beffroi.errors import BeffroiError
from beffroi.readers import readers
from beffroi.store.drafts import SeriesKey, declare
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.ingest.bring import EVERYONE, bring

MADE = {"delivery_point", "meter", "counter", "weather_station"}
PASSAGES = b"Date;Passages\n" + b"".join(b"2024-01-%02d;%d\n" % (k, k) for k in range(1, 20))
ROOMS = Path(__file__).parents[1] / "readers"


def samples() -> list[bytes]:
    """Return a file of every format."""
    found: list[bytes] = []
    for path in sorted(ROOMS.glob("*/samples.py")):
        module = importlib.import_module(f"tests.readers.{path.parent.name}.samples")
        found += [file for files in module.SAMPLES.values() for file in files]
    assert len(found) > len(readers())
    return found


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def held(store: Store) -> dict[tuple[str, str], tuple[str, dict[str, object]]]:
    """Return the asset that each serves, and its attributes."""
    rows = list_assets(store.reader(EVERYONE))
    return {
        (a.type, a.key): (parent.key if parent else "", dict(a.attributes)) for a, _, parent in rows
    }


def test_a_template_is_taken_back_whatever_readers_made(store: Store, tmp_path: Path) -> None:
    for number, data in enumerate([*samples(), PASSAGES]):
        path = tmp_path / f"fichier {number}.dat"
        path.write_bytes(data)
        bring(store, path)
    before = held(store)
    assert {type_ for type_, _ in before} == MADE
    rows = template(store.reader(EVERYONE), 1)
    described = [key for (type_, key) in before if type_ != "weather_station"]
    path = written(tmp_path / "t.csv", rows)
    assert describe_from_csv(store.writer("test"), 1, path) == len(described)
    assert held(store) == before


def test_a_mapping_makes_no_type_that_cannot_be_described(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date;Conso (kWh)\n2024-01-01;5\n2024-01-02;6\n", "utf-8")
    (report,) = bring(store, path, mapping={"asset_type": "moulin"})
    assert report.error is not None
    assert report.error["code"] == "import.mapping_invalid"
    assert "meter (Compteur)" in str(report.error["what"])


@pytest.mark.parametrize("type_", [t.key for t in asset_types().values() if t.described])
def test_every_type_can_be_attached_to_a_building(store: Store, tmp_path: Path, type_: str) -> None:
    with store.writer("test").change("series.declare", "test", 1) as change:
        key = SeriesKey("a1", type_, "electricity.active_energy", "interval", "file")
        declare(change.session, 1, None, [key])
    path = tmp_path / "t.csv"
    path.write_text(f"type;key;name;parent\nbuilding;b1;École;\n{type_};a1;;b1\n", "utf-8")
    describe_from_csv(store.writer("test"), 1, path)
    with store.reader(EVERYONE).session() as session:
        assets = {row.key: row for row in session.scalars(select(models.Asset))}
        assert assets["a1"].parent_id == assets["b1"].id


def described(store: Store, tmp_path: Path, text: str) -> dict[str, object]:
    """Describe assets by a text and return the attributes of the first one."""
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("cp1252"))
    describe_from_csv(store.writer("test"), 1, path)
    return list_assets(store.reader(EVERYONE))[0][0].attributes


@pytest.mark.parametrize(
    ("column", "text", "key", "value"),
    [
        ("Usage", "école", "use", "ecole"),
        ("usage", "ECOLE", "use", "ecole"),
        ("use", "Collège", "use", "college_lycee"),
        ("USAGE", "Salle des fêtes", "use", "salle_des_fetes"),
        ("Jours d’ouverture", "du lundi au vendredi", "occupied_days", "mon-fri"),
        ("jours d'ouverture", "lundi-vendredi", "occupied_days", "mon-fri"),
        ("Jours d'ouverture", "lun-ven", "occupied_days", "mon-fri"),
        ("open days", "Monday to Friday", "occupied_days", "mon-fri"),
        ("occupied_days", "mon-fri", "occupied_days", "mon-fri"),
        ("Jours d'ouverture", "Lundi au samedi", "occupied_days", "mon-sat"),
        ("Fermé pendant les vacances scolaires", "Oui", "school_closing", "yes"),
        ("school_closing", "non", "school_closing", "no"),
        ("Zone scolaire", "a", "school_zone", "A"),
        ("Zone scolaire", "Zone B", "school_zone", "B"),
        ("Énergie de chauffage", "Gaz naturel", "heating_energy", "gas"),
        ("Surface de plancher (m²)", "1\xa0250,5 m²", "surface", 1250.5),
        ("Heure d’ouverture", "8h30", "open_hour", 8.5),
        ("Heure d’ouverture (h)", "8", "open_hour", 8.0),
        ("closing hour", "17:15", "close_hour", 17.25),
        ("Décile de revenu du quartier", "10", "income_decile", "10"),
    ],
)
def test_people_write_as_they_do(
    store: Store, tmp_path: Path, column: str, text: str, key: str, value: object
) -> None:
    rows = f"Sorte;Clé;Nom;{column}\nBâtiment;b1;École;{text}\n"
    assert described(store, tmp_path, rows) == {key: value}


def test_remarks_blank_rows_and_empty_columns_are_passed_over(store: Store, tmp_path: Path) -> None:
    text = "Sorte;Identifiant;;\n# valeurs possibles;;;\n;;;\nbâtiment;b1;;\n;;;\n"
    assert described(store, tmp_path, text) == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Sorte;Clé;Couleur\n", 1, "colonne inconnue « Couleur »"),
        ("Sorte;Clé\nmoulin;a\n", 2, "Point de livraison / "),
        ("Sorte;Clé\n\n# remarque\n;a\n", 4, "il manque « Sorte »"),
        ("Sorte;Clé;Usage\nbâtiment;a;usine\n", 2, "mairie, bureaux / école / "),
        ("Sorte;Clé;Jours d'ouverture\nbâtiment;a;jeudi\n", 2, "du lundi au vendredi / "),
        ("Sorte;Clé;Surface de plancher\nbâtiment;a;grand\n", 2, "n’est pas un nombre"),
        ("Sorte;Clé\nbâtiment;a;1\n", 2, "plus de cellules"),
        ("Sorte;Usage;use;Clé\nbâtiment;;;a\n", 1, "deux colonnes"),
    ],
)
def test_what_is_wrong_is_told_with_what_may_be_written(
    store: Store, tmp_path: Path, text: str, line: int, said: str
) -> None:
    with pytest.raises(BeffroiError) as caught:
        described(store, tmp_path, text)
    what = str(caught.value.to_dict("fr")["what"]).replace("\u00a0", " ")
    assert what.startswith(f"Ligne {line} :")
    assert said in what


def test_the_template_says_in_french_what_it_takes(store: Store) -> None:
    headings, remark = template(store.reader(EVERYONE), 1)
    assert headings[:5] == ["Sorte", "Identifiant", "Nom", "Rattaché à", "Usage"]
    assert remark[0].startswith("# valeurs possibles")
    assert "Point de livraison" in remark[0]
    assert dict(zip(headings, remark, strict=True))["Zone scolaire"] == "A / B / C"
    english, _ = template(store.reader(EVERYONE), 1, "en")
    assert english[:4] == ["Type", "Identifier", "Name", "Belongs to"]


def test_a_template_of_one_trade_asks_for_nothing_else(store: Store, tmp_path: Path) -> None:
    text = "Sorte;Clé;Usage;Rôle\nbâtiment;b1;école;\ncompteur;e1;;entrée\nPRM;p1;;\n"
    described(store, tmp_path, text.replace("PRM", "point de livraison"))
    headings, remark, *rows = template(store.reader(EVERYONE), 1, trade="water")
    assert "Rôle sur le réseau d’eau" in headings
    assert not {"Usage", "Prix du kWh, hors TVA (€/kWh)"} & set(headings)
    assert "Point de livraison" not in remark[0]
    assert [row[1] for row in rows] == ["b1", "e1"]
    before = {asset.key: asset.attributes for asset, _, _ in list_assets(store.reader(EVERYONE))}
    path = written(tmp_path / "u.csv", [headings, remark, *rows])
    assert describe_from_csv(store.writer("test"), 1, path) == 2
    after = {asset.key: asset.attributes for asset, _, _ in list_assets(store.reader(EVERYONE))}
    assert after == before, "what the table does not ask stays as it was"
    with pytest.raises(BeffroiError, match=r"domain\.unknown"):
        template(store.reader(EVERYONE), 1, trade="moulin")


def test_values_come_back_as_they_were_described(store: Store, tmp_path: Path) -> None:
    text = "Sorte;Clé;Usage;Surface de plancher;Zone scolaire\nbâtiment;b1;école;900,5;C\n"
    before = described(store, tmp_path, text)
    for language in ("fr", "en"):
        rows = template(store.reader(EVERYONE), 1, language)
        describe_from_csv(store.writer("test"), 1, written(tmp_path / "u.csv", rows))
        assert list_assets(store.reader(EVERYONE))[0][0].attributes == before


def test_no_spelling_names_two_choices() -> None:
    for attribute in attributes().values():
        for key, label in attribute.choices:
            assert choice_of(attribute, key) == key
            assert choice_of(attribute, label.fr) == key
            assert choice_of(attribute, label.en) == key
        for text, key in attribute.synonyms:
            assert choice_of(attribute, text) == key
