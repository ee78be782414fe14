"""The server is killed at random moments under load: what it acknowledged is kept, once.

Set BEFFROI_TEST_KILLS=200 for the long run.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx2

from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.web.senders import at, commune, free_port, rows, serving, started

KILLS = int(os.environ.get("BEFFROI_TEST_KILLS", "4"))
SENDERS = 3


def what_is_stored(root: Path) -> Counter[float]:
    """Return how many times each value can be read, once all that waits is in the lake."""
    with Store.open(root) as store:
        drain = Drain(store.writer("test"))
        while drain.run().messages:
            pass
        door = store.reader(store.whole("test", "test"))
        with door.session() as session:
            series = tuple(row.id for row in session.query(models.Series))
        return Counter(door.observations(Selection(series))["value"].to_pylist())


class Gateway(threading.Thread):
    """Sends numbered measures, each again until it is acknowledged."""

    def __init__(self, port: int, token: str, number: int, stop: threading.Event) -> None:
        super().__init__(name=f"gateway {number}")
        self.port, self.token, self.number, self.stop = port, token, number, stop
        self.acknowledged: list[float] = []
        self.unexpected: list[int] = []

    def run(self) -> None:
        value = self.number * 1_000_000
        while not self.stop.is_set():
            value += 1
            body = self._body(value)
            while not self._sent(body, f"m{value}"):
                if self.stop.is_set():
                    return  # not acknowledged: it may have been kept or not
            self.acknowledged.append(float(value))

    def _body(self, value: int) -> dict[str, Any]:
        asset = {"type": "meter", "key": f"meter {self.number}"}
        minutes = value % 1_000_000
        return rows([at(minutes), at(minutes + 1), value], asset=asset, unit="W")

    def _sent(self, body: dict[str, Any], key: str) -> bool:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        address = f"http://127.0.0.1:{self.port}/api/observations"
        try:
            answer = httpx2.post(address, json=body, headers=headers, timeout=5)
        except httpx2.TransportError:
            time.sleep(0.02)
            return False
        if answer.status_code != 202:
            self.unexpected.append(answer.status_code)
        return answer.status_code == 202


def test_what_was_acknowledged_is_kept_once(tmp_path: Path) -> None:
    root, port, stop = tmp_path / "home", free_port(), threading.Event()
    token, chance = commune(root), random.Random(3)
    server = started(root, port)
    gateways = [Gateway(port, token, number, stop) for number in range(1, SENDERS + 1)]
    for gateway in gateways:
        gateway.start()
    try:
        for _ in range(KILLS):
            time.sleep(chance.random() * 0.6)
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            assert server.stderr is not None
            server.stderr.close()
            server = started(root, port)
        time.sleep(0.5)
    finally:
        stop.set()
        for gateway in gateways:
            gateway.join()
        server.terminate()
        assert server.wait(30) == 0
        assert server.stderr is not None
        server.stderr.close()
    _workers_gone(root)
    stored = what_is_stored(root)
    acknowledged = [value for gateway in gateways for value in gateway.acknowledged]
    assert len(acknowledged) > KILLS
    assert [value for value in acknowledged if stored[value] != 1] == []
    assert set(stored.values()) == {1}
    assert len(stored) - len(acknowledged) <= SENDERS  # what was in the air at the end
    assert [code for gateway in gateways for code in gateway.unexpected] == []


def _workers_gone(root: Path) -> None:
    """Wait for the workers of killed servers, which end by themselves."""
    with Store.open(root) as store, store.writer("test").hold("stream", patience=30):
        pass


def test_two_servers_on_one_address_and_on_one_home(tmp_path: Path) -> None:
    root = tmp_path / "home"
    token = commune(root)
    with serving(root) as first, serving(root, "--no-worker") as second:
        twin = started(root, int(first.rpartition(":")[2]))
        _, said = twin.communicate(timeout=30)
        assert twin.returncode == 1
        assert "server.address_refused" in said.decode()
        headers = {"Authorization": f"Bearer {token}"}
        for number, address in enumerate((first, second, first)):
            answer = httpx2.post(
                f"{address}/api/observations",
                json=rows([at(number), at(number + 1), 1.0]),
                headers={**headers, "Idempotency-Key": str(number)},
            )
            assert answer.status_code == 202
        until = time.monotonic() + 20
        while httpx2.get(f"{second}/api/health").json()["waiting_rows"]:
            assert time.monotonic() < until
            time.sleep(0.1)
    assert what_is_stored(root) == {1000.0: 3}
