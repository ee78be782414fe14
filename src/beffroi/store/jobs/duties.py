"""What a worker does without being asked, and how often."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from beffroi.store.jobs.worker import Duty
from beffroi.store.state.flow import Message
from beffroi.store.store import Store
from beffroi.store.stream.drain import Drain

#: Seconds between two drains. Messages that come meanwhile go into one commit.
EACH_SECOND = 1.0


def duties(store: Store) -> list[Duty]:
    """Return the duties of a worker; others are added here, one line each."""
    return [Duty("drain", EACH_SECOND, _drain(store))]


def _drain(store: Store) -> Callable[[], bool]:
    return partial(_drain_once, Drain(store.writer("worker")))


def _drain_once(drain: Drain) -> bool:
    """Put what waits in the lake; nothing is locked while nothing waits."""
    with drain.door.look() as session:
        waiting = select(Message.id).where(Message.content.is_not(None)).limit(1)
        if session.scalar(waiting) is None:
            return False
    return drain.run().messages > 0
