"""Nobody else writes something of an organisation while it is erased."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_BUSY
from beffroi.store.erased import require_standing
from beffroi.store.erasing.ending import end_all
from beffroi.store.lake import RECENT
from beffroi.store.recovery import COMPACTION, lock_of, mend, whole
from beffroi.store.rollups.roll import LOCK as ROLLUPS
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.stream.drain import Drain
from beffroi.store.write import WriteDoor

#: Messages may come while others are drained.
_TRIES = 5


def require_known(door: WriteDoor, organisation: int) -> None:
    """Refuse an organisation that is not there, or erased with nothing left to be erased.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        row = models.Series
        held = session.scalar(select(row.id).where(row.organisation_id == organisation).limit(1))
        if held is None:
            require_standing(session, organisation)


@contextmanager
def alone(door: WriteDoor, organisation: int, *, drained: bool) -> Iterator[None]:
    """Hold all that may write something of an organisation; its messages are in the lake."""
    for _ in range(_TRIES):
        while drained and _waiting(door, organisation) and Drain(door).run().messages:
            pass
        with door.hold(lock_of(organisation), lock_of(RECENT), ROLLUPS, COMPACTION):
            mend(door, organisation)
            mend(door, RECENT)
            mend(door, RECENT, COMPACTION)
            end_all(door)
            whole(door)
            if drained and _waiting(door, organisation):
                continue
            yield
            return
    raise BeffroiError(HOME_BUSY, home=door.home.root)


def _waiting(door: WriteDoor, organisation: int) -> bool:
    own = Message.organisation_id == organisation
    with door.look() as session:
        query = select(Message.id).where(own, Message.content.is_not(None)).limit(1)
        return session.scalar(query) is not None
