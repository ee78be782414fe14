"""Coming in through pages: passwords, codes, invitations, refusals that are told."""

import re

import pyotp
import pytest
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.trust.people import accounts
from beffroi.web.pages import signin
from tests.people import OTHER, PASSWORD, person, settled
from tests.web.pages.conftest import Visitor, entered, words

EMAIL = "jeanne@exemple.fr"
WEAK = "motdepasse2026"


def equipped(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """Add an authenticator application as a person does."""
    offered = visitor.send("/compte/second-facteur")
    key = re.search(r'id="secret">([A-Z2-7 ]+)<', offered.text)
    ceremony = re.search(r'name="ceremony" value="([^"]+)"', offered.text)
    assert key
    assert ceremony
    assert "<svg" in offered.text
    application = pyotp.TOTP(key[1].replace(" ", ""))
    answer = visitor.send(
        "/compte/second-facteur/confirmation",
        ceremony=ceremony[1],
        code=application.now(),
        name="téléphone",
    )
    assert answer.status_code == 200, answer.text
    return application, re.findall(r'class="code">([A-Z2-7-]{19})<', answer.text)


def test_somebody_signs_in_and_out(visitor: Visitor, store: Store) -> None:
    answer = entered(visitor, store, (1, "elected")).get("/")
    assert answer.url.path == "/1"
    assert "Essai" in words(answer)
    left = visitor.send("/deconnexion")
    assert "Vous êtes déconnecté" in words(left)
    assert visitor.get("/1").url.path == "/connexion"


def test_a_stranger_comes_back_to_the_page_they_asked_for(visitor: Visitor, store: Store) -> None:
    settled(store.writer("test"), utc_now(), EMAIL, (1, "elected"))
    asked = visitor.get("/1/constats?status=all")
    following = re.search(r'name="next" value="([^"]*)"', asked.text)
    assert following
    assert following[1] == "/1/constats?status=all"
    answer = visitor.send("/connexion", email=EMAIL, password=PASSWORD, next=following[1])
    assert (answer.url.path, answer.status_code) == ("/1/constats", 200)


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:0", ""]
)
def test_nobody_is_sent_to_another_site(visitor: Visitor, store: Store, elsewhere: str) -> None:
    settled(store.writer("test"), utc_now(), EMAIL, (1, "elected"))
    answer = visitor.send("/connexion", email=EMAIL, password=PASSWORD, next=elsewhere)
    assert (answer.url.host, answer.url.path) == ("localhost", "/1")


def test_a_refusal_is_beside_the_form_and_keeps_no_password(visitor: Visitor, store: Store) -> None:
    settled(store.writer("test"), utc_now(), EMAIL)
    answer = visitor.send("/connexion", email=EMAIL, password=OTHER, next="/")
    assert answer.status_code == 401
    assert "ne convient pas" in words(answer)
    assert "<title>Erreur" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert "wrong horse" not in answer.text


def test_too_many_attempts_say_how_long_to_wait(
    visitor: Visitor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = utc_now()
    monkeypatch.setattr(signin, "utc_now", lambda: now)  # a wait begins with a second
    settled(store.writer("test"), now, EMAIL)
    for _ in range(6):
        answer = visitor.send("/connexion", email=EMAIL, password=OTHER, next="/")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert re.search(r"possible dans \d+ s", words(answer))


def test_a_code_is_asked_for_and_serves_once(
    visitor: Visitor, store: Store, client: TestClient
) -> None:
    application, codes = equipped(entered(visitor, store, (1, "elected")))
    assert len(codes) == 10
    other = Visitor(client)
    asked = other.send("/connexion", email=EMAIL, password=PASSWORD, next="/1/constats")
    assert asked.url.path == "/connexion/code"
    assert other.get("/1").url.path == "/connexion/code"
    served = other.send("/connexion/code", code=application.now(), next="/1/constats")
    assert served.status_code == 401, "this code has added the application"
    answer = other.send("/connexion/code", code=codes[0].lower(), next="/1/constats")
    assert (answer.url.path, answer.status_code) == ("/1/constats", 200)
    assert "restants : 9" in words(other.get("/compte"))


def test_a_wrong_code_begins_anew(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "elected"))
    answer = visitor.send("/compte/second-facteur/confirmation", ceremony="x", code="1", name="")
    assert answer.status_code == 401
    assert "scannez la nouvelle image" in words(answer)


def test_a_factor_is_taken_away(visitor: Visitor, store: Store) -> None:
    equipped(entered(visitor, store, (1, "elected")))
    number = re.search(r"/compte/facteurs/(\d+)", visitor.get("/compte").text)
    assert number
    assert "est retiré" in words(visitor.send(number[0]))
    assert "Aucun second facteur" in words(visitor.get("/compte"))


def test_an_invitation_gives_a_password(visitor: Visitor, store: Store) -> None:
    door = store.writer("test")
    code = accounts.invite(door, person(door, EMAIL, (1, "elected")))
    weak = visitor.send("/invitation", invitation=code, password=WEAK)
    assert weak.status_code == 422
    assert "se devine" in words(weak)
    assert visitor.send("/invitation", invitation=code, password=OTHER).url.path == "/1"
    again = visitor.send("/invitation", invitation=code, password=OTHER)
    assert (again.status_code, "déjà utilisé" in words(again)) == (401, True)


def test_another_browser_is_signed_out(visitor: Visitor, store: Store, client: TestClient) -> None:
    entered(visitor, store, (1, "elected"))
    other = Visitor(client)
    other.send("/connexion", email=EMAIL, password=PASSWORD, next="/")
    number = re.search(r"/compte/sessions/\d+", visitor.get("/compte").text)
    assert number
    assert "est fermée" in words(visitor.send(number[0]))
    assert other.get("/1").url.path == "/connexion"


def test_a_new_password_serves(visitor: Visitor, store: Store, client: TestClient) -> None:
    entered(visitor, store, (1, "elected"))
    assert visitor.send("/compte/mot-de-passe", password=WEAK).status_code == 422
    assert "Mot de passe changé" in words(visitor.send("/compte/mot-de-passe", password=OTHER))
    other = Visitor(client)
    assert other.send("/connexion", email=EMAIL, password=OTHER, next="/").url.path == "/1"


def test_language_and_theme_are_chosen_without_an_account(visitor: Visitor) -> None:
    assert '<html lang="fr">' in visitor.get("/connexion").text
    answer = visitor.send("/preferences", language="en", next="/connexion")
    assert '<html lang="en">' in answer.text
    assert "Sign in" in words(answer)
    dark = visitor.send("/preferences", theme="dark", next="/connexion")
    assert '<html lang="en" data-theme="dark">' in dark.text
    assert "data-theme" not in visitor.send("/preferences", theme="", next="/connexion").text


def test_a_browser_that_asks_for_english_gets_it(visitor: Visitor) -> None:
    visitor.headers["Accept-Language"] = "en-GB,fr;q=0.5"
    assert '<html lang="en">' in visitor.get("/connexion").text
