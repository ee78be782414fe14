"""The simulated commune of the demonstration says the same once it has moved."""

from pathlib import Path

from beffroi.demo.build import build
from beffroi.store.checking import check
from beffroi.store.moving import adopt, leave
from beffroi.store.store import Store
from tests.store.moving.test_moving import told


def test_a_simulated_commune_moves_whole(tmp_path: Path) -> None:
    with Store.create(tmp_path / "first") as first, Store.create(tmp_path / "second") as second:
        build(first, 676, 1, 2)
        leave(first.writer("test"), 2, tmp_path / "export")
        number = adopt(second.writer("test"), tmp_path / "export").organisation
        before, after = told(first, 2), told(second, number)
        for what in before:
            assert before[what] or what == "loop", what  # nobody has acted there yet
            assert after[what] == before[what], what
        assert check(second) == []
