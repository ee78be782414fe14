"""Jobs are done, once, whatever happens to those who do them."""

import os
import random
import signal
import threading
import time
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.cli import UNEXPECTED
from beffroi.errors.store import HOME_BUSY
from beffroi.periods import utc_now
from beffroi.store.jobs import queue
from beffroi.store.jobs.deciding import cancel, listed, retry
from beffroi.store.jobs.queue import Held, Pace, claim, enqueue
from beffroi.store.jobs.worker import Duty, Worker
from beffroi.store.state import models
from beffroi.store.state.flow import Job
from beffroi.store.store import Store
from tests.apart import Process

FAST = Pace(timedelta(seconds=30), 3, timedelta(0))
SLOW = 240.0
"""How long to wait for what another thread or process does, on a crowded machine [s]."""
KILLS = int(os.environ.get("BEFFROI_TEST_KILLS", "6"))


def add(store: Store, kind: str = "k", **options: Any) -> int:
    with store.writer("test").keep() as session:
        return enqueue(session, kind, options.pop("arguments", {"n": 1}), **options)


def get(store: Store, job: int) -> Job:
    with store.writer("test").look() as session:
        return session.get_one(Job, job)


def take(store: Store, worker: str = "w", pace: Pace = FAST) -> Held:
    held = claim(store.writer("test"), worker, ["k"], pace)
    assert held is not None
    return held


def worker(store: Store, handler: Any, pace: Pace = FAST) -> Worker:
    return Worker(store, "w", kinds={"k": handler}, pace=pace, idle=0.01)


def test_a_job_is_added_with_what_needs_it_or_not_at_all(store: Store) -> None:
    def broken() -> None:
        with store.writer("test").keep() as session:
            enqueue(session, "k")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert listed(store.writer("test"), 9) == []


def test_a_job_is_done_and_keeps_its_result(store: Store) -> None:
    job = add(store)
    assert worker(store, lambda _store, held: {"n": held.arguments["n"]}).one()
    row = get(store, job)
    assert (row.status, row.result, row.attempts) == ("done", {"n": 1}, 1)
    assert not worker(store, lambda *_: {}).one()


def test_one_job_of_a_key_at_a_time(store: Store) -> None:
    first = add(store, unique_key="repair 1")
    assert add(store, unique_key="repair 1") == first
    take(store)
    assert add(store, unique_key="repair 1") == first
    with store.writer("test").keep() as session:
        session.get_one(Job, first).status = "done"
    assert add(store, unique_key="repair 1") != first


def test_a_job_waits_for_its_time_and_for_who_knows_it(store: Store) -> None:
    add(store, not_before=utc_now() + timedelta(hours=1))
    add(store, "of a later version")
    assert claim(store.writer("test"), "w", ["k"], FAST) is None


def test_an_error_is_kept_and_tried_again_so_many_times(store: Store) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise BeffroiError(HOME_BUSY, home="h")

    job = add(store)
    for attempt in (1, 2):
        worker(store, broken).one()
        assert (get(store, job).status, get(store, job).attempts) == ("waiting", attempt)
    worker(store, broken).one()
    row = get(store, job)
    assert (row.status, row.result["error"]["code"]) == ("failed", "store.home_busy")
    retry(store.writer("test"), job)
    assert (get(store, job).status, get(store, job).attempts) == ("waiting", 0)


def test_an_error_that_would_come_again_is_not_tried_again(store: Store) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise BeffroiError(UNEXPECTED, reason="r")

    job = add(store)
    worker(store, broken).one()
    assert get(store, job).status == "failed"


def test_a_lease_that_ran_out_gives_the_job_back(store: Store) -> None:
    job = add(store)
    short = Pace(timedelta(seconds=-1), 2, timedelta(0))
    dead = take(store, "dead", short)
    alive = take(store, "alive", Pace(timedelta(seconds=30), 2, timedelta(0)))
    assert (alive.id, alive.attempt) == (job, 2)
    with pytest.raises(BeffroiError, match=r"job\.lost"), store.writer("test").keep() as session:
        dead.finish(session, {"by": "dead"})
    assert not dead.renew(timedelta(seconds=1))
    with store.writer("test").keep() as session:
        alive.finish(session, {"by": "alive"})
    assert get(store, job).result == {"by": "alive"}


def test_a_job_whose_workers_all_die_fails(store: Store) -> None:
    job = add(store)
    short = Pace(timedelta(seconds=-1), 2, timedelta(0))
    take(store, "a", short)
    take(store, "b", short)
    assert claim(store.writer("test"), "c", ["k"], short) is None
    assert get(store, job).result["error"]["code"] == "job.stopped"
    assert get(store, job).status == "failed"


def test_the_lease_of_a_long_job_is_renewed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, seen = threading.Event(), threading.Event()

    def long(_store: Store, held: Held) -> dict[str, Any]:
        begun.set()
        assert seen.wait(SLOW)
        held.progress(done=1, whole=2)
        return {}

    def lease() -> datetime:
        until = get(store, job).lease_until
        assert until is not None
        return until

    job = add(store)
    pace = Pace(timedelta(seconds=6), 3, timedelta(0))  # renewed every two seconds
    thread = threading.Thread(target=worker(store, long, pace).one)
    thread.start()
    assert begun.wait(SLOW)
    first, end = lease(), time.monotonic() + SLOW
    while lease() == first and time.monotonic() < end:
        time.sleep(0.05)
    # The moment when the first lease has run out.
    monkeypatch.setattr(queue, "utc_now", lambda: first + timedelta(milliseconds=1))
    assert claim(store.writer("test"), "other", ["k"], pace) is None
    monkeypatch.undo()
    seen.set()
    thread.join()
    row = get(store, job)
    assert (row.status, row.attempts, row.progress) == ("done", 1, {"done": 1, "whole": 2})


def test_a_job_that_is_cancelled_cannot_be_ended(store: Store) -> None:
    job = add(store)
    held = take(store)
    cancel(store.writer("test"), job)
    with pytest.raises(BeffroiError, match=r"job\.lost"):
        held.progress(done=1)
    with pytest.raises(BeffroiError, match=r"job\.state"):
        cancel(store.writer("test"), job)


def test_duties_go_on_after_an_error_and_stop_when_told(store: Store) -> None:
    runs: list[int] = []
    busy = Worker(store, "w", kinds={}, idle=0.01)

    def duty() -> bool:
        runs.append(1)
        if len(runs) == 2:
            raise BeffroiError(HOME_BUSY, home="h")
        if len(runs) == 6:
            busy.stop.set()
        return len(runs) < 2

    busy.duties = [Duty("d", 0.01, duty)]
    busy.run()
    assert len(runs) == 6


def _work(root: Path) -> None:
    """Do jobs whose effect is a new organisation, in the transaction of their end."""

    def effect(store: Store, held: Held) -> dict[str, Any]:
        time.sleep(random.random() * 0.03)
        with store.writer("w").change("test.effect", "test") as change:
            name = f"job {held.id}"
            change.session.add(
                models.Organisation(
                    key=f"{name} by {held.worker}",
                    name=name,
                    kind="test",
                    attributes={},
                    created_at=utc_now(),
                )
            )
            held.finish(change.session)
        return {}

    with Store.open(root) as store:
        pace = Pace(timedelta(seconds=0.5), 1000, timedelta(0))
        Worker(store, "w", kinds={"k": effect}, pace=pace, idle=0.01).run()


def test_killed_workers_lose_no_job_and_do_none_twice(store: Store) -> None:
    root, jobs, chance = store.home.root, 60, random.Random(7)
    for _ in range(jobs):
        add(store)

    def begin() -> BaseProcess:
        process = Process(target=_work, args=(root,))
        process.start()
        return process

    def left() -> int:
        with store.writer("test").look() as session:
            query = select(func.count()).where(Job.status != "done")
            return session.scalars(query).one()

    workers, killed = [begin(), begin()], 0
    until = time.monotonic() + SLOW + 4 * KILLS
    while (killed < KILLS or left()) and time.monotonic() < until:
        if killed == KILLS:
            time.sleep(0.1)
            continue
        if left() < 12:  # however fast they are, one is to die at work
            for _ in range(12):
                add(store)
                jobs += 1
        with store.writer("test").look() as session:
            busy = session.scalar(select(Job.id).where(Job.status == "running").limit(1))
        time.sleep(chance.random() * 0.03)  # anywhere in its work
        if busy is not None:
            one = chance.randrange(2)
            os.kill(workers[one].pid or 0, signal.SIGKILL)
            workers[one].join()
            workers[one] = begin()
            killed += 1
    for process in workers:
        process.kill()
        process.join()
    with store.writer("test").look() as session:
        made = session.scalars(
            select(models.Organisation.name).where(models.Organisation.kind == "test")
        ).all()
        ends = session.scalars(select(Job.status)).all()
    assert ends == ["done"] * jobs
    assert sorted(made) == sorted({f"job {number + 1}" for number in range(jobs)})
    assert killed == KILLS
