"""What came in: files as received, documents, batches, messages."""

from collections.abc import Callable

from sqlalchemy import func, or_, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_BUSY
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.checking.problems import Problem, problem
from beffroi.store.documents import KEPT
from beffroi.store.recovery import ADOPTION, COMPACTION, lock_of
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.store.state.flow import Message
from beffroi.store.stream import aside
from beffroi.store.write import WriteDoor

Progress = Callable[[str, int, int], None]
#: Ends of a batch; anything else is being made by some process, or was left by a dead one.
_ENDS = ("done", "undone", "failed", "interrupted", "erased")


def received(door: WriteDoor, *, deep: bool, progress: Progress) -> list[Problem]:
    """Look at originals, documents, batches and messages."""
    return [
        *_originals(door, deep=deep, progress=progress),
        *_documents(door, deep=deep, progress=progress),
        *_batches(door),
        *_messages(door),
        *(_damaged(door) if deep else ()),
    ]


def _originals(door: WriteDoor, *, deep: bool, progress: Progress) -> list[Problem]:
    batch = models.Batch
    with door.look() as session:
        rows = session.execute(
            select(batch.sha256, func.min(batch.id), func.min(batch.name))
            .where(batch.sha256 != "", batch.status.in_(("done", "undone")))
            .group_by(batch.sha256)
            .order_by(func.min(batch.id))
        ).all()
    found: list[Problem] = []
    for done, (sha256, number, name) in enumerate(rows):
        path = f"originals/{sha256[:2]}/{sha256}"
        values = {"batch": number, "name": name, "path": path}
        if not originals.held(door.home, sha256):
            found.append(problem("original_missing", number, **values))
        elif deep and originals.digest(originals.place(door.home, sha256)) != sha256:
            found.append(problem("original_changed", number, **values))
        progress("check_originals", done + 1, len(rows))
    return found


def _documents(door: WriteDoor, *, deep: bool, progress: Progress) -> list[Problem]:
    row = Document
    # Of one that was removed a while ago, the bytes go before the row.
    stands = or_(row.removed_at.is_(None), row.removed_at > utc_now() - KEPT)
    with door.look() as session:
        query = select(row.id, row.name, row.sha256).where(stands, row.sha256 != "")
        rows = session.execute(query.order_by(row.id)).all()
    found: list[Problem] = []
    for done, (number, name, sha256) in enumerate(rows):
        path = f"originals/{sha256[:2]}/{sha256}"
        values = {"document": number, "name": name, "path": path}
        if not originals.held(door.home, sha256):
            found.append(problem("document_missing", number, **values))
        elif deep and originals.digest(originals.place(door.home, sha256)) != sha256:
            found.append(problem("document_changed", number, **values))
        progress("check_documents", done + 1, len(rows))
    return found


def _batches(door: WriteDoor) -> list[Problem]:
    batch = models.Batch
    query = select(batch.id, batch.status, batch.organisation_id, batch.reader).where(
        batch.status.not_in(_ENDS)
    )
    with door.look() as session:
        rows = session.execute(query.order_by(batch.id)).all()
    dead = [
        row
        for row in rows
        if not _held(
            door,
            COMPACTION
            if row.reader in (COMPACTION, ADOPTION)
            else lock_of(row.organisation_id or 0),
        )
    ]
    if not dead:
        return []
    with door.look() as session:  # one that ended meanwhile was alive
        left = {row.id for row in session.execute(query)}
    return [
        problem("batch", row.id, batch=row.id, status=row.status) for row in dead if row.id in left
    ]


def _held(door: WriteDoor, lock: str) -> bool:
    """Tell whether some process holds a lock: what it makes is then being made."""
    if not door.state.writable:
        return False
    try:
        with door.hold(lock, patience=0):
            return False
    except BeffroiError as error:
        if error.type is not HOME_BUSY:
            raise
        return True


def _messages(door: WriteDoor) -> list[Problem]:
    with door.look() as session:
        rows = session.execute(
            select(Message.id, Message.actor)
            .where(Message.content.is_(None), Message.batch_id.is_(None))
            .order_by(Message.id)
        ).all()
    return [problem("message", one, message=one, actor=actor) for one, actor in rows]


def _damaged(door: WriteDoor) -> list[Problem]:
    """Read each message that waits, one at a time: together they may be large."""
    waits = Message.content.is_not(None)
    with door.look() as session:
        waiting = session.scalars(select(Message.id).where(waits).order_by(Message.id)).all()
    found = []
    for one in waiting:
        with door.look() as session:
            message = session.scalar(select(Message).where(waits, Message.id == one))
            try:
                aside.read([message] if message else [])
            except aside.UnreadableError:
                actor = message.actor if message else ""
                found.append(problem("message_damaged", one, message=one, actor=actor))
    return found
