"""A provider that is mistaken, or hostile: refused with a reason, and nothing is stored."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beffroi.commons.federation import answering, link
from beffroi.commons.federation.link import CONTENT, Link, checked_address
from beffroi.commons.federation.pages import Page
from beffroi.errors import BeffroiError
from beffroi.periods import Step
from tests.commons.federation.direct import Direct, direct
from tests.store.federation.following import shown
from tests.store.sharing.build import hours, measure

Change = Callable[[Page], Page]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Direct:
    made = direct(tmp_path, monkeypatch)
    measure(made.there, 1, "ecole", hours("2024-01-30T23:00", [1.0] * 24 * 40))
    made.follow(granularity="raw")
    return made


def series(**said: str) -> Change:
    return lambda page: replace(page, series=tuple(replace(one, **said) for one in page.series))


def rows(name: str, value: Any) -> Change:
    def change(page: Page) -> Page:
        column = page.rows[name].copy()
        column[3] = value
        return replace(page, rows={**page.rows, name: column})

    return change


@pytest.mark.parametrize(
    "change",
    [
        series(quantity="gas.energy"),
        series(quantity="nothing.known"),
        series(unit="kWh"),
        series(asset_type="spaceship"),
        series(kind="oracle"),
        series(asset="Ecole\x1b[31m"),
        series(name="a\x00b"),
        series(asset=""),
        series(source="x" * 300),
        series(kind="index"),
        rows("value", np.nan),
        rows("value", np.inf),
        rows("value", 1e31),
        rows("quality", 9),
        rows("start", -(2**62)),
        rows("end", 2**62),
        rows("end", 0),
        rows("series", 7),
        lambda page: replace(page, series=(*page.series, page.series[0])),
    ],
)
def test_a_page_that_says_what_cannot_be_is_refused(
    pair: Direct, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    honest = answering.page_of
    monkeypatch.setattr(answering, "page_of", lambda told: change(honest(told)))
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert caught.value.type.code == "federation.answer_refused"
    assert pair.row.cursor == "0.0"
    assert shown(pair.here, 1, Step.RAW) == {}
    assert pair.row.problem["fr"]["code"] == "federation.answer_refused"
    monkeypatch.setattr(answering, "page_of", honest)
    pair.pull()
    assert pair.same(Step.RAW)


def test_terms_that_changed_are_refused(pair: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    from beffroi.store.state.sharing import Agreement

    pair.pull()
    with pair.there.writer("test").change("test", "test") as change:
        row = change.session.get_one(Agreement, pair.agreement)
        row.terms = {**row.terms, "quantities": ["electricity.active_energy", "gas.energy"]}
    with pytest.raises(BeffroiError) as caught:
        pair.pull()
    assert caught.value.type.code == "federation.answer_refused"


class Hostile(BaseHTTPRequestHandler):
    """Answers as the test says."""

    answer: Callable[[BaseHTTPRequestHandler], None]

    def do_GET(self) -> None:
        type(self).answer(self)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


def says(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


BOMB = gzip.compress(bytes(300 << 20), 9)
ZIP: dict[str, str] = {"Content_Type": CONTENT, "Content_Encoding": "gzip"}
LOST, REFUSED = "federation.link_lost", "federation.answer_refused"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(200, BOMB, **ZIP), REFUSED),
        (says(200, gzip.compress(b"x" * 99)[:-9], **ZIP), REFUSED),
        (says(200, gzip.compress(b"x" * 99) + b"more", **ZIP), REFUSED),
        (says(200, b"no gzip at all", **ZIP), REFUSED),
        (says(200, b"", **ZIP), REFUSED),
        (says(200, b"x", Content_Type="text/html"), REFUSED),
        (says(200, b"x", Content_Type=CONTENT, Content_Encoding="br"), REFUSED),
        (says(302, b"", Location="http://127.0.0.1:1/"), LOST),
        (says(500, b'{"error":{"code":"federation.not_lent"}}'), LOST),
        (says(404, b"<html>"), LOST),
        (says(404, b"[" * 5000), LOST),
        (says(404, b'{"error":{"code":"a b; \\u001b[31m"}}'), LOST),
        (says(404, b"x" * (1 << 20)), LOST),
        (says(401, b'{"error":{"code":"token.refused"}}'), "federation.refused_there"),
    ],
)
def test_what_a_hostile_server_answers_is_refused(
    server: str, answer: Callable[[BaseHTTPRequestHandler], None], code: str
) -> None:
    Hostile.answer = answer
    with pytest.raises(BeffroiError) as caught:
        Link(server, "secret").ask("/api/federation", {})
    assert caught.value.type.code == code
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX: ", b""])
def test_a_server_that_drips_is_given_up(server: str, begins: bytes) -> None:
    """Whether it is the answer that drips, or its headings."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        if begins:
            request.wfile.write(begins)
        else:
            request.send_response(200)
            request.send_header("Content-Type", CONTENT)
            request.end_headers()
        for _ in range(2400):  # two minutes, or until whoever asks is gone
            try:
                request.wfile.write(b"x")
                request.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    Hostile.answer = drip
    begun = time.monotonic()
    with pytest.raises(BeffroiError) as caught:
        Link(server, "secret", patience=0.4).ask("/api/federation", {})
    assert caught.value.type.code == LOST
    assert time.monotonic() - begun < 60


def test_an_answer_that_is_too_long_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "LARGEST", 1000)
    for body, headers in (
        (b"x" * 1001, {"Content_Type": CONTENT}),
        (gzip.compress(b"x" * 1001), ZIP),
    ):
        Hostile.answer = says(200, body, **headers)
        with pytest.raises(BeffroiError) as caught:
            Link(server, "secret").ask("/api/federation", {})
        assert caught.value.type.code == REFUSED
    Hostile.answer = says(200, gzip.compress(b"x" * 1000), **ZIP)
    assert Link(server, "secret").ask("/api/federation", {}) == b"x" * 1000


@pytest.mark.parametrize(
    "address",
    [
        "http://mesures.exemple.fr",
        "http://127.0.0.1.exemple.fr",
        "https://mesures.exemple.fr/chemin",
        "https://moi:secret@mesures.exemple.fr",
        "https://mesures.exemple.fr?x=1",
        "https://mesures.exemple.fr:99999",
        "ftp://mesures.exemple.fr",
        "https://",
        "mesures.exemple.fr",
        "https://[::1",
    ],
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        checked_address(address)
    assert caught.value.type.code == "federation.address_unsafe"


def test_addresses_of_loopback_may_be_plain() -> None:
    assert checked_address("http://[::1]:8080") == "http://[::1]:8080"
    assert checked_address("http://localhost:8080/") == "http://localhost:8080"
