"""What a hostile subscriber may try at the addresses of federation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.web.app import make_app
from beffroi.web.federation import CONTENT
from tests.store.sharing.build import agree, hours, measure

NONCE = "0123456789abcdef"


class Subscriber:
    """Who bears a token of the organisation 2."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client, self.token = client, token

    def get(self, path: str, **asked: object) -> tuple[int, str]:
        answer = self.client.get(
            f"/api/federation{path}",
            params={name: str(value) for name, value in asked.items()},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        if answer.headers["content-type"] == CONTENT:
            return answer.status_code, ""
        return answer.status_code, answer.json().get("error", {}).get("code", "")


@pytest.fixture
def subscriber(tmp_path: Path) -> Iterator[Subscriber]:
    root = tmp_path / "home"
    with Store.create(root) as store:
        for name in ("Essai", "Région", "Autre"):
            create_organisation(store.writer("test"), name)
        measure(store, 1, "ecole", hours("2024-01-30T23:00", [1.0] * 24 * 40))
        assert agree(store, 1, 2, granularity="day") == 1
        assert agree(store, 1, 3, granularity="day") == 2
        token, _ = create(store.writer("test"), 2, "x", 3, [TokenScope.PULL_LENT])
    with TestClient(make_app(root), raise_server_exceptions=False) as client:
        yield Subscriber(client, token)


def test_what_is_lent_is_told(subscriber: Subscriber) -> None:
    assert subscriber.get("", nonce=NONCE, seen=0) == (200, "")
    assert subscriber.get("/changes", agreement=1, cursor="0.0", nonce=NONCE) == (200, "")
    assert subscriber.get("/series", agreement=1) == (200, "")


def test_what_is_of_another_is_as_what_does_not_exist(subscriber: Subscriber) -> None:
    for path in ("/changes", "/series"):
        answers = {
            subscriber.get(path, agreement=number, cursor="0.0", nonce=NONCE)
            for number in (2, 3, 999_999_999)
        }
        assert answers == {(404, "federation.not_lent")}


@pytest.mark.parametrize(
    ("cursor", "answer"),
    [
        ("99999.5", (409, "federation.cursor_unknown")),
        ("0.0.99999.5.1.1", (409, "federation.cursor_unknown")),
        ("-1.5", (409, "federation.cursor_unknown")),
        ("01.5", (409, "federation.cursor_unknown")),
        ("1.2.3", (409, "federation.cursor_unknown")),
        ("9" * 100, (409, "federation.cursor_unknown")),
        ("1.99999999999999999999999999", (409, "federation.cursor_unknown")),
        ("1;DROP", (400, "federation.asked_wrongly")),
        ("", (400, "federation.asked_wrongly")),
        ("1.9223372036854775807", (409, "federation.cursor_unknown")),
        ("1.4611686018427387903", (200, "")),
        ("1.1", (200, "")),
        ("0.0.1.4611686018427387903.-4611686018427387904.4611686018427387903", (200, "")),
        ("0.0.1.5.4611686018427387903.1", (200, "")),
    ],
)
def test_guessed_cursors_do_no_harm(
    subscriber: Subscriber, cursor: str, answer: tuple[int, str]
) -> None:
    assert subscriber.get("/changes", agreement=1, cursor=cursor, nonce=NONCE) == answer


def test_questions_without_form_are_refused(subscriber: Subscriber) -> None:
    for asked in (
        {"nonce": "x\ny", "seen": 0},
        {"nonce": NONCE, "seen": "-1"},
        {"nonce": NONCE + "\n", "seen": 0},
        {"nonce": "a" * 65, "seen": 0},
    ):
        assert subscriber.get("", **asked) == (400, "federation.asked_wrongly")
    assert subscriber.get("", nonce=NONCE, seen=10**8) == (409, "federation.cursor_unknown")


def test_other_tokens_pull_nothing(subscriber: Subscriber, tmp_path: Path) -> None:
    with Store.open(tmp_path / "home") as store:
        scopes = [TokenScope.READ_MEASURES, TokenScope.WRITE_MEASURES]
        token, _ = create(store.writer("test"), 2, "y", 3, scopes)
    assert Subscriber(subscriber.client, token).get("", nonce=NONCE, seen=0)[0] == 403
    assert Subscriber(subscriber.client, "beffroi_x").get("", nonce=NONCE, seen=0)[0] == 401
