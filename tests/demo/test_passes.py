"""The passes of the demonstration, as whoever waits for it sees them."""

from pathlib import Path

from beffroi.cli.context import PASSES
from beffroi.demo.build import build
from beffroi.store.store import Store


def test_each_pass_has_a_name_of_its_own_and_ends(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    with Store.create(tmp_path / "home") as store:
        build(store, 676, 1, 2, lambda *step: steps.append(step))
    names = list(dict.fromkeys(name for name, _, _ in steps))
    assert names == ["first_years", "first_analysis", "last_year", "last_analysis"]
    assert len({PASSES[name].fr for name in names}) == 4
    last = {name: (done, whole) for name, done, whole in steps}
    assert all(done == whole for done, whole in last.values())
