"""Backups and drills that workers make by themselves, as settings say.

When the last one was is read in the journal, which each keeps in one transaction with the end of
its job: a restart neither repeats nor forgets it. A failed one is a failed job, with its error as
data; the next is added later and later, a day at most, until one succeeds.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.cli import FILE_REFUSED
from beffroi.errors.reasons import reason_of
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.backup.drill import ASIDE, drill, note
from beffroi.store.backup.history import DRILL, MAKE, failures, last
from beffroi.store.backup.keys import read_key
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import Progress
from beffroi.store.backup.snapshot import ASIDE as COPIED
from beffroi.store.backup.snapshot import make_snapshot, outside
from beffroi.store.jobs.kinds import KINDS, Handler, kind
from beffroi.store.jobs.queue import Held, enqueue
from beffroi.store.state.flow import Job
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor

_FIRST_RETRY, _LAST_RETRY = timedelta(hours=1), timedelta(days=1)
_SAID_EVERY = 5.0


def handlers(store: Store) -> dict[str, Handler]:
    """Return what the workers of a home can do: one without the folder leaves it to the others."""
    mine = bool(store.settings.backup_to)
    return {name: run for name, run in KINDS.items() if mine or name not in (MAKE, DRILL)}


def schedule(store: Store) -> Callable[[], object]:
    """Return what adds the jobs that are due; several workers add each of them once."""
    door = store.writer("worker")

    def run() -> None:
        for name in (MAKE, DRILL):
            found = outlook(door, store.settings, name)
            if found.next is not None and found.next <= utc_now():
                _add(door, name, found.last.id if found.last else 0)

    return run


def place_of(settings: Settings) -> str:
    """Return the folder that the service backs up to; empty where it does not."""
    return str(Path(settings.backup_to)) if settings.backup_to else ""


def cadences(settings: Settings) -> dict[str, timedelta]:
    """Return what the service makes by itself, and how often."""
    every = {
        MAKE: timedelta(hours=settings.backup_every_hours),
        DRILL: timedelta(days=settings.drill_every_days),
    }
    return {name: cadence for name, cadence in every.items() if cadence and settings.backup_to}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of backups or drills, and when the service makes the next one, if it does."""

    last: JournalEntry | None
    failed: Sequence[Job]
    """Those that failed since, the last one first."""
    next: datetime | None


def outlook(door: WriteDoor, settings: Settings, name: str) -> Outlook:
    """Look at the last one and what failed since; a drill waits for a first backup."""
    to, cadence = place_of(settings), cadences(settings).get(name)
    with door.look() as session:
        before = last(session, name, to)
        failed = failures(session, name, before.at if before else None)
        early = name == DRILL and before is None and last(session, MAKE, to) is None
    if cadence is None:
        return Outlook(before, failed, None)
    return Outlook(before, failed, utc_now() + cadence if early else _due(before, failed, cadence))


def _due(before: JournalEntry | None, failed: Sequence[Job], cadence: timedelta) -> datetime:
    now = utc_now()
    # A time to come was noted by a clock that was wrong: it must not silence the service.
    first = now if before is None or before.at > now else before.at + cadence
    if not failed:
        return first
    delay: timedelta = min(_FIRST_RETRY * 2 ** min(len(failed) - 1, 10), _LAST_RETRY)
    return max(first, (failed[0].finished_at or now) + delay)


def _add(door: WriteDoor, name: str, after: int) -> None:
    """Add a job; `after` is the last one known when it was found to be due.

    Another worker may have made one since then: the job then has nothing left to do.
    """
    with door.keep() as session:
        enqueue(session, name, {"after": after}, unique_key=name, actor=door.actor)


@kind(MAKE)
def _make(store: Store, job: Held) -> dict[str, Any]:
    """Make a backup where the settings say."""
    to = Path(place_of(store.settings))
    if (known := _done_meanwhile(job, to)) is not None:
        return known
    outside(store.home, to)
    _clean(store.home.spool, COPIED, _LAST_RETRY)  # somebody may be making one by hand
    place = Repository.open(to)
    begun = time.monotonic()
    made = asdict(make_snapshot(store, place, _said(job)))
    result = {**made, "to": str(to), "seconds": round(time.monotonic() - begun, 3)}
    with job.door.change(MAKE, "continuity", subject=made["name"]) as change:
        change.detail = result
        job.finish(change.session, result)
    return result


@kind(DRILL)
def _drill(store: Store, job: Held) -> dict[str, Any]:
    """Prove the last backup by restoring it aside, on the disk of the home."""
    to, key = Path(place_of(store.settings)), store.settings.backup_identity
    if (known := _done_meanwhile(job, to)) is not None:
        return known
    aside = store.home.spool
    _clean(aside, ASIDE)
    try:
        place = Repository.open(to, read_key(Path(key)) if key else None)
        proof = drill(place, "", aside, _said(job))
    except OSError as error:
        name = error.filename or str(aside)
        raise BeffroiError(FILE_REFUSED, name=name, reason=reason_of(error)) from error
    with job.door.change(DRILL, "continuity") as change:
        result = note(change, proof, to)
        job.finish(change.session, result)
    return result


def _done_meanwhile(job: Held, to: Path) -> dict[str, Any] | None:
    """Return what was done since the job was added: it has nothing left to do."""
    with job.door.look() as session:
        found = last(session, job.kind, str(to))
        after = job.arguments.get("after", 0)
        return dict(found.detail) if found is not None and found.id > after else None


def _said(job: Held) -> Progress:
    """Say how far it is, now and then: this is also how a worker learns that it must stop."""
    spoken = time.monotonic()

    def step(_name: str, done: int, whole: int) -> None:
        nonlocal spoken
        if time.monotonic() - spoken >= _SAID_EVERY:
            job.progress(files=done, whole=whole)
            spoken = time.monotonic()

    return step


def _clean(spool: Path, prefix: str, age: timedelta = timedelta(0)) -> None:
    """Remove what a worker that was killed left aside."""
    before = time.time() - age.total_seconds()
    for left in spool.glob(f"{prefix}*"):
        if left.is_dir() and left.stat().st_mtime <= before:
            shutil.rmtree(left, ignore_errors=True)
