"""The server is killed at random moments under load: what it acknowledged is kept, once.

With the state in a file and on a PostgreSQL server. Set BEFFROI_TEST_KILLS=200 for the long run.
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
import pytest

from beffroi.store.checking import check
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.conftest import Create
from tests.ports import free_port
from tests.web.senders import SLOW, at, children, commune, rows, serving, started

#: By kind of state, unless another number is asked for.
KILLS = {
    kind: int(os.environ.get("BEFFROI_TEST_KILLS", n))
    for kind, n in (("sqlite", 4), ("postgresql", 2))
}
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
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=5)
        self.token, self.number, self.stop = token, number, stop
        self.acknowledged: list[float] = []
        self.unexpected: list[int] = []

    def run(self) -> None:
        value = self.number * 1_000_000
        with self.client:
            while not self.stop.is_set():
                value += 1
                body = self._body(value)
                while not self._sent(body, f"m{value}"):
                    if self.stop.is_set():
                        return  # not acknowledged: it may have been kept or not
                self.acknowledged.append(float(value))
                self.stop.wait(0.02)  # what is killed is at work, not out of breath

    def _body(self, value: int) -> dict[str, Any]:
        asset = {"type": "meter", "key": f"meter {self.number}"}
        minutes = value % 1_000_000
        return rows([at(minutes), at(minutes + 1), value], asset=asset, unit="W")

    def _sent(self, body: dict[str, Any], key: str) -> bool:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        try:
            answer = self.client.post("/api/observations", json=body, headers=headers)
        except httpx2.TransportError:
            time.sleep(0.02)
            return False
        if answer.status_code != 202:
            self.unexpected.append(answer.status_code)
        return answer.status_code == 202


@pytest.mark.parametrize("kind", KILLS)
def test_what_was_acknowledged_is_kept_once(tmp_path: Path, create: Create, kind: str) -> None:
    root, port, stop = tmp_path / "home", free_port(), threading.Event()
    token, chance, kills = commune(root, create), random.Random(3), KILLS[kind]
    server = started(root, port)
    gateways = [Gateway(port, token, number, stop) for number in range(1, SENDERS + 1)]
    for gateway in gateways:
        gateway.start()
    try:
        for number in range(kills):
            time.sleep(chance.random() * 0.6)
            if number % 3 == 2:  # its worker alone: another one is begun
                for worker in children(server.pid):
                    os.kill(worker, signal.SIGKILL)
                continue
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            assert server.stderr is not None
            server.stderr.close()
            server = started(root, port)
        _some_more(gateways)
    finally:
        stop.set()
        for gateway in gateways:
            gateway.join()
        server.terminate()
        assert server.wait(SLOW) == 0
        assert server.stderr is not None
        server.stderr.close()
    _workers_gone(root)
    stored = what_is_stored(root)
    with Store.open(root) as store:
        assert check(store, deep=True) == []
    acknowledged = [value for gateway in gateways for value in gateway.acknowledged]
    assert len(acknowledged) > kills
    assert [value for value in acknowledged if stored[value] != 1] == []
    assert set(stored.values()) == {1}
    assert len(stored) - len(acknowledged) <= SENDERS  # what was in the air at the end
    assert [code for gateway in gateways for code in gateway.unexpected] == []


def _some_more(gateways: list[Gateway]) -> None:
    """Wait until each of them had something acknowledged by the server that lives."""
    before, until = [len(one.acknowledged) for one in gateways], time.monotonic() + SLOW
    while any(len(one.acknowledged) <= n + 1 for one, n in zip(gateways, before, strict=True)):
        assert time.monotonic() < until
        time.sleep(0.05)


def _workers_gone(root: Path) -> None:
    """Wait for the workers of killed servers, which end by themselves."""
    with Store.open(root) as store, store.writer("test").hold("stream", patience=SLOW):
        pass


def _drained(client: httpx2.Client, *addresses: str) -> None:
    def waiting(address: str) -> int:
        return int(client.get(f"{address}/api/health").json()["waiting_rows"])

    until = time.monotonic() + SLOW
    while any(waiting(address) for address in addresses):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_two_servers_on_one_address_and_on_one_home(tmp_path: Path) -> None:
    root = tmp_path / "home"
    token = commune(root)
    # Two servers, two workers; one client, as in `started`.
    with serving(root) as first, serving(root) as second, httpx2.Client() as client:
        twin = started(root, int(first.rpartition(":")[2]))
        _, said = twin.communicate(timeout=SLOW)
        assert twin.returncode == 1
        assert "server.address_refused" in said.decode()
        headers = {"Authorization": f"Bearer {token}"}
        for number, address in enumerate((first, second) * 6):
            for _ in range(2):  # each message is sent again, to the other one
                answer = client.post(
                    f"{address}/api/observations",
                    json=rows([at(number), at(number + 1), 1.0]),
                    headers={**headers, "Idempotency-Key": str(number)},
                )
                assert answer.status_code == 202
                address = second if address == first else first
        _drained(client, first, second)
    assert what_is_stored(root) == {1000.0: 12}
    with Store.open(root) as store:
        assert check(store, deep=True) == []


def test_a_worker_that_dies_is_begun_again(tmp_path: Path) -> None:
    root, port = tmp_path / "home", free_port()
    token = commune(root)
    server = started(root, port)
    address = f"http://127.0.0.1:{port}"
    try:
        for worker in children(server.pid):
            os.kill(worker, signal.SIGKILL)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
        body = rows([at(0), at(1), 1.0])
        with httpx2.Client() as client:
            answer = client.post(f"{address}/api/observations", json=body, headers=headers)
            assert answer.status_code == 202
            _drained(client, address)
    finally:
        server.terminate()
        _, said = server.communicate(timeout=SLOW)
    assert server.returncode == 0
    assert b"another is begun" in said
    assert what_is_stored(root) == {1000.0: 1}
