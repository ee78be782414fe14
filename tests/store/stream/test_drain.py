"""What messages say is in the lake once, however they come: in order, late, again, otherwise."""

import hashlib
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.periods import Step, utc_now
from beffroi.store import compacting
from beffroi.store.checking import check
from beffroi.store.compacting import compact
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.stream.drain import Drain
from tests.installation import CURVE, half_hours, put

BEGIN = np.datetime64("2024-03-01", "us")
STEP = np.timedelta64(30, "m")


def message(store: Store, organisation: int, key: str, content: bytes, rows: int) -> None:
    """Put a message that was acknowledged."""
    with store.writer("test").change("message", "test", organisation) as change:
        change.session.add(
            Message(
                organisation_id=organisation,
                key=key,
                sha256=hashlib.sha256(content).hexdigest(),
                received_at=utc_now(),
                rows=rows,
                content=content,
                actor="test",
            )
        )


def key(name: str) -> SeriesKey:
    return SeriesKey(name, "delivery_point", "electricity.active_power", "mean_power", "sensor")


def said(rng: np.random.Generator, edge: int) -> list[tuple[str, int, float]]:
    """Some measures of some points: about `edge`, sometimes much older."""
    found = []
    for name in ("a", "b", "c"):
        if rng.random() < 0.7:
            first = edge if rng.random() < 0.7 else int(rng.integers(0, edge + 1))
            values = np.round(rng.gamma(2.0, 50.0, int(rng.integers(1, 30))), 1)
            found += [(name, first + place, float(value)) for place, value in enumerate(values)]
    return found


def table(rows: list[tuple[int, int, float]]) -> pa.Table:
    start = BEGIN + np.array([place for _, place, _ in rows]) * STEP
    return pa.table(
        {
            "series": [series for series, *_ in rows],
            "start": pa.array(start).cast(pa.timestamp("us", "UTC")),
            "end": pa.array(start + STEP).cast(pa.timestamp("us", "UTC")),
            "value": [value for *_, value in rows],
            "quality": np.zeros(len(rows), np.int8),
        }
    )


def stored(store: Store) -> dict[tuple[int, str, int], float]:
    """What the installation says, by organisation, point and place."""
    with store.writer("test").look() as session:
        names = {
            series.id: (series.organisation_id, asset.key)
            for series, asset in session.execute(
                select(models.Series, models.Asset).join(
                    models.Asset, models.Asset.id == models.Series.asset_id
                )
            )
        }
    door = store.reader(store.whole("test", "test"))
    found = door.observations(Selection(tuple(names), view="raw"))
    places = (found["start"].to_numpy().astype("M8[us]") - BEGIN) // STEP
    columns = zip(
        found["series"].to_pylist(), places.tolist(), found["value"].to_pylist(), strict=True
    )
    rows = [((*names[series], place), value) for series, place, value in columns]
    assert len(rows) == len(dict(rows)), "a measure is there twice"
    return dict(rows)


def send(store: Store, owner: int, rows: list[tuple[str, int, float]], number: int) -> None:
    names = sorted({name for name, *_ in rows})
    told = table([(names.index(name), place, value) for name, place, value in rows])
    content = pack([key(name) for name in names], told.cast(SCHEMA))
    message(store, owner, f"m{number}", content, len(rows))


def bring(store: Store, owner: int, rows: list[tuple[str, int, float]], number: int) -> None:
    names = sorted({name for name, *_ in rows})
    received = Received(owner, f"{number:064d}", f"{number}.csv", 1, "test")
    with intake(store.writer("test"), received) as way_in:
        ids = dict(zip(names, way_in.series([key(name) for name in names]), strict=True))
        way_in.add(table([(ids[name], place, value) for name, place, value in rows]))
        way_in.seal()
        way_in.commit({})


def tend(store: Store, drain: Drain, what: int) -> None:
    """Do what a worker does, at any time."""
    if what <= 1:
        drain.run()
    if what in (2, 3):
        roll(store.writer("test"))
    if what == 3:
        compact(store.writer("test"))


@pytest.mark.parametrize("seed", range(4))
def test_messages_imports_rolls_and_compactions_agree_with_a_dictionary(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(compacting, "MANY", 3)
    monkeypatch.setattr(compacting, "_SETTLED", 200)
    create_organisation(store.writer("test"), "Autre")
    rng = np.random.default_rng(seed)
    drain = Drain(store.writer("test"))
    expected: dict[tuple[int, str, int], float] = {}
    for number in range(14):
        for organisation in (1, 2):
            rows = said(rng, 10 * number)
            expected |= {(organisation, name, place): value for name, place, value in rows}
            if rows and rng.random() < 0.75:
                send(store, organisation, rows, number)
            elif rows:
                while drain.run().messages:  # what came before a file counts before it
                    pass
                bring(store, organisation, rows, number)
        tend(store, drain, int(rng.integers(0, 5)))
    while drain.run().messages:
        pass
    assert stored(store) == expected
    roll(store.writer("test"))
    compact(store.writer("test"), whole=True)
    assert stored(store) == expected
    assert sorted(str(path) for path, *_ in store.lake.listing()) == sorted(
        str(store.home.root / path) for path in _named(store)
    )
    with store.writer("test").look() as session:
        assert session.scalars(select(Message).where(Message.content.is_not(None))).all() == []
        known = session.scalars(select(models.Series)).all()
    for organisation in (1, 2):
        points = sum(row.points for row in known if row.organisation_id == organisation)
        assert points == sum(owner == organisation for owner, *_ in expected)
    last = store.reader(store.whole("test", "test")).latest()
    assert last["series"].to_pylist() == sorted(row.id for row in known)
    ends = {row.id: (row.last_at, row.last_value) for row in known}
    columns = (column.to_pylist() for column in last.columns)
    for series, at, value in zip(*columns, strict=True):
        assert (at, value) == ends[series]


def _named(store: Store) -> list[str]:
    with store.writer("test").look() as session:
        file = models.DataFile
        query = select(file.path).where(file.tier == "observations", file.removed_at.is_(None))
        return list(session.scalars(query))


def test_a_late_measure_takes_back_the_repairs_that_it_contradicts(store: Store) -> None:
    repairs = pa.table(
        {
            "series": [1],
            "start": half_hours("2024-01-01T00:30", [0.0])["start"],
            "end": half_hours("2024-01-01T01:00", [0.0])["end"],
            "value": [99.0],
            "rule": pa.array([7], pa.int8()),
        }
    )
    gap = pa.concat_tables([half_hours("2024-01-01", [1.0]), half_hours("2024-01-01T01:30", [4.0])])
    put(store, gap, repairs=repairs)
    content = pack([CURVE], half_hours("2024-01-01T00:30", [2.0], series=0).cast(SCHEMA))
    message(store, 1, "late", content, 1)
    Drain(store.writer("test")).run()
    door = store.reader(store.whole("test", "test"))
    assert door.observations(Selection((1,)))["value"].to_pylist() == [1.0, 2.0, 4.0]
    whole = door.aggregate(Selection((1,)), Step.DAY)
    assert whole["value"].to_pylist() == [pytest.approx((1.0 + 2.0 + 4.0) / 2)]


def test_what_is_said_again_changes_nothing(store: Store) -> None:
    content = pack([CURVE], half_hours("2024-01-01", [1.0, 2.0], series=0).cast(SCHEMA))
    for number in range(3):
        message(store, 1, f"{number}", content, 2)
        assert Drain(store.writer("test")).run().rows == 2
    with store.writer("test").look() as session:
        (row,) = session.scalars(select(models.Series)).all()
    assert (row.points, row.revised) == (2, False)
    assert row.last_at == datetime.fromisoformat("2024-01-01T01:00+00:00")
    assert Drain(store.writer("test")).run().messages == 0


def test_messages_of_an_organisation_wait_for_its_import(store: Store) -> None:
    content = pack([CURVE], half_hours("2024-01-01", [1.0], series=0).cast(SCHEMA))
    message(store, 1, "one", content, 1)
    with store.writer("test").change("test", "test") as change:
        change.session.add(
            models.Batch(
                organisation_id=1,
                sha256="",
                name="",
                member="",
                bytes=0,
                reader="test",
                mapping=None,
                status="reading",
                received_at=utc_now() - timedelta(minutes=1),
                report={},
                series_facts={},
                actor="test",
            )
        )
    assert Drain(store.writer("test")).run().messages == 0


@pytest.mark.parametrize("others", [0, 1])
def test_a_message_without_any_measure_is_drained_as_well(store: Store, others: int) -> None:
    """Every value of it was null: it was acknowledged with 0 rows."""
    said = [("a", place, 2.0) for place in range(3)]
    message(store, 1, "empty", pack([key("b")], SCHEMA.empty_table()), 0)
    for number in range(others):
        send(store, 1, said, number)
    assert Drain(store.writer("test")).run().messages == 1 + others
    assert stored(store) == {(1, name, place): value for name, place, value in said * others}
    with store.writer("test").look() as session:
        assert session.scalars(select(Message.content)).all() == [None] * (1 + others)


def test_a_damaged_message_does_not_keep_others_from_the_lake(store: Store) -> None:
    said = [("a", place, 2.0) for place in range(3)]
    send(store, 1, said[:2], 1)
    message(store, 1, "spoilt", b"\x00\x11\x22\x33", 3)
    message(store, 1, "cut", pack([key("a")], table([(0, 0, 1.0)]).cast(SCHEMA))[:200], 1)
    send(store, 1, said[2:], 2)
    drained = Drain(store.writer("test")).run()
    assert (drained.messages, drained.damaged) == (2, 2)
    assert stored(store) == {(1, name, place): value for name, place, value in said}
    told = {one.about for one in check(store) if one.kind == "message"}
    with store.writer("test").look() as session:
        keys = select(Message.id).where(Message.key.in_(("spoilt", "cut")))
        assert told == {str(one) for one in session.scalars(keys)}
    assert Drain(store.writer("test")).run().damaged == 0
