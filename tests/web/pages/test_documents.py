"""Documents of an asset, by a browser without scripts: attached, opened, corrected, put back."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.decide.organisations import Description, put_assets
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.ingest.documents import files
from tests.web.pages.conftest import Visitor, entered, proven, words
from tests.web.pages.test_assets import number_of

PDF = b"%PDF-1.7 audit"
ABOUT = {"title": "", "kind": "photo", "day": "2026-03-12"}


@pytest.fixture
def school(store: Store) -> str:
    described = [Description("building", key, key, "", {}) for key in ("École", "Mairie")]
    put_assets(store.writer("test"), 1, described)
    return f"/1/equipements/{number_of(store, 'École')}"


def send(visitor: Visitor, path: str, *sent: tuple[str, bytes], **fields: str) -> Any:
    """Send the form as a browser does: the token of the page first."""
    token = sessions.page_token(visitor.cookies["beffroi"])
    parts: list[Any] = [(n, (None, v)) for n, v in {"page": token, **ABOUT, **fields}.items()]
    parts += [("files", one) for one in sent] or [("files", ("", b""))]
    said = {**visitor.headers, "Cookie": f"beffroi={visitor.cookies['beffroi']}"}
    visitor.client.cookies.clear()
    answer = visitor.client.post(path, files=parts, headers=said, follow_redirects=False)
    return visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def test_a_document_is_attached_opened_corrected_and_put_back(
    visitor: Visitor, store: Store, school: str
) -> None:
    entered(visitor, store, (1, "elected"))  # with a telephone
    assert "Aucun document" in words(visitor.get(school))
    page = send(visitor, f"{school}/pieces", ("cave.exe", files.jpeg()), ("b.pdf", PDF))
    said = words(page)
    assert "C’est gardé." in said
    assert "photo du 12 mars 2026" in said
    shown = visitor.get(school).text
    (opened,) = set(re.findall(rf'href="({school}/pieces/\d+/fichier\?ouvrir=1)"', shown))
    photo = visitor.get(opened)
    assert photo.content == files.bare_jpeg()
    assert photo.headers["content-type"] == "image/jpeg"
    assert photo.headers["content-disposition"] == "inline; filename*=UTF-8''cave.exe.jpg"
    assert photo.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert photo.headers["x-content-type-options"] == "nosniff"
    numbers = {int(one) for one in re.findall(rf'href="{school}/pieces/(\d+)/', shown)}
    pdf = max(numbers)
    # What may hold a program is never shown within the site.
    kept = visitor.get(f"{school}/pieces/{pdf}/fichier?ouvrir=1")
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''b.pdf"
    one = f"{school}/pieces/{pdf}"
    wrong = visitor.send(one, title=" ", kind="x", day="hier")
    assert wrong.status_code == 422
    assert "Donnez un titre." in words(wrong)
    right = visitor.send(one, title="Audit <b>2026</b>", kind="audit", day="2026-03-13")
    assert "Audit <b>2026</b>" in words(right)
    assert "Vous pouvez le remettre" in words(visitor.send(f"{one}/retirer"))
    assert "Audit" not in words(visitor.get(school))
    assert "Ce document a été retiré" in words(
        visitor.send(one, title="x", kind="plan", day="2026-03-12")
    )
    assert "Le document est remis" in words(visitor.send(f"{one}/remettre"))
    told = visitor.get(f"/api/pages{school}").json()["documents"]
    assert [(each["title"], each["form"]["fr"]) for each in told] == [
        ("Audit <b>2026</b>", "PDF"),
        ("cave", "photo JPEG"),
    ]
    with store.writer("test").look() as session:
        entry = models.JournalEntry
        about = entry.action.startswith("document.")
        acts = list(session.scalars(select(entry.action).where(about).order_by(entry.id)))
    added, others = ["document.add"] * 2, ["correct", "remove", "restore"]
    assert acts == [*added, *(f"document.{each}" for each in others)]
    # A document of an asset is none of another's.
    other = f"/1/equipements/{number_of(store, 'Mairie')}/pieces/{pdf}"
    assert {visitor.get(f"{other}{end}").status_code for end in ("", "/fichier")} == {404}


def test_what_is_wrong_is_told_and_nothing_of_it_is_kept(
    client: TestClient, store: Store, school: str
) -> None:
    agent, path = proven(client, store, (1, "data_manager")), f"{school}/pieces"
    told = {
        "no file": (send(agent, path), "Choisissez un fichier."),
        "a page": (
            send(agent, path, ("a.pdf", PDF), ("b.pdf", b"<html>"), title="Gardé"),
            "une page ou un dessin",
        ),
        "cut off": (send(agent, path, ("a.jpg", files.jpeg()[:60])), "coupée ou abîmée"),
        "no kind": (send(agent, path, ("a.pdf", PDF), kind="x"), "Choisissez une sorte"),
        "no day": (send(agent, path, ("a.pdf", PDF), day="1/2"), "Donnez une date"),
    }
    for kind, (answer, said) in told.items():
        assert answer.status_code == 422, kind
        assert said in words(answer), kind
    assert 'value="Gardé"' in told["a page"][0].text
    reader = proven(client, store, (1, "auditor"))
    assert send(reader, path, ("a.pdf", PDF)).status_code == 403
    assert "attacher" not in reader.get(path).text
    for folder in ("originals", "deposits", "spool"):
        held = (store.home.root / folder).rglob("*")
        assert [one for one in held if one.is_file()] == []
