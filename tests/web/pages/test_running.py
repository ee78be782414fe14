"""What keeps it running, on pages: silent meters, tokens, retention; jobs, backups and settings."""

import re

import pytest
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.jobs import enqueue
from beffroi.store.state.flow import Job
from beffroi.store.state.registers import RetentionRule
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, bearer, create, listed
from beffroi.web.pages.running.installation import shown
from tests.store.sharing.build import hours, measure
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

NEW = "/1/donnees/jetons/nouveau"


@pytest.fixture
def manager(client: TestClient, store: Store) -> Visitor:
    """Whoever manages the data of Essai."""
    return proven(client, store, (1, "data_manager"))


@pytest.fixture
def operator(client: TestClient, store: Store) -> Visitor:
    """Whoever administers the installation."""
    return proven(client, store, (None, "administrator"))


def failed(store: Store, kind: str = "retention.apply", what: str = "Le disque est plein.") -> int:
    with store.writer("test").keep() as session:
        number = enqueue(session, kind, unique_key="k", organisation=None, actor="test")
        row = session.get_one(Job, number)
        row.status, row.finished_at = "failed", utc_now()
        row.result = {"error": {"what": what}}
        return row.id


def test_meters_that_fell_silent_are_named(store: Store, manager: Visitor) -> None:
    assert "Aucune mesure n’est encore arrivée" in words(manager.get("/1/donnees"))
    measure(store, 1, "Gymnase", hours("2025-01-05T23:00", [1.0] * 24))
    measure(store, 2, "Voisine", hours("2025-01-05T23:00", [1.0] * 24))
    today = utc_now().replace(hour=0, minute=0, second=0, microsecond=0).replace(tzinfo=None)
    measure(store, 1, "École", hours(today.isoformat(), [1.0]))
    said = words(manager.get("/1/donnees")).replace("\u00a0", " ")
    assert "factures à part : 1 sur 2" in said
    silent = said.partition("Se déconnecter")[2].partition("Passerelles")[0]
    assert ("Gymnase" in silent, "École" in silent, "Voisine" in silent) == (True, False, False)


def test_a_token_is_shown_once_and_taken_back(store: Store, manager: Visitor) -> None:
    page = manager.send(NEW, name="Piscine", days="30", scopes=["write_measures"])
    secret = re.search(r'id="secret">(beffroi_[^<]+)<', page.text)
    assert secret
    door = store.writer("test")
    found = bearer(door, secret[1], None, TokenScope.WRITE_MEASURES)
    assert (found.organisation, found.name) == (1, "Piscine")
    again = manager.get("/1/donnees")
    assert secret[1] not in again.text
    assert "Piscine valable" in words(again)
    _, other = create(door, 2, "Voisine", 30)
    for number in (other.id, 10**8):
        assert manager.send(f"/1/donnees/jetons/{number}/fin").status_code == 404
    assert "retiré" in words(manager.send(f"/1/donnees/jetons/{found.token}/fin"))
    states = {row.name: row.revoked_at is not None for row in listed(door, [1, 2])}
    assert states == {"Piscine": True, "Voisine": False}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scopes": []}, "Cochez au moins une chose"),
        ({"scopes": ["pull_lent"]}, "Cochez au moins une chose"),
        ({"days": "0"}, "de 1 à 3650"),
        ({"days": "demain"}, "de 1 à 3650"),
        ({"name": " "}, "Le nom est vide"),
    ],
)
def test_what_a_token_lacks_is_told(
    store: Store, manager: Visitor, fields: dict[str, object], told: str
) -> None:
    form = {"name": "Piscine", "days": "30", "scopes": ["write_measures"], **fields}
    answer = manager.send(NEW, **form)  # type: ignore[arg-type]  # none is the token of the page
    assert (answer.status_code, told in words(answer)) == (422, True)
    assert listed(store.writer("test"), [1]) == []


def test_how_long_measures_are_kept_is_said_before_they_go(store: Store, manager: Visitor) -> None:
    measure(store, 1, "École", hours("2020-01-05T23:00", [1.0] * 24))
    assert "gardées sans limite" in words(manager.get("/1/donnees"))
    for typed in ("-1", "x", "601"):
        wrong = manager.send("/1/donnees/conservation", months=typed)
        assert (wrong.status_code, f'value="{typed}"' in wrong.text) == (422, True)
    said = words(manager.send("/1/donnees/conservation", months="36"))
    assert "Les mesures sont gardées 36 mois" in said
    assert "qui en ont encore d’avant : 1" in said.replace("\u00a0", " ")
    with store.writer("test").look() as session:
        assert session.get_one(RetentionRule, 1).months == 36
    assert "sans limite" in words(manager.send("/1/donnees/conservation", months="0"))


def test_a_failed_job_is_retried(store: Store, operator: Visitor) -> None:
    number = failed(store, what=HOSTILE)
    page = operator.get("/administration")
    assert f"n° {number}" in words(page).replace("\u00a0", " ")
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "jamais" in words(page)
    done = operator.send(f"/administration/taches/{number}")
    assert "attend de nouveau" in words(done)
    again = operator.send(f"/administration/taches/{number}")
    assert (again.status_code, "n’est pas relancée" in words(again)) == (422, True)
    assert operator.send("/administration/taches/99999").status_code == 404


def test_administering_one_organisation_is_not_administering_all(
    client: TestClient, store: Store
) -> None:
    number = failed(store)
    for role in ("administrator", "data_manager", "elected"):
        one = proven(client, store, (1, role))
        assert one.get("/administration").status_code == 403
        assert one.send(f"/administration/taches/{number}").status_code == 403
    with store.writer("test").look() as session:
        assert session.get_one(Job, number).status == "failed"


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("postgresql://beffroi:s3cret@db:5432/b?password=x", "postgresql://db:5432/b"),
        ("s3://seau/mesures", "s3://seau/mesures"),
        ("ailleurs", "ailleurs"),
    ],
)
def test_no_secret_of_an_address_is_shown(given: str, seen: str) -> None:
    assert shown(given) == seen
