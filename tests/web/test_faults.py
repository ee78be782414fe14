"""What a sender is told when the home refuses: nothing is acknowledged that is not on the disk."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from starlette.testclient import TestClient
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.store.checking import check
from beffroi.store.store import Store
from beffroi.web.app import make_app
from tests.store.faults.test_full_disk import no_file_beyond
from tests.store.test_read_only import by_mode
from tests.web.senders import commune, message
from tests.web.test_killed import what_is_stored

MANY = [place * 7919 % 5003 / 7 for place in range(3000)]


@pytest.fixture
def token(tmp_path: Path) -> str:
    return commune(tmp_path / "home")


@pytest.fixture
def client(tmp_path: Path, token: str) -> Iterator[TestClient]:
    app = make_app(tmp_path / "home")
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fr"}) as made:
        made.headers["Authorization"] = f"Bearer {token}"
        yield made


def post(client: TestClient, key: str, values: list[float]) -> Any:
    headers = {"Idempotency-Key": key}
    return client.post("/api/observations", json=message(values), headers=headers)


def refused(answer: Any) -> str:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (507, "store.home_unwritable")
    assert error["retryable"]
    assert int(answer.headers["Retry-After"]) > 0
    assert "Libérez de la place" in error["do"]
    return str(error["what"])


def kept_once(root: Path, values: list[float]) -> None:
    found = what_is_stored(root)
    assert sorted(found) == pytest.approx(sorted({1000 * value for value in values}))
    assert sum(found.values()) == len(values)
    with Store.open(root) as store:
        assert check(store, deep=True) == []


@pytest.mark.parametrize("limit", [0, 60_000])
def test_a_message_that_a_full_disk_refuses_is_not_acknowledged(
    client: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], limit: int
) -> None:
    assert capsys is not None  # else what is printed goes to a file too
    assert post(client, "before", [-1.0]).status_code == 202
    with no_file_beyond(limit):
        for _ in range(2):
            refused(post(client, "k", MANY))
    assert client.get("/api/health").json()["waiting_rows"] == 1
    assert post(client, "k", MANY).status_code == 202  # there is room again
    assert post(client, "k", MANY).headers["Idempotency-Replayed"] == "true"
    assert post(client, "before", [-1.0]).headers["Idempotency-Replayed"] == "true"
    client.__exit__()
    kept_once(tmp_path / "home", MANY)  # the last word on the first instant


def test_a_state_that_is_full_says_so(client: TestClient, tmp_path: Path) -> None:
    desk: Any = client.app
    engine = desk.state.desk.store.state.writing
    room = {"pages": 1}  # SQLite takes no less than what it has

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={room['pages']}")

    event.listen(engine, "begin", limit)
    assert "le disque est plein" in refused(post(client, "k", MANY))
    assert client.get("/api/health").json()["waiting_rows"] == 0
    room["pages"] = 1 << 30
    assert post(client, "k", MANY).status_code == 202
    client.__exit__()
    kept_once(tmp_path / "home", MANY)


def test_a_state_damaged_under_a_server_is_told_with_the_way_back(
    client: TestClient, tmp_path: Path
) -> None:
    path = tmp_path / "home" / "state.sqlite"
    with closing(sqlite3.connect(path)) as state:
        state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))
    answer = post(client, "k", [1.0])
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "store.state_corrupt")
    assert "beffroi restore" in answer.json()["error"]["do"]


@pytest.mark.parametrize("command", [["serve"], ["worker"]])
def test_a_home_that_can_only_be_read_is_not_served(
    token: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    assert token
    home = tmp_path / "home"
    found = [home, *home.rglob("*")]
    for path in found:
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr(os, "access", by_mode)
    try:
        result = CliRunner().invoke(build("en"), [*command, "--home", str(home)])
    finally:
        for path in found:
            path.chmod(0o755 if path.is_dir() else 0o644)
    told = result.output + capfd.readouterr().err
    assert result.exit_code == 1
    assert "store.home_unwritable" in told
    assert "lecture seule" in told
    assert "Traceback" not in told


def test_a_state_that_is_busy_is_said_so_and_no_disk_is_blamed(
    client: TestClient, tmp_path: Path
) -> None:
    root = tmp_path / "home"
    desk = client.app.state.desk  # type: ignore[attr-defined]  # an application of Starlette

    @event.listens_for(desk.store.state.writing, "connect")
    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    desk.store.state.writing.dispose()  # connections that are open would be as patient as ever
    with closing(sqlite3.connect(root / "state.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = post(client, "k", MANY[:3])
        other.execute("ROLLBACK")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (503, "store.home_busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert "recommencez" in error["do"]
    assert post(client, "k", MANY[:3]).status_code == 202
    kept_once(root, MANY[:3])
