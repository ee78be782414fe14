"""What is erased is nowhere any more, what is not is as it was, whenever the process dies."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, text

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.ingest.messages.notes import read_plain
from beffroi.periods import Step, utc_now
from beffroi.store import tokens
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.erased import ERASED
from beffroi.store.erasing import Erased, ending, erase, retain, work
from beffroi.store.lake import Lake
from beffroi.store.read import Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.state.database import State
from beffroi.store.state.flow import Message, Token
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.store.state.tables import tables
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from beffroi.store.stream.inbox import accept
from tests.apart import Process
from tests.conftest import Filled
from tests.store.checking.holdings import Rows, bring, curve, everything, send
from tests.web.senders import message as said_of

#: A value and a name that nothing else holds.
VALUE, NAME = 918273.645, "PDL-SECRET-42"


def secret(first: int, count: int, name: str = NAME) -> Rows:
    return [(name, first + place, VALUE) for place in range(count)]


def fill(store: Store) -> None:
    """Measures of two organisations, among them those to be erased: everywhere they can be."""
    everything(store)
    door = store.writer("test")
    bring(store, 1, secret(0, 400))
    bring(store, 1, curve("a", 600, 10) + secret(0, 10))  # says again what is known
    roll(door)
    send(store, 1, secret(400, 20), 10)
    Drain(door).run()
    compact(door)
    bring(store, 1, secret(380, 50))
    roll(door)
    send(store, 1, secret(420, 20), 11)
    found(store)


def found(store: Store) -> None:
    """A finding about the secret series, with all that follows from one."""
    with store.writer("test").look() as session:
        asset = session.scalar(select(models.Asset).where(models.Asset.key == NAME))
        assert asset is not None
        series = session.scalar(select(models.Series.id).where(models.Series.asset_id == asset.id))
    today = date(2024, 3, 3)
    with store.writer("test").change("test", "test") as change:
        finding = Finding(
            organisation_id=1,
            domain="energy",
            detector="test",
            version="1",
            asset_id=asset.id,
            series_id=series,
            quantity="electricity.active_power",
            since=today,
            until=None,
            detected_at=utc_now(),
            seen_at=utc_now(),
            severity="low",
            confidence=1.0,
            eur_per_year=1.0,
            stake={},
            explanation={"asset": NAME},
            chart={"values": [VALUE]},
            actions=[],
            status="open",
        )
        change.session.add(finding)
        change.session.flush()
        who = {"actor": "test", "at": utc_now()}
        change.session.add(
            Decision(finding_id=finding.id, choice="act", reason=f"about {NAME}", **who)
        )
        action = Action(finding_id=finding.id, done_on=today, cost_eur=1.0, what=NAME, **who)
        change.session.add(action)
        change.session.flush()
        change.session.add(
            Outcome(
                action_id=action.id,
                computed_at=utc_now(),
                proven=True,
                result={"saved": VALUE},
                actor="test",
            )
        )
        change.session.add(
            Token(
                organisation_id=1,
                name=f"token of {NAME}",
                hash="h",
                created_at=utc_now(),
                expires_at=utc_now(),
                actor="test",
            )
        )


def number_of(store: Store, name: str = NAME) -> int:
    """The number of a series of the first organisation."""
    with store.writer("test").look() as session:
        query = select(models.Series.id).join(
            models.Asset, models.Asset.id == models.Series.asset_id
        )
        named = query.where(models.Asset.key == name, models.Asset.organisation_id == 1)
        return int(session.scalars(named).one())


def bits(name: str, value: float) -> list[bytes]:
    return [name.encode(), repr(value).encode(), np.float64(value).tobytes()]


def traces(store: Store, name: str = NAME, value: float = VALUE) -> Iterator[str]:
    """Where a value or a name still is: in any file of the home, or any row of the state."""
    store.state.close()  # nothing is still on its way to the disk
    for path in sorted(store.home.root.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        yield from (f"{path.name}: bytes" for one in bits(name, value) if one in data)
        if path.suffix == ".parquet" and "_delta_log" not in path.parts:
            table = pq.read_table(path, partitioning=None)
            for column in table.columns:
                if pa.types.is_floating(column.type) and value in column.to_pylist():
                    yield f"{path.name}: values"
    with store.writer("test").look() as session:
        for table in tables():
            for row in session.execute(text(f'SELECT * FROM "{table.name}"')):  # noqa: S608 - of the models
                said = str(tuple(row)).encode() + b"".join(v for v in row if isinstance(v, bytes))
                yield from (f"{table.name}: {row}" for one in bits(name, value) if one in said)


def said(store: Store, owner: int) -> dict[str, object]:
    """All that readers are told of an organisation."""
    door = store.reader(store.whole("test", "test"))
    with store.writer("test").look() as session:
        row = models.Series
        own = select(row.id).where(row.organisation_id == owner).order_by(row.id)
        ids = tuple(session.scalars(own))
    told: dict[str, object] = {"ids": ids}
    for view in ("raw", "repaired"):
        rows = door.observations(Selection(ids, view=view))
        told[view] = rows.drop_columns(["batch"]).to_pylist()
    for step in (Step.HOUR, Step.DAY, Step.MONTH):
        told[step] = door.aggregate(Selection(ids), step).to_pylist()
    told["latest"] = door.latest([owner]).to_pylist()
    return told


def test_an_organisation_goes_whole(filled: Filled, tmp_path: Path) -> None:
    store = filled(fill, tmp_path / "l'essai")
    assert list(traces(store))
    before = said(store, 2)
    done = erase(store.writer("agent"), 1)
    assert done.series == 5
    assert done.observations == 530 + 50 + 10 + 30 + 430  # a message still waited
    assert (done.findings, done.messages, done.originals) == (1, 4, 6)
    assert done.bytes > 0
    assert list(traces(store)) == []
    assert said(store, 2) == before
    assert said(store, 1)["ids"] == ()
    assert check(store, deep=True) == []
    with store.writer("test").look() as session:
        entry = session.scalars(
            select(models.JournalEntry).where(models.JournalEntry.action == "store.erased")
        ).one()
        assert (entry.actor, entry.organisation_id) == ("agent", 1)
        assert entry.detail["observations"] == done.observations
        for model in (Finding, Decision, Action, Outcome, Token):
            assert session.scalars(select(model)).all() == []
        assert set(session.scalars(select(Message.organisation_id))) == {2}
        assert set(session.scalars(select(models.Asset.organisation_id))) == {2}
    # There is nothing to do again, and what follows works.
    with pytest.raises(BeffroiError, match=r"store\.not_found"):
        erase(store.writer("agent"), 1)
    carry_on(store)


def carry_on(store: Store) -> None:
    """Do what an installation does; no number of something erased comes back to life."""
    door = store.writer("test")
    bring(store, 2, curve("e", 0, 100, 9.0))
    send(store, 2, curve("f", 0, 100, 9.0), 77)
    Drain(door).run()
    roll(door)
    compact(door, whole=True)
    assert check(store, deep=True) == []


def test_a_series_goes_with_the_files_that_brought_it(filled: Filled, tmp_path: Path) -> None:
    store = filled(fill, tmp_path / "l'essai")
    other, mine = said(store, 2), number_of(store, "a")
    door = store.reader(store.whole("test", "test"))
    kept = door.observations(Selection((mine,), view="raw"))["value"].to_pylist()
    done = erase(store.writer("agent"), 1, [number_of(store)])
    assert (done.series, done.observations, done.findings) == (1, 440, 1)
    assert done.originals == 3, "one of them only said again what was known"
    with store.writer("test").change("test", "test") as change:  # its name is a person's word
        change.session.execute(text("DELETE FROM token"))
    assert store.state.scrub()
    assert list(traces(store)) == []
    assert said(store, 2) == other
    assert door.observations(Selection((mine,), view="raw"))["value"].to_pylist() == kept
    assert check(store, deep=True) == []
    carry_on(store)


def test_a_drain_that_knew_a_series_does_not_write_to_another(store: Store) -> None:
    create_organisation(store.writer("test"), "Autre")
    drain = Drain(store.writer("test"))
    send(store, 1, secret(0, 5), 1)
    drain.run()
    erase(store.writer("test"), 1, [number_of(store)])
    bring(store, 2, curve("z", 0, 5))  # on SQLite it takes the number that is free
    send(store, 1, secret(0, 7), 2)
    drain.run()
    assert check(store, deep=True) == []
    door = store.reader(store.whole("test", "test"))
    assert door.count(Selection((number_of(store),), view="raw")) == {number_of(store): 7}


def test_measures_older_than_a_day_go(filled: Filled, tmp_path: Path) -> None:
    store = filled(fill, tmp_path / "l'essai")
    other = said(store, 2)
    door = store.reader(store.whole("test", "test"))
    mine = number_of(store, "a")
    before = door.observations(Selection((mine,), view="raw"))
    done = retain(store.writer("agent"), 1, date(2024, 3, 4))
    # Midnight in Paris is 23:00 the day before: 71 hours of quarters after the first measure.
    edge = np.datetime64("2024-03-03T23:00", "us")
    starts = before["start"].to_numpy().astype("M8[us]")
    after = door.observations(Selection((mine,), view="raw"))
    assert after["start"].to_numpy().astype("M8[us]").min() == edge
    assert after.num_rows == int((starts >= edge).sum())
    assert done.observations == 2 * 284 + 50 + 10 + 30
    assert done.originals == 4
    assert said(store, 2) == other
    assert check(store, deep=True) == []
    with store.writer("test").look() as session:
        row = session.get_one(models.Series, mine)
        assert row.first_at is not None
        assert row.first_at.isoformat() == "2024-03-03T23:00:00+00:00"
        assert row.points == after.num_rows
        empty = session.get_one(models.Series, number_of(store, "b"))
        assert (empty.points, empty.first_at, empty.last_at) == (0, None, None)
    roll(store.writer("test"))
    assert check(store, deep=True) == []
    assert retain(store.writer("agent"), 1, date(2024, 3, 4)) == Erased()
    carry_on(store)


def test_old_values_are_nowhere_after_retention(store: Store) -> None:
    bring(store, 1, [("a", place, VALUE) for place in range(200)] + curve("a", 200, 300))
    roll(store.writer("test"))
    retain(store.writer("test"), 1, date(2024, 3, 4))
    assert list(traces(store, "never written")) == []
    assert check(store, deep=True) == []


def test_a_file_that_another_organisation_received_too_stays(store: Store) -> None:
    create_organisation(store.writer("test"), "Autre")
    sha256 = bring(store, 1, curve("a", 0, 5), "the same file")
    assert bring(store, 2, curve("a", 0, 5), "the same file") == sha256
    assert erase(store.writer("test"), 1).originals == 0
    assert (store.home.originals / sha256[:2] / sha256).is_file()
    assert erase(store.writer("test"), 2).originals == 1
    assert not (store.home.originals / sha256[:2] / sha256).exists()
    assert check(store, deep=True) == []


def test_a_series_of_another_organisation_or_of_none_is_refused(
    filled: Filled, tmp_path: Path
) -> None:
    store = filled(fill, tmp_path / "l'essai")
    with store.writer("test").look() as session:
        row = models.Series
        other = session.scalars(select(row.id).where(row.organisation_id == 2)).first()
    assert other is not None
    with pytest.raises(BeffroiError) as caught:
        erase(store.writer("test"), 1, [other])
    assert caught.value.type.code == "store.out_of_scope"
    for unknown in ((99, None), (1, [10_000])):
        with pytest.raises(BeffroiError) as caught:
            erase(store.writer("test"), *unknown)
        assert caught.value.type.code == "store.not_found"
    assert check(store, deep=True) == []


#: Before or after which step the process dies.
PLACES: dict[str, tuple[object, str]] = {
    "rewrite": (work, "rewrite"),
    "state": (work, "show_erasure"),
    "delta": (Lake, "commit"),
    "bytes": (ending, "_unlink"),
    "scrub": (State, "scrub"),
}
COMMANDS: dict[str, Callable[[Store], object]] = {
    "organisation": lambda store: erase(store.writer("test"), 1),
    "series": lambda store: erase(store.writer("test"), 1, _left(store)),
    "retention": lambda store: retain(store.writer("test"), 1, date(2024, 3, 4)),
}


def _left(store: Store) -> list[int]:
    with store.writer("test").look() as session:
        query = select(models.Series.id).join(
            models.Asset, models.Asset.id == models.Series.asset_id
        )
        return list(session.scalars(query.where(models.Asset.key == NAME)))


def _die(root: Path, place: str, when: str, command: str) -> None:
    owner, name = PLACES[place]
    real: Callable[..., object] = getattr(owner, name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "after":
            real(*args, **kwargs)
        os._exit(9)

    with Store.open(root) as store:
        while Drain(store.writer("test")).run().messages:
            pass  # draining commits too
        setattr(owner, name, deadly)
        COMMANDS[command](store)


#: The state is what each command changes in its own way; the rest is common to them.
CASES = [
    (place, when, command)
    for place in PLACES
    for when in ("before", "after")
    for command in COMMANDS
    if command == "organisation" or place == "state" or (place, when) == ("delta", "after")
]


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(("place", "when", "command"), CASES)
def test_an_erasure_that_was_cut_short_is_ended(
    filled: Filled, tmp_path: Path, place: str, when: str, command: str
) -> None:
    root = tmp_path / "home"
    with filled(fill, root) as store:
        other = said(store, 2)
    process = Process(target=_die, args=(root, place, when, command))
    process.start()
    process.join()
    assert process.exitcode == 9
    with Store.open(root) as store:
        assert check(store, deep=True) == []
        assert said(store, 2) == other
        with suppress(BeffroiError):  # an organisation that is gone is not there to be erased
            COMMANDS[command](store)
        if command != "retention":
            with store.writer("test").change("test", "test") as change:
                change.session.execute(text("DELETE FROM token"))
            store.state.scrub()
            assert list(traces(store)) == []
        else:
            first = store.reader(store.whole("test", "test")).observations(
                Selection((number_of(store),), view="raw")
            )["start"][0]
            assert first.as_py().isoformat() == "2024-03-03T23:00:00+00:00"
        assert said(store, 2) == other
        assert check(store, deep=True) == []
        carry_on(store)


def test_nothing_is_written_for_an_organisation_that_was_erased(store: Store) -> None:
    create_organisation(store.writer("test"), "Autre")
    door = store.writer("test")
    erase(door, 2)
    content = read_plain(said_of([1.0]))
    for write in (
        lambda: accept(door, 2, "k", content.keys, content.observations),
        lambda: tokens.create(door, 2, "late", 3),
        lambda: bring(store, 2, curve("a", 0, 3)),
        lambda: erase(door, 2),
        lambda: retain(door, 2, date(2024, 1, 1)),
    ):
        with pytest.raises(BeffroiError, match=r"store\.not_found"):
            write()
    with door.look() as session:
        for model in (Message, Token, models.Batch, models.Series):
            own = model.__table__.c.organisation_id
            assert session.scalar(select(func.count()).where(own == 2)) == 0
    assert check(store, deep=True) == []


def test_messages_of_an_erased_organisation_are_dropped_and_others_drained(store: Store) -> None:
    create_organisation(store.writer("test"), "Autre")
    door = store.writer("test")
    for owner in (1, 2):
        send(store, owner, curve("a", 0, 3), owner)
    with door.change("test", "test") as change:  # as older versions could leave it
        change.session.get_one(models.Organisation, 2).kind = ERASED
    drained = Drain(door).run()
    assert (drained.messages, drained.dropped) == (1, 1)
    with door.look() as session:
        assert session.scalars(select(models.Series.organisation_id)).all() == [1]
        assert session.scalars(select(Message.organisation_id)).all() == [1]


def test_what_is_written_while_an_erasure_shows_is_erased_or_refused(store: Store) -> None:
    """Both orders, for real: a thread hands in messages until it is refused."""
    create_organisation(store.writer("test"), "Autre")
    content = read_plain(said_of([1.0]))
    refused: list[str] = []
    erased = Event()

    def hand_in() -> None:
        for number in count():
            last = erased.is_set()
            try:
                accept(store.writer("t"), 2, f"k{number}", content.keys, content.observations)
            except BeffroiError as error:
                refused.append(error.type.code)
                return
            if last:
                return

    sender = Thread(target=hand_in)
    sender.start()
    while not Drain(store.writer("test")).run().messages:
        pass
    try:
        erase(store.writer("test"), 2)
    finally:
        erased.set()
        sender.join()
    assert refused == ["store.not_found"]
    with store.writer("test").look() as session:
        assert session.scalars(select(Message)).all() == []
        assert session.scalars(select(models.Series)).all() == []
