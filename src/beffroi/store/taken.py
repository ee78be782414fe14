"""An import waits for the messages of its organisation that are on their way into the lake."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_BUSY
from beffroi.store.lake import RECENT
from beffroi.store.recovery import lock_of, mend
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.write import WriteDoor

#: Between two looks, and for how long at most [s]: a drain is bounded.
_AGAIN, _PATIENCE = 0.05, 120.0


@contextmanager
def _passing() -> Iterator[None]:
    """Pass over what another process is at."""
    try:
        yield
    except BeffroiError as error:
        if error.type is not HOME_BUSY:
            raise


def await_drain(door: WriteDoor, organisation: int) -> None:
    """Return once no drain holds messages of an organisation; see `stream.drain`.

    Raises:
        BeffroiError: `store.home_busy` where one lasts too long.
    """
    if door.state.locks is None:
        return  # one lock for the whole home: nobody else writes
    until = time.monotonic() + _PATIENCE
    drained = (
        select(Message.id)
        .join(models.Batch, Message.batch_id == models.Batch.id)
        .where(
            Message.organisation_id == organisation,
            models.Batch.status.in_(("reading", "sealed")),
        )
        .limit(1)
    )
    while True:
        with door.look() as session:
            if session.scalar(drained) is None:
                return
        with _passing(), door.hold(lock_of(RECENT), patience=0):
            mend(door, RECENT)  # nobody drains: what holds them is dead
        if time.monotonic() >= until:
            raise BeffroiError(HOME_BUSY, home=door.home.root)
        time.sleep(_AGAIN)
