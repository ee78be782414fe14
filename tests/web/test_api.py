"""What a sender may meet at the address where measures are handed in."""

import gzip
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store import tokens
from beffroi.store.erasing import erase
from beffroi.store.read import Selection
from beffroi.store.state.flow import Message, Token
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from beffroi.store.write import WriteDoor
from beffroi.web import observations
from beffroi.web.answers import SECURITY
from beffroi.web.app import make_app
from tests.web.senders import at, commune, message, rows

JSON = "application/json"


class Sender:
    """A gateway."""

    def __init__(self, client: TestClient, root: Path, token: str) -> None:
        self.client, self.root, self.token = client, root, token

    def post(self, content: Any, key: str = "k1", type_: str = JSON, **headers: str) -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.client.post(
            "/api/observations",
            content=body,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": key,
                "Content-Type": type_,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    root = tmp_path / "home"
    token = commune(root)
    settings = Settings(message_max_bytes=1 << 20, message_max_rows=1000, stream_waiting_rows=1500)
    with TestClient(make_app(root, settings), raise_server_exceptions=False) as client:
        yield Sender(client, root, token)


def stored(root: Path) -> list[float]:
    with Store.open(root) as store:
        Drain(store.writer("test")).run()
        scope = store.whole("test", "test")
        return list(store.reader(scope).observations(Selection((1,)))["value"].to_pylist())


def test_measures_are_acknowledged_then_read(sender: Sender) -> None:
    answer = sender.post(message([1.5, 2.5, 3.5]))
    assert answer.status_code == 202, answer.text
    assert answer.json()["rows"] == 3
    assert stored(sender.root) == [1500.0, 2500.0, 3500.0]


def test_the_same_message_answers_the_same_receipt_and_is_kept_once(sender: Sender) -> None:
    first, again = sender.post(message([1.0])), sender.post(message([1.0]))
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert stored(sender.root) == [1000.0]
    assert sender.post(message([1.0])).json() == first.json()  # known once drained too


def test_another_content_under_the_same_key_is_refused(sender: Sender) -> None:
    sender.post(message([1.0]))
    answer = sender.post(message([2.0]))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "message.conflict")


def test_gzip_and_arrow_say_the_same_as_json(sender: Sender) -> None:
    plain = message([1.0, 2.0])
    assert sender.post(plain, "a").status_code == 202
    packed = sender.post(gzip.compress(json.dumps(plain).encode()), "b", Content_Encoding="gzip")
    assert packed.json()["sha256"] == sender.post(plain, "a").json()["sha256"]
    table = pa.table(
        {
            "asset_type": ["meter"] * 2,
            "asset": ["Piscine"] * 2,
            "quantity": ["electricity.active_power"] * 2,
            "kind": ["mean_power"] * 2,
            "unit": ["kW"] * 2,
            "source": ["gateway"] * 2,
            "start": [at(0), at(10)],
            "end": [at(10), at(20)],
            "value": [1.0, 2.0],
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    arrow = sender.post(sink.getvalue().to_pybytes(), "c", "application/vnd.apache.arrow.stream")
    assert arrow.status_code == 202, arrow.text
    assert stored(sender.root) == [1000.0, 2000.0]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Authorization", ""),
        ("Authorization", "Bearer"),
        ("Authorization", "Basic abc"),
        ("Authorization", "Bearer beffroi_unknown"),
        ("Authorization", "Bearer " + "x" * 5000),
    ],
)
def test_a_stranger_is_refused_without_a_reason(sender: Sender, header: str, value: str) -> None:
    answer = sender.post(message([1.0]), **{header: value})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token.refused")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_header_to_be_sent_can_be_copied(sender: Sender) -> None:
    for language, said in (("fr", "JETON"), ("en", "TOKEN")):
        answer = sender.post(message([1.0]), Authorization="", Accept_Language=language)
        assert f"`Authorization: Bearer {said}`" in answer.json()["error"]["do"]


def test_a_token_ends_at_the_next_request(sender: Sender) -> None:
    assert sender.post(message([1.0])).status_code == 202
    with Store.open(sender.root) as store:
        door = store.writer("test")
        with pytest.raises(Exception, match=r"token\.refused"):
            tokens.bearer(door, sender.token, utc_now() + timedelta(days=31))
        tokens.revoke(door, 1)
        with door.look() as session:
            kept = session.get_one(Token, 1).hash
    assert sender.token not in kept
    assert sender.post(message([1.0]), "k2").status_code == 401


CUT = gzip.compress(b"{}", mtime=0)[:-3]
BOMB = gzip.compress(b" " * (64 << 20), mtime=0)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {}, 400, "message.unreadable"),
        (b"\xff\xfe\x00", {}, 400, "message.unreadable"),
        (b"[" * 100_000, {}, 400, "message.unreadable"),
        (b" " * (2 << 20), {}, 413, "message.too_large"),
        (BOMB, {"Content_Encoding": "gzip"}, 413, "message.too_large"),
        (BOMB[:5000], {"Content_Encoding": "gzip"}, 413, "message.too_large"),
        (b"not gzip", {"Content_Encoding": "gzip"}, 400, "message.unreadable"),
        (
            gzip.compress(b"{}", mtime=0)[:-3],
            {"Content_Encoding": "gzip"},
            400,
            "message.unreadable",
        ),
        (b"x", {"Content_Encoding": "br"}, 415, "message.format_unknown"),
        (b"x", {"type_": "text/csv"}, 415, "message.format_unknown"),
        (message([1.0] * 1001), {}, 413, "message.too_large"),
        (message([1.0]), {"key": ""}, 400, "message.key_invalid"),
        (message([1.0]), {"key": "x" * 65}, 400, "message.key_invalid"),
        (message([1.0], unit="m3"), {}, 422, "message.refused"),
    ],
)
def test_what_cannot_be_kept_is_told(
    sender: Sender, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    answer = sender.post(body, **headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["status"] == status
    assert sender.client.get("/api/health").json()["waiting_rows"] == 0


def test_too_much_that_waits_asks_to_come_later(sender: Sender) -> None:
    codes = []
    for number in range(3):
        answer = sender.post(message([1.0] * 900), f"k{number}")
        codes.append(answer.status_code)
    assert codes == [202, 202, 429]
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["error"]["retryable"] is True
    # One that was acknowledged is known all the same.
    assert sender.post(message([1.0] * 900), "k0").status_code == 202
    assert sender.client.get("/api/health").status_code == 503
    stored(sender.root)
    assert sender.client.get("/api/health").json()["status"] == "ok"


def test_every_answer_carries_the_headers_and_the_language_asked_for(sender: Sender) -> None:
    for answer in (
        sender.client.get("/api/health"),
        sender.client.get("/nowhere"),
        sender.client.get("/api/observations"),
        sender.post(b"{", Accept_Language="en-GB, fr;q=0.5"),
    ):
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert answer.json()["error"]["title"] == "Unreadable message"
    assert sender.post(b"{").json()["error"]["title"] == "Envoi illisible"
    refused = sender.client.get("/api/observations")
    assert refused.status_code == refused.json()["error"]["status"] == 405
    assert refused.headers["Allow"] == "POST"
    assert "POST" in refused.json()["error"]["do"]
    assert sender.client.get("/nowhere").json()["error"]["code"] == "server.no_such_page"


def test_the_log_holds_neither_tokens_nor_measures(
    sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sender.post(message([123456.789], asset={"type": "meter", "key": "Secret meter"}))
    sender.post(message([123456.789], unit="Secret unit"), "k2")
    for secret in (sender.token, "123456.789", "Secret"):
        assert secret not in caplog.text


def test_the_document_says_what_happens(sender: Sender) -> None:
    document = sender.client.get("/api/openapi.json").json()
    post = document["paths"]["/api/observations"]["post"]
    refusals = {"400", "401", "403", "408", "409", "413", "415", "422", "429", "503", "507"}
    assert {"202", *refusals} == set(post["responses"])
    names = {one["name"]: one["required"] for one in post["parameters"]}
    assert names["Idempotency-Key"]
    schema = post["requestBody"]["content"][JSON]["schema"]
    item = schema["properties"]["series"]["items"]
    sent = rows([at(0), at(10), 1.0])["series"][0]
    assert set(sent) <= set(item["properties"])
    assert set(item["required"]) <= set(sent)
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_a_token_must_be_valid_when_the_message_is_written(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked when the body began to come in may not hold when it is kept."""
    admitted = tokens.bearer
    ends = {
        "revoked": lambda door, _: tokens.revoke(door, 1),
        "erased": lambda door, owner: erase(door, owner),
    }
    for how, end in ends.items():

        def then_ended(door: WriteDoor, secret: str, end: Any = end) -> tokens.Bearer:
            who = admitted(door, secret)
            if end is not None:
                end(door, who.organisation)
            return who

        if how == "erased":
            with Store.open(sender.root) as store:
                sender.token = tokens.create(store.writer("test"), 1, "other", 3)[0]
        monkeypatch.setattr(observations, "bearer", then_ended)
        answer = sender.post(message([1.0]), how)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token.refused"), how
    with Store.open(sender.root) as store, store.writer("test").look() as session:
        assert session.scalars(select(Message)).all() == []
