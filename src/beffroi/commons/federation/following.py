"""Pulling without being asked again: a durable job for each subscription that is due."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from beffroi import logs
from beffroi.commons.federation.pulling import pull
from beffroi.commons.federation.subscribing import listed, sweep
from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store.jobs.kinds import kind
from beffroi.store.jobs.queue import Held, enqueue
from beffroi.store.jobs.worker import Duty
from beffroi.store.state.federation import ACTIVE, Subscription
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor

PULL = "federation.pull"
_EVERY = 20.0
log = logs.logger(__name__)


def duty(store: Store) -> Duty:
    """Return what adds the jobs that are due: several workers add each of them once."""
    return Duty("federation", _EVERY, schedule(store))


def schedule(store: Store) -> Callable[[], object]:
    """Return what looks for subscriptions that are due; it waits for no network."""
    door = store.writer("worker")

    def run() -> None:
        rows = [row for row in listed(door) if due(row, utc_now())]
        if rows:
            ask(door, rows)
        sweep(store)

    return run


def due(row: Subscription, now: datetime) -> bool:
    """Tell whether a subscription is to be pulled; a clock that was ahead silences none."""
    far = row.next_at - now > 2 * timedelta(seconds=row.every_seconds)
    return row.status == ACTIVE and (row.next_at <= now or far)


def ask(door: WriteDoor, rows: Sequence[Subscription]) -> list[int]:
    """Add the jobs that pull subscriptions; return their numbers."""
    with door.keep() as session:
        return [
            enqueue(
                session,
                PULL,
                {"subscription": row.id},
                unique_key=f"{PULL}-{row.id}",
                actor=door.actor,
            )
            for row in rows
        ]


@kind(PULL)
def _pull(store: Store, job: Held) -> dict[str, Any]:
    """Pull; what goes wrong is noted with the subscription, which says when it is tried again."""
    number = int(job.arguments["subscription"])
    try:
        return pull(store, number, job.actor).to_dict()
    except BeffroiError as error:
        log.warning("not pulled", subscription=number, code=error.type.code)
        return {"subscription": number, "code": error.type.code}
