"""The map: its page without a script, its data, and whose they are."""

import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.commons.organisations import put_place
from beffroi.commons.outlines import put_outlines
from beffroi.decide.decisions import decide
from beffroi.decide.organisations import Description, put_assets
from beffroi.store.store import Store
from beffroi.territory.kinds import Level
from beffroi.territory.outlines import Outline
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, found, stand

RING = ((3.0, 47.0), (3.2, 47.0), (3.2, 47.1), (3.0, 47.1), (3.0, 47.0))


def placed(
    store: Store, organisation: int, key: str, at: tuple[float, float], name: str = ""
) -> None:
    said = {"longitude": at[0], "latitude": at[1]}
    what = Description("building", key, name, attributes=said)
    put_assets(store.writer("test"), organisation, [what])


def outline(store: Store, code: str = "58001", name: str = "Alphe") -> None:
    put_outlines(store.writer("test"), "test", [Outline(code, name, ((RING,),))])
    put_place(store.writer("test"), 1, Level.COMMUNE, code, None)


def marks(visitor: Visitor) -> dict[str, dict[str, Any]]:
    told = visitor.get("/api/organisations/1/map").json()["findings"]
    return {one["place"]: one for one in told}


def test_the_list_says_what_the_map_shows_without_a_script(visitor: Visitor, store: Store) -> None:
    outline(store)
    stand(store, found(store, 1, 900, name="École"), (3.1, 47.05))
    found(store, 1, 1500, name="Mairie")
    page = entered(visitor, store, (1, "elected")).get("/1/carte")
    said = words(page)
    assert said.index("Mairie") < said.index("École"), "what costs most comes first"
    assert said.count("position inconnue : placé au milieu de la commune") == 1
    assert "Plan : 1 communes, 2 constats placés" in page.text.replace("\u00a0", " ")
    assert page.text.count('<path class="own"') == 1
    assert page.text.count('<g class="mark mark-high"') == 2
    assert "worker-src 'self'" in page.headers["content-security-policy"]
    assert "geopf" not in page.headers["content-security-policy"] + page.text


def test_the_past_shows_what_was_open_then(visitor: Visitor, store: Store) -> None:
    at = (3.1, 47.05)
    stand(store, found(store, 1, 900, name="École"), at, since=date(2026, 3, 10))
    ended = found(store, 1, 800, name="Gymnase", status="closed")
    stand(store, ended, at, since=date(2026, 1, 5), until=date(2026, 4, 1))
    dismissed = found(store, 1, 700, name="Salle")
    stand(store, dismissed, at, since=date(2026, 1, 5))
    decide(store.writer("test"), dismissed, "dismiss", "Travaux prévus.")
    entered(visitor, store, (1, "elected"))
    lists = {
        month: words(visitor.get(f"/1/carte?mois={month}")) for month in ("", "2026-03", "2026-02")
    }
    shown = {
        month: [name for name in ("École", "Gymnase", "Salle") if name in said]
        for month, said in lists.items()
    }
    assert shown == {
        "": ["École"],
        "2026-03": ["École", "Gymnase", "Salle"],
        "2026-02": ["Gymnase", "Salle"],
    }
    told = marks(visitor)
    assert (told["École"]["left"], told["Gymnase"]["left"]) == (None, "2026-04-01")
    assert told["Salle"]["left"] is not None
    for asked in ("mois=2026-99", "mois=%3Cscript%3E", "p=99", "domain=nope", "choisi=x", "mur=2"):
        answer = visitor.get(f"/1/carte?{asked}")
        assert (answer.status_code, "École" in answer.text) == (200, True)


def test_what_was_chosen_on_the_map_comes_first(visitor: Visitor, store: Store) -> None:
    found(store, 1, 900, name="École")
    small = found(store, 1, 10, name="Abri")
    said = words(entered(visitor, store, (1, "elected")).get(f"/1/carte?choisi={small}"))
    assert said.index("Abri") < said.index("École")


def test_a_wall_screen_says_the_figures(visitor: Visitor, store: Store) -> None:
    found(store, 1, 900, name="École")
    decide(store.writer("test"), found(store, 1, 50, name="Abri"), "act", "oui")
    said = words(entered(visitor, store, (1, "elected")).get("/1/carte?mur=1"))
    assert "à décider 1 déjà décidés 1 d’enjeu sûr, par an 900 €" in said.replace("\u00a0", " ")
    assert "Quitter le mur" in said


def test_assets_are_tiles_and_a_place_names_them(visitor: Visitor, store: Store) -> None:
    placed(store, 1, "a", (3.1, 47.05), "École")
    placed(store, 2, "b", (3.1, 47.05), "Piscine voisine")
    lost = [Description("building", "c", "Sans lieu")]
    lost.append(Description("distribution_unit", "u", "Réseau"))  # which nobody gives a place
    put_assets(store.writer("test"), 1, lost)
    page = entered(visitor, store, (1, "elected")).get("/1/carte")
    assert "Un équipement n’a pas de position" in words(page)
    tile = visitor.get("/api/organisations/1/map/tile?z=0&x=0&y=0")
    assert tile.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    # One point, of one asset: (3.1 + 180) / 360 and its Mercator ordinate, in units of 4096.
    across, down = 2083, 1440
    geometry = bytes([9]) + b"".join(
        bytes([(2 * n & 0x7F) | 0x80, 2 * n >> 7]) for n in (across, down)
    )
    assert geometry in tile.content
    assert tile.content.count(b"\x18\x01") == 1
    far = visitor.get("/api/organisations/1/map/tile?z=5&x=0&y=0")
    assert (far.status_code, far.content) == (200, b"")
    near = visitor.get("/api/organisations/1/map/near?longitude=3.1&latitude=47.05&zoom=12").json()
    assert near["count"] == 1
    assert [(one["name"], one["exact"]) for one in near["assets"]] == [("École", True)]
    placed(store, 1, "d", (3.1, 47.05), "Mairie")
    again = visitor.get("/api/organisations/1/map/near?longitude=3.1&latitude=47.05&zoom=12").json()
    assert [one["name"] for one in again["assets"]] == ["Mairie", "École"], "the journal told it"
    for wrong in ("z=1&x=2&y=0", "z=17&x=0&y=0", "z=0&x=-1&y=0", "z=0&x=0"):
        assert visitor.get(f"/api/organisations/1/map/tile?{wrong}").status_code == 422
    assert visitor.get("/api/organisations/1/map/tile?z=0&x=0&y=0&domain=nope").status_code == 404


def test_nobody_sees_the_map_of_another(visitor: Visitor, store: Store, client: TestClient) -> None:
    placed(store, 2, "b", (3.1, 47.05), "Piscine voisine")
    stand(store, found(store, 2, 9, name="Piscine voisine"), (3.1, 47.05))
    outline(store)
    entered(visitor, store, (1, "agent"))
    for path in ("/map", "/map/outlines", "/map/tile?z=0&x=0&y=0", "/events"):
        for other in (2, 99):
            assert visitor.get(f"/api/organisations/{other}{path}").status_code == 403
    assert visitor.get("/2/carte").status_code == 403
    told = [visitor.get(f"/api/organisations/1{path}").text for path in ("/map", "/map/outlines")]
    assert "voisine" not in "".join([*told, visitor.get("/1/carte").text])
    assert visitor.get("/api/organisations/1/map/tile?z=0&x=0&y=0").content == b""
    assert Visitor(client).get("/api/organisations/1/map").status_code == 401


@pytest.mark.parametrize("path", ["/1/carte", "/1/carte?mur=1"])
def test_a_hostile_name_is_only_text(visitor: Visitor, store: Store, path: str) -> None:
    outline(store, name=HOSTILE)
    stand(store, found(store, 1, name=HOSTILE, said=HOSTILE), (3.1, 47.05))
    page = entered(visitor, store, (1, "agent")).get(path).text
    assert "<img" not in page
    assert re.search(r"<script>", page) is None
    assert "&lt;script&gt;" in page


def test_a_base_map_of_others_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("BEFFROI_MAP_BASE", "ign")
    client = request.getfixturevalue("client")
    visitor = entered(Visitor(client), client.app.state.store, (1, "elected"))
    page = visitor.get("/1/carte")
    said = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert said["img-src"] == "'self' data: https://data.geopf.fr"
    assert said["connect-src"] == "'self' https://data.geopf.fr"
    assert said["default-src"] == "'none'"
    assert 'data-tiles="https://data.geopf.fr/wmts?' in page.text
    assert "geopf" not in visitor.get("/1/constats").headers["content-security-policy"]
