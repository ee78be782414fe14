"""The page of the quality of tap water: what is above, what conforms, where to find the file."""

import csv
import io
from typing import Any

from starlette.testclient import TestClient

from beffroi.commons.organisations import put_place
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.store import Store
from beffroi.territory.kinds import Level
from tests.readers.water.hubeau import EXCEEDED, answer, coli, measured, result, smell
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.pages.test_publication import PRESENT, SITE, seen

BAD = {"conclusion_conformite_prelevement": EXCEEDED, "conformite_limites_pc_prelevement": "N"}
PERIOD = "?du=2025-01-01&au=2026-06-30"


def bring(store: Store, organisation: int, *rows: dict[str, Any]) -> None:
    """Import results for an organisation, of whose territory 01001 is."""
    put_place(store.writer("test"), organisation, Level.COMMUNE, "01001", None)
    path = store.home.root.parent / "eau.json"
    path.write_bytes(answer(*rows))
    given = ImportOptions(organisation)
    (report,) = import_path(store.writer("test"), store.settings, path, given)
    assert report.status == "stored", report.error


ROWS = (
    result("A", "2025-03-02"),
    measured("61", code_prelevement="B", date_prelevement="2026-02-05T09:00:00Z", **BAD),
    coli("<1", code_prelevement="B", date_prelevement="2026-02-05T09:00:00Z", **BAD),
    smell(code_prelevement="B", date_prelevement="2026-02-05T09:00:00Z", **BAD,
          resultat_alphanumerique="=cmd|calc"),
    result("C", "2026-03-05", reference_qualite_parametre="<=10 mg/L"),
)  # fmt: skip


def plain(answer: Any) -> str:
    return words(answer).replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_above_a_limit_is_told_from_what_is_outside_of_a_reference(
    visitor: Visitor, store: Store
) -> None:
    bring(store, 1, *ROWS)
    entered(visitor, store, (1, "elected"))
    page = plain(visitor.get(f"/1/qualite{PERIOD}"))
    assert "3 prélèvements du contrôle sanitaire, du 2 mars 2025 au 5 mars 2026" in page
    assert "5 février 2026 5 mars 2026 61 mg/L ≤ 50 mg/L" in page  # since, until, most, limit
    assert "P102.1) 66,7 % · 2 prélèvements conformes sur 3" in page
    assert EXCEEDED in page
    assert "Nitrates (en NO3) 1 5 mars 2026 12,5 mg/L ≤ 10 mg/L" in page  # of a reference
    one = plain(visitor.get("/1/qualite/B"))
    assert EXCEEDED in one
    assert "61 mg/L ≤ 50 mg/L – au-dessus de la limite" in one
    assert "<1 pour 100 mL" in one


def test_the_same_is_answered_as_data_and_as_a_table(visitor: Visitor, store: Store) -> None:
    bring(store, 1, *ROWS)
    entered(visitor, store, (1, "elected"))
    told = visitor.get(f"/api/pages/1/qualite{PERIOD}&reseau=001000001").json()
    (over,) = told["exceeded"]
    assert (over["since"], over["until"]) == ("2026-02-05", "2026-03-05")
    assert over["most"]["fr"] == "61 mg/L"
    (line,) = told["courses"]
    assert (line["count"], line["below"], line["low"]) == (3, 0, 86 / 3)
    # Waters of two networks are never mixed: without one of them, what is not clear is not said.
    both = visitor.get(f"/api/pages/1/qualite{PERIOD}").json()
    assert (both["several"], both["courses"], both["drawing"]) == (True, [], None)
    sheet = visitor.get(f"/1/qualite.csv{PERIOD}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
    assert [row["prélèvement"] for row in rows] == ["C", "B", "B", "B", "A"]
    assert {row["dépassement"] for row in rows if row["résultat"] == "61"} == {
        "au-dessus de la limite"
    }
    # Begins no formula in a spreadsheet.
    assert not any(row["résultat"].startswith("=") for row in rows)


def test_nothing_is_known_yet_and_the_page_says_where_the_file_is(
    visitor: Visitor, store: Store
) -> None:
    entered(visitor, store, (1, "agent"))
    assert "code_commune=01001" in plain(visitor.get("/1/qualite"))
    put_place(store.writer("test"), 1, Level.COMMUNE, "38001", None)
    page = visitor.get("/1/qualite")
    assert "code_commune=38001&amp;date_min_prelevement=" in page.text
    assert "Importer le fichier" in plain(page)


def test_a_wrong_day_is_told_beside_its_field(visitor: Visitor, store: Store) -> None:
    bring(store, 1, *ROWS)
    entered(visitor, store, (1, "elected"))
    page = visitor.get("/1/qualite?du=hier&au=2026-06-30")
    assert page.status_code == 422
    assert 'aria-describedby="du-fault"' in page.text
    assert 'value="hier"' in page.text
    assert visitor.get("/1/qualite?du=2026-02-01&au=2026-01-01").status_code == 422


def test_a_sample_of_other_communes_is_not_told_apart_from_none(
    visitor: Visitor, client: TestClient, store: Store
) -> None:
    bring(store, 2, *ROWS)
    entered(visitor, store, (1, "elected"))
    assert "Aucun prélèvement" in plain(visitor.get(f"/1/qualite{PERIOD}"))
    other, none = visitor.get("/1/qualite/B"), visitor.get("/1/qualite/Z")
    assert other.status_code == none.status_code == 404
    # Once the commune is its own too, what the other brought is shown, with who brought it.
    put_place(store.writer("test"), 1, Level.COMMUNE, "01001", None)
    assert "Importé par Voisine" in plain(visitor.get("/1/qualite/B"))
    assert client.get("/1/qualite", follow_redirects=False).status_code in (303, 401)


def years_of_samples() -> tuple[dict[str, Any], ...]:
    """2024: 1 of 2 for microbiology; 2025: 3 of 4; chemistry is looked for once, in 2025."""
    bact, pc = "conformite_limites_bact_prelevement", "conformite_limites_pc_prelevement"
    rows = [
        result(f"{year}-{month}", f"{year}-{month:02}-10", **{bact: letter, pc: "S"})
        for year, letters in ((2024, "CN"), (2025, "CCNC"), (2026, "C"))
        for month, letter in zip(range(1, 13, 12 // len(letters)), letters, strict=True)
    ]
    return (*rows[:-1], rows[-1] | {pc: "N"}, result("P", "2025-11-04", **{bact: "S"}))


def test_conformity_is_an_indicator_with_its_target_its_samples_and_how_it_moved(
    visitor: Visitor, store: Store
) -> None:
    bring(store, 1, *years_of_samples())
    entered(visitor, store, (1, "elected"))
    first = plain(visitor.get("/1"))
    assert "microbiologie en 2025 75 % 3 sur 4 prélèvements ; +25 points par rapport à" in first
    assert "physico-chimie en 2025 100 % 1 seul prélèvement, conforme" in first
    key = "water.conformity_microbiology"
    page = plain(visitor.get(f"/1/indicateurs?key={key}"))
    assert "Objectif : 100 %." in page
    assert "2025 75 % 3 sur 4 prélèvements +25 points" in page
    assert "P104.3" not in page  # nothing is metered
    told = visitor.get(f"/api/pages/1/indicateurs?key={key}").json()
    (line,) = told["lines"]
    assert (line["value"], line["points"], line["change"]) == (75.0, 25.0, None)
    assert line["tally"] == {"judged": 4, "failing": 1, "derogated": 0}
    # Another authority has neither the indicator nor, of course, 100 %.
    assert "conformity" not in str(visitor.get("/api/pages/2/indicateurs").json().get("lines"))


def test_conformity_is_published_with_its_numbers(
    visitor: Visitor, client: TestClient, store: Store
) -> None:
    item = "/1/publication/eau-conforme"
    entered(visitor, store, (1, "elected"))
    assert "aucune année de prélèvements" in plain(visitor.get(item))
    bring(store, 1, *years_of_samples())
    visitor.send("/1/publication/presentation", **PRESENT)
    preview = visitor.get(item)
    said = (
        "En 2025, prélèvements conformes aux limites de qualité : 3 sur 4 pour la microbiologie "
        "(P101.1), 1 sur 1 pour la physico-chimie (P102.1)."
    )
    assert said in plain(preview)
    assert client.get(f"{SITE}/donnees/eau-conforme.csv").status_code == 404
    visitor.send(item, seen=seen(preview))
    assert said in plain(client.get(SITE))
    assert "Microbiologie (P101.1), non conforme 1 1 Physico" in plain(client.get(SITE))
    lines = client.get(f"{SITE}/donnees/eau-conforme.csv").text.splitlines()
    assert lines[0] == "controle,resultat,annee,prelevements,unit,held_back"
    assert "P101.1,non-conforme,2025,1,1,0" in lines
    assert "P102.1,conforme,2024,0,1,0" in lines  # looked for in no sample of that year
    assert not any("derogation" in line for line in lines)
