"""An installation with some of everything: files received, messages, rollups, files replaced."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa

from beffroi.decide.organisations import create_organisation
from beffroi.store.compacting import compact
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.rollups.roll import roll
from beffroi.store.store import Store
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.stream.drain import Drain
from tests.store.stream.test_drain import BEGIN, message

QUARTER = np.timedelta64(15, "m")
Rows = list[tuple[str, int, float]]


def key(name: str) -> SeriesKey:
    """A series of quarters of an hour."""
    return SeriesKey(name, "delivery_point", "electricity.active_power", "mean_power", "sensor")


def table(rows: list[tuple[int, int, float]]) -> pa.Table:
    """Measures: series, place, value."""
    start = BEGIN + np.array([place for _, place, _ in rows]) * QUARTER
    return pa.table(
        {
            "series": [series for series, *_ in rows],
            "start": pa.array(start).cast(pa.timestamp("us", "UTC")),
            "end": pa.array(start + QUARTER).cast(pa.timestamp("us", "UTC")),
            "value": [value for *_, value in rows],
            "quality": np.zeros(len(rows), np.int8),
        }
    )


def bring(store: Store, owner: int, rows: Rows, content: str = "") -> str:
    """Import a file that says these measures; return its hash."""
    data = (content or f"{owner} {rows}").encode()
    path = store.home.root.parent / "received"
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    names = sorted({name for name, *_ in rows})
    received = Received(owner, sha256, f"{sha256[:6]}.csv", len(data), "test")
    with intake(store.writer("test"), received, original=path) as way_in:
        ids = dict(zip(names, way_in.series([key(name) for name in names]), strict=True))
        way_in.add(table([(ids[name], place, value) for name, place, value in rows]))
        way_in.seal()
        listed = [{"asset": name, "quantity": key(name).quantity} for name in names]
        first = BEGIN + min(place for _, place, _ in rows) * QUARTER
        way_in.commit({"kept": len(rows), "series": listed, "from": f"{first}+00:00"})
    return sha256


def send(store: Store, owner: int, rows: Rows, number: int) -> None:
    """Put a message that says these measures."""
    names = sorted({name for name, *_ in rows})
    told = table([(names.index(name), place, value) for name, place, value in rows])
    content = pack([key(name) for name in names], told.cast(SCHEMA))
    message(store, owner, f"m{number}", content, len(rows))


def curve(name: str, first: int, count: int, value: float = 1.0) -> Rows:
    """Measures of one point, each a little above the one before."""
    return [(name, first + place, value + place / 1000) for place in range(count)]


def everything(store: Store) -> None:
    """Fill an installation of two organisations with some of everything."""
    create_organisation(store.writer("test"), "Autre")
    door = store.writer("test")
    for owner in (1, 2):
        bring(store, owner, curve("a", 0, 400, owner) + curve("b", 0, 50, owner))
    roll(door)
    for owner in (1, 2):
        bring(store, owner, curve("a", 380, 100, owner + 5.0))
        send(store, owner, curve("a", 480, 20, owner) + curve("c", 0, 10, owner), owner)
    Drain(door).run()
    roll(door)
    compact(door, whole=True)
    for owner in (1, 2):
        bring(store, owner, curve("d", 0, 30, owner))
        send(store, owner, curve("a", 500, 20, owner), owner + 2)
    Drain(door).run()


def files(store: Store, pattern: str) -> list[Path]:
    """The files of a home."""
    return sorted(store.home.root.glob(pattern))
