"""The end of an erasure that the state shows: the Delta log is told, and the bytes go."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from sqlalchemy import delete, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_BUSY, LAKE_BROKEN
from beffroi.store import documents, originals
from beffroi.store.deposits import room
from beffroi.store.lake import OBSERVATIONS, Written
from beffroi.store.leftovers import unlink
from beffroi.store.recovery import COMPACTION, newest, tag, whole
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor

#: Status of the batch of an erasure between the transaction that shows it and its end.
ERASING = "erasing"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much an erasure removed."""

    series: int = 0
    """Series that lost measures, or that are gone."""
    observations: int = 0
    rows: int = 0
    """Rows of the lake, versions of the past and repairs included."""
    files: int = 0
    originals: int = 0
    """Files as received; one that another organisation received too stays."""
    deposits: int = 0
    """Drops of files that waited to be imported."""
    findings: int = 0
    messages: int = 0
    bytes: int = 0
    """Bytes that the disk got back, without those of the state."""


def recover_erasures(door: WriteDoor) -> None:
    """End the erasures of dead processes; passes over what another one works on.

    A lake that is damaged does not keep its installation from being opened: it is told by a check.
    """
    if not _unended(door):
        return
    try:
        with door.hold(COMPACTION, patience=0):
            end_all(door)
    except BeffroiError as error:
        if not error.type.retryable and error.type is not LAKE_BROKEN:
            raise


def end_all(door: WriteDoor) -> Erased:
    """End the erasures that the state shows; the lock of compaction must be held.

    Returns:
        What the last one removed.
    """
    done = Erased()
    for batch in _unended(door):
        done = end(door, batch)
    return done


def _unended(door: WriteDoor) -> list[int]:
    batch = models.Batch
    with door.look() as session:
        return list(
            session.scalars(select(batch.id).where(batch.status == ERASING).order_by(batch.id))
        )


def end(door: WriteDoor, batch: int) -> Erased:
    """End one erasure; what was done already is not done again.

    Raises:
        BeffroiError: `store.home_busy` where somebody reads the state all the while;
            `store.lake_broken`.
    """
    with door.look() as session:
        row = session.get_one(models.Batch, batch)
        report: dict[str, Any] = row.report
        files = [Written(**file) for file in row.files]
        names = [file.path for file in files]
        seen = {
            path
            for some in blocks(names)
            for path in session.scalars(
                select(models.DataFile.path).where(
                    models.DataFile.path.in_(some), models.DataFile.removed_at.is_(None)
                )
            )
        }
    _tell(door, batch, [f for f in files if f.path in seen], report["removed"])
    size = _unlink(door, report)
    with door.change("store.erase", "erasure", subject=f"batch {batch}") as change:
        newest(change.session, door.lake.version())
        for some in blocks(report["hidden"]):
            gone = models.DataFile.path.in_(some)
            change.session.execute(
                delete(models.DataFile).where(gone, models.DataFile.removed_at.is_not(None))
            )
    if not door.state.scrub():
        raise BeffroiError(HOME_BUSY, home=door.home.root)
    # What a first try removed before it was cut short is not counted again.
    freed = report["done"]["bytes"] + size - sum(file.bytes for file in files)
    done = Erased(**{**report["done"], "bytes": max(freed, 0)})
    owner = int(report["organisation"])
    with door.change("store.erased", "erasure", owner, report["subject"], closing=True) as change:
        change.detail = asdict(done)
    with door.change("batch.done", "erasure", subject=f"batch {batch}") as change:
        found = change.session.get_one(models.Batch, batch)
        found.status, found.report, found.files = "done", {"erased": asdict(done)}, []
    return done


def _tell(door: WriteDoor, batch: int, added: list[Written], removed: list[Any]) -> None:
    """Say in the Delta log what the state says; another batch may have replaced files since."""
    whole(door)
    told = {path.relative_to(door.home.root).as_posix() for path, *_ in door.lake.listing()}
    new = [file for file in added if file.tier == OBSERVATIONS and file.path not in told]
    old = [Written(**file) for file in removed if file["path"] in told]
    if new or old:
        door.lake.commit(new, tag(batch), old, same=False)


def _unlink(door: WriteDoor, report: dict[str, Any]) -> int:
    """Remove the bytes of files; an original that another organisation received too stays."""
    size = unlink(door, report["hidden"])
    for sha256 in report["originals"]:
        path = originals.place(door.home, sha256)
        before = path.stat().st_size if path.is_file() else 0
        originals.discard(door.home, sha256, partial(documents.unused, door, sha256))
        size += 0 if path.is_file() else before
        for part in door.home.spool.glob(f"{sha256}-*.part"):
            part.unlink(missing_ok=True)
    # An erasure begun by a former version knows of none.
    return size + sum(room.remove(door.home.deposits / one) for one in report.get("deposits", ()))
