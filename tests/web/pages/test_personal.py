"""Personal data on pages: the record beside what is known, requests against their clock."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from beffroi.periods import PARIS, utc_now
from beffroi.store.scope import Scope
from beffroi.store.state.registers import PersonRequest
from beffroi.store.store import Store
from beffroi.trust.personal.record import controller
from beffroi.trust.personal.requests import new
from tests.store.sharing.build import hours, measure
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE

TODAY = utc_now().astimezone(PARIS).date()
METERING = "/1/traitements/metering"


@pytest.fixture
def dpo(client: TestClient, store: Store) -> Visitor:
    """The data protection officer of Essai."""
    return proven(client, store, (1, "dpo"))


@pytest.fixture
def _measured(store: Store) -> None:
    measure(store, 1, "École", hours("2026-01-05T23:00", [1.0] * 24))


def completed(store: Store, field: str, organisation: int = 1) -> str:
    door = store.reader(Scope.of(organisation, "test", "test"))
    entries = {one["activity"]: one for one in controller(door, organisation, "fr")}
    return str(entries["metering"]["fields"][field]["completed"])


@pytest.mark.usefixtures("_measured")
def test_the_record_is_completed_beside_what_is_known(dpo: Visitor, store: Store) -> None:
    listed = words(dpo.get("/1/traitements"))
    assert "Suivi des consommations" in listed
    assert "champs à compléter" in listed
    page = words(dpo.get(METERING))
    assert "Occupants de logements de fonction" in page
    done = dpo.send(METERING, legal_basis="Mission d’intérêt public", manager="", purpose="")
    assert "Le registre est complété" in words(done)
    assert "écrit par Jeanne Durand" in words(done)
    assert completed(store, "legal_basis") == "Mission d’intérêt public"
    assert completed(store, "purpose") == "", "what was left empty was not written"
    wrong = dpo.send(METERING, legal_basis=" ", manager="La maire")
    assert (wrong.status_code, "ne s’efface pas" in words(wrong)) == (422, True)
    assert "La maire" in wrong.text, "what was typed is kept"
    assert completed(store, "manager") == "", "one that cannot be refuses all of them"
    assert dpo.get("/1/traitements/magic").status_code == 404
    assert dpo.send("/1/traitements/hosting.2", purpose="x").status_code == 404


@pytest.mark.usefixtures("_measured")
def test_the_record_is_taken_away(client: TestClient, store: Store, dpo: Visitor) -> None:
    dpo.send(METERING, legal_basis='=HYPERLINK("http://evil.example")')
    book = proven(client, store, (1, "auditor")).get("/1/traitements.xlsx")
    assert re.fullmatch(
        r"attachment; filename\*=UTF-8''traitements-1-[\d-]+\.xlsx",
        book.headers["content-disposition"],
    )
    with ZipFile(BytesIO(book.content)) as parts:
        assert "HYPERLINK" in parts.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
    assert dpo.get("/1/traitements.pdf").content.startswith(b"%PDF")


@pytest.mark.usefixtures("_measured")
def test_whoever_only_reads_the_record_does_not_write_it(client: TestClient, store: Store) -> None:
    reader = proven(client, store, (1, "elected"))
    assert "<textarea" not in reader.get(METERING).text
    assert reader.send(METERING, purpose="x").status_code == 403
    assert completed(store, "purpose") == ""


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "reste"),
        (70, "en retard de"),
    ],
)
def test_a_request_has_its_clock(dpo: Visitor, days: int, told: str) -> None:
    received = TODAY - timedelta(days=days)
    page = dpo.send(
        "/1/demandes/nouvelle", kind="access", reference="C-12", received=received.isoformat()
    )
    assert "Demande inscrite" in words(page)
    said = words(dpo.get("/1/demandes"))
    assert told in said
    assert "Une demande attend une réponse" in said
    assert ("Une est en retard" in said) is (days > 31)
    number = page.url.path.rpartition("/")[2]
    offered = f"/1/demandes/{number}/prolonger" in page.text
    assert offered is (days == 0), "only within the first month"
    extended = dpo.send(f"/1/demandes/{number}/prolonger", why="Trois services")
    assert extended.status_code == (200 if days == 0 else 422)
    closed = words(dpo.send(f"/1/demandes/{number}/repondre", outcome="granted", text="Envoyé"))
    assert "Demande close" in closed
    assert "par Jeanne Durand" in closed
    again = dpo.send(f"/1/demandes/{number}/repondre", outcome="refused", text="Non")
    assert (again.status_code, "a reçu sa réponse" in words(again)) == (422, True)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kind", "magic", "Choisissez la nature"),
        ("reference", " ", "référence courte"),
        ("reference", "x" * 121, "référence courte"),
        ("received", "hier", "Ce n’est pas une date"),
        ("received", (date.today() + timedelta(days=2)).isoformat(), "dans le futur"),  # noqa: DTZ011 - two days on
    ],
)
def test_what_a_request_lacks_is_told_beside_it(
    dpo: Visitor, store: Store, field: str, value: str, told: str
) -> None:
    form: dict[str, Any] = {"kind": "erasure", "reference": "C-1", "received": TODAY.isoformat()}
    answer = dpo.send("/1/demandes/nouvelle", **{**form, field: value})
    assert (answer.status_code, told in words(answer)) == (422, True)
    with store.writer("test").look() as session:
        assert session.query(PersonRequest).count() == 0


def test_an_answer_needs_an_outcome_and_a_text(dpo: Visitor, store: Store) -> None:
    number = new(store.writer("test"), 1, "access", "C-1", TODAY).id
    forms: tuple[dict[str, Any], ...] = ({"text": "Oui"}, {"outcome": "granted", "text": ""})
    for fields in forms:
        answer = dpo.send(f"/1/demandes/{number}/repondre", **fields)
        assert answer.status_code == 422
    assert "Ce texte manque" in words(answer)
    assert dpo.send(f"/1/demandes/{number}/prolonger", why="").status_code == 422


def test_a_request_of_others_is_not_told_apart_from_none(dpo: Visitor, store: Store) -> None:
    other = new(store.writer("test"), 2, "access", "C-2", TODAY).id
    said = []
    for number in (other, 10**8, 0):
        page = dpo.get(f"/1/demandes/{number}")
        said.append((page.status_code, re.sub(r"\d+", "N", words(page))))
        for act in ("repondre", "prolonger"):
            sent = dpo.send(f"/1/demandes/{number}/{act}", outcome="granted", text="x", why="x")
            assert sent.status_code == 404
    assert len({*said}) == 1
    assert said[0][0] == 404
    assert "C-2" not in dpo.get("/1/demandes").text
    assert dpo.get("/2/demandes").status_code == 403


@pytest.mark.usefixtures("_measured")
def test_hostile_words_are_only_text(dpo: Visitor, store: Store) -> None:
    dpo.send(METERING, manager=HOSTILE)
    number = new(store.writer("test"), 1, "access", HOSTILE[:100], TODAY).id
    dpo.send(f"/1/demandes/{number}/prolonger", why=HOSTILE)
    wrong = dpo.send(f"/1/demandes/{number}/repondre", outcome=HOSTILE, text=HOSTILE)
    pages = [dpo.get(path) for path in (METERING, "/1/demandes", f"/1/demandes/{number}")]
    for page in (wrong, *pages):
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert "&lt;script&gt;" in page.text
