"""Who waits for the only right to write has it before whoever comes later."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from beffroi.errors import BeffroiError
from beffroi.store.home import Home


def _line(root: Path) -> list[Path]:
    folder = root / ".lock-line"
    return [path for path in folder.iterdir() if not path.suffix] if folder.exists() else []


def _until(line: int, root: Path) -> None:
    while len(_line(root)) < line:
        time.sleep(0.001)


def test_whoever_waits_is_served_in_the_order_they_came(tmp_path: Path) -> None:
    home, order = Home(tmp_path), []

    def wait(name: int) -> None:
        with home.lock(60):
            order.append(name)

    waiting = [Thread(target=wait, args=(name,)) for name in range(6)]
    with home.lock(60):
        for place, thread in enumerate(waiting):
            thread.start()
            _until(place + 1, tmp_path)
    with home.lock(60):
        order.append(6)
    for thread in waiting:
        thread.join()
    assert order == list(range(7))
    assert _line(tmp_path) == []


def test_one_who_dies_in_line_keeps_nobody_waiting(tmp_path: Path) -> None:
    home = Home(tmp_path)
    code = (
        "from pathlib import Path; from beffroi.store.home import Home\n"
        f"with Home(Path({str(tmp_path)!r})).lock(60): pass"
    )
    with home.lock(60):
        dying = subprocess.Popen([sys.executable, "-c", code])
        _until(1, tmp_path)
        dying.kill()
        dying.wait()
    assert len(_line(tmp_path)) == 1, "it left its place behind"
    with home.lock(60):
        assert _line(tmp_path) == []


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


def test_what_goes_wrong_while_the_lock_is_held_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), Home(tmp_path).lock(1):
        (tmp_path / "missing").stat()
