"""A disk that is full in the middle of a work: told, and nothing is lost or doubled afterwards."""

import errno
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.lake import table, written
from beffroi.store.rollups import merging
from beffroi.store.rollups.roll import roll
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from tests.conftest import Filled
from tests.installation import only
from tests.store.checking.holdings import Rows, bring, curve, send


@pytest.fixture
def kind() -> str:
    """A server has a disk of its own: what is written to the home is the same."""
    return "sqlite"


TOLD = ("store.home_unwritable", "store.not_finished")
#: More than a file of some kilobytes can hold, and that nothing compresses.
NOISE: Rows = [("a", 700 + place, (place * 7919 % 5003) / 7) for place in range(3000)]


def fill(store: Store) -> None:
    """Bring a file that is rolled, two that are not, and a message that waits."""
    bring(store, 1, curve("a", 0, 400))
    roll(store.writer("test"))
    for number in (1, 2):
        bring(store, 1, curve("a", 200 + 200 * number, 250, number + 1.0))
    send(store, 1, NOISE, 1)


@pytest.fixture
def store(filled: Filled, tmp_path: Path) -> Store:
    """An installation with work to do."""
    return filled(fill, tmp_path / "home")


def everything_said() -> list[float]:
    rows = [*curve("a", 0, 400), *curve("a", 400, 250, 2.0), *curve("a", 600, 250, 3.0), *NOISE]
    said = {place: value for _, place, value in rows}
    return [said[place] for place in sorted(said)]


def do(store: Store, what: str) -> None:
    door = store.writer("test")
    if what == "drain":
        Drain(door).run()
    elif what == "roll":
        roll(door)
    elif what == "compact":
        compact(door, whole=True)


def whole(store: Store) -> None:
    """Do the same work again, with room: all is there, once, and nothing is wrong."""
    for what in ("drain", "roll", "compact"):
        do(store, what)
    door = store.reader(store.whole("test", "test"))
    found = door.observations(replace(only(store), view="raw"))
    assert found["value"].to_pylist() == everything_said()
    with store.writer("test").look() as session:
        assert session.scalars(select(Message.content)).all() == [None]
    assert check(store, deep=True) == []


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


#: Too little for anything, for the files, for the state.
LIMITS = (0, 10_000, 100_000)


@pytest.mark.parametrize("what", ["drain", "roll", "compact"])
def test_a_disk_without_room_is_told_and_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(merging, "_MANY", 2)
    if what == "compact":
        do(store, "roll")
    codes = []
    for limit in LIMITS:  # one after the other, on what the last one left
        try:
            with no_file_beyond(limit):
                do(store, what)
        except BeffroiError as error:
            codes.append(error.type.code)
    assert codes[0] == "store.home_unwritable"
    assert {*codes} <= {*TOLD}
    whole(store)


def test_an_installation_on_a_full_disk_is_not_called_damaged(store: Store) -> None:
    store.close()
    with no_file_beyond(0), pytest.raises(BeffroiError) as caught:
        Store.open(store.home.root)
    assert caught.value.type.code == "store.home_unwritable"
    with Store.open(store.home.root) as again:
        whole(again)


class Full:
    """Refuses like a full disk at the n-th call of a function, once."""

    def __init__(self, patch: pytest.MonkeyPatch, owner: object, name: str, nth: int) -> None:
        self.left, self.refused = nth, False
        self._real: Callable[..., Any] = getattr(owner, name)
        patch.setattr(owner, name, lambda *args, **named: self(*args, **named))

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.refused = True
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._real(*args, **named)


#: What is done, whose function refuses, at which call.
PLACES: dict[str, tuple[str, object, str, int]] = {
    "drain: rows": ("drain", pq.ParquetWriter, "write_table", 1),
    "drain: file to the disk": ("drain", written, "fsync", 1),
    "drain: folder to the disk": ("drain", table, "fsync", 1),
    "drain: log": ("drain", DeltaTable, "create_write_transaction", 1),
    "drain: log to the disk": ("drain", table, "fsync", 2),
    "roll: rows": ("roll", pq.ParquetWriter, "write_table", 2),
    "roll: end of a file": ("roll", pq.ParquetWriter, "close", 2),
    "roll: file to the disk": ("roll", written, "fsync", 2),
    "merge: rows": ("roll", pq.ParquetWriter, "write_table", 6),
    "compaction: rows": ("compact", pq.ParquetWriter, "write_table", 1),
    "compaction: file to the disk": ("compact", written, "fsync", 1),
    "compaction: log": ("compact", DeltaTable, "create_write_transaction", 1),
    "compaction: log to the disk": ("compact", table, "fsync", 2),
}


CASES = [(place, "sqlite") for place in PLACES] + [
    (place, "postgresql") for place in ("drain: log to the disk", "compaction: log")
]


@pytest.mark.parametrize(("place", "kind"), CASES)
def test_a_refusal_at_any_step_is_told_and_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(merging, "_MANY", 2)
    what, owner, name, nth = PLACES[place]
    if what == "compact":
        do(store, "roll")
    with monkeypatch.context() as patch:
        full = Full(patch, owner, name, nth)
        with pytest.raises(BeffroiError) as caught:
            do(store, what)
    assert full.refused
    assert caught.value.type.code == "store.home_unwritable"
    assert "plein" in str(caught.value.to_dict("fr")["what"])
    whole(store)


def test_a_summary_of_the_log_that_has_no_room_stops_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_CHECKPOINT", 1)
    with monkeypatch.context() as patch:
        full = Full(patch, DeltaTable, "create_checkpoint", 1)
        assert Drain(store.writer("test")).run().messages == 1
    assert full.refused
    whole(store)
