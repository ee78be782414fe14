"""The service backs up and tries its backups by itself, once each time, and tells what failed."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.ingest.duties import duties
from beffroi.periods import utc_now
from beffroi.store.backup import scheduled
from beffroi.store.backup.history import DRILL, MAKE
from beffroi.store.backup.keys import make_key, read_key
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.jobs.queue import enqueue
from beffroi.store.jobs.worker import Worker
from beffroi.store.state import models
from beffroi.store.state.flow import Job
from beffroi.store.store import Store
from tests.conftest import Create
from tests.installation import half_hours, put


@pytest.fixture
def place(tmp_path: Path) -> Repository:
    public = make_key(tmp_path / "key.txt")
    return Repository.create(tmp_path / "backups", (public,), clear=False)


@pytest.fixture
def store(tmp_path: Path, create: Create, place: Repository) -> Iterator[Store]:
    """An installation whose settings ask for both."""
    with create(tmp_path / "home") as made:
        create_organisation(made.writer("test"), "Essai")
        put(made, half_hours("2024-01-01", [1.0, 2.0, 3.0]))
        words = {"to": f"{place.root}/", "identity": str(tmp_path / "key.txt")}
        with (made.home.root / "beffroi.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'backup_to = "{words["to"]}"\nbackup_identity = "{words["identity"]}"\n'
                "drill_every_days = 30\n"
            )
        yield replace(
            made,
            settings=replace(
                made.settings,
                backup_to=words["to"],
                backup_identity=words["identity"],
                drill_every_days=30,
            ),
        )


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let the schedule believe that it is later."""

    def move(by: timedelta) -> None:
        def shifted() -> datetime:
            return utc_now() + by

        monkeypatch.setattr(scheduled, "utc_now", shifted)

    return move


def work(store: Store) -> None:
    """What a worker does that has just started: what is due, then the jobs."""
    (duty,) = (one for one in duties(store) if one.name == "backups")
    worker = Worker(store, "w", kinds=scheduled.handlers(store))
    for _ in range(2):  # a drill waits for a first backup
        duty.run()
        while worker.one():
            pass


def jobs(store: Store) -> list[tuple[str, str]]:
    with store.writer("test").look() as session:
        return [(job.kind, job.status) for job in session.scalars(select(Job).order_by(Job.id))]


def journal(store: Store, action: str) -> list[dict[str, Any]]:
    with store.writer("test").look() as session:
        row = models.JournalEntry
        return list(session.scalars(select(row.detail).where(row.action == action)))


def test_it_backs_up_and_proves_once_and_a_restart_repeats_nothing(
    store: Store, place: Repository, later: Callable[[timedelta], None]
) -> None:
    work(store)
    work(store)
    assert jobs(store) == [(MAKE, "done"), (DRILL, "done")]
    (proof,) = journal(store, DRILL)
    (name,) = place.snapshots()
    assert (proof["snapshot"], proof["observations"], proof["to"]) == (name, 3, str(place.root))
    assert proof["files"] > 2
    assert proof["seconds"] > 0
    later(timedelta(hours=23, minutes=55))
    work(store)
    assert len(jobs(store)) == 2
    later(timedelta(hours=24, minutes=1))
    work(store)
    assert set(jobs(store)[2:]) == {(MAKE, "done")}
    later(timedelta(days=31))
    work(store)
    assert (DRILL, "done") in jobs(store)[2:]
    assert not list(store.home.spool.glob("beffroi-drill-*"))


def test_nothing_is_done_where_nothing_is_asked(store: Store) -> None:
    work(replace(store, settings=replace(store.settings, backup_to="")))
    assert jobs(store) == []
    work(replace(store, settings=replace(store.settings, drill_every_days=0)))
    assert jobs(store) == [(MAKE, "done")]


def test_one_that_fails_is_told_and_tried_again_later_and_later(
    store: Store, place: Repository, later: Callable[[timedelta], None]
) -> None:
    aside = place.root.with_name("unplugged")
    place.root.rename(aside)
    work(store)
    work(store)
    assert jobs(store) == [(MAKE, "failed")]
    with store.writer("test").look() as session:
        assert session.scalars(select(Job)).one().result["error"]["code"] == "backup.no_folder"
    told = status(store, code=1)
    assert told["make"]["error"]["code"] == "backup.no_folder"
    assert told["make"]["last"] is None
    later(timedelta(minutes=61))
    work(store)
    later(timedelta(minutes=90))  # the second time, two hours are waited for
    work(store)
    assert jobs(store) == [(MAKE, "failed")] * 2
    aside.rename(place.root)
    later(timedelta(minutes=121))
    work(store)
    assert jobs(store)[2:] == [(MAKE, "done"), (DRILL, "done")]
    assert status(store)["make"]["error"] is None


def test_a_damaged_backup_is_told(store: Store, place: Repository, tmp_path: Path) -> None:
    later_on = replace(store, settings=replace(store.settings, drill_every_days=0))
    work(later_on)
    max(place.root.glob("objects/*/*"), key=lambda p: p.stat().st_size).write_bytes(b"")
    work(store)
    assert jobs(store) == [(MAKE, "done"), (DRILL, "failed")]
    assert status(store, code=1)["drill"]["error"]["code"] == "backup.broken"
    assert not list(store.home.spool.glob("beffroi-drill-*"))
    assert journal(store, DRILL) == []
    assert (tmp_path / "key.txt").read_text("utf-8").split("\n")[1] not in json.dumps(
        status(store, code=1)
    )


@pytest.mark.parametrize(("key", "code"), [("", "backup.secret_needed"), ("no", "cli.file")])
def test_a_drill_without_its_key_is_told(store: Store, key: str, code: str, tmp_path: Path) -> None:
    path = str(tmp_path / key) if key else ""
    work(replace(store, settings=replace(store.settings, backup_identity=path)))
    assert jobs(store)[0] == (MAKE, "done")
    with store.writer("test").look() as session:
        error = session.scalars(select(Job).where(Job.kind == DRILL)).one().result["error"]
    assert error["code"].startswith(code)


def test_several_workers_make_one(store: Store) -> None:
    barrier = threading.Barrier(4)

    def one() -> None:
        barrier.wait()
        work(store)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(store)
    assert len(journal(store, MAKE)) == len(journal(store, DRILL)) == 1


def test_a_job_added_twice_has_nothing_left_to_do(store: Store, place: Repository) -> None:
    work(store)
    with store.writer("test").keep() as session:
        enqueue(session, MAKE, {"after": 0}, unique_key=MAKE)
    work(store)
    assert len(place.snapshots()) == 1


def test_a_worker_without_the_folder_leaves_it_to_the_others(store: Store) -> None:
    (duty,) = (one for one in duties(store) if one.name == "backups")
    duty.run()
    elsewhere = replace(store, settings=replace(store.settings, backup_to=""))
    assert not Worker(elsewhere, "w", kinds=scheduled.handlers(elsewhere)).one()
    assert jobs(store) == [(MAKE, "waiting")]


def test_what_a_killed_drill_left_is_removed(store: Store) -> None:
    left = store.home.spool / "beffroi-drill-dead"
    left.mkdir()
    work(store)
    assert not left.exists()


def test_a_restored_installation_backs_up_nowhere(
    store: Store, place: Repository, tmp_path: Path
) -> None:
    work(store)
    opened = Repository.open(place.root, read_key(tmp_path / "key.txt"))
    restore(opened, tmp_path / "restored")
    assert "backup_to" not in (tmp_path / "restored" / "beffroi.toml").read_text("utf-8")


def test_a_clock_that_was_wrong_does_not_silence_the_service(store: Store) -> None:
    work(store)
    with store.writer("test").keep() as session:
        row = models.JournalEntry
        session.scalars(select(row).where(row.action == MAKE)).one().at += timedelta(days=900)
    work(store)
    assert jobs(store).count((MAKE, "done")) == 2


def test_the_command_tells_people_too(store: Store) -> None:
    work(store)
    result = CliRunner().invoke(build("en"), ["backup", "status", "--home", str(store.home.root)])
    assert result.exit_code == 0, result.output
    lines = " ".join(result.output.split())
    assert "Sauvegarde" in lines
    assert "3 mesures" in lines.replace("\u202f", " ")
    assert "jamais" not in lines


def status(store: Store, code: int = 0) -> dict[str, Any]:
    words = ["backup", "status", "--home", str(store.home.root), "--json"]
    result = CliRunner().invoke(build(), words)
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found
