"""What people see of jobs, and decide about them."""

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.flow import JOB_STATE
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.jobs.queue import ACTIVE
from beffroi.store.state.flow import Job
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_WHAT = Text(fr="tâche", en="job")


def listed(door: WriteDoor, most: int) -> list[Job]:
    """List jobs: those that wait or run first, then the last that ended."""
    with door.look() as session:
        active = session.scalars(
            select(Job).where(Job.status.in_(ACTIVE)).order_by(Job.id).limit(most)
        ).all()
        ended = session.scalars(
            select(Job)
            .where(Job.status.not_in(ACTIVE))
            .order_by(Job.id.desc())
            .limit(max(most - len(active), 0))
        ).all()
    return [*active, *ended]


def retry(door: WriteDoor, job: int) -> Job:
    """Let a failed or cancelled job wait again, with all its attempts.

    Raises:
        BeffroiError: `store.not_found`, `job.state`.
    """
    with door.change("job.retry", "operation", subject=f"job {job}") as change:
        change.session.expire_on_commit = False
        row = change.session.get(Job, job)
        if row is None:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=job, command="jobs")
        twin = row.unique_key and change.session.scalar(
            select(Job.status).where(Job.unique_key == row.unique_key, Job.status.in_(ACTIVE))
        )
        if row.status not in ("failed", "cancelled") or twin:
            raise BeffroiError(JOB_STATE, job=job, status=twin or row.status)
        # It waits for nothing, whatever the clock says later.
        row.status, row.attempts, row.not_before = "waiting", 0, row.created_at
        row.finished_at = None
    return row


def cancel(door: WriteDoor, job: int) -> Job:
    """Cancel a job; one that runs is taken from its worker, which can no longer end it.

    Raises:
        BeffroiError: `store.not_found`, `job.state`.
    """
    with door.change("job.cancel", "operation", subject=f"job {job}") as change:
        change.session.expire_on_commit = False
        row = change.session.get(Job, job, with_for_update=True)
        if row is None:
            raise BeffroiError(NOT_FOUND, what=_WHAT, key=job, command="jobs")
        if row.status not in ACTIVE:
            raise BeffroiError(JOB_STATE, job=job, status=row.status)
        row.status, row.finished_at, row.lease_until = "cancelled", utc_now(), None
    return row
