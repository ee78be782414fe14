"""What tests of the server share: messages, a token, a server in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from beffroi.decide.organisations import create_organisation
from beffroi.store.store import Store
from beffroi.store.tokens import create
from tests.ports import free_port

SLOW = 240.0
"""How long a test waits for what another process does, on a crowded machine [s]."""
FIRST = datetime(2026, 1, 5, 7, tzinfo=UTC)


def message(values: list[float], /, **said: Any) -> dict[str, Any]:
    """A message of ten-minute mean powers; what is None is left out."""
    item = {
        "asset": {"type": "meter", "key": "Piscine"},
        "quantity": "electricity.active_power",
        "kind": "mean_power",
        "unit": "kW",
        "source": "gateway",
        "start": FIRST.isoformat(),
        "step": 600,
        "values": values,
        **said,
    }
    return {"series": [{name: value for name, value in item.items() if value is not None}]}


def rows(*observations: Any, **said: Any) -> dict[str, Any]:
    """A message of observations written one by one."""
    bare = {"start": None, "step": None, "values": None, "observations": list(observations)}
    return message([], **{**bare, **said})


def commune(root: Path, make: Callable[[Path], Store] = Store.create) -> str:
    """Create an installation for one commune and return a token of it."""
    with make(root) as store:
        door = store.writer("test")
        owner = create_organisation(door, "Essai")
        return create(door, owner, "gateway", 30)[0]


def at(minutes: int) -> str:
    return (FIRST + timedelta(minutes=minutes)).isoformat()


def started(root: Path, port: int, *options: str) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers."""
    program = "from beffroi.cli.main import main; main()"
    command = [sys.executable, "-c", program, "serve", "--home", str(root)]
    process = subprocess.Popen(
        [*command, "--port", str(port), *options],
        stderr=subprocess.PIPE,
        env={**os.environ, "BEFFROI_LANGUAGE": "en"},
    )
    until = time.monotonic() + SLOW  # one that fails ends by itself
    # One client: each makes itself the certificates that it trusts, which takes longer than asking.
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        while process.poll() is None and time.monotonic() < until:
            with suppress(httpx2.TransportError):
                if client.get("/api/health").status_code == 200:
                    break
            time.sleep(0.05)
    return process


def children(process: int) -> list[int]:
    """List the processes that a server began: its worker, and what watches over it."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for path in found for word in path.read_text().split()]


@contextmanager
def serving(root: Path, *options: str) -> Iterator[str]:
    """Run a server in a process of its own, ended by its own number."""
    port = free_port()
    process = started(root, port, *options)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(SLOW) == 0
        assert process.stderr is not None
        process.stderr.close()
