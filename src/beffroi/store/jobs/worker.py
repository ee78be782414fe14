"""A worker: does jobs one after the other, and keeps duties at their cadence beside them."""

import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.cli import UNEXPECTED
from beffroi.errors.flow import JOB_LOST
from beffroi.errors.store import HOME_BUSY
from beffroi.store.jobs.kinds import KINDS, Handler
from beffroi.store.jobs.queue import Held, Pace, claim
from beffroi.store.store import Store

log = logs.logger(__name__)
_LONGEST_SILENCE = 60.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done again and again; `run` answers True where more is to be done now.

    Several workers may try at the same time: a duty holds the lock of what it writes, and one that
    finds it held leaves it to the other.
    """

    name: str
    every: float
    """Seconds from the end of one time to the next."""
    run: Callable[[], object]


@dataclass(slots=True)
class Worker:
    """Works for an installation until it is told to stop."""

    store: Store
    name: str
    duties: Sequence[Duty] = ()
    kinds: Mapping[str, Handler] = field(default_factory=lambda: KINDS)
    pace: Pace = field(default_factory=Pace)
    idle: float = 0.5
    """How often it looks for a job when there is none [s]."""
    stop: threading.Event = field(default_factory=threading.Event)
    mark: str = ""

    def __post_init__(self) -> None:
        # A worker started again under the same name is another one: it holds nothing.
        self.mark = f"{self.name}/{os.getpid()}-{secrets.token_hex(4)}"

    def run(self) -> None:
        """Work until `stop` is set; what is in hand is finished."""
        helper = threading.Thread(target=self._do_jobs, name="jobs")
        helper.start()
        try:
            self._keep_duties()
        finally:
            self.stop.set()
            helper.join()

    def one(self) -> bool:
        """Do one job, if any can be begun; answer whether there was one."""
        door = self.store.writer(f"worker {self.name}")
        job = claim(door, self.mark, tuple(self.kinds), self.pace)
        if job is None:
            return False
        done = threading.Event()
        beat = threading.Thread(target=self._hold, args=(job, done), name=f"lease-{job.id}")
        beat.start()
        try:
            self._do(job)
        except BeffroiError as error:
            if error.type is not JOB_LOST:
                raise
            log.warning("job lost", job=job.id, kind=job.kind)
        finally:
            done.set()
            beat.join()
        return True

    def _do(self, job: Held) -> None:
        try:
            result = self.kinds[job.kind](self.store, job)
            if not job.ended:
                with job.door.keep() as session:
                    job.finish(session, result)
        except BeffroiError as error:
            if error.type is JOB_LOST:
                raise
            self._failed(job, error, again=error.type.retryable)
        except Exception as error:
            reason = f"{type(error).__name__} – {error}"
            self._failed(job, BeffroiError(UNEXPECTED, reason=reason), again=True)

    def _failed(self, job: Held, error: BeffroiError, *, again: bool) -> None:
        data: dict[str, Any] = error.to_dict(self.store.settings.language)
        log.warning("job failed", job=job.id, kind=job.kind, code=error.type.code)
        job.give_back(data, self.pace, again=again)

    def _hold(self, job: Held, done: threading.Event) -> None:
        """Renew the lease from a thread of its own: a handler may compute for minutes."""
        while not done.wait(self.pace.lease.total_seconds() / 3):
            try:
                if not job.renew(self.pace.lease):
                    return
            except BeffroiError as error:  # the state is busy, or the disk full for a moment
                log.warning("lease not renewed", job=job.id, code=error.type.code)

    def _do_jobs(self) -> None:
        while not self.stop.is_set():
            if not self._guarded("jobs", self.one):
                self.stop.wait(self.idle)

    def _keep_duties(self) -> None:
        due = dict.fromkeys(range(len(self.duties)), 0.0)
        silence = dict.fromkeys(due, 0.0)
        while not self.stop.is_set():
            for place, duty in enumerate(self.duties):
                if time.monotonic() < due[place] or self.stop.is_set():
                    continue
                more = self._guarded(duty.name, duty.run)
                # What fails is tried again more and more rarely.
                silence[place] = (
                    min(2 * silence[place] + duty.every, _LONGEST_SILENCE) if more is None else 0.0
                )
                due[place] = time.monotonic() + (0.0 if more else duty.every + silence[place])
            self.stop.wait(max(min(due.values(), default=1e9) - time.monotonic(), 0.01))

    def _guarded(self, name: str, run: Callable[[], object]) -> bool | None:
        """Run; a worker outlives what goes wrong, and says so in the log."""
        try:
            return run() is True
        except BeffroiError as error:
            if error.type is HOME_BUSY:  # another process is at it
                return False
            log.error("failed", duty=name, code=error.type.code, what=error.to_dict("en")["what"])
        except Exception:
            log.exception("failed", duty=name)
        return None
