"""Taking an import back: what stood before it stands again, and both stay in the history.

Nothing is erased: an import is undone by another one, which gives the earlier versions back and
withdraws what only it had said. An analysis replayed as of a day between the two sees what was seen
that day. Files that said the same things are read again from their originals, so that they do not
lose what they had brought too: the undoing keeps their list, and `import --resume` reads those that
a death left.
"""

from collections.abc import Iterator

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING
from beffroi.errors.store import BATCH_NOT_DONE, NOT_FOUND
from beffroi.ingest.importer import import_again
from beffroi.ingest.repairing import repair_block
from beffroi.ingest.report import Progress, Report
from beffroi.ingest.tending import READER as REPAIR
from beffroi.settings import Settings
from beffroi.store import originals
from beffroi.store.intake import Received, intake
from beffroi.store.rising import BLOCK
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

READER = "undo"


def undo(
    door: WriteDoor, settings: Settings, number: int, progress: Progress = lambda *_: None
) -> Iterator[Report]:
    """Undo an import; the first report is that of the undoing, the others of files read again.

    Raises:
        BeffroiError: `store.not_found`, `store.batch_not_done`, `import.file_missing`.
    """
    batch = _undoable(door, number)
    number = batch.id
    sharing = _sharing(door, batch)
    report = Report(batch.name, sha256=batch.sha256, reader=READER)
    received = Received(batch.owner, "", batch.name, 0, READER, undoes=number)
    with intake(door, received) as way_in:
        report.batch = way_in.batch
        counts = way_in.undo(number)
        report.changed = counts.changed
        done, whole = 0, len(counts.by_series)
        for block in way_in.touched(BLOCK):
            repair_block(way_in, block)
            done += len(block)
            progress("undo", done, whole)
        report.status = "undone"
        way_in.commit({**report.to_dict("en"), "rereads": [other.id for other in sharing]})
    yield report
    for other in sharing:
        yield from import_again(door, settings, other, report.batch, progress)


def resume_undoing(
    door: WriteDoor, settings: Settings, progress: Progress = lambda *_: None
) -> Iterator[Report]:
    """Read again the files that undoings which died half way had still to read."""
    with door.look() as session:
        batches = session.scalars(
            select(models.Batch).where(models.Batch.status == "done").order_by(models.Batch.id)
        ).all()
        read = {(b.report.get("only"), b.report.get("again_of")) for b in batches}
        left = [
            (session.get_one(models.Batch, other), undoing.id)
            for undoing in batches
            for other in undoing.report.get("rereads", ())
            if (undoing.id, other) not in read
        ]
        session.expunge_all()
    for other, undoing in left:
        yield from import_again(door, settings, other, undoing, progress)


def _undoable(door: WriteDoor, number: int) -> models.Batch:
    with door.look() as session:
        batch = session.get(models.Batch, number)
        if batch is None or batch.organisation_id is None or batch.reader == REPAIR:
            what = Text(fr="import", en="import")
            raise BeffroiError(NOT_FOUND, what=what, key=number, command="imports")
        if batch.status != "done":
            raise BeffroiError(BATCH_NOT_DONE, batch=number)
        # A file that was read again is undone with the import that it repeats.
        root = session.get_one(models.Batch, batch.report.get("again_of", number))
        session.expunge(root)
        return root


def _sharing(door: WriteDoor, batch: models.Batch) -> list[models.Batch]:
    """List the imports that found measures already there, the last first: maybe those undone.

    Raises:
        BeffroiError: `import.file_missing` when what one brought could not be read again.
    """
    with door.look() as session:
        rows = session.scalars(
            select(models.Batch)
            .where(
                models.Batch.organisation_id == batch.organisation_id,
                models.Batch.status == "done",
                models.Batch.sha256 != "",
            )
            .order_by(models.Batch.id.desc())
        ).all()
        mine = batch.report.get("again_of", batch.id)
        roots = dict.fromkeys(
            row.report.get("again_of", row.id) for row in rows if row.report.get("unchanged")
        )
        found = [session.get_one(models.Batch, n) for n in roots if n != mine]
        session.expunge_all()
    for row in found:
        if not originals.place(door.home, row.sha256).is_file():
            raise BeffroiError(FILE_MISSING, name=row.name)
    return found
