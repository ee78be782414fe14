"""A process that dies while it drains, rolls or compacts loses nothing and doubles nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.store import compacting
from beffroi.store.compacting import compact
from beffroi.store.lake import Lake
from beffroi.store.read import Selection
from beffroi.store.rollups import merging
from beffroi.store.rollups import roll as rolling
from beffroi.store.rollups.writing import Writers
from beffroi.store.scope import Scope
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream import drain as draining
from beffroi.store.stream.content import SCHEMA, pack
from tests.apart import Process
from tests.installation import CURVE, half_hours, put
from tests.store.stream.test_drain import message

EVERYONE = Scope(frozenset({1}), "test", "test")
#: What is being done, and before or after which step the process dies.
PLACES: dict[str, tuple[str, object, str]] = {
    "drain: write": ("drain", draining.Drain, "_write"),
    "drain: commit": ("drain", Lake, "commit"),
    "drain: finish": ("drain", draining, "finish"),
    "roll: files": ("roll", Writers, "close"),
    "roll: state": ("roll", rolling, "_note"),
    "merge: files": ("roll", merging, "_replace"),
    "compaction: commit": ("compact", Lake, "commit"),
    "compaction: finish": ("compact", compacting, "finish"),
}


def _die(root: Path, place: str, when: str) -> None:
    what, owner, name = PLACES[place]
    real: Callable[..., object] = getattr(owner, name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "after":
            real(*args, **kwargs)
        os._exit(9)

    setattr(owner, name, deadly)
    merging._MANY = 2
    with Store.open(root) as store:
        _do(store, what)


def _do(store: Store, what: str) -> None:
    door = store.writer("test")
    if what == "drain":
        draining.Drain(door).run()
    elif what == "roll":
        rolling.roll(door)
    else:
        rolling.roll(door)
        compact(door, whole=True)


def _said(store: Store) -> list[float]:
    door = store.reader(EVERYONE)
    found: list[float] = door.observations(Selection((1,)))["value"].to_pylist()
    assert door.count(Selection((1,), view="raw")) == {1: len(found)}
    return found


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_lost_or_doubled(tmp_path: Path, place: str, when: str) -> None:
    root = tmp_path / "home"
    with Store.create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        put(store, half_hours("2024-01-01", [1.0] * 48 * 3))
        rolling.roll(store.writer("test"))
        put(store, half_hours("2024-01-04", [2.0] * 48 * 3))
        content = pack([CURVE], half_hours("2024-01-07", [3.0] * 48, series=0).cast(SCHEMA))
        message(store, 1, "one", content, 48)
    process = Process(target=_die, args=(root, place, when))
    process.start()
    process.join()
    assert process.exitcode == 9
    expected = [1.0] * 48 * 3 + [2.0] * 48 * 3
    with Store.open(root) as store:
        drained = store.lake.holds("batch-3") and place.startswith("drain")
        assert _said(store) == (expected + [3.0] * 48 if drained else expected)
        for _ in range(2):  # the same work, done again, gives the same end
            _do(store, "drain")
            _do(store, "compact")
            assert _said(store) == expected + [3.0] * 48
        with store.writer("test").look() as session:
            assert session.scalars(select(Message.content)).all() == [None]
        named = {path.name for path, *_ in store.lake.listing()}
        assert len(named) == 1
