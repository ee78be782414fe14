"""Remove from the disk the files that were replaced a while ago, and what dead processes left.

A file that was replaced stays for some hours: a question or a backup that began before still reads
it. Its bytes then go, and after them its row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from beffroi.periods import utc_now
from beffroi.store.leftovers import bring_back, unlink, unnamed
from beffroi.store.recovery import COMPACTION
from beffroi.store.rollups.roll import LOCK as ROLLUPS
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor

#: Two clocks of one installation do not differ by so much.
_AHEAD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    files: int = 0
    """Files that were replaced."""
    orphans: int = 0
    """Files that nobody named."""
    bytes: int = 0


def sweep(door: WriteDoor, keep: timedelta) -> Swept:
    """Remove files hidden for longer than `keep`, and files that nobody names, older than that.

    A file that readers see is never removed, nor one that some batch is writing.

    Raises:
        BeffroiError: `store.home_busy` where another process puts files together.
    """
    with door.hold(COMPACTION, ROLLUPS):
        row, now = models.DataFile, utc_now()
        _bring_back(door, now)
        with door.look() as session:
            old = session.scalars(select(row.path).where(row.removed_at < now - keep)).all()
        left = unnamed(door, keep)
        size = unlink(door, [*old, *left])
        if old:
            drop(door, old)
    return Swept(len(old), len(left), size)


def _bring_back(door: WriteDoor, now: datetime) -> None:
    """Count from now what a clock that was ahead dated in the future: it would stay for ever."""
    bring_back(door, now + _AHEAD)
    ahead = models.DataFile.removed_at > now + _AHEAD
    with door.look() as session:
        if session.scalar(select(models.DataFile.path).where(ahead).limit(1)) is None:
            return
    with door.keep() as session:
        session.execute(update(models.DataFile).where(ahead).values(removed_at=now))


def drop(door: WriteDoor, paths: Sequence[str]) -> None:
    """Forget files that were replaced, once they are gone."""
    row = models.DataFile
    with door.change("lake.sweep", "storage") as change:
        for some in blocks(paths):
            change.session.execute(
                delete(row).where(row.path.in_(some), row.removed_at.is_not(None))
            )
        change.detail = {"files": len(paths)}
