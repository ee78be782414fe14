"""Several processes answer at one door; they live and end with the one that opened it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from beffroi.store.store import Store
from tests.ports import free_port
from tests.web.senders import SLOW, children, started


def listeners(process: int) -> list[int]:
    """The processes beside the first one that answer; a resource tracker is none of them."""
    return [one for one in children(process) if "resource_tracker" not in said(one)]


def said(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "resource_tracker"


def closed(server: "subprocess.Popen[bytes]") -> None:
    assert server.stderr is not None
    server.stderr.close()


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + SLOW
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def gone(process: int) -> bool:
    return not Path(f"/proc/{process}").exists()


def test_a_listener_that_dies_is_replaced_and_all_end_together(tmp_path: Path) -> None:
    Store.create(tmp_path / "home").close()
    port = free_port()
    server = started(tmp_path / "home", port, "--no-worker", "--processes", "3")
    assert until(lambda: len(listeners(server.pid)) == 2)
    first, kept = listeners(server.pid)
    os.kill(first, signal.SIGKILL)
    assert until(lambda: gone(first) and len(listeners(server.pid)) == 2)
    for _ in range(20):
        answer = httpx2.get(f"http://127.0.0.1:{port}/api/health", timeout=SLOW)
        assert answer.status_code == 200
    both = listeners(server.pid)
    assert kept in both
    server.send_signal(signal.SIGTERM)
    assert server.wait(SLOW) == 0
    closed(server)
    assert all(map(gone, both))


def test_listeners_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    Store.create(tmp_path / "home").close()
    server = started(tmp_path / "home", free_port(), "--no-worker", "--processes", "2")
    assert until(lambda: len(listeners(server.pid)) == 1)
    [other] = listeners(server.pid)
    server.kill()
    server.wait(SLOW)
    closed(server)
    assert until(lambda: gone(other))
