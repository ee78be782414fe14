"""Several processes write to one home at once, where the state is a server: nothing is lost."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.settings import Settings
from beffroi.store.intake import Received, intake
from beffroi.store.manifest import seen
from beffroi.store.read import Selection
from beffroi.store.recovery import lock_of
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.apart import Process
from tests.installation import CURVE, half_hours
from tests.postgresql import Server, programs, started

WRITERS, BATCHES = 3, 6


@pytest.fixture
def home(tmp_path: Path, address: str) -> Path:
    root = tmp_path / "home"
    with Store.create(root, replace(Settings.load(None, {}), state=address)) as store:
        for number in range(WRITERS):
            create_organisation(store.writer("test"), f"Commune {number}")
    return root


def bring(store: Store, owner: int, hour: int) -> None:
    with intake(store.writer("test"), Received(owner, f"{owner}", "x.csv", 1, "test")) as way_in:
        (number,) = way_in.series([CURVE])
        way_in.add(half_hours(f"2024-01-01T{hour:02}:00", [float(owner), float(hour)], number))
        way_in.seal()
        way_in.commit({})


def _write(root: Path, owner: int) -> None:
    with Store.open(root) as store:
        for hour in range(BATCHES):
            bring(store, owner, hour)


def _hold(root: Path, name: str) -> None:
    with Store.open(root) as store, store.writer("test").hold(name):
        (root / "held").touch()
        time.sleep(600)


def _stop_half_way(root: Path, owner: int) -> None:
    with Store.open(root) as store:
        received = Received(owner, "", "x.csv", 1, "test")
        with intake(store.writer("test"), received) as way_in:
            way_in.series([CURVE])
            (root / "held").touch()
            time.sleep(600)


def wait_for(path: Path) -> None:
    for _ in range(4800):
        if path.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(path)


def whole(store: Store) -> None:
    """Check that the lake, its log and the state say the same."""
    files = {path.name for path in store.home.lake.rglob("batch-*.parquet")}
    with store.writer("test").look() as session:
        owners = session.scalars(select(models.Organisation.id)).all()
        assert files == {Path(file.path).name for file in seen(session, owners)}
    assert files == {path.name for path, *_ in store.lake.listing()}


def test_several_processes_bring_the_files_of_several_communes(home: Path) -> None:
    writers = [Process(target=_write, args=(home, n + 1)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with Store.open(home) as store:
        door = store.reader(store.whole("test", "test"))
        with door.session() as session:
            rows = session.execute(
                select(models.Series.id, models.Series.organisation_id, models.Series.points)
            ).all()
            done = session.scalar(select(func.count()).where(models.Batch.status == "done"))
        assert done == WRITERS * BATCHES
        assert sorted(row.organisation_id for row in rows) == list(range(1, WRITERS + 1))
        for row in rows:
            found = door.observations(Selection((row.id,)))["value"].to_pylist()
            expected = [v for hour in range(BATCHES) for v in (float(row.organisation_id), hour)]
            assert found == expected
            assert row.points == len(expected)
        assert store.lake.version() == WRITERS * BATCHES
        whole(store)


def test_a_lock_is_for_one_commune_and_ends_with_its_process(home: Path) -> None:
    holder = Process(target=_hold, args=(home, lock_of(1)))
    holder.start()
    wait_for(home / "held")
    settings = replace(Settings.load(home), lock_wait_seconds=0)
    with Store.open(home, settings) as store:
        with pytest.raises(BeffroiError) as caught:
            bring(store, 1, 0)
        assert caught.value.type.code == "store.home_busy"
        assert caught.value.type.retryable
        bring(store, 2, 0)
        assert holder.pid is not None
        os.kill(holder.pid, signal.SIGKILL)
        holder.join()
        bring(store, 1, 0)


def test_the_work_of_a_living_process_is_left_alone(home: Path) -> None:
    other = Process(target=_stop_half_way, args=(home, 1))
    other.start()
    wait_for(home / "held")

    def statuses() -> list[str]:
        with Store.open(home) as store, store.writer("test").look() as session:
            return list(session.scalars(select(models.Batch.status)))

    assert statuses() == ["reading"]
    assert other.pid is not None
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    assert statuses() == ["interrupted"]


@pytest.fixture
def durable(tmp_path: Path) -> Iterator[Server]:
    """A server whose commits are on the disk, to be crashed."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL: see `tests/conftest.py`")
    with started(found, durable=True) as server:
        yield server


def test_a_server_that_crashes_under_writers_loses_nothing(tmp_path: Path, durable: Server) -> None:
    root = tmp_path / "home"
    state = durable.address(durable.fresh())
    with Store.create(root, replace(Settings.load(None, {}), state=state)) as store:
        create_organisation(store.writer("test"), "Essai")
        kept = []
        for hour in range(12):
            if hour % 4 == 3:  # between two batches, then in the middle of one
                durable.stop(signal.SIGQUIT)
                with pytest.raises(BeffroiError) as caught:
                    bring(store, 1, hour)
                assert caught.value.type.retryable
                durable.start()
            elif hour % 4 == 1:
                with pytest.raises(BeffroiError) as caught:
                    _bring_under_crash(store, durable, hour)
                assert caught.value.type.retryable
            bring(store, 1, hour)
            kept += [1.0, float(hour)]
        door = store.reader(store.whole("test", "test"))
        with door.session() as session:
            (row,) = session.execute(select(models.Series.id, models.Series.points)).all()
        assert door.observations(Selection((row.id,)))["value"].to_pylist() == kept
        assert row.points == len(kept)
        whole(store)


def _bring_under_crash(store: Store, server: Server, hour: int) -> None:
    with intake(store.writer("test"), Received(1, "", "x.csv", 1, "test")) as way_in:
        (number,) = way_in.series([CURVE])
        way_in.add(half_hours(f"2024-01-01T{hour:02}:00", [1.0, float(hour)], number))
        way_in.seal()
        server.stop(signal.SIGQUIT)
        try:
            way_in.commit({})
        finally:
            server.start()
