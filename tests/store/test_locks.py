"""Who waits for the only right to write has it before whoever comes later."""

import fcntl
import time
from pathlib import Path
from threading import Thread

import pytest

from beffroi.errors import BeffroiError
from beffroi.store.home import Home


def _stands_in_line(root: Path) -> bool:
    with (root / ".lock-next").open("a") as line:
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def test_whoever_has_just_written_lets_the_one_who_waits_write_first(tmp_path: Path) -> None:
    home, order = Home(tmp_path), []

    def wait() -> None:
        with home.lock(60):
            order.append("waited")

    waiting = Thread(target=wait)
    with home.lock(60):
        waiting.start()
        while not _stands_in_line(tmp_path):
            time.sleep(0.001)
    with home.lock(60):
        order.append("again")
    waiting.join()
    assert order == ["waited", "again"]


def test_a_lock_that_is_held_is_refused_at_once_or_after_its_patience(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.lock():
        for patience in (0.0, 0.01):
            with pytest.raises(BeffroiError) as caught, home.lock(patience):
                pass
            assert caught.value.type.code == "store.home_busy"
    with home.lock(0.01), pytest.raises(BeffroiError), home.lock():
        pass
    with home.lock():
        pass
