"""Messages are acknowledged once, durably, and by several senders at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select

from beffroi.errors import BeffroiError
from beffroi.ingest.messages import send
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.content import unpack
from beffroi.store.stream.inbox import Room, accept
from tests.apart import Process
from tests.web.senders import message


def count(store: Store) -> int:
    with store.writer("test").look() as session:
        return session.scalars(select(func.count()).select_from(Message)).one()


def test_a_message_is_kept_with_its_sender(store: Store) -> None:
    receipt = send(store, 1, "k", message([1.0, 2.0]), "gateway")
    with store.writer("test").look() as session:
        row = session.get_one(Message, receipt.message)
        assert (row.key, row.rows, row.actor, row.sha256) == ("k", 2, "gateway", receipt.sha256)
        keys, table = unpack(row.content or b"")
    assert keys[0].asset == "Piscine"
    assert table["value"].to_pylist() == [1000.0, 2000.0]


def test_a_commit_is_on_the_disk_when_it_returns(store: Store) -> None:
    found: list[str] = []
    server = bool(store.state.server)

    @event.listens_for(store.state.writing, "commit")
    def ask(connection: Connection) -> None:
        asked = "SHOW synchronous_commit" if server else "PRAGMA synchronous"
        found.append(str(connection.exec_driver_sql(asked).scalar()))

    send(store, 1, "k", message([1.0]))
    assert found == ["on" if server else "2"]  # 2 is FULL


def test_the_same_key_serves_each_organisation(store: Store) -> None:
    from beffroi.decide.organisations import create_organisation

    other = create_organisation(store.writer("test"), "Autre")
    assert not send(store, 1, "k", message([1.0])).repeated
    assert not send(store, other, "k", message([2.0])).repeated


def test_nothing_is_kept_when_too_much_waits(store: Store) -> None:
    from beffroi.ingest.messages.notes import read_plain

    room, found = Room(3), read_plain(message([1.0, 2.0]))

    def put(key: str) -> None:
        accept(store.writer("t"), 1, key, found.keys, found.observations, room)

    put("a")
    put("b")
    with pytest.raises(BeffroiError, match=r"message\.later"):
        put("c")
    assert count(store) == 2


def test_the_check_of_room_does_not_count_at_each_call(store: Store) -> None:
    from beffroi.ingest.messages.notes import read_plain

    asked: list[str] = []
    event.listen(
        store.state.writing,
        "before_cursor_execute",
        lambda _c, _u, sql, *_: asked.append(sql) if "sum(" in sql else None,
    )
    room, found = Room(1000), read_plain(message([1.0]))
    for number in range(20):
        accept(store.writer("t"), 1, f"k{number}", found.keys, found.observations, room)
    assert len(asked) < 10


@pytest.mark.parametrize("shared", [True, False], ids=["one room", "a room each"])
def test_many_threads_send_the_same_messages(store: Store, shared: bool) -> None:
    from beffroi.ingest.messages.notes import read_plain

    found, room = read_plain(message([1.0])), Room(1000)

    def put(number: int) -> int:
        own = room if shared else None
        door = store.writer("t")
        key = f"k{number % 10}"
        return accept(door, 1, key, found.keys, found.observations, own).message

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(put, range(80)))
    assert count(store) == len(set(ids)) == 10


def _send(root: Path, numbers: range) -> None:
    with Store.open(root) as store:
        for number in numbers:
            send(store, 1, f"k{number}", message([float(number)]))


def test_two_processes_send_at_once(store: Store) -> None:
    processes = [Process(target=_send, args=(store.home.root, range(30))) for _ in range(2)]
    for one in processes:
        one.start()
    for one in processes:
        one.join()
        assert one.exitcode == 0
    assert count(store) == 30
