"""Readers always see whole batches, whatever writers, rollups and compactions do meanwhile.

Each batch says the same instants of two series, with opposite values: every answer about both must
cancel out. Set BEFFROI_TEST_SECONDS=600 for the long run.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import Step
from beffroi.settings import Settings
from beffroi.store import compacting
from beffroi.store.compacting import compact
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.stream.drain import Drain
from tests.apart import Process
from tests.installation import half_hours
from tests.store.stream.test_drain import message

SECONDS = float(os.environ.get("BEFFROI_TEST_SECONDS", "0"))
ROUNDS = 6  # at least
WRITERS, READING, THREADS = 4, 2, 5
KEYS = [
    SeriesKey(f"point {side}", "delivery_point", "electricity.active_power", "mean_power", "test")
    for side in ("a", "b")
]


def _values(rng: np.random.Generator) -> tuple[str, np.ndarray]:
    first = np.datetime64("2024-01-01", "h") + np.timedelta64(int(rng.integers(0, 900)), "h")
    return str(first), np.round(rng.normal(0, 100, int(rng.integers(2, 200))))


def _write(root: Path, owner: int, until: float) -> None:
    rng = np.random.default_rng(owner)
    with Store.open(root) as store:
        number = 0
        while number < ROUNDS or time.time() < until:
            number += 1
            start, values = _values(rng)
            if number % 3 == 0:  # as a message, that a worker drains
                sides = [half_hours(start, (s * values).tolist(), n) for n, s in ((0, 1), (1, -1))]
                whole = pa.concat_tables(sides)
                content = pack(KEYS, whole.cast(SCHEMA))
                message(store, owner, f"{owner}-{number}", content, whole.num_rows)
                continue
            with intake(store.writer("test"), Received(owner, "", "x", 1, "test")) as way_in:
                for series, sign in zip(way_in.series(KEYS), (1, -1), strict=True):
                    way_in.add(half_hours(start, (sign * values).tolist(), series))
                way_in.seal()
                way_in.commit({})
        (root / f"written-{owner}").write_text(str(number))


def _tend(root: Path) -> None:
    compacting.MANY = 3
    with Store.open(root) as store:
        door = store.writer("test")
        drain = Drain(door)
        while not (root / "end").exists():
            for work in (drain.run, lambda: roll(door), lambda: compact(door)):
                try:
                    work()
                except BeffroiError as error:  # another process writes
                    if not error.type.retryable:
                        raise


def _read(root: Path, place: int) -> None:
    with Store.open(root) as store:
        door = store.reader(store.whole("test", "test"))

        def ask(seed: int) -> int:
            rng = np.random.default_rng([place, seed])
            asked = 0
            while not (root / "end").exists() or not asked:
                owner = int(rng.integers(0, WRITERS))
                ids = _pairs(store).get(owner + 1, ())
                if len(ids) < 2:
                    continue
                step = [Step.HOUR, Step.DAY, Step.MONTH][int(rng.integers(0, 3))]
                found = door.aggregate(Selection(ids), step)
                one, two = (found.filter(np.array(found["series"]) == series) for series in ids)
                assert one["start"].equals(two["start"])
                np.testing.assert_allclose(one["value"], -np.array(two["value"]), atol=1e-6)
                raw = door.observations(Selection(ids, view="raw"))
                assert raw.num_rows % 2 == 0
                assert abs(np.array(raw["value"]).sum()) < 1e-6
                asked += 1
            return asked

        with ThreadPoolExecutor(THREADS) as pool:
            total = sum(pool.map(ask, range(THREADS)))
        (root / f"read-{place}").write_text(str(total))


def _pairs(store: Store) -> dict[int, tuple[int, ...]]:
    with store.writer("test").look() as session:
        rows = session.execute(
            select(models.Series.organisation_id, models.Series.id).order_by(models.Series.id)
        ).all()
    found: dict[int, tuple[int, ...]] = {}
    for owner, series in rows:
        found[owner] = (*found.get(owner, ()), series)
    return found


def test_readers_see_whole_batches(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    state = request.getfixturevalue("address") if kind == "postgresql" else ""
    root = tmp_path / "home"
    with Store.create(root, replace(Settings.load(None, {}), state=state)) as store:
        for number in range(WRITERS):
            create_organisation(store.writer("test"), f"Commune {number}")
    until = time.time() + SECONDS
    writers = [Process(target=_write, args=(root, one + 1, until)) for one in range(WRITERS)]
    readers = [Process(target=_read, args=(root, place)) for place in range(READING)]
    processes = [*writers, *readers, Process(target=_tend, args=(root,))]
    for process in processes:
        process.start()
    for process in writers:
        process.join()
    (root / "end").touch()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)
    written = sum(int(path.read_text()) for path in root.glob("written-*"))
    read = sum(int(path.read_text()) for path in root.glob("read-*"))
    print(f"{kind}: {written} batches and messages, {read} pairs of questions")
    assert written >= WRITERS * ROUNDS
    assert read >= READING * THREADS
