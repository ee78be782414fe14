"""Scenarios on pages: tried from an address, kept, compared, decided; whose they are is held to."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.decide.organisations import Description, put_assets
from beffroi.decide.scenarios import keeping
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from tests.decide.test_scenarios import school, weather
from tests.decide.test_scenarios_kept import building, question
from tests.decide.test_scenarios_outcome import after, planned
from tests.decide.test_scenarios_water import district
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE


def plain(answer: object) -> str:
    return words(answer).replace("\u202f", " ").replace("\u00a0", " ")


def test_an_elected_official_tries_keeps_decides_and_undoes(visitor: Visitor, store: Store) -> None:
    number = school(store)
    weather(store)
    entered(visitor, store, (1, "elected"))
    form = visitor.get("/1/scenarios/nouveau")
    assert "École gaz" in plain(form)
    asked = f"b.{number}=1&l.setpoint=1&l.roof=1&roof.cost=9000&setpoint.delta=1,5"
    page = visitor.get(f"/1/scenarios/nouveau?{asked}")
    said = plain(page)
    assert "Économie attendue" in said
    assert "Pour 9 1" in said, "the roof at its price, and the setting"
    assert 'name="setpoint.delta" type="text"' in page.text
    assert 'value="1,5"' in page.text
    assert page.text.count('class="measured" d="M') == 1
    assert "2050" in said
    fields: dict[str, Any] = dict(pair.split("=") for pair in asked.split("&"))
    kept = visitor.send("/1/scenarios/nouveau", **fields, name="École : toit")
    assert kept.url.path == "/1/scenarios/1"
    assert "Scénario gardé" in plain(kept)
    again = visitor.send("/1/scenarios/nouveau", **fields, name="École : toit", version="1")
    assert again.url.path == "/1/scenarios/1"
    assert "Version 2" in plain(again)
    decided = visitor.send(
        "/1/scenarios/1/plan", done_on="2027-06-30", who="Services", why="Voté le 12 mars"
    )
    assert "Décidé : Services, fin des travaux prévue le 30 juin 2027" in plain(decided)
    undone = visitor.send("/1/scenarios/1/plan/retrait", reason="Reporté")
    assert "a retiré le plan Reporté" in plain(undone)
    gone = visitor.send("/1/scenarios/1/retrait", reason="Doublon")
    assert "Aucun scénario gardé" in plain(gone)
    assert "retiré" in plain(visitor.get("/1/scenarios/1"))
    with store.writer("test").look() as session:
        actors = {row.actor for row in session.query(JournalEntry) if "scenario" in row.action}
    assert len(actors) == 1
    assert "test" not in actors


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("essai=1", ["Choisissez au moins un bâtiment", "Choisissez au moins un levier"]),
        ("b.1=1&l.roof=1&roof.share=beaucoup", ["« beaucoup » n’est pas un nombre"]),
        ("b.1=1&l.nope=1", ["« nope » n’est pas un levier"]),
    ],
)
def test_what_cannot_be_tried_is_told_and_what_was_typed_stays(
    visitor: Visitor, store: Store, asked: str, told: list[str]
) -> None:
    building(store)
    answer = entered(visitor, store, (1, "elected")).get(f"/1/scenarios/nouveau?{asked}")
    assert answer.status_code == 422
    assert all(one in plain(answer) for one in told)
    assert 'role="alert"' in answer.text


def test_a_name_that_lacks_loses_nothing(visitor: Visitor, store: Store) -> None:
    number = school(store)
    weather(store)
    entered(visitor, store, (1, "agent"))
    fields: dict[str, Any] = {f"b.{number}": "1", "l.roof": "1", "roof.share": "25"}
    answer = visitor.send("/1/scenarios/nouveau", **fields, name="  ")
    assert answer.status_code == 422
    assert "Donnez un nom" in plain(answer)
    assert 'value="25"' in answer.text


def test_scenarios_are_compared_side_by_side(visitor: Visitor, store: Store) -> None:
    number, door = building(store), store.writer("test")
    for name, levers in (("Consigne", ["setpoint"]), (HOSTILE, ["setpoint", "roof"])):
        keeping.keep(door, 1, name[:100], *question(number, *levers))
    entered(visitor, store, (1, "elected"))
    page = visitor.get("/1/scenarios?c.1=1&c.2=1&compare=1")
    assert page.text.count("<circle") == 2
    assert "Euros à la fin de 2040" in plain(page)
    assert "<script>" not in page.text.partition("<body>")[2]
    alone = visitor.get("/1/scenarios?c.1=1&c.9=1&c.x=1&compare=1")
    assert (alone.status_code, "de deux à 4" in plain(alone)) == (422, True)


def test_no_number_leads_to_another_authority(
    visitor: Visitor, store: Store, client: TestClient
) -> None:
    door = store.writer("test")
    theirs = building(store, 2)
    keeping.keep(door, 2, "Piscine voisine", *question(theirs, "setpoint"))
    put_assets(door, 1, [Description("building", "x", "École")])
    entered(visitor, store, (1, "agent"))
    said = []
    for number in (1, 10**8, 0):
        page = visitor.get(f"/1/scenarios/{number}")
        said.append((page.status_code, re.sub(r"\d+", "N", words(page))))
        for path in ("plan", "plan/retrait", "retrait"):
            sent = visitor.send(
                f"/1/scenarios/{number}/{path}", done_on="2027-01-01", who="x", why="y", reason="z"
            )
            assert sent.status_code == 404
    assert said[0] == said[1] == said[2], "one that is another's is not told apart from none"
    tried = visitor.get(f"/1/scenarios/nouveau?b.{theirs}=1&l.roof=1")
    none = visitor.get("/1/scenarios/nouveau?b.999=1&l.roof=1")
    assert (tried.status_code, none.status_code) == (404, 404)
    assert visitor.get("/2/scenarios").status_code == 403


def test_whoever_only_reads_keeps_and_decides_nothing(visitor: Visitor, store: Store) -> None:
    keeping.keep(store.writer("test"), 1, "Mairie", *question(building(store), "setpoint"))
    entered(visitor, store, (1, "auditor"))
    assert "sans décider" in plain(visitor.get("/1/scenarios/1"))
    for path in ("nouveau", "1/plan", "1/plan/retrait", "1/retrait"):
        answer = visitor.send(f"/1/scenarios/{path}", name="x", reason="y")
        assert (answer.status_code, "people.right_missing" in answer.text) == (403, True)


def test_a_plan_is_followed_from_its_works_to_its_outcome(visitor: Visitor, store: Store) -> None:
    kept = planned(store, "setpoint", setpoint_delta="1")
    after(store)
    entered(visitor, store, (1, "elected"))
    path = f"/1/scenarios/{kept}"
    assert "La fin des travaux était prévue le 15 janvier 2025" in plain(visitor.get(path))
    wrong = visitor.send(f"{path}/plan/travaux", lever="setpoint", work_day="", cost="cher")
    assert wrong.status_code == 422
    assert "Donnez un jour" in plain(wrong)
    assert 'value="cher"' in wrong.text
    early = visitor.send(f"{path}/plan/verifier")
    assert (early.status_code, "noté comme fait" in plain(early)) == (422, True)
    noted = visitor.send(
        f"{path}/plan/travaux", lever="setpoint", work_day="2025-01-15", cost="1 250 €"
    )
    assert "fait le 15 janvier 2025 · coût 1 250 €" in plain(noted)
    wrong = visitor.send(f"{path}/plan/evenement", since="2025-03-02", until="2025-03-01", what="x")
    assert wrong.status_code == 422
    event = visitor.send(
        f"{path}/plan/evenement", since="2025-03-02", until="2025-03-07", what=HOSTILE
    )
    assert "du 2 mars 2025 au 7 mars 2025" in plain(event)
    done = plain(visitor.send(f"{path}/plan/verifier"))
    assert "constaté sur 7 mois" in done
    assert "Moins de douze mois après les travaux" in done
    assert "Mesuré (kWh)" in done
    told = visitor.get(f"/api/pages{path}").json()["plan"]["verified"]
    (saved,) = told["saved"]
    assert (saved["unit"], len(saved["drawing"]["table"])) == ("kWh", 8)
    assert "constaté sur 7 mois" in plain(visitor.get("/1"))
    assert "Services techniques" not in visitor.get("/1").text
    assert "Baisser la consigne (prévu : " in plain(visitor.get("/1/rapport?du=2025-01&au=2025-08"))
    note = re.search(rf"{path}/plan/notes/(\d+)/retirer", visitor.get(path).text)
    assert note
    assert "La note est retirée" in plain(visitor.send(note[0]))


def test_a_school_and_a_district_are_tried_together_and_compared_in_euros(
    visitor: Visitor, store: Store
) -> None:
    building_, network = school(store), district(store)
    entered(visitor, store, (1, "elected"))
    form = visitor.get("/1/scenarios/nouveau")
    assert [one in form.text for one in ("Bâtiments<", "Secteurs de distribution<")] == [True, True]
    assert "Leviers : secteurs de distribution" in plain(form)
    asked = f"b.{building_}=1&b.{network}=1&l.roof=1&l.repair=1&roof.cost=9000&l.renewal=1"
    page = visitor.get(f"/1/scenarios/nouveau?{asked}")
    said = plain(page)
    assert "Eau économisée par an" in said
    assert "chaque année" in said
    assert "Fuites du réseau" in said
    assert "Casses attendues sur les conduites" in said
    told = visitor.get(f"/api/pages/1/scenarios/nouveau?{asked}").json()
    assert [one["key"] for one in told["groups"]] == ["energy", "water"]
    assert told["result"]["units"] == ["m3", "kWh"]
    for name, asset, lever in (("Toit", building_, "roof"), ("Fuites", network, "repair")):
        fields: dict[str, Any] = {f"b.{asset}": "1", f"l.{lever}": "1", "name": name}
        visitor.send("/1/scenarios/nouveau", **fields)
    compared = plain(visitor.get("/1/scenarios?c.1=1&c.2=1&compare=1"))
    assert "Euros par an : le point est la valeur attendue" in compared
    assert "Eau économisée par an" in compared
    assert "m³ économisés par an" in compared
