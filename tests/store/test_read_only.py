"""A home that may only be read: it is read, and writing says why it cannot be."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from beffroi.cli.context import shown_errors
from beffroi.decide.catalogue import list_series
from beffroi.errors import BeffroiError
from beffroi.store.home import Home
from beffroi.store.read import Selection
from beffroi.store.scope import Scope
from beffroi.store.state import migrate
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days

OWN = Scope(frozenset({1}), "test", "test")


def by_mode(path: Path, wanted: int) -> bool:
    """Answer as for a plain user: the tests may run as root, whom modes do not stop."""
    return bool(path.stat().st_mode & {os.W_OK: 0o222}.get(wanted, 0o444))


@pytest.fixture
def kind() -> str:
    """A copy of a folder is an installation only where the state is in it."""
    return "sqlite"


@pytest.fixture
def copy(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A read-only copy of an installation with ten days of gas."""
    put_days(store, gas(), date(2024, 1, 1), np.ones(10) * 1000)
    store.close()
    home = tmp_path / "copie"
    shutil.copytree(store.home.root, home)
    found = [home, *home.rglob("*")]
    for path in found:
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr(os, "access", by_mode)
    yield home
    for path in found:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_read_only_copy_is_read(copy: Path) -> None:
    before = sorted(path.name for path in copy.rglob("*"))
    with Store.open(copy) as store:
        assert len(list_series(store.reader(OWN))) == 1
        assert store.reader(OWN).observations(Selection((1,))).num_rows == 10
    assert sorted(path.name for path in copy.rglob("*")) == before


def test_writing_to_it_says_that_it_is_read_only(copy: Path) -> None:
    with Store.open(copy) as store, pytest.raises(BeffroiError) as caught:
        put_days(store, gas(), date(2024, 2, 1), np.ones(10))
    assert caught.value.type.code == "store.home_unwritable"
    with (
        Store.open(copy) as store,
        pytest.raises(BeffroiError) as caught,
        store.writer("test").change("test", "test"),
    ):
        pass
    assert caught.value.type.code == "store.home_unwritable"
    assert "lecture seule" in str(caught.value.to_dict("fr")["what"])


def test_an_older_state_cannot_be_brought_up_to_date_there(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "HEAD", "9998")
    with pytest.raises(BeffroiError) as caught:
        Store.open(copy)
    assert caught.value.type.code == "store.home_unwritable"


def test_a_state_that_may_not_be_read_is_not_called_corrupt(copy: Path) -> None:
    (copy / "state.sqlite").chmod(0)
    with pytest.raises(BeffroiError) as caught:
        Store.open(copy)
    assert caught.value.type.code == "store.home_unreadable"


def test_a_home_out_of_reach_is_an_error_of_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(BeffroiError) as caught:
        Home(tmp_path / "x").make()
    assert caught.value.type.code == "store.home_unwritable"
    assert "le droit manque" in str(caught.value.to_dict("fr")["what"])


def test_a_plain_run_prints_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BaseException, match="1"), shown_errors(as_json=False):
        raise RuntimeError("imprévu")
    told = capfd.readouterr()
    assert "imprévu" in told.err
    assert "Traceback" not in told.err + told.out
