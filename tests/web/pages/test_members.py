"""People on pages: roles given and taken back here only, sessions ended, roles lent for a time."""

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.periods import PARIS, utc_now
from beffroi.store.store import Store
from beffroi.trust.people import accounts, memberships
from tests import people
from tests.people import OTHER, PASSWORD
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

FORM: dict[str, Any] = {"name": "Paul Martin", "email": "paul@exemple.fr", "role": "agent"}
NEW = "/1/membres/nouveau"
SOON = (utc_now().astimezone(PARIS).date() + timedelta(days=20)).isoformat()


@pytest.fixture
def admin(client: TestClient, store: Store) -> Visitor:
    """Whoever administers the people of Essai."""
    return proven(client, store, (1, "administrator"))


def held(store: Store, email: str) -> list[tuple[int | None, str, bool]]:
    door = store.writer("test")
    found = memberships.of(door, accounts.find(door, email), utc_now())
    return [(one.organisation, one.role, one.until is None) for one in found]


def test_somebody_new_is_invited_and_comes_in(
    client: TestClient, store: Store, admin: Visitor
) -> None:
    page = admin.send(NEW, **FORM)
    assert "Paul Martin a maintenant le rôle : agent" in words(page).replace("\u00a0", " ")
    code = re.search(r'id="code">([^<]+)<', page.text)
    assert code
    assert "n’est pas encore venu" in words(admin.get("/1/membres"))
    paul = Visitor(client)
    entered = paul.send("/invitation", invitation=code[1], password=OTHER)
    assert entered.status_code == 200
    assert paul.get("/1/constats").status_code == 200
    listed = words(admin.get("/1/membres"))
    assert "n’est pas encore venu" not in listed.partition("Paul Martin")[2]
    (number,) = re.findall(
        r"/1/membres/roles/(\d+)/fin",
        admin.get("/1/membres").text.partition("Paul Martin")[2].partition("</li>")[0],
    )
    assert "Ce rôle est repris" in words(admin.send(f"/1/membres/roles/{number}/fin"))
    assert paul.get("/1/constats").status_code == 403, "the very next page refuses"
    assert "Qui a eu un rôle ici Paul Martin" in words(admin.get("/1/membres"))


def test_whoever_has_an_account_gets_no_invitation(store: Store, admin: Visitor) -> None:
    people.person(store.writer("test"), "paul@exemple.fr", (2, "agent"), name="Paul Vrai")
    page = admin.send(NEW, **FORM, until=SOON)
    assert "Paul Vrai a maintenant" in words(page)
    assert 'id="code"' not in page.text
    assert held(store, "paul@exemple.fr") == [(2, "agent", True), (1, "agent", False)]
    listed = words(admin.get("/1/membres"))
    assert "jusqu’au" in listed.partition("Paul Vrai")[2]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", " ", "Écrivez un nom"),
        ("email", "paul", "n’est pas une adresse"),
        ("role", "king", "Choisissez un rôle"),
        ("until", "demain", "Ce n’est pas une date"),
        ("until", "2020-01-01", "La date de fin ne convient pas"),
    ],
)
def test_what_the_form_lacks_is_told_beside_it(
    store: Store, admin: Visitor, field: str, value: str, told: str
) -> None:
    answer = admin.send(NEW, **{**FORM, field: value})
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert "Paul Martin" in answer.text or field == "name"
    assert [one.name for one in accounts.listed(store.writer("test"))] == ["Jeanne Durand"]


def test_roles_and_people_of_others_are_out_of_reach(
    client: TestClient, store: Store, admin: Visitor
) -> None:
    door = store.writer("test")
    other = people.person(door, "voisin@exemple.fr", (2, "agent"), name="Voisin")
    (role,) = memberships.of(door, other, utc_now())
    assert "Voisin" not in admin.get("/1/membres").text.partition("<main")[2]
    for number in (role.membership, 10**8):
        assert admin.send(f"/1/membres/roles/{number}/fin").status_code == 404
    officer = proven(client, store, (1, "rssi"))
    for reference in (other.reference, "p-000000000000"):
        assert officer.send(f"/1/sessions/{reference}").status_code == 404
    assert admin.get("/2/membres").status_code == 403
    assert held(store, "voisin@exemple.fr") == [(2, "agent", True)]


def test_a_security_officer_ends_sessions_and_sees_no_other(
    client: TestClient, store: Store
) -> None:
    agent, officer = proven(client, store, (1, "agent")), proven(client, store, (1, "rssi"))
    proven(client, store, (2, "agent"))
    page = officer.get("/1/sessions")
    references = re.findall(r"/1/sessions/(p-\w+)", page.text)
    assert len(references) == 2
    mine = accounts.listed(store.writer("test"), [1])[0].reference
    assert "sessions sont fermées" in words(officer.send(f"/1/sessions/{mine}"))
    assert agent.get("/1").url.path == "/connexion"
    assert officer.get("/1/membres").status_code == 403


def test_a_role_is_lent_for_an_absence_and_taken_back(client: TestClient, store: Store) -> None:
    people.settled(store.writer("test"), utc_now(), "paul@exemple.fr")
    lender = proven(client, store, (1, "elected"))
    lent = lender.send("/compte/prets", role="1.elected", to="paul@exemple.fr", until=SOON)
    assert "Ce rôle est prêté" in words(lent)
    assert held(store, "paul@exemple.fr") == [(1, "elected", False)]
    paul = Visitor(client)
    paul.send("/connexion", email="paul@exemple.fr", password=PASSWORD, next="/")
    assert paul.get("/1").status_code == 200
    assert "Aucun de vos rôles ne se prête" in words(paul.get("/compte/prets"))
    number = re.search(r"/compte/prets/(\d+)", lent.text)
    assert number
    assert paul.send(f"/compte/prets/{number[1]}").status_code == 404, "that of another"
    assert "n’est plus prêté" in words(lender.send(f"/compte/prets/{number[1]}"))
    assert held(store, "paul@exemple.fr") == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("role", "1.administrator", "Ce rôle ne se délègue pas"),
        ("role", "2.elected", "Choisissez un rôle"),
        ("role", "magic", "Choisissez un rôle"),
        ("to", "nobody@exemple.fr", "Personne n’a cette adresse"),
        ("until", "", "Ce n’est pas une date"),
        ("until", "2190-01-01", "La date de fin ne convient pas"),
    ],
)
def test_what_a_loan_lacks_is_told(
    client: TestClient, store: Store, field: str, value: str, told: str
) -> None:
    people.person(store.writer("test"), "paul@exemple.fr", name="Paul")
    lender = proven(client, store, (1, "elected"), (1, "administrator"))
    form = {"role": "1.elected", "to": "paul@exemple.fr", "until": SOON, field: value}
    answer = lender.send("/compte/prets", **form)  # type: ignore[arg-type]  # all are texts
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert held(store, "paul@exemple.fr") == []


def test_hostile_names_are_only_text(store: Store, admin: Visitor) -> None:
    wrong = admin.send(NEW, name=HOSTILE, email=HOSTILE, role=HOSTILE, until=HOSTILE)
    given = admin.send(NEW, **{**FORM, "name": HOSTILE[:100]})
    for page in (wrong, given, admin.get("/1/membres")):
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;" in page.text
