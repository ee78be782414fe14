"""What the contract of engines reads: series of every kind, with all that may happen to them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlalchemy import select

from beffroi.periods import day_starts
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.units import SeriesKind
from tests.decide.meters import put_index, put_rows

EARLY = datetime(2022, 1, 1, tzinfo=UTC)
BETWEEN = datetime(2022, 6, 1, tzinfo=UTC)
LATER = datetime(2023, 1, 1, tzinfo=UTC)


def _key(asset: str, quantity: str, kind: SeriesKind) -> SeriesKey:
    return SeriesKey(asset, "meter", quantity, kind.value, "test")


KEYS = {
    SeriesKind.MEAN_POWER: _key("courbe", "electricity.active_power", SeriesKind.MEAN_POWER),
    SeriesKind.INTERVAL: _key("factures", "gas.energy", SeriesKind.INTERVAL),
    SeriesKind.INDEX: _key("compteur", "water.volume", SeriesKind.INDEX),
    SeriesKind.GAUGE: _key("station", "weather.air_temperature", SeriesKind.GAUGE),
    SeriesKind.COUNT: _key("passages", "count.passages", SeriesKind.COUNT),
    SeriesKind.STATE: _key("vanne", "other.value", SeriesKind.STATE),
}


def series_of(store: Store, kind: SeriesKind) -> int:
    """Return the series of a kind."""
    with store.reader(store.whole("test", "test")).session() as session:
        found = session.scalar(select(models.Series.id).where(models.Series.kind == kind.value))
    assert found is not None
    return found


def fill(store: Store) -> None:
    """Put the series of `KEYS`."""
    rng = np.random.default_rng(1)
    # The days around the hour that autumn repeats, and the one that spring skips.
    steps = np.arange("2021-03-25", "2021-11-05", np.timedelta64(30, "m"), dtype="M8[m]")
    steps = steps[(steps < np.datetime64("2021-04-02")) | (steps > np.datetime64("2021-10-28"))]
    power = rng.gamma(2.0, 500.0, len(steps))
    half = np.timedelta64(30, "m")
    put_rows(store, KEYS[SeriesKind.MEAN_POWER], steps, steps + half, power, at=EARLY)
    # The last days again, with other values: the series is revised.
    last, again = steps[-96:], power[-96:] * 2
    put_rows(store, KEYS[SeriesKind.MEAN_POWER], last, last + half, again, at=LATER)
    _bills(store)
    days = day_starts(date(2020, 12, 20), date(2021, 1, 20))
    put_index(store, KEYS[SeriesKind.INDEX], days, np.cumsum(rng.integers(0, 9, len(days)) * 1.0))
    hours = days[0] + np.arange(24 * 20) * np.timedelta64(1, "h")
    put_rows(store, KEYS[SeriesKind.GAUGE], hours, hours, rng.normal(10, 5, len(hours)), at=EARLY)
    for kind in (SeriesKind.COUNT, SeriesKind.STATE):
        ends = hours if kind is SeriesKind.STATE else hours + np.timedelta64(1, "h")
        put_rows(
            store,
            KEYS[kind],
            hours,
            ends,
            rng.integers(0, 5, len(hours)).astype(np.float64),
            at=EARLY,
        )


def _bills(store: Store) -> None:
    """Days, then bills of two months, then a batch that is undone: its rows are withdrawn."""
    key = KEYS[SeriesKind.INTERVAL]
    edges = day_starts(date(2021, 1, 1), date(2022, 12, 31))
    put_rows(store, key, edges[:31], edges[1:32], np.arange(31.0), at=EARLY)
    long = edges[31:335:59]
    put_rows(
        store,
        key,
        long[:-1],
        long[1:],
        np.arange(590, 590 * len(long), 590).astype(np.float64),
        at=EARLY,
    )
    last = edges[-8:]
    put_rows(store, key, last[:-1], last[1:], np.full(7, 9.0), at=LATER - timedelta(days=1))
    put_rows(store, key, last[:4], last[1:5], np.full(4, 7.0), at=LATER)
    with store.reader(store.whole("test", "test")).session() as session:
        batch = session.scalar(select(models.Batch.id).order_by(models.Batch.id.desc()).limit(1))
    assert batch is not None
    received = Received(1, "0" * 64, "test", 0, "test", undoes=batch)
    with intake(store.writer("test"), received, LATER) as way_in:
        way_in.undo(batch)
        way_in.commit({})
