"""What tests of people share: an account, a browser, cheap passwords."""

from datetime import datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import accounts, memberships, passwords, sessions, signing
from beffroi.trust.people.signing import Visitor

PASSWORD = "cheval agrafe pile correct"  # noqa: S105
OTHER = "nuage tabouret onze citron"
HERE = Visitor("192.0.2.1", "Firefox")
SITE = "http://localhost"


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make hashes that take no time: what is tested is when they are asked for, not their cost."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()


def person(
    door: WriteDoor,
    email: str = "jeanne@exemple.fr",
    *roles: tuple[int | None, str],
    name: str = "Jeanne Durand",
) -> Person:
    """An account with roles (organisation, role), of which nobody chose the password yet."""
    row = accounts.add(door, name, email)
    for organisation, role in roles:
        memberships.give(door, row, organisation, role)
    return row


def settled(
    door: WriteDoor,
    now: datetime,
    email: str = "jeanne@exemple.fr",
    *roles: tuple[int | None, str],
    password: str = PASSWORD,
) -> Person:
    """An account whose person has chosen a password."""
    row = person(door, email, *roles)
    with door.keep() as session:
        signing.keep_password(session, row.id, passwords.hashed(password), now)
    return row


class Browser:
    """A browser on a page of the site, which shows its token with every change."""

    def __init__(self, client: TestClient, secret: str = "") -> None:
        self.client, self.secret = client, secret

    def ask(
        self, method: str, path: str, body: Any = None, *, page: bool = True, **headers: str
    ) -> Any:
        """Send a request; what the answer says of the cookie is kept."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            said["Cookie"] = f"beffroi={self.secret}"
            if page:
                said["X-Beffroi-Page"] = sessions.page_token(self.secret)
        self.client.cookies.clear()
        answer = self.client.request(method, path, json=body, headers=said, follow_redirects=False)
        self.secret = answer.cookies.get("beffroi") or self.secret
        return answer


def code_of(answer: Any) -> str:
    """The code of a refusal; the status where it is none."""
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)
