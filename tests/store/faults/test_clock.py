"""A clock that jumps, back or ahead: nothing is lost, doubled, or stuck for ever."""

import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.ingest.messages import send
from beffroi.periods import utc_now
from beffroi.store import tokens
from beffroi.store.backup import repository
from beffroi.store.backup.snapshot import make_snapshot
from beffroi.store.checking import check
from beffroi.store.jobs.deciding import retry
from beffroi.store.jobs.queue import Pace, claim, enqueue
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.state.flow import Job
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from beffroi.store.sweeping import sweep
from tests.installation import only
from tests.store.checking.holdings import everything
from tests.store.test_sweeping import DAY, named, on_disk, orphan
from tests.web.senders import at, rows

YEARS = timedelta(days=3650)
BEHIND = timedelta(days=-90)  # the measures sent are still of the past
PACE = Pace()


@pytest.fixture
def kind() -> str:
    """Both kinds compare the same instants."""
    return "sqlite"


class Clock:
    """The clock of the machine, as the whole program reads it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.shift = timedelta(0)
        for name, module in list(sys.modules.items()):
            if name.startswith("beffroi.") and vars(module).get("utc_now") is utc_now:
                patch.setattr(module, "utc_now", self)

    def __call__(self) -> datetime:
        return utc_now() + self.shift


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def add(store: Store) -> int:
    with store.writer("test").keep() as session:
        return enqueue(session, "k")


def take(store: Store, worker: str = "w") -> int:
    held = claim(store.writer("test"), worker, ["k"], PACE)
    return held.id if held else 0


def test_a_job_asked_for_by_a_clock_that_was_ahead_is_done(store: Store, clock: Clock) -> None:
    clock.shift = YEARS
    job = add(store)
    clock.shift = timedelta(0)
    assert take(store) == job


def test_a_job_that_failed_under_a_clock_that_was_ahead_is_tried_again(
    store: Store, clock: Clock
) -> None:
    job = add(store)
    clock.shift = YEARS
    held = claim(store.writer("test"), "w", ["k"], PACE)
    assert held is not None
    held.give_back({}, PACE)
    clock.shift = timedelta(0)
    assert take(store) == job


def test_a_job_tried_again_by_a_person_under_such_a_clock_is_done(
    store: Store, clock: Clock
) -> None:
    job = add(store)
    held = claim(store.writer("test"), "w", ["k"], PACE)
    assert held is not None
    held.give_back({}, PACE, again=False)
    clock.shift = YEARS
    retry(store.writer("test"), job)
    clock.shift = timedelta(0)
    assert take(store) == job


def test_the_lease_of_a_dead_worker_ends_whatever_the_clock_said(
    store: Store, clock: Clock
) -> None:
    job = add(store)
    clock.shift = YEARS
    assert take(store, "dead") == job
    clock.shift = timedelta(0)
    assert take(store, "alive") == 0  # it may live: it has the time of a lease to say so
    clock.shift = 2 * PACE.lease
    assert take(store, "alive") == 0  # tried again a little later, as after any such end
    clock.shift = 3 * PACE.lease
    assert take(store, "alive") == job


def test_a_living_worker_keeps_its_job_when_the_clock_goes_back(store: Store, clock: Clock) -> None:
    clock.shift = YEARS
    job = add(store)
    held = claim(store.writer("test"), "w", ["k"], PACE)
    assert held is not None
    clock.shift = timedelta(0)
    assert take(store, "other") == 0
    assert held.renew(PACE.lease)
    with store.writer("test").keep() as session:
        held.finish(session)
    with store.writer("test").look() as session:
        assert session.get_one(Job, job).status == "done"


def test_a_job_that_two_workers_hold_after_a_jump_ahead_ends_once(
    store: Store, clock: Clock
) -> None:
    add(store)
    first = claim(store.writer("test"), "first", ["k"], PACE)
    clock.shift = timedelta(hours=1)
    take(store, "second")
    clock.shift = timedelta(hours=2)
    second = claim(store.writer("test"), "second", ["k"], PACE)
    assert first is not None
    assert second is not None
    with pytest.raises(BeffroiError, match=r"job\.lost"), store.writer("test").keep() as session:
        first.finish(session)
    with store.writer("test").keep() as session:
        second.finish(session)


def test_the_last_word_counts_and_a_key_is_known_whatever_the_clock(
    store: Store, clock: Clock
) -> None:
    drain = Drain(store.writer("test"))
    word, shifts = 0.0, (timedelta(0), YEARS, BEHIND, timedelta(0))
    for together in (True, False):
        for number, clock.shift in enumerate(shifts):
            word += 1
            said = rows([at(0), at(10), word], [at(10 + 10 * number), at(20 + 10 * number), word])
            receipt = send(store, 1, f"{together} {number}", said)
            assert not together or drain.run().messages == 1
            clock.shift = YEARS if clock.shift <= timedelta(0) else BEHIND
            again = send(store, 1, f"{together} {number}", said)
            assert (again.message, again.repeated) == (receipt.message, True)
        while drain.run().messages:
            pass
        door = store.reader(store.whole("test", "test"))
        found = door.observations(only(store))["value"].to_pylist()
        assert found[0] == 1000 * word
        assert len(found) == 1 + len(shifts)
    clock.shift = timedelta(0)
    assert check(store, deep=True) == []


def test_a_token_ends_by_the_clock_and_works_again_once_it_is_right(
    store: Store, clock: Clock
) -> None:
    secret, _ = tokens.create(store.writer("test"), 1, "gateway", 30)
    clock.shift = YEARS
    with pytest.raises(BeffroiError, match=r"token\.refused"):
        tokens.bearer(store.writer("test"), secret)
    for clock.shift in (timedelta(0), -YEARS):
        assert tokens.bearer(store.writer("test"), secret).name == "gateway"


def test_what_was_replaced_under_a_clock_that_was_ahead_goes_too(
    store: Store, clock: Clock
) -> None:
    clock.shift = YEARS
    everything(store)
    left = orphan(store, "lake/organisation=1/year=2024/batch-00000777-raw.parquet", 0)
    later = time.time() + YEARS.total_seconds()
    os.utime(left, (later, later))
    clock.shift = timedelta(0)
    door = store.writer("test")
    sweep(door, DAY)  # counted from now on
    assert named(store, seen=False) > named(store, seen=True)
    clock.shift = timedelta(hours=25)
    swept = sweep(door, DAY)
    assert (swept.files > 0, swept.orphans) == (True, 1)
    assert on_disk(store) == named(store, seen=True) == named(store, seen=False)
    clock.shift = timedelta(0)
    assert check(store, deep=True) == []


def test_a_jump_ahead_sweeps_nothing_that_readers_see(store: Store, clock: Clock) -> None:
    everything(store)
    before = named(store, seen=True)
    clock.shift = YEARS
    sweep(store.writer("test"), DAY)
    assert named(store, seen=True) == before == on_disk(store)
    clock.shift = timedelta(0)
    assert check(store, deep=True) == []


def test_the_last_backup_is_the_last_one_made_whatever_the_clock(
    store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from beffroi.store.backup import snapshot

    class Ticking(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return clock()

    monkeypatch.setattr(snapshot, "datetime", Ticking)
    place = repository.Repository.create(tmp_path / "backups", (), clear=True)
    made = []
    for shift in (timedelta(0), YEARS, -YEARS, timedelta(0)):
        clock.shift = shift
        made.append(make_snapshot(store, place).name)
    assert place.snapshots() == made


def test_numbers_of_batches_follow_whatever_the_clock(store: Store, clock: Clock) -> None:
    drain = Drain(store.writer("test"))
    found = []
    for number, clock.shift in enumerate((YEARS, BEHIND, timedelta(0))):
        send(store, 1, f"{number}", rows([at(number), at(number + 1), 1.0]))
        found.append(drain.run().batch)
    assert found == sorted(found, key=lambda one: one or 0)
    with store.writer("test").look() as session:
        batches = [session.get_one(models.Batch, one) for one in found if one]
    assert [row.status for row in batches] == ["done"] * 3
    door = store.reader(store.whole("test", "test"))
    assert door.observations(Selection((1,))).num_rows == 3
