"""Tokens, jobs and the server, from the command line."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.store.jobs import enqueue
from beffroi.store.state.flow import Job
from beffroi.store.store import Store
from beffroi.store.tokens import bearer
from tests.web.senders import SLOW, commune

Run = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    commune(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    app = build("en")

    def call(*words: str, code: int = 0, plain: bool = False) -> Any:
        extra = [] if plain else ["--json"]
        result = CliRunner().invoke(app, [*words, "--home", str(home), *extra])
        assert result.exit_code == code, result.output
        return result.output if plain else json.loads(result.stdout)

    return call


def test_a_token_is_shown_once_and_can_be_revoked(run: Run, home: Path) -> None:
    made = run("token", "create", "Essai", "--name", "pool", "--days", "2")
    assert [row["state"] for row in run("token", "list")] == ["valid", "valid"]
    assert made["secret"] not in json.dumps(run("token", "list"))
    with Store.open(home) as store:
        assert bearer(store.writer("test"), made["secret"]).name == "pool"
    assert run("token", "revoke", str(made["token"]))["state"] == "revoked"
    assert "révoqué" in run("token", "list", plain=True)
    with Store.open(home) as store, pytest.raises(Exception, match=r"token\.refused"):
        bearer(store.writer("test"), made["secret"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("token", "create", "Ailleurs", "--name", "x"), "store.not_found"),
        (("token", "create", "Essai", "--name", " "), "token.invalid"),
        (("token", "create", "Essai", "--name", "x", "--days", "0"), "token.invalid"),
        (("token", "revoke", "9"), "store.not_found"),
        (("jobs", "retry", "9"), "store.not_found"),
        (("jobs", "cancel", "9"), "store.not_found"),
        (("serve", "--port", "70000"), "server.address_refused"),
    ],
)
def test_what_cannot_be_done_is_told(run: Run, words: tuple[str, ...], code: str) -> None:
    assert run(*words, code=1)["error"]["code"] == code


def test_jobs_are_listed_cancelled_and_tried_again(run: Run, home: Path) -> None:
    assert run("jobs") == []
    with Store.open(home) as store, store.writer("test").keep() as session:
        job = enqueue(session, "example")
    assert [row["status"] for row in run("jobs")] == ["waiting"]
    assert run("jobs", "cancel", str(job))["status"] == "cancelled"
    assert run("jobs", "retry", str(job))["status"] == "waiting"
    with Store.open(home) as store, store.writer("test").keep() as session:
        row = session.get_one(Job, job)
        row.status, row.result = "failed", {"error": {"what": "It broke."}}
    assert "It broke." in run("jobs", plain=True)


def test_a_worker_ends_when_it_is_asked_to(home: Path) -> None:
    program = "from beffroi.cli.main import main; main()"
    command = [sys.executable, "-c", program, "worker", "--name", "one", "--home", str(home)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    with Store.open(home) as store:
        from beffroi.ingest.messages import send
        from beffroi.store.stream.inbox import waiting_rows
        from tests.web.senders import message

        send(store, 1, "k", message([1.0]))
        until = time.monotonic() + SLOW
        waiting = 1
        while waiting and time.monotonic() < until:
            time.sleep(0.1)
            with store.writer("test").look() as session:
                waiting = waiting_rows(session)
        assert not waiting
    process.send_signal(signal.SIGTERM)
    assert process.wait(SLOW) == 0
    assert process.stderr is not None
    process.stderr.close()
