"""A lake that was damaged from outside is told as such, whatever is asked of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import Step
from beffroi.store.read import Selection
from beffroi.store.store import Store
from tests.conftest import Create
from tests.installation import half_hours, put


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _spoil(path: Path) -> None:
    path.write_bytes(b"PAR1" + b"\xff" * 200 + b"PAR1")


DAMAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a file is missing": ("*raw.parquet", Path.unlink),
    "a file is cut": ("*raw.parquet", _cut),
    "a file is rubbish": ("*raw.parquet", _spoil),
}
LOGS: dict[str, Callable[[Path], None]] = {"missing": Path.unlink, "rubbish": _cut}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_said(tmp_path: Path, create: Create, damage: str) -> None:
    root = tmp_path / "home"
    with create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        put(store, half_hours("2024-01-01", [1.0, 2.0]))
    pattern, harm = DAMAGES[damage]
    (victim,) = (root / "lake").rglob(pattern)
    harm(victim)
    with Store.open(root) as store:
        door = store.reader(store.whole("test", "test"))
        for ask in (
            lambda: door.observations(Selection((1,))),
            lambda: door.aggregate(Selection((1,)), Step.DAY),
            lambda: door.count(Selection((1,))),
        ):
            with pytest.raises(BeffroiError) as caught:
                ask()
            assert caught.value.type.code == "store.lake_broken"


@pytest.mark.parametrize("damage", LOGS)
def test_a_damaged_log_stops_writing_only(tmp_path: Path, create: Create, damage: str) -> None:
    root = tmp_path / "home"
    with create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        put(store, half_hours("2024-01-01", [1.0, 2.0]))
    (victim,) = (root / "lake").rglob("*0.json")
    LOGS[damage](victim)
    with Store.open(root) as store:
        door = store.reader(store.whole("test", "test"))
        assert door.observations(Selection((1,)))["value"].to_pylist() == [1.0, 2.0]
        with pytest.raises(BeffroiError) as caught:
            put(store, half_hours("2024-01-01T01:00", [3.0]))
        assert caught.value.type.code == "store.lake_broken"
        assert door.observations(Selection((1,)))["value"].to_pylist() == [1.0, 2.0]
