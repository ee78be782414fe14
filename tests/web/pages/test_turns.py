"""A crowd waits in a queue: few pages are computed at once, so that each is computed soon."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.web.pages import serving


def test_a_process_computes_two_pages_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight people who ask at once are all answered, two by two."""
    run, lock, now, most = serving._run, threading.Lock(), [0], [0]
    second = threading.Event()

    def counted(*given: Any) -> Any:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            if now[0] > 1:
                second.set()
        second.wait(240)  # for another one, however slow the machine
        time.sleep(0.05)  # a third one would come in
        try:
            return run(*given)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(serving, "_run", counted)
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda _: client.get("/connexion").status_code, range(8)))
    assert found == [200] * 8
    assert most == [2]
