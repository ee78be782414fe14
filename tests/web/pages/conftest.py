"""A cockpit over a commune and its neighbour, and people who visit it with a browser."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.web.app import make_app
from beffroi.web.pages import once
from tests import people
from tests.conftest import Create
from tests.people import PASSWORD, SITE, settled

SAID = {"Accept": "text/html", "Accept-Language": "fr"}


@dataclass
class Visitor:
    """A browser without scripts: it follows redirections, keeps cookies, sends forms."""

    client: TestClient
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: dict(SAID))

    def get(self, path: str) -> Any:
        return self._send("GET", path, None)

    def send(self, path: str, *, token: bool = True, **fields: Any) -> Any:
        """Send a form, with the token of its page."""
        secret = self.cookies.get("beffroi", "")
        if token and secret:
            fields["page"] = sessions.page_token(secret)
        return self._send("POST", path, fields)

    def _send(self, method: str, path: str, fields: dict[str, Any] | None) -> Any:
        for _ in range(5):
            self.client.cookies.clear()
            said = dict(self.headers)
            if self.cookies:
                said["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            answer = self.client.request(
                method, path, data=fields, headers=said, follow_redirects=False
            )
            self.cookies |= dict(answer.cookies)
            for said_of in answer.headers.get_list("set-cookie"):
                if "Max-Age=0" in said_of:
                    self.cookies.pop(said_of.partition("=")[0], None)
            if answer.status_code != 303:
                return answer
            method, path, fields = "GET", answer.headers["location"], None
        raise AssertionError("it goes round in circles")


def words(answer: Any) -> str:
    """Return what a page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", answer.text.partition("<body>")[2])
    return " ".join(html.unescape(text).split())


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    people.cheap(monkeypatch)
    # What a form sent again meets is what is tested, but where `hostile/test_twice.py` says else.
    monkeypatch.setattr(once, "SAME", 0.0)


@pytest.fixture
def client(tmp_path: Path, create: Create) -> Iterator[TestClient]:
    """The application of a home with organisations 1 and 2."""
    root = tmp_path / "home"
    with create(root) as store:
        for name in ("Essai", "Voisine"):
            create_organisation(store.writer("test"), name)
        settings = store.settings
    app = make_app(root, settings)
    with TestClient(app, SITE, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def store(client: TestClient) -> Store:
    """The installation behind the application."""
    found: Store = client.app.state.store  # type: ignore[attr-defined]
    return found


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(client)


def entered(
    visitor: Visitor, store: Store, *roles: tuple[int | None, str], email: str = "jeanne@exemple.fr"
) -> Visitor:
    """Sign in, and return the same browser."""
    settled(store.writer("test"), utc_now(), email, *roles)
    answer = visitor.send("/connexion", email=email, password=PASSWORD, next="/")
    assert answer.status_code == 200, answer.text
    return visitor


def proven(client: TestClient, store: Store, *roles: tuple[int | None, str]) -> Visitor:
    """The browser of somebody new, who has just given two proofs."""
    door, now = store.writer("test"), utc_now()
    row = people.person(door, f"p{token_hex(4)}@exemple.fr", *roles)
    with door.keep() as session:
        secret = sessions.start(session, row.id, 2, "Firefox", now, known=False)
    return Visitor(client, {"beffroi": secret})
