"""What a worker does without being asked, and how often."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import Select, select

from beffroi.ingest.tending import repair_streamed
from beffroi.store import documents, retention
from beffroi.store.backup.scheduled import schedule
from beffroi.store.compacting import compact
from beffroi.store.deposits.working import tidy
from beffroi.store.erasing.ending import recover_erasures
from beffroi.store.jobs.worker import Duty
from beffroi.store.journal import asking
from beffroi.store.recovery import recover
from beffroi.store.rollups.pending import PENDING
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain
from beffroi.store.sweeping import sweep
from beffroi.store.write import WriteDoor

#: Seconds between two times. Messages that come between two drains go into one commit.
_DRAIN, _RECOVER, _ROLL, _COMPACT, _REPAIR = 1.0, 60.0, 20.0, 60.0, 3600.0
_SWEEP, _SCHEDULE, _WITNESS = 3600.0, 30.0, 60.0

_MESSAGES = select(Message.id).where(Message.content.is_not(None))
_UNREPAIRED = select(models.Batch.id).where(~models.Batch.repaired, models.Batch.status == "done")


def duties(store: Store) -> list[Duty]:
    """Return the duties of a worker; others are added here, one line each."""
    door = store.writer("worker")
    drain = Drain(door)
    keep = timedelta(hours=store.settings.keep_replaced_hours)
    there_is = partial(_where, door)
    return [
        Duty("drain", _DRAIN, there_is(_MESSAGES, lambda: drain.run().messages > 0)),
        Duty("recover", _RECOVER, partial(recover, door)),
        Duty("roll", _ROLL, there_is(PENDING, partial(roll, door))),
        Duty("compact", _COMPACT, partial(compact, door)),
        Duty("erasures", _RECOVER, partial(recover_erasures, door)),
        Duty("sweep", _SWEEP, partial(sweep, door, keep)),
        Duty("repair", _REPAIR, there_is(_UNREPAIRED, partial(repair_streamed, door))),
        # Only adds jobs: what takes long must not keep messages waiting.
        Duty("backups", _SCHEDULE, schedule(store)),
        Duty("retention", _SWEEP, partial(retention.schedule, door)),
        Duty(
            "deposits",
            _SWEEP,
            partial(tidy, door, timedelta(days=store.settings.uploads_keep_days)),
        ),
        Duty("documents", _SWEEP, partial(documents.tidy, door)),
        Duty("witnesses", _WITNESS, partial(asking.schedule, door)),
    ]


def _where(door: WriteDoor, query: Select[int], work: Callable[[], object]) -> Callable[[], object]:
    """Work where a query finds something: nothing is locked while nothing waits."""

    def run() -> object:
        with door.look() as session:
            if session.scalar(query.limit(1)) is None:
                return False
        return work()

    return run
