"""The end of a batch, and what a dead process left.

A batch is `reading`, then `sealed` (all that the state will need is written down), then `done`.
Under the lock, a batch found in the first two is the work of a dead process: it is finished if
the lake holds its commit, else forgotten; its original is kept, so it can be imported again.
The original of a file that was refused is not kept.
"""

import shutil

from deltalake.exceptions import DeltaError
from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.lake import BATCH_LOST
from beffroi.errors.store import LAKE_BROKEN, NOT_FINISHED
from beffroi.periods import utc_now
from beffroi.store import documents, facts, originals, sampling
from beffroi.store.lake import RECENT, Written
from beffroi.store.manifest import hide, show
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.store.state.flow import Message
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_UNFINISHED = select(
    models.Batch.id, models.Batch.status, models.Batch.organisation_id, models.Batch.reader
).where(models.Batch.status.in_(("reading", "sealed")))
#: Reader of the batches that put files together, and name of the lock under which they are made.
COMPACTION = "compaction"
#: Reader of the batches that bring all the measures of an organisation from elsewhere.
ADOPTION = "adoption"


def recover(door: WriteDoor) -> None:
    """Finish or forget the batches of dead processes; passes over what another one works on."""
    with door.look() as session:
        rows = session.execute(_UNFINISHED).all()
    for lock, owner in sorted({(_lock(row), row.organisation_id or RECENT) for row in rows}):
        try:
            with door.hold(lock, patience=0):
                mend(door, owner, lock)
        except BeffroiError as error:
            if not error.type.retryable:
                raise


def lock_of(organisation: int) -> str:
    """Name the lock under which the batches of an organisation are made; 0 for messages."""
    return f"organisation-{organisation}" if organisation else "stream"


def _lock(batch: Row[int, str, int | None, str]) -> str:
    """Name the lock under which an unfinished batch is made."""
    alone = batch.organisation_id is None and batch.reader in (COMPACTION, ADOPTION)
    return COMPACTION if alone else lock_of(batch.organisation_id or RECENT)


def mend(door: WriteDoor, organisation: int, lock: str = "") -> None:
    """Finish or forget the batches that nobody works on any more; their lock must be held."""
    own = models.Batch.organisation_id == organisation
    query = _UNFINISHED.where(own if organisation else models.Batch.organisation_id.is_(None))
    with door.look() as session:
        rows = session.execute(query.order_by(models.Batch.id)).all()
    held = lock or lock_of(organisation)
    for batch, status, _, reader in [row for row in rows if _lock(row) == held]:
        if status == "sealed" and reader == ADOPTION:
            advance(door, batch)
        elif status == "sealed" and door.lake.holds(tag(batch)):
            finish(door, batch)
        else:
            forget(door, batch, "interrupted")
        shutil.rmtree(door.home.spool / tag(batch), ignore_errors=True)


def advance(door: WriteDoor, batch: int) -> None:
    """End an adoption that is sealed: the state knows all of it, the lake is told."""
    if not door.lake.holds(tag(batch)):
        with door.look() as session:
            files = [Written(**file) for file in session.get_one(models.Batch, batch).files]
        if files:
            door.lake.commit(files, tag(batch))
    finish(door, batch)


def tag(batch: int) -> str:
    """Name a batch in the lake's log and in the spool."""
    return f"batch-{batch}"


def whole(door: WriteDoor) -> None:
    """Refuse to write over a lake that lost a version which the state shows.

    Raises:
        BeffroiError: `store.lake_broken`.
    """
    with door.look() as session:
        known = session.get_one(models.LakeVersion, "observations").version
    try:
        found = door.lake.version()
    except DeltaError as error:
        first = str(error).splitlines()[0]
        raise BeffroiError(LAKE_BROKEN, home=door.home.root, reason=first) from error
    if found < known:
        reason = Text(
            fr="il s’arrête à la version {found}, l’état en connaît {known}",
            en="it ends at version {found}, the state knows {known}",
        )
        raise BeffroiError(
            LAKE_BROKEN, home=door.home.root, reason=reason.fill(found=found, known=known)
        )


def sealing(session: Session, batch: int) -> models.Batch:
    """Return a batch to seal; it is locked until the change ends.

    Raises:
        BeffroiError: `store.batch_lost` where its lock was lost, and another process mended it.
    """
    row = session.get_one(models.Batch, batch, with_for_update=True)
    if row.status != "reading":
        raise BeffroiError(BATCH_LOST, batch=batch)
    row.status = "sealed"
    return row


def finish(door: WriteDoor, batch: int) -> None:
    """Mark a batch done and let readers see its files, in one transaction."""
    version = door.lake.version()
    owner, status = _owner(door, batch)
    if status in ("done", "undone"):
        return  # it was noted, and the server was lost before it could say so
    with door.change("batch.done", "import", owner, f"batch {batch}", closing=True) as change:
        session = change.session
        row = session.get_one(models.Batch, batch, with_for_update=True)
        again, row.status = row.finished_at is not None, "done"
        if again:  # somebody put its status back: all that it brought is in place
            return
        row.finished_at = utc_now()
        facts.bring(session, {int(series): found for series, found in row.series_facts.items()})
        if "undoes" in row.report:
            _turn(session, session.get_one(models.Batch, row.report["undoes"]))
        session.flush()
        sampling.settle(session, row)
        hide(session, row.report.get("replaces", ()))
        show(session, [Written(**file) for file in row.files])
        # What messages said is in the lake from now on; the trace of them stays.
        session.execute(update(Message).where(Message.batch_id == batch).values(content=None))
        newest(session, version)
        change.detail = {"version": version, "series": len(row.series_facts)}


def newest(session: Session, version: int) -> None:
    """Note the version of the lake that is on the disk; another process may know a newer one."""
    known = models.LakeVersion
    session.execute(
        update(known)
        .where(known.name == "observations", known.version < version)
        .values(version=version)
    )


def forget(door: WriteDoor, batch: int, status: str) -> None:
    """Undo what a batch declared, unless its commit is already in the lake.

    Raises:
        BeffroiError: `store.not_finished` when it is and this cannot be noted.
    """
    if door.lake.holds(tag(batch)):
        try:
            finish(door, batch)
        except BeffroiError as error:
            reason = error.details.get("reason", "")
            raise BeffroiError(NOT_FINISHED, home=door.home.root, reason=reason) from error
        return
    owner, _ = _owner(door, batch)
    if door.home.mirror is not None:
        door.home.mirror.far.delete(_files(door, batch))
    folder = f"organisation={owner or '*'}"
    for path in door.lake.root.glob(f"{folder}/year=*/batch-{batch:08d}-*.parquet"):
        path.unlink()
    with door.change("batch.forget", "import", owner, f"batch {batch}", closing=True) as change:
        session = change.session
        row = session.get_one(models.Batch, batch, with_for_update=True)
        row.status, row.finished_at = status, utc_now()
        session.execute(update(Message).where(Message.batch_id == batch).values(batch_id=None))
        session.execute(delete(models.Series).where(models.Series.batch_id == batch))
        sampling.forget(session, batch)
        mine = models.Asset.batch_id == batch
        parents = select(models.Asset.parent_id).where(models.Asset.parent_id.is_not(None))
        # One that somebody attached a document to meanwhile stays.
        told = select(Document.asset_id)
        without = (models.Asset.id.not_in(parents), models.Asset.id.not_in(told))
        session.execute(delete(models.Asset).where(mine, *without))
        sha256 = row.sha256
    if sha256:
        originals.discard(door.home, sha256, lambda: _unused(door, sha256))


def _unused(door: WriteDoor, sha256: str) -> bool:
    """Tell whether every batch that brought a file was refused, whoever it was for."""
    with door.look() as session:
        same = select(models.Batch.status).where(models.Batch.sha256 == sha256)
        refused = set(session.scalars(same)) == {"failed"}
        return refused and not documents.uses(session, sha256)


def _owner(door: WriteDoor, batch: int) -> tuple[int | None, str]:
    with door.look() as session:
        row = session.get_one(models.Batch, batch)
        return row.organisation_id, row.status


def _files(door: WriteDoor, batch: int) -> list[str]:
    """List the files that a batch may have sent far away: it was sealed before."""
    with door.look() as session:
        return [file["path"] for file in session.get_one(models.Batch, batch).files]


def rows_of(session: Session, batch: models.Batch) -> list[models.Batch]:
    """List a batch and those that read its file again after an undoing."""
    done = session.scalars(
        select(models.Batch)
        .where(
            models.Batch.organisation_id == batch.organisation_id,
            models.Batch.status.in_(("done", "undone")),
        )
        .order_by(models.Batch.id)
    )
    return [batch, *(row for row in done if row.report.get("again_of") == batch.id)]


def _turn(session: Session, batch: models.Batch) -> None:
    """Undo a batch that is in place, put back one that is undone; and so what it undid."""
    status = "done" if batch.status == "undone" else "undone"
    for row in rows_of(session, batch):
        row.status = status
    if "undoes" in batch.report:
        _turn(session, session.get_one(models.Batch, batch.report["undoes"]))
