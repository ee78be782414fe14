"""Rollups say what the measures say, whatever came, was corrected, repaired or withdrawn since."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from beffroi.periods import Step
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import END, Selection
from beffroi.store.rollups import merging
from beffroi.store.rollups.pending import pending
from beffroi.store.rollups.roll import roll
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.units import SeriesKind

EVERYONE = Scope(frozenset({1}), "test", "test")
#: Before it, measures alone answer; after it, rollups do where they can.
JUST_BEFORE_THE_END = END - timedelta(seconds=1)
QUARTERS = ("mean_power", 5), ("mean_power", 30), ("interval", 60), ("gauge", 10), ("gauge", 0)
KEYS = [
    SeriesKey(f"point {number}", "delivery_point", "electricity.active_power", kind, "test")
    for number, (kind, _) in enumerate((*QUARTERS, ("interval", 1440), ("interval", 3 * 1440)))
]
MINUTES = [minutes for _, minutes in (*QUARTERS, ("", 1440), ("", 3 * 1440))]
BEGIN = np.datetime64("2023-12-20T22:00", "us")
STEPS = (Step.HOUR, Step.DAY, Step.MONTH, Step.YEAR)


def measures(rng: np.random.Generator, ids: list[int]) -> pa.Table:
    """Some measures of some series; each call says some of the same instants otherwise."""
    tables = []
    for series, minutes in zip(ids, MINUTES, strict=True):
        if rng.random() < 0.3:
            continue
        step = np.timedelta64(minutes or 20, "m")
        count = int(rng.integers(1, 60 if minutes >= 1440 else 700))
        first = int(rng.integers(0, 20 if minutes >= 1440 else 20_000 // (minutes or 20)))
        start = BEGIN + (first + np.arange(count)) * step
        end = start + (step if minutes else np.timedelta64(0, "m"))
        tables.append(
            pa.table(
                {
                    "series": np.full(count, series),
                    "start": pa.array(start).cast(pa.timestamp("us", "UTC")),
                    "end": pa.array(end).cast(pa.timestamp("us", "UTC")),
                    "value": np.round(rng.gamma(2.0, 50.0, count), 1),
                    "quality": np.zeros(count, np.int8),
                }
            )
        )
    return pa.concat_tables(tables) if tables else None


def bring(store: Store, rng: np.random.Generator, number: int) -> None:
    """Bring a batch, with repairs of some of its measures."""
    received = Received(1, f"{number:064d}", f"{number}.csv", 1, "test")
    with intake(store.writer("test"), received) as way_in:
        ids = way_in.series(KEYS)
        table = measures(rng, ids)
        if table is None:
            table = measures(np.random.default_rng(number), ids)
        way_in.add(table)
        way_in.seal()
        blocks = list(way_in.touched(10_000))
        taken = list(way_in.rising.take()) if way_in.rising.kept else map(way_in.whole_raw, blocks)
        for raw in taken:
            block = sorted(set(raw["series"].to_pylist()))
            chosen = np.flatnonzero(rng.random(raw.num_rows) < 0.03)
            some = raw.take(pa.array(chosen)).select(["series", "start", "end"])
            value = pa.array(rng.gamma(2.0, 50.0, len(chosen)), mask=rng.random(len(chosen)) < 0.3)
            rule = pa.array(rng.choice([2, 5], len(chosen)).astype(np.int8))
            way_in.repairs(block, some.append_column("value", value).append_column("rule", rule))
        way_in.commit({})


def same(store: Store, rng: np.random.Generator) -> None:
    """Compare what rollups and measures say of random periods."""
    door = store.reader(EVERYONE)
    for _ in range(2):
        kind = SeriesKind(rng.choice(["mean_power", "interval", "gauge"]))
        own = tuple(n for n, key in enumerate(KEYS, 1) if key.kind == kind)
        every = tuple(range(1, len(KEYS) + 1))
        low, high = np.sort(rng.integers(0, 400 * 24 * 60, 2)).tolist()
        begin: datetime = BEGIN.astype(datetime)
        since, until = (
            (begin + timedelta(minutes=minutes)).replace(tzinfo=END.tzinfo)
            for minutes in (low, high + 1)
        )
        for step in STEPS:
            for aggregation in (None, *kind.aggregations):
                ids = own if aggregation else every
                asked = [
                    Selection(ids, since, until, as_of=as_of)
                    for as_of in (END, JUST_BEFORE_THE_END)
                ]
                found, expected = (door.aggregate(one, step, aggregation) for one in asked)
                assert found.schema == expected.schema
                for name in ("series", "start", "end", "n", "repaired", "estimated"):
                    assert found[name].to_pylist() == expected[name].to_pylist(), (step, name)
                for name in ("value", "coverage"):
                    np.testing.assert_allclose(
                        found[name].to_numpy(), expected[name].to_numpy(), rtol=1e-9
                    )


#: The state only names files, and one run tells that a server does too; the rest is the engine's.
RUNS = [("sqlite", seed) for seed in range(4)] + [("postgresql", 0)]


@pytest.mark.parametrize(("kind", "seed"), RUNS)
def test_rollups_and_measures_agree(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(merging, "_MANY", 3)
    rng = np.random.default_rng(seed)
    for number in range(7):
        bring(store, rng, number)
        if rng.random() < 0.6:
            assert roll(store.writer("test")).batches > 0
        same(store, rng)
    roll(store.writer("test"))
    with store.writer("test").look() as session:
        assert pending(session) == []
        kept = {row.id: row.levels for row in session.query(models.Series)}
    assert {1, 2} <= {series for series, levels in kept.items() if levels & 2}
    same(store, rng)


def test_a_roll_that_has_nothing_to_do_writes_nothing(store: Store) -> None:
    bring(store, np.random.default_rng(1), 1)
    assert roll(store.writer("test")).rows > 0
    before = sorted(store.home.root.rglob("rollups/**/*.parquet"))
    assert roll(store.writer("test")).batches == 0
    assert sorted(store.home.root.rglob("rollups/**/*.parquet")) == before


def test_files_that_a_dead_process_left_are_swept(store: Store, tmp_path: Path) -> None:
    bring(store, np.random.default_rng(1), 1)
    roll(store.writer("test"))
    left = store.home.root / "rollups" / "day" / "year=2024" / "roll-00000009-part.parquet"
    left.write_bytes(b"half")
    bring(store, np.random.default_rng(2), 2)
    roll(store.writer("test"))
    assert not left.exists()
    same(store, np.random.default_rng(3))
