"""Publishing on pages: nothing is public before a person publishes, nor after they withdraw."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.publish.sites import buildings
from beffroi.publish.sites.buildings import Known
from beffroi.store.read import ReadDoor
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.publish.test_site import of
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE

PRESENT: dict[str, Any] = {
    "slug": "essai-les-bains",
    "name": "Essai-les-Bains",
    "about": "Ce que la commune mesure.",
    "contact": "mairie@exemple.fr",
    "director": "Jeanne Durand, maire",
    "host": "",
    "accent": "",
    "accent_dark": "",
}
SITE, ITEM = "/public/essai-les-bains", "/1/publication/consommation"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, Known]:
    """The buildings of the commune, as a test says them."""
    told = {"now": of({"ecole": 12, "gymnase": 11, "piscine": 2})}
    monkeypatch.setattr(buildings, "known", lambda _door, _number, _key: told["now"])
    return told


def seen(page: Any) -> str:
    """The digest of what a preview shows."""
    found = re.search(r'name="seen" value="(\w+)"', page.text)
    assert found, words(page)
    return found[1]


def opened(visitor: Visitor) -> Any:
    """Describe the site and publish the consumption."""
    visitor.send("/1/publication/presentation", **PRESENT)
    return visitor.send(ITEM, seen=seen(visitor.get(ITEM)))


@pytest.fixture
def elected(visitor: Visitor, store: Store, known: dict[str, Known]) -> Visitor:
    return entered(visitor, store, (1, "elected"))


def test_nothing_is_public_before_nor_after(
    elected: Visitor, client: TestClient, known: dict[str, Known]
) -> None:
    anybody = Visitor(client)
    none = [anybody.get(path) for path in (SITE, f"{SITE}/donnees", "/public/nulle-part")]
    assert "Rien n’a encore été publié" in words(elected.get("/1/publication"))
    elected.send("/1/publication/presentation", **PRESENT)
    none.append(anybody.get(SITE))
    assert {(one.status_code, words(one)) for one in none} == {(404, words(none[0]))}
    said = words(opened(elected))
    assert "Publié : le site public le montre" in said
    assert "Jeanne Durand a publié « Énergie consommée par les bâtiments », version 1" in said
    assert "Essai-les-Bains" in words(anybody.get(SITE))
    refused = elected.send(f"{ITEM}/retirer", reason=" ")
    assert (refused.status_code, "Écrivez pourquoi" in words(refused)) == (422, True)
    assert anybody.get(SITE).status_code == 200
    tag = anybody.get(SITE).headers["etag"]
    gone = words(elected.send(f"{ITEM}/retirer", reason="Une erreur d’unité."))
    assert "a retiré « Énergie consommée par les bâtiments » Une erreur d’unité." in gone
    anybody.headers["If-None-Match"] = tag
    for path in ("", "/donnees", "/donnees/consommation.csv", "/donnees/consommation-v1.json"):
        assert anybody.get(SITE + path).status_code == 404, "a copy elsewhere does not hold either"


def test_small_counts_are_held_back_on_the_preview_and_on_the_site(
    elected: Visitor, client: TestClient
) -> None:
    preview = words(elected.get(ITEM))
    assert "Peut sortir sous cette forme seulement" in preview
    assert "moins de 10 points de livraison" in preview
    assert "ils en diraient trop sur quelques-uns" in preview, "as an inhabitant is told"
    opened(elected)
    page = words(Visitor(client).get(SITE))
    assert "piscine retenu retenu" in page
    assert "moins de 10" not in page, "why is for those who publish"
    table = Visitor(client).get(f"{SITE}/donnees/consommation.csv").text
    assert "piscine,2025,,kWh,1" in table


def test_what_the_gate_refuses_is_told_and_stays_inside(
    elected: Visitor, client: TestClient, known: dict[str, Known]
) -> None:
    elected.send("/1/publication/presentation", **PRESENT)
    known["now"] = of({"ecole": 3})
    page = elected.get(ITEM)
    assert "Ne peut pas sortir. Rien n’est publié." in words(page)
    assert "Publier cet aperçu" not in words(page)
    forced = elected.send(ITEM, seen="0" * 64)
    assert (forced.status_code, "le contrôle" in words(forced)) == (422, True)
    assert Visitor(client).get(SITE).status_code == 404
    # Whoever answers for the buildings may publish; what was seen is what leaves.
    own = elected.get(f"{ITEM}?own=1")
    known["now"] = of({"ecole": 3}, value=7.0)
    changed = elected.send(ITEM, seen=seen(own), own="1")
    assert (changed.status_code, "Ce qui serait publié a changé" in words(changed)) == (422, True)
    assert Visitor(client).get(SITE).status_code == 404


def test_a_description_is_refused_field_by_field_and_kept_as_typed(
    elected: Visitor, store: Store
) -> None:
    wrong: dict[str, Any] = {**PRESENT, "slug": "12", "accent": "#ffd400", "director": ""}
    page = elected.send("/1/publication/presentation", **wrong)
    said = words(page)
    assert page.status_code == 422
    assert "Choisissez par exemple « essai-les-bains »" in said
    assert "La plus proche qui convient est #806a00" in said
    assert 'value="#ffd400"' in page.text
    assert 'value="12"' in page.text
    elected.send("/1/publication/presentation", **PRESENT)
    create_organisation(store.writer("test"), "Tierce")
    other = entered(Visitor(elected.client), store, (2, "elected"), email="paul@exemple.fr")
    taken = other.send("/2/publication/presentation", **PRESENT)
    assert (taken.status_code, "celle d’une autre collectivité" in words(taken)) == (422, True)


def test_who_may_not_publish_sees_the_preview_only(
    visitor: Visitor, store: Store, known: dict[str, Known]
) -> None:
    agent = entered(visitor, store, (1, "agent"))
    assert "voit l’aperçu sans publier" in words(agent.get(ITEM))
    for path in (ITEM, f"{ITEM}/retirer", "/1/publication/presentation"):
        assert agent.send(path, seen="x", reason="x").status_code == 403
    assert agent.get("/2/publication").status_code == 403
    for key in ("tableau-1", "nope", "x" * 300):
        assert agent.get(f"/1/publication/{key}").status_code == 404
    no_token = agent.send(ITEM, token=False, seen="x")
    assert no_token.status_code == 403


@pytest.fixture
def site(elected: Visitor) -> str:
    """A public site."""
    opened(elected)
    return SITE


def test_public_pages_read_the_snapshot_and_nothing_else(
    site: str, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a public page reads what was published only")

    monkeypatch.setattr(Store, "reader", forbidden)
    monkeypatch.setattr(Store, "whole", forbidden)
    monkeypatch.setattr(ReadDoor, "session", forbidden)
    monkeypatch.setattr(ReadDoor, "_look", forbidden)
    monkeypatch.setattr(sessions, "find", forbidden)
    for path in (
        *("", "?lang=en", "/donnees", "/donnees/consommation.csv", "/donnees/consommation-v1.json"),
        *("/graphiques/consommation", "/couleurs.css", "/flux.xml", "/catalogue.jsonld"),
        *("/accessibilite", "/mentions-legales", "/nope/nope"),
    ):
        headers = {"Cookie": "beffroi=abc; beffroi-language=en"}
        answer = client.get(site + path, headers=headers)
        assert answer.status_code == (404 if "nope" in path else 200), (path, answer.text[:300])
        assert "set-cookie" not in answer.headers
        framed = "/graphiques/" in path
        assert ("x-frame-options" in answer.headers) is not framed
        assert ("frame-ancestors *" in answer.headers["content-security-policy"]) is framed
        assert "script" not in answer.headers["content-security-policy"]
        if answer.status_code == 200:
            assert "public" in answer.headers["cache-control"]
            again = client.get(site + path, headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


def test_a_site_is_followed_reused_and_found(site: str, client: TestClient) -> None:
    front = client.get(site)
    assert '<html lang="fr"' in front.text
    assert "og:title" in front.text
    assert "og:image" not in front.text
    assert "&lt;iframe src=" in front.text
    assert '<html lang="en"' in client.get(f"{site}?lang=en").text
    feed = client.get(f"{site}/flux.xml")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "<id>tag:beffroi,2026:essai-les-bains/consommation/1</id>" in feed.text
    data = client.get(f"{site}/donnees/consommation.json")
    assert data.headers["access-control-allow-origin"] == "*"
    assert data.json()["publisher"] == "Essai-les-Bains"
    robots = client.get("/robots.txt").text.splitlines()
    assert ("Allow: /public/" in robots, robots[-1]) == (True, "Disallow: /")
    for file in ("consommation.xml", "consommation-v9.csv", "cout.csv", "..%2fstate.sqlite"):
        assert client.get(f"{site}/donnees/{file}").status_code == 404


def test_hostile_names_are_only_text(elected: Visitor, client: TestClient) -> None:
    elected.send(
        "/1/publication/presentation",
        **{**PRESENT, "name": HOSTILE, "about": HOSTILE + "]]>\x0b", "director": HOSTILE},
    )
    elected.send(ITEM, seen=seen(elected.get(ITEM)))
    for path in ("", "/donnees", "/graphiques/consommation", "/mentions-legales", "/flux.xml"):
        text = client.get(SITE + path).text
        assert "<script>" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text
