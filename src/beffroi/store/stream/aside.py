"""Messages that are not drained: one of them must not keep the others from the lake."""

from collections.abc import Sequence

import pyarrow as pa
from sqlalchemy import delete, select, update

from beffroi import logs
from beffroi.store.drafts import SeriesKey
from beffroi.store.erased import ERASED
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.state.many import blocks
from beffroi.store.stream.content import unpack
from beffroi.store.write import WriteDoor

log = logs.logger(__name__)
Read = tuple[Message, list[SeriesKey], pa.Table]


class UnreadableError(Exception):
    """The contents of some messages are damaged."""

    def __init__(self, messages: Sequence[int]) -> None:
        super().__init__(f"messages {messages}")
        self.messages = messages


def read(messages: Sequence[Message]) -> list[Read]:
    """Read messages.

    Raises:
        UnreadableError: with the numbers of all those that are damaged.
    """
    found: list[Read] = []
    damaged = []
    for message in messages:
        try:
            found.append((message, *unpack(message.content or b"")))
        except MemoryError:
            raise  # the fault of the machine, not of the message
        except (pa.ArrowException, OSError, ValueError, TypeError, KeyError):
            damaged.append(message.id)
    if damaged:
        raise UnreadableError(damaged)
    return found


def set_aside(door: WriteDoor, messages: Sequence[int]) -> None:
    """Let damaged messages wait no more; each row stays, and a check tells to ask for it again."""
    with door.change("stream.set_aside", "stream") as change:
        for some in blocks(messages):
            mine = Message.id.in_(some), Message.batch_id.is_(None)
            change.session.execute(update(Message).where(*mine).values(content=None))
        change.detail = {"messages": list(messages)}
    log.warning("messages damaged", messages=list(messages))


def drop(door: WriteDoor) -> int:
    """Drop what waits for organisations that were erased, however it came there; count it."""
    gone = select(models.Organisation.id).where(models.Organisation.kind == ERASED)
    theirs = Message.organisation_id.in_(gone), Message.content.is_not(None)
    with door.look() as session:
        waiting = list(session.scalars(select(Message.id).where(*theirs)))
    if waiting:
        with door.change("stream.drop", "erasure") as change:
            for some in blocks(waiting):
                change.session.execute(delete(Message).where(Message.id.in_(some)))
            change.detail = {"messages": len(waiting)}
    return len(waiting)
