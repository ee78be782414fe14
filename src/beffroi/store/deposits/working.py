"""What workers write down of deposits, and the removal of those that are too old."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from beffroi.periods import utc_now
from beffroi.store.deposits import room
from beffroi.store.deposits.waiting import DONE, READING, UNDERSTOOD, get
from beffroi.store.jobs import Held
from beffroi.store.state.depositing import Deposit
from beffroi.store.write import WriteDoor

#: What waits for a person may be old; what a worker has in hand is its own.
_PATIENT = (UNDERSTOOD, DONE, READING)


def in_hand(job: Held) -> Deposit | None:
    """Return the deposit that a job is about, unless it moved on or was given up."""
    owner = job.organisation or -1
    with job.door.look(owner) as session:
        own = Deposit.organisation_id == owner
        row = session.scalar(select(Deposit).where(own, Deposit.id == job.arguments["deposit"]))
        if row is not None:
            session.expunge(row)
    return row if row is not None and row.revision == job.arguments["revision"] else None


def understood(job: Held, row: Deposit, seen: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Keep what was understood of the files, and end the job; corrected meanwhile, only end it."""
    with job.door.keep(row.organisation_id) as session:
        found = session.get(Deposit, row.id, with_for_update=True)
        if found is not None and (found.status, found.revision) == (READING, row.revision):
            files = zip(found.files, seen, strict=True)
            found.files = [{**file, "seen": list(one)} for file, one in files]
            found.status = UNDERSTOOD
        job.finish(session, {"files": len(seen)})


def brought(
    job: Held, row: Deposit, place: int, results: Sequence[dict[str, Any]], veiled: str | None
) -> None:
    """Keep what became of one file: an import that is begun again goes on after it.

    Of a file of households nothing else is kept, and its name is `veiled`.
    """
    with job.door.keep(row.organisation_id) as session:
        found = get(session, row.organisation_id, row.id, write=True)
        files = [dict(file) for file in found.files]
        if veiled is not None:
            files[place] = {"name": veiled, "bytes": files[place]["bytes"]}
        files[place]["result"] = list(results)
        found.files = files


def done(job: Held, row: Deposit) -> None:
    """End an import and remove its files: what was stored has its original."""
    with job.door.keep(row.organisation_id) as session:
        found = get(session, row.organisation_id, row.id, write=True)
        found.files = [
            {name: value for name, value in file.items() if name != "seen"} for file in found.files
        ]
        found.status, found.finished_at, found.bytes = DONE, utc_now(), 0
        job.finish(session, {"files": len(found.files)})
    room.remove(job.door.home.deposits / row.folder)


def tidy(door: WriteDoor, keep: timedelta) -> None:
    """Remove the deposits that waited too long, and the folders that nobody names."""
    old = (Deposit.created_at < utc_now() - keep, Deposit.status.in_(_PATIENT))
    with door.look() as session:
        late = session.execute(select(Deposit.id, Deposit.organisation_id).where(*old)).all()
        named = set(session.scalars(select(Deposit.folder)))
    for owner in sorted({one for _, one in late}):
        numbers = [number for number, of in late if of == owner]
        with door.change("import.expire", "import", owner) as change:
            change.detail = {"deposits": len(numbers)}
            own = delete(Deposit).where(Deposit.id.in_(numbers), *old)
            named -= set(change.session.scalars(own.returning(Deposit.folder)))
    # A folder of a row that went just now is as old as its row.
    room.sweep(door.home, named)
