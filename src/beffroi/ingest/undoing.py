"""Taking an import back: what stood before it stands again, and both stay in the history.

Nothing is erased: an import is undone by another one, which gives the earlier versions back and
withdraws what only it had said. An analysis replayed as of a day between the two sees what was seen
that day. Files that came later and said the same things again are read again from their originals,
so that they do not lose what they had brought too.
"""

from collections.abc import Iterator

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import BATCH_NOT_DONE, NOT_FOUND
from beffroi.ingest.importer import import_again
from beffroi.ingest.repairing import repair_block
from beffroi.ingest.report import Progress, Report
from beffroi.settings import Settings
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
        BeffroiError: `store.not_found`, `store.batch_not_done`.
    """
    batch = _undoable(door, number)
    bearer = _bearer(door, batch)
    report = Report(batch.name, sha256=batch.sha256, reader=READER)
    received = Received(batch.organisation_id, "", batch.name, 0, READER, undoes=bearer)
    with intake(door, received) as way_in:
        report.batch = way_in.batch
        counts = way_in.undo(bearer)
        report.changed = counts.changed
        done, whole = 0, len(counts.by_series)
        for block in way_in.touched(BLOCK):
            repair_block(way_in, block)
            done += len(block)
            progress("undo", done, whole)
        report.status = "undone"
        way_in.commit(report.to_dict("en"))
    yield report
    for later in _sharing(door, batch):
        yield from import_again(door, settings, later, progress)


def _undoable(door: WriteDoor, number: int) -> models.Batch:
    with door.look() as session:
        batch = session.get(models.Batch, number)
        if batch is None:
            what = Text(fr="import", en="import")
            raise BeffroiError(NOT_FOUND, what=what, key=number, command="imports")
        if batch.status != "done":
            raise BeffroiError(BATCH_NOT_DONE, batch=number)
        session.expunge(batch)
        return batch


def _bearer(door: WriteDoor, batch: models.Batch) -> int:
    """Return the batch that holds what an import brought: another one when it was put back."""
    with door.look() as session:
        rows = session.scalars(
            select(models.Batch).where(
                models.Batch.organisation_id == batch.organisation_id,
                models.Batch.reader == READER,
            )
        ).all()
    takers = {row.report.get("undoes"): row for row in rows if row.status in ("done", "undone")}
    bearer = batch.id
    while (taker := takers.get(bearer)) is not None and (back := takers.get(taker.id)) is not None:
        bearer = back.id
    return bearer


def _sharing(door: WriteDoor, batch: models.Batch) -> list[models.Batch]:
    """List the later imports that found measures already there, which may be those taken back."""
    with door.look() as session:
        rows = session.scalars(
            select(models.Batch)
            .where(
                models.Batch.organisation_id == batch.organisation_id,
                models.Batch.id > batch.id,
                models.Batch.status == "done",
                models.Batch.sha256 != "",
            )
            .order_by(models.Batch.id)
        ).all()
        found = [row for row in rows if row.report.get("unchanged")]
        session.expunge_all()
    return found
