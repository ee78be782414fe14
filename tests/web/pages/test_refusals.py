"""Errors on pages, the walls against other sites, and what every answer says of itself."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.errors import BeffroiError, catalogue
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.state import models
from beffroi.store.state.people import PersonSession
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.web.pages import bundle, rendering
from beffroi.web.pages.refusals import page_of
from beffroi.web.pages.rendering import Shell, render
from tests.people import PASSWORD
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import found


@pytest.mark.parametrize("code", sorted(catalogue()))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_error_has_a_page(code: str, language: str) -> None:
    error = catalogue()[code]
    names = set().union(*(text.placeholders()[0] for text in (error.title, error.what, error.do)))
    refusal = BeffroiError(error, **{"seconds": 1, **dict.fromkeys(names, "<b>1</b>")})
    shell = Shell("fr" if language == "fr" else "en", "", "/")
    page = render(page_of(refusal, "/1"), shell)
    assert f'<html lang="{language}">' in page
    assert "<b>" not in page.partition("<main")[2]
    assert error.code in page


def test_an_error_is_a_page_for_browsers_and_data_for_programs(visitor: Visitor) -> None:
    page = visitor.get("/nulle/part")
    assert (page.status_code, "Adresse inconnue" in words(page)) == (404, True)
    visitor.headers["Accept"] = "application/json"
    told = visitor.get("/nulle/part").json()["error"]
    assert told["code"] == "server.no_such_page"
    assert "Adresse inconnue" in told["title"]
    visitor.headers["Accept"] = "text/html"
    assert visitor.get("/api/me").json()["error"]["code"] == "people.session_required"


@pytest.mark.parametrize("path", ["/favicon.ico", "/nope", "/٣", "/99999999999/constats"])
def test_what_is_no_organisation_is_no_page(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_another_method_is_refused(visitor: Visitor) -> None:
    answer = visitor.send("/aide")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_a_form_of_another_site_changes_nothing(visitor: Visitor, store: Store) -> None:
    number = found(store, 1)
    entered(visitor, store, (1, "agent"))
    path = f"/1/constats/{number}"
    fields: dict[str, Any] = {"choice": "act", "reason": "x"}
    bare = visitor.send(path, token=False, **fields)
    assert (bare.status_code, "request.foreign" in bare.text) == (403, True)
    wrong = visitor.send(path, token=False, page="0" * 64, **fields)
    assert wrong.status_code == 403
    for header in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        visitor.headers |= header
        assert visitor.send(path, **fields).status_code == 403
        assert visitor.send("/connexion", email="a@b.fr", password=PASSWORD).status_code == 403
    with store.writer("test").look() as session:
        from beffroi.store.state.loop import Decision

        assert session.query(Decision).count() == 0


def test_a_proof_that_is_old_is_asked_for_again(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "elected"))
    with store.writer("test").keep() as session:
        for row in session.query(PersonSession):
            row.proved_at = utc_now() - timedelta(minutes=16)
    answer = visitor.send("/compte/second-facteur")
    assert (answer.status_code, "Preuve trop ancienne" in words(answer)) == (403, True)
    assert "preuve récente" in words(visitor.get("/connexion?again=1&next=/compte"))


def test_forms_that_are_none_are_refused(visitor: Visitor, client: TestClient) -> None:
    for body, kind, status in (
        (b"{}", "application/json", 415),
        (b"email=%ff", "application/x-www-form-urlencoded", 422),
        (b"a=&" * 400, "application/x-www-form-urlencoded", 422),
        (b"a=" + b"x" * (65 << 10), "application/x-www-form-urlencoded", 413),
    ):
        said = {"Accept": "text/html", "Content-Type": kind}
        answer = client.post("/connexion", content=body, headers=said)
        assert (answer.status_code, answer.headers["content-type"]) == (
            status,
            "text/html; charset=utf-8",
        )


def test_pages_say_what_browsers_may_do(visitor: Visitor) -> None:
    page = visitor.get("/connexion")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"  # with none, forms say `Origin: null`
    assert re.findall(r"<style|style=|<script(?! src)|\son\w+=", page.text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text) == []


def test_files_are_kept_for_good_and_nothing_else_is_served(visitor: Visitor) -> None:
    page = visitor.get("/connexion").text
    (style,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    answer = visitor.get(style)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["content-type"].startswith("text/css")
    for font in re.findall(r"url\((/statique/[^)]+)\)", answer.text):
        assert visitor.get(font).headers["content-type"] == "font/woff2"
    for name in ("manifest.json", ".ready", "..%2Fapp.py", "%2e%2e/app.py"):
        assert visitor.get(f"/statique/{name}").status_code == 404


def test_a_bundle_that_is_not_there_is_told(tmp_path: Path) -> None:
    for content in (None, "{", json.dumps({"app.css": "app.css"})):
        if content is not None:
            (tmp_path / "manifest.json").write_text(content, "utf-8")
        bundle.bundle.cache_clear()
        with pytest.raises(BeffroiError) as caught:
            bundle.bundle(tmp_path)
        assert caught.value.type.code == "server.bundle_missing"


def test_without_its_bundle_the_api_serves_and_a_page_says_so(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "bundle", lambda: bundle.bundle(tmp_path))
    page = visitor.get("/connexion")
    assert (page.status_code, page.headers["content-type"]) == (501, "text/html; charset=utf-8")
    assert "Pages non préparées" in words(page)
    assert str(tmp_path) not in page.text
    assert visitor.get("/api/health").status_code == 200


def test_the_token_of_a_page_opens_nothing_alone(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "agent"))
    token = sessions.page_token(visitor.cookies.pop("beffroi"))
    answer = visitor.send("/1/constats", token=False, page=token, choice="act", reason="x")
    assert answer.url.path == "/connexion"


def test_the_copy_of_an_authority_has_no_page(visitor: Visitor, store: Store) -> None:
    """Whoever acts for all organisations acts for none that another installation keeps."""
    entered(visitor, store, (None, "elected"))
    assert visitor.get("/2").status_code == 200
    with store.writer("test").keep() as session:
        session.get_one(models.Organisation, 2).kind = ELSEWHERE
    for path in ("/2", "/2/constats", "/2/indicateurs"):
        answer = visitor.get(path)
        assert (answer.status_code, "Mesures tenues ailleurs" in words(answer)) == (409, True)
    assert "Voisine" not in words(visitor.get("/"))


def test_an_authority_that_is_not_there_is_said_so_to_whoever_reads_all(
    visitor: Visitor, store: Store
) -> None:
    auditor = entered(visitor, store, (None, "auditor"))
    answer = auditor.get("/148")
    assert (answer.status_code, "148" in words(answer)) == (404, True)
    assert auditor.get("/api/pages/148").json()["error"]["code"] == "store.not_found"
