"""Each damage has a way back: what the program says to do is done here, and all is there again."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.read import Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.conftest import Filled
from tests.ingest.bring import CURVE, bring_one, curve, values
from tests.store.checking.holdings import everything
from tests.store.checking.test_checking import victim


@pytest.fixture
def kind() -> str:
    """Lakes and files of the home are the same beside a server."""
    return "sqlite"


@pytest.fixture
def store(filled: Filled, tmp_path: Path) -> Store:
    """An installation with some of everything."""
    return filled(everything, tmp_path / "l'essai")


def said(store: Store) -> list[tuple[Any, ...]]:
    """All that can be read of all series."""
    with store.writer("test").look() as session:
        ids = tuple(session.scalars(select(models.Series.id)))
    found = store.reader(store.whole("test", "test")).observations(Selection(ids))
    columns = (found[name].to_pylist() for name in ("series", "start", "value"))
    return list(zip(*columns, strict=True))


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(build("fr"), list(words))
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x10
    path.write_bytes(data)


def _header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def _page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\xff" * (len(data) // 2 - 4096)
    path.write_bytes(data)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


LAKE: dict[str, tuple[Callable[[Path], None], bool]] = {
    "cut": (_cut, False),
    "flipped": (_flipped, True),
    "missing": (Path.unlink, False),
}


@pytest.mark.parametrize(
    ("damage", "tier"),
    [("cut", "observations"), ("flipped", "observations"), ("flipped", "day"), ("missing", "day")],
)
def test_a_damaged_file_of_measures_is_put_back_from_a_backup(
    store: Store, tmp_path: Path, damage: str, tier: str
) -> None:
    before = said(store)
    store.close()
    home, aside = store.home.root, tmp_path / "aside"
    run("backup", "make", str(tmp_path / "backups"), "--clear", "--home", str(home))
    broken = victim(store, tier)
    harm, deep = LAKE[damage]
    harm(broken)
    name = broken.relative_to(home).as_posix()
    told = run("store", "check", *(["--deep"] if deep else []), "--home", str(home), code=1)
    assert name in told.replace(" ", "")
    assert "beffroi restore" in told
    run("restore", str(tmp_path / "backups"), "--home", str(aside))
    shutil.copy(aside / name, broken)
    run("store", "check", "--deep", "--home", str(home))
    with Store.open(home) as again:
        assert said(again) == before
        roll(again.writer("test"))
        compact(again.writer("test"), whole=True)
        assert said(again) == before
        assert check(again, deep=True) == []


def test_work_on_a_damaged_file_says_so_and_changes_nothing(store: Store) -> None:
    broken = victim(store)
    kept = broken.read_bytes()
    _cut(broken)
    with pytest.raises(BeffroiError) as caught:
        compact(store.writer("test"), whole=True)
    assert caught.value.type.code == "store.lake_broken"
    broken.write_bytes(kept)
    compact(store.writer("test"), whole=True)
    assert check(store, deep=True) == []


def test_without_a_backup_the_received_files_are_imported_anew(tmp_path: Path) -> None:
    home, fresh = tmp_path / "home", tmp_path / "fresh"
    with Store.create(home) as store:
        create_organisation(store.writer("test"), "Essai")
        for name, day in (
            ("a.csv", "2024-01-15"),
            ("b.csv", "2024-02-01"),
            ("c.csv", "2024-01-15"),
        ):
            bring_one(store, curve(tmp_path / name, [len(name), ord(name[0]), 3], day=day))
        expected = values(store, CURVE)
        _cut(victim(store))
    assert "beffroi restore" in run("store", "check", "--home", str(home), code=1)
    run("init", "--name", "Essai", "--home", str(fresh))
    # In the order in which they came: the last word counts.
    received = [path for path in (home / "originals").rglob("*") if path.is_file()]
    for path in sorted(received, key=lambda path: path.stat().st_mtime_ns):
        run("import", str(path), "--home", str(fresh))
    with Store.open(fresh) as again:
        assert values(again, CURVE) == expected
        assert check(again, deep=True) == []


STATE: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "header": _header,
    "page": _page,
    "empty": _emptied,
}


@pytest.mark.parametrize("damage", STATE)
def test_a_damaged_state_is_told_never_made_anew_and_restored(
    store: Store, tmp_path: Path, damage: str
) -> None:
    before = said(store)
    store.close()
    home, aside = store.home.root, tmp_path / "aside"
    run("backup", "make", str(tmp_path / "backups"), "--clear", "--home", str(home))
    with closing(sqlite3.connect(store.home.state)) as state:
        state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    STATE[damage](store.home.state)
    harmed = store.home.state.read_bytes()
    for command in (["store", "check"], ["serve"], ["worker"]):
        told = run(*command, "--home", str(home), code=1)
        assert "store.state_corrupt" in told
        assert "beffroi restore" in told
    assert store.home.state.read_bytes() == harmed
    run("restore", str(tmp_path / "backups"), "--home", str(aside))
    with Store.open(aside) as again:
        assert said(again) == before
        assert check(again, deep=True) == []


def test_messages_sent_since_the_backup_are_taken_again_and_those_before_are_known(
    tmp_path: Path,
) -> None:
    from beffroi.ingest.messages import send
    from beffroi.store.stream.drain import Drain
    from tests.web.senders import at, commune, rows

    home, aside = tmp_path / "home", tmp_path / "aside"
    commune(home)
    words: list[dict[str, Any]] = [rows([at(k), at(k + 1), float(k)]) for k in range(4)]
    with Store.open(home) as store:
        for number in (0, 1):
            send(store, 1, f"m{number}", words[number])
    run("backup", "make", str(tmp_path / "backups"), "--clear", "--home", str(home))
    with Store.open(home) as store:
        for number in (2, 3):
            send(store, 1, f"m{number}", words[number])
        Drain(store.writer("test")).run()
    _emptied(home / "state.sqlite")
    run("restore", str(tmp_path / "backups"), "--home", str(aside))
    with Store.open(aside) as store:
        again = [send(store, 1, f"m{number}", words[number]).repeated for number in range(4)]
        assert again == [True, True, False, False]
        Drain(store.writer("test")).run()
        assert len(said(store)) == 4
        assert check(store, deep=True) == []
