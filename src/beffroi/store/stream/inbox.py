"""Messages as they come: acknowledged once they are on the disk, each of them once."""

import hashlib
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.flow import MESSAGE_CONFLICT, MESSAGE_KEY_INVALID, STREAM_FULL
from beffroi.periods import utc_now
from beffroi.store.drafts import SeriesKey
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.flow import Message
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.tokens import require_valid
from beffroi.store.write import WriteDoor

LONGEST_KEY = 64
#: What a sender is told to wait when too much waits already [s].
LATER = 5
_FRESH = 0.5


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was acknowledged: it is on the disk, and will be in the lake."""

    message: int
    key: str
    rows: int
    sha256: str
    received_at: datetime
    repeated: bool = False
    """Whether the message had been received before; nothing was stored again."""

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data, the same each time that a message is sent."""
        return {
            "message": self.message,
            "key": self.key,
            "rows": self.rows,
            "sha256": self.sha256,
            "received_at": self.received_at.isoformat(),
        }


@dataclass(slots=True)
class Room:
    """How many rows may wait, and about how many do.

    Those that wait are counted twice a second at most, and what this process accepts is added in
    between: the check costs nothing, and several processes pass the limit by what they accept in
    half a second at most.

    One message of a process is written at a time: writers of SQLite that meet in its own queue
    sleep longer and longer, while those of a lock are served as they came.
    """

    most: int
    _waiting: int = 0
    _counted_at: float = -1.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def require(self, session: Session) -> None:
        """Refuse when too much waits.

        Raises:
            BeffroiError: `message.later`.
        """
        with self._lock:
            now = time.monotonic()
            if not self._counted_at >= 0 or now - self._counted_at > _FRESH:
                self._waiting, self._counted_at = waiting_rows(session), now
            waiting = self._waiting
        if waiting >= self.most:
            raise BeffroiError(STREAM_FULL, waiting=waiting, limit=self.most, seconds=LATER)

    def took(self, rows: int) -> None:
        """Count what was accepted since."""
        with self._lock:
            self._waiting += rows


def waiting_rows(session: Session) -> int:
    """Count the observations that are acknowledged and not in the lake yet."""
    query = select(func.coalesce(func.sum(Message.rows), 0)).where(Message.content.is_not(None))
    return int(session.scalars(query).one())


def accept(
    door: WriteDoor,
    organisation: int,
    key: str,
    keys: Sequence[SeriesKey],
    observations: pa.Table,
    room: Room | None = None,
    token: int | None = None,
) -> Receipt:
    """Keep a message; it is on the disk when this returns.

    Args:
        door: The write door of the sender.
        organisation: The identifier of the organisation whose measures they are.
        key: Chosen by the sender, another one for each message. The same key with the same
            content answers the same receipt and stores nothing.
        keys: The series that the message speaks of.
        observations: `content.SCHEMA`; `series` is a place in `keys`.
        room: How much may wait; without, there is no limit.
        token: The number of the token that it was sent with. It must still be valid when the
            message is written: what was checked before may not hold any more by then.

    Raises:
        BeffroiError: `store.not_found` where the organisation was erased, `token.refused`,
            `message.key_invalid`, `message.conflict`, `message.later`,
            `store.home_unwritable`.
    """
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable() and key.strip()):
        raise BeffroiError(MESSAGE_KEY_INVALID)
    room = room or Room(1 << 62)
    table = observations.select(SCHEMA.names).cast(SCHEMA).combine_chunks()
    row = {
        "organisation_id": organisation,
        "key": key,
        "sha256": _digest(keys, table),
        "rows": table.num_rows,
        "content": pack(keys, table),
        "actor": door.actor,
    }
    with room.turn:
        try:
            return _insert(door, row, room, token)
        except IntegrityError:
            # Two processes received it at the same time: the other one has written it.
            return _insert(door, row, room, token)


def _insert(door: WriteDoor, row: dict[str, Any], room: Room, token: int | None) -> Receipt:
    organisation, key, sha256 = row["organisation_id"], row["key"], row["sha256"]
    with door.keep(organisation) as session:
        require_kept_here(session, organisation)
        if token is not None:
            require_valid(session, token)
        known = session.execute(
            select(Message.id, Message.sha256, Message.rows, Message.received_at).where(
                Message.organisation_id == organisation, Message.key == key
            )
        ).one_or_none()
        if known is not None:
            if known.sha256 != sha256:
                raise BeffroiError(MESSAGE_CONFLICT, key=key)
            return Receipt(known.id, key, known.rows, sha256, known.received_at, repeated=True)
        room.require(session)
        message = Message(**row, received_at=utc_now())
        session.add(message)
        session.flush()
        receipt = Receipt(message.id, key, message.rows, sha256, message.received_at)
    room.took(receipt.rows)
    return receipt


def _digest(keys: Sequence[SeriesKey], table: pa.Table) -> str:
    """Hash what a message says, whatever the form in which it came or is kept."""
    digest = hashlib.sha256(json.dumps([asdict(key) for key in keys]).encode())
    for name in SCHEMA.names:
        digest.update(table[name].to_numpy().tobytes())
    return digest.hexdigest()
