"""Signs that are nothing, a state that is gone, logs, codes to copy: what no form sends."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.testclient import TestClient

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.state import STATE_UNREACHABLE
from beffroi.publish.notices.links import token
from beffroi.store.notices import secret
from beffroi.store.state.database import State
from beffroi.store.store import Store
from beffroi.trust.people.roles import roles
from beffroi.web.pages import PAGES
from tests.conftest import KINDS
from tests.people import person
from tests.web.pages.conftest import Visitor, proven, words

#: What is neither a word nor a number that anything has.
NOTHING = ("a%00b", "%ED%A0%80%FF", "%E2%80%AE%EF%BF%BE", "%0D%0AX-Zq:1", "9" * 30)
#: What pages read after `?` and do not say that they do.
ASKED = (
    *("q", "kind", "p", "etat", "modele", "news", "done", "serie", "from", "until", "periode"),
    *("mois", "choisi", "mur", "next", "lang", "status", "domain", "who", "key", "compare"),
)
ELSEWHERE = (
    *("/public/{x}", "/public/{x}/flux.xml", "/public/x/{x}", "/statique/{x}"),
    "/api/organisations/1/assets?after={x}",
    "/api/organisations/1/findings?status={x}&domain={x}",
    "/api/organisations/1/series?quantity={x}&asset={x}",
)


@pytest.mark.parametrize("kind", KINDS)
def test_signs_that_are_nothing_in_addresses_break_nothing(
    client: TestClient, store: Store
) -> None:
    visitor = proven(client, store, *((1, role) for role in roles()), (None, "administrator"))
    asked = {name for page in PAGES for name in page.asks} | {*ASKED}
    query = "&".join(f"{name}={{x}}" for name in sorted(asked))
    heavy = (".pdf", ".xlsx", "/rapport", "/{kind}")  # they read no text of an address
    paths = {one.path for one in PAGES if one.method == "GET" and not one.path.endswith(heavy)}
    broken: dict[str, int] = {}
    for path in (*sorted(f"{one}?{query}" for one in paths), *ELSEWHERE):
        for sign in NOTHING:
            here = re.sub(r"{\w+}", sign, path.replace("{organisation}", "1"))
            answer = visitor.get(here)
            if answer.status_code >= 500 or "x-zq" in answer.headers:
                broken[here[:80]] = answer.status_code
    assert broken == {}


def test_a_state_that_is_out_of_reach_is_told_on_a_page(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = proven(client, store, (1, "elected"))

    def gone(*_: Any) -> Any:
        raise BeffroiError(STATE_UNREACHABLE, server="base.interne", reason="x")

    monkeypatch.setattr(State, "read", gone)
    for path in ("/1/constats", "/compte", "/"):
        answer = visitor.get(path)
        assert answer.headers["content-type"] == "text/html; charset=utf-8", path
        assert (answer.status_code, "Base d’état injoignable" in words(answer)) == (503, True)
        assert "base.interne" not in answer.text, "where it is concerns whoever runs the server"
    assert visitor.get("/connexion").headers["content-type"].startswith("text/html")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log says meanwhile, whatever a test before made of it."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    logs.configure("info", stream=stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_a_log_holds_no_proof(client: TestClient, store: Store, log: io.StringIO) -> None:
    """Whoever reads a log could otherwise stop the letters of anybody."""
    door = store.writer("test")
    link = token(secret(door), person(door).reference, "digest")
    assert Visitor(client).get(f"/avis/arret/{link}").status_code == 200
    lines = log.getvalue().splitlines()
    said = "".join(one for one in lines if json.loads(one)["logger"].startswith("beffroi"))
    assert link.rpartition(".")[2] not in said
    assert "/avis/arret/***" in said
