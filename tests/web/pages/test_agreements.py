"""Agreements on pages: proposed, signed, refused, revoked; the other one sees it at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.commons.agreements.listing import listed, shown
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.periods import Step, utc_now
from beffroi.store.looking import Selection
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.web.pages.agreements.listing import MANY
from tests import people
from tests.store.sharing.build import acting, agree, hours, measure, offer
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

FORM: dict[str, Any] = {
    "title": "Suivi des écoles",
    "side": "lend",
    "others": "voisine",
    "domains": "energy",
    "granularity": "day",
    "purpose": "conseiller la commune",
    "legal_basis": "public_task",
    "valid_until": "2030-12-31",
    "do": "propose",
}
NEW = "/1/conventions/nouvelle"


@pytest.fixture
def series(store: Store) -> int:
    """Four days of the school of Essai."""
    return measure(store, 1, "École", hours("2026-01-05T23:00", [1.0] * 96), insee="01001")


def stances(store: Store, number: int) -> list[str]:
    found = shown(store.writer("test"), [1], number)
    return [found.row.stance, *(one.stance for one in found.parties)]


def reads(store: Store, series: int) -> bool:
    """Whether Voisine reads days of a series of Essai."""
    try:
        return bool(acting(store, 2).aggregate(Selection((series,)), Step.DAY).num_rows)
    except BeffroiError as error:
        return error.type is not OUT_OF_SCOPE


def test_from_the_form_to_the_end_each_side_sees_where_it_stands(
    client: TestClient, store: Store, series: int
) -> None:
    mayor, other = proven(client, store, (1, "elected")), proven(client, store, (2, "elected"))
    seen = mayor.send(NEW, **{**FORM, "do": "see"})
    assert "un équipement, une série de mesures, jour par jour" in words(seen)
    assert listed(store.writer("test"), [1]) == [], "a preview proposes nothing"
    made = words(mayor.send(NEW, **FORM))
    assert "Elle attend l’autre" in made
    assert "jusqu’au 31 décembre 2030" in made
    (number,) = [one.row.id for one in listed(store.writer("test"), [1])]
    assert "En attente de l’autre".lower() in words(mayor.get("/1/conventions")).lower()
    theirs = words(other.get("/2/conventions"))
    assert "À signer par votre collectivité" in theirs
    assert "Essai vous laisse lire" in theirs
    hidden = other.get(f"/2/conventions/{number}")
    assert "École" not in hidden.text, "nothing of the provider is shown before it is in force"
    assert not reads(store, series)
    other.send(f"/2/conventions/{number}/signer")
    assert stances(store, number) == ["accepted", "accepted"]
    assert reads(store, series)
    told = words(mayor.get("/1/conventions"))
    assert "Lue une fois ces 90 derniers jours" in told
    before = words(mayor.get(f"/1/conventions/{number}/resilier"))
    assert "Voisine : ne lira plus un équipement (une série de mesures)" in before.replace(
        "\u00a0", " "
    )
    after = words(mayor.send(f"/1/conventions/{number}/resilier", why="Étude finie"))
    assert "plus rien n’est lu" in after
    assert not reads(store, series)
    history = words(other.get(f"/2/conventions/{number}"))
    assert "a résilié, pour Essai Étude finie" in history
    assert "Elle a pris fin de votre côté" in history
    assert "Suivi des écoles" in words(other.get("/2/conventions?etat=terminees"))
    assert "Suivi des écoles" not in words(other.get("/2/conventions"))


def test_what_another_agreement_goes_on_lending_is_told_before_revoking(
    client: TestClient, store: Store, series: int
) -> None:
    number, _ = agree(store, 1, 2), agree(store, 1, 2)
    page = proven(client, store, (1, "elected")).get(f"/1/conventions/{number}/resilier")
    assert "ne perd aucune mesure" in words(page)
    assert "garde une série de mesures" in words(page)


def test_refusing_suspending_and_revoking_say_why(client: TestClient, store: Store) -> None:
    proposed, running = offer(store, 1, (2,)), agree(store, 1, 2)
    other = proven(client, store, (2, "elected"))
    for number, act in ((proposed, "refuser"), (running, "suspendre"), (running, "resilier")):
        for why, told in (("  ", "Écrivez pourquoi"), ("x" * 2001, "trop long")):
            answer = other.send(f"/2/conventions/{number}/{act}", why=why)
            assert (answer.status_code, told in words(answer)) == (422, True)
            assert why.strip() in answer.text, "what was typed is kept"
    assert stances(store, proposed) == ["accepted", "waiting"]
    assert stances(store, running) == ["accepted", "accepted"]
    late = other.send(f"/2/conventions/{running}/signer")
    assert (late.status_code, "Ce n’est plus possible" in words(late)) == (422, True)
    other.send(f"/2/conventions/{proposed}/refuser", why="Non")
    assert stances(store, proposed) == ["accepted", "refused"]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Donnez-lui un titre"),
        ("others", "", "Écrivez le SIREN"),
        ("others", "123456789", "Aucune collectivité n’a le SIREN « 123456789 »"),
        ("others", "essai", "ne se prête pas ses propres mesures"),
        ("domains", "", "au moins un domaine"),
        ("granularity", "week", "Choisissez une finesse"),
        ("minimum_group", "2", "3 équipements au moins"),
        ("minimum_group", "x", "3 équipements au moins"),
        ("purpose", "", "à quoi les mesures serviront"),
        ("legal_basis", "magic", "base légale"),
        ("valid_until", "9999-01-01", "Ce n’est pas une date"),
        ("until", "hier", "Ce n’est pas une date"),
        ("valid_from", "2031-01-01", "La fin vient avant le début"),
    ],
)
def test_what_the_form_lacks_is_told_beside_it(
    client: TestClient, store: Store, field: str, value: str, told: str
) -> None:
    typed = {**FORM, field: value, "conditions": "Une condition\nUne autre"}
    answer = proven(client, store, (1, "elected")).send(NEW, **typed)
    assert answer.status_code == 422
    assert told in words(answer).replace("\u00a0", " ")
    assert "Une condition\nUne autre" in answer.text, "what was typed is kept"
    assert listed(store.writer("test"), [1]) == []


def test_asking_another_one_to_lend_shows_nothing_of_it(
    client: TestClient, store: Store, series: int
) -> None:
    typed = {**FORM, "side": "ask", "others": "essai", "do": "see"}
    answer = proven(client, store, (2, "elected")).send("/2/conventions/nouvelle", **typed)
    assert answer.status_code == 200
    assert "rien de ses équipements ne vous est montré" in words(answer)
    assert "École" not in answer.text.partition("preview")[2].partition("</section>")[0]


def test_totals_never_name_an_asset(client: TestClient, store: Store) -> None:
    for n in range(4):
        measure(store, 1, f"Bâtiment {n}", hours("2026-01-05T23:00", [1.0] * 48), insee="01001")
    mayor = proven(client, store, (1, "elected"))
    enough = mayor.send(NEW, **{**FORM, "do": "see", "minimum_group": "4"})
    assert "Un total sur 4 équipements" in words(enough)
    assert "Bâtiment" not in enough.text
    few = mayor.send(NEW, **{**FORM, "do": "see", "minimum_group": "5"})
    assert "il n’y a pas 5 équipements" in words(few)


def test_an_agreement_of_others_is_not_told_apart_from_none(
    client: TestClient, store: Store
) -> None:
    third = create_organisation(store.writer("test"), "Tierce")
    number = agree(store, 2, third)
    mayor = proven(client, store, (1, "elected"))
    said = []
    for one in (number, 10**8, 0):
        for act in ("", "/signer", "/resilier"):
            page = mayor.get(f"/1/conventions/{one}{act}")
            said.append((act, page.status_code, re.sub(r"\d+", "N", words(page))))
            if act:
                sent = mayor.send(f"/1/conventions/{one}{act}", why="x")
                assert sent.status_code == 404
    assert len({*said}) == 3
    assert {status for _, status, _ in said} == {404}
    assert mayor.get(f"/1/conventions/{number}/nimporte").status_code == 404


def test_a_recipient_does_not_see_another_one(client: TestClient, store: Store) -> None:
    third = create_organisation(store.writer("test"), "Tierce")
    number = offer(store, 1, (2, third))
    assert (
        "Tierce" not in proven(client, store, (2, "elected")).get(f"/2/conventions/{number}").text
    )
    assert "Tierce" in proven(client, store, (1, "elected")).get(f"/1/conventions/{number}").text


def test_whoever_signed_in_long_ago_proves_it_before_typing(
    client: TestClient, store: Store
) -> None:
    door, then = store.writer("test"), utc_now() - timedelta(minutes=20)
    row = people.person(door, "maire@exemple.fr", (1, "elected"))
    with door.keep() as session:
        secret = sessions.start(session, row.id, 2, "Firefox", then, known=False)
    old = Visitor(client, {"beffroi": secret})
    number = agree(store, 1, 2)
    for path in (NEW, f"/1/conventions/{number}/resilier"):
        assert "people.proof_too_old" in old.get(path).text
    assert old.get(f"/1/conventions/{number}").status_code == 200


def test_hostile_words_are_only_text(client: TestClient, store: Store, series: int) -> None:
    mayor = proven(client, store, (1, "elected"))
    typed = dict.fromkeys(("title", "purpose", "conditions"), HOSTILE)
    wrong = mayor.send(NEW, **{**FORM, **typed, "others": HOSTILE})
    seen = mayor.send(NEW, **{**FORM, **typed, "do": "see"})
    made = mayor.send(NEW, **{**FORM, **typed})
    (number,) = [one.row.id for one in listed(store.writer("test"), [1])]
    mayor.send(f"/1/conventions/{number}/suspendre", why=HOSTILE)
    pages = [
        mayor.get(f"/1/conventions{rest}") for rest in ("", f"/{number}", f"/{number}/resilier")
    ]
    for page in (wrong, seen, made, *pages):
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;" in page.text


def test_many_agreements_are_cut_in_pages(client: TestClient, store: Store) -> None:
    for _ in range(MANY + 1):
        offer(store, 1, (2,))
    mayor = proven(client, store, (1, "auditor"))
    first, second = (mayor.get(f"/1/conventions?p={p}").text for p in (1, 2))
    assert (first.count('<li class="finding"'), second.count('<li class="finding"')) == (MANY, 1)
    assert "nouvelle" not in first
