"""The queue: jobs are added, held by one worker at a time, given back, ended."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.flow import JOB_LOST, JOB_STOPPED
from beffroi.periods import utc_now
from beffroi.store.state.flow import Job
from beffroi.store.write import WriteDoor

ACTIVE = ("waiting", "running")
_LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a worker may be silent, how often a job is tried, how long between two tries."""

    lease: timedelta = timedelta(seconds=60)
    attempts: int = 5
    delay: timedelta = timedelta(seconds=5)

    def after(self, attempts: int) -> timedelta:
        """Return how long to wait after so many attempts.

        >>> [Pace().after(n).seconds for n in (1, 2, 3, 30)]
        [5, 10, 20, 3600]
        """
        times: int = 2 ** min(attempts - 1, 20)
        return min(self.delay * times, _LONGEST_DELAY)


@dataclass(slots=True)
class Held:
    """A job in the hands of a worker."""

    id: int
    kind: str
    organisation: int | None
    arguments: dict[str, Any]
    attempt: int
    worker: str
    actor: str
    door: WriteDoor
    lost: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def progress(self, **said: Any) -> None:
        """Say how far it is: shown by `beffroi jobs`.

        Raises:
            BeffroiError: `job.lost`: the handler must stop.
        """
        with self.door.keep() as session:
            self._mine(session, progress=said)

    def finish(self, session: Session, result: dict[str, Any] | None = None) -> None:
        """End the job in the transaction of its effect: both are kept, or neither.

        Raises:
            BeffroiError: `job.lost`: the transaction must not be committed.
        """
        self._mine(
            session, status="done", result=result or {}, finished_at=utc_now(), lease_until=None
        )
        self.ended = True

    def renew(self, lease: timedelta) -> bool:
        """Hold it for longer; answer whether it is still held."""
        try:
            with self.door.keep() as session:
                self._mine(session, lease_until=utc_now() + lease)
        except BeffroiError as error:
            if error.type is not JOB_LOST:
                raise
            return False
        return True

    def give_back(self, error: dict[str, Any], pace: Pace, *, again: bool = True) -> None:
        """Give it back after an error, to be tried later; or for good."""
        with self.door.keep() as session:
            self._mine(session, **_given_back(self.attempt, error, pace, again=again))

    def _mine(self, session: Session, **values: Any) -> None:
        # Whoever holds the row now is in it: a worker that lost its lease changes nothing.
        mine = and_(
            Job.id == self.id,
            Job.status == "running",
            Job.worker == self.worker,
            Job.attempts == self.attempt,
        )
        found = session.execute(update(Job).where(mine).values(**values).returning(Job.id))
        if found.one_or_none() is None:
            self.lost.set()
            raise BeffroiError(JOB_LOST, job=self.id)


def enqueue(
    session: Session,
    kind: str,
    arguments: dict[str, Any] | None = None,
    unique_key: str | None = None,
    *,
    organisation: int | None = None,
    actor: str = "beffroi",
    not_before: datetime | None = None,
) -> int:
    """Add a job in the transaction of whoever needs it; return its number.

    Where a job of the same `unique_key` waits or runs, it is returned and nothing is added.
    """
    if unique_key is not None and (known := _active(session, unique_key)) is not None:
        return known
    now = utc_now()
    row = Job(
        kind=kind,
        organisation_id=organisation,
        arguments=arguments or {},
        unique_key=unique_key,
        status="waiting",
        not_before=not_before or now,
        attempts=0,
        created_at=now,
        progress={},
        result={},
        actor=actor,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        known = _active(session, unique_key or "")
        if known is None:
            raise
        return known
    return row.id


def claim(door: WriteDoor, worker: str, kinds: Collection[str], pace: Pace) -> Held | None:
    """Take the job that has waited the longest, if any can be begun.

    On SQLite one writes at a time; on PostgreSQL a row that another worker is taking is passed
    over. The state is only read while there is nothing to take.

    A clock that was ahead and was set right leaves times that would not come for long: a lease so
    far off is brought near (its worker, if it lives, renews it), a job does not wait for its time.
    """
    now = utc_now()
    dead: ColumnElement[bool] = and_(Job.status == "running", Job.lease_until < now)
    far: ColumnElement[bool] = and_(
        Job.status == "running", Job.lease_until > now + pace.lease + _LONGEST_DELAY
    )
    with door.look() as session:
        if session.scalar(select(Job.id).where(_ready(kinds) | dead | far).limit(1)) is None:
            return None
    with door.keep() as session:
        session.execute(update(Job).where(far).values(lease_until=now + pace.lease))
        for row in session.scalars(select(Job).where(dead).with_for_update(skip_locked=True)):
            error = BeffroiError(JOB_STOPPED, job=row.id, attempts=row.attempts).to_dict()
            for name, value in _given_back(row.attempts, error, pace).items():
                setattr(row, name, value)
        session.flush()
        query = select(Job).where(_ready(kinds)).order_by(Job.not_before, Job.id).limit(1)
        found = session.scalar(query.with_for_update(skip_locked=True))
        if found is None:
            return None
        found.status, found.worker = "running", worker
        found.attempts += 1
        found.started_at = utc_now()
        found.lease_until = found.started_at + pace.lease
        return Held(
            found.id,
            found.kind,
            found.organisation_id,
            dict(found.arguments),
            found.attempts,
            worker,
            found.actor,
            door,
        )


def _ready(kinds: Collection[str]) -> ColumnElement[bool]:
    now = utc_now()
    later = now + _LONGEST_DELAY
    # Nothing is asked for in the future, nor waits longer after an error: the clock was ahead.
    ahead = or_(Job.created_at > later, and_(Job.attempts > 0, Job.not_before > later))
    return and_(Job.status == "waiting", or_(Job.not_before <= now, ahead), Job.kind.in_(kinds))


def _given_back(
    attempts: int, error: dict[str, Any], pace: Pace, *, again: bool = True
) -> dict[str, Any]:
    now = utc_now()
    values = {"result": {"error": error}, "lease_until": None, "worker": None}
    if again and attempts < pace.attempts:
        return {**values, "status": "waiting", "not_before": now + pace.after(attempts)}
    return {**values, "status": "failed", "finished_at": now}


def _active(session: Session, unique_key: str) -> int | None:
    return session.scalar(
        select(Job.id).where(Job.unique_key == unique_key, Job.status.in_(ACTIVE))
    )
