"""The end of a batch, and what a dead process left.

A batch is `reading`, then `sealed` (all that the state will need is written down), then `done`.
Under the lock, a batch found in the first two is the work of a dead process: it is finished if
the lake holds its commit, else forgotten; its original is kept, so it can be imported again.
The original of a file that was refused is not kept.
"""

import shutil
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import LAKE_BROKEN, NOT_FINISHED
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_UNFINISHED = select(models.Batch.id, models.Batch.status).where(
    models.Batch.status.in_(("reading", "sealed"))
)


def recover(door: WriteDoor) -> None:
    """Finish or forget the batches of dead processes; does nothing while another one writes."""
    with door.look() as session:
        left = session.execute(_UNFINISHED).first()
    if left is None:
        return
    try:
        with door.home.lock():
            mend(door)
    except BeffroiError as error:
        if not error.type.retryable:
            raise


def mend(door: WriteDoor) -> None:
    """Finish or forget the batches that nobody works on any more; the lock must be held."""
    with door.look() as session:
        left = session.execute(_UNFINISHED).all()
    if not left:
        return
    _clear_spool(door)
    for batch, status in left:
        if status == "sealed" and door.lake.holds(f"batch-{batch}"):
            finish(door, batch)
        else:
            forget(door, batch, "interrupted")


def whole(door: WriteDoor) -> None:
    """Refuse to write over a lake that lost a version which the state shows.

    Raises:
        BeffroiError: `store.lake_broken`.
    """
    with door.look() as session:
        known = session.get_one(models.LakeVersion, "observations").version
    found = door.lake.version()
    if found < known:
        reason = Text(
            fr="il s’arrête à la version {found}, l’état en connaît {known}",
            en="it ends at version {found}, the state knows {known}",
        )
        raise BeffroiError(
            LAKE_BROKEN, home=door.home.root, reason=reason.fill(found=found, known=known)
        )


def finish(door: WriteDoor, batch: int) -> None:
    """Mark a batch done and let readers see its version of the lake, in one transaction."""
    version = door.lake.version()
    with door.change("batch.done", "import", subject=f"batch {batch}") as change:
        session = change.session
        row = session.get_one(models.Batch, batch)
        row.status, row.finished_at = "done", utc_now()
        facts = {int(series): found for series, found in row.series_facts.items()}
        for some in blocks(facts):
            for series in session.scalars(select(models.Series).where(models.Series.id.in_(some))):
                _update(series, facts[series.id])
        if "undoes" in row.report:
            _turn(session, session.get_one(models.Batch, row.report["undoes"]))
        session.get_one(models.LakeVersion, "observations").version = version
        change.detail = {"version": version, "series": len(row.series_facts)}


def forget(door: WriteDoor, batch: int, status: str) -> None:
    """Undo what a batch declared, unless its commit is already in the lake.

    Raises:
        BeffroiError: `store.not_finished` when it is and this cannot be noted.
    """
    if door.lake.holds(f"batch-{batch}"):
        try:
            finish(door, batch)
        except BeffroiError as error:
            reason = error.details.get("reason", "")
            raise BeffroiError(NOT_FINISHED, home=door.home.root, reason=reason) from error
        return
    for path in door.lake.root.glob(f"organisation=*/year=*/batch-{batch:08d}-*.parquet"):
        path.unlink()
    with door.change("batch.forget", "import", subject=f"batch {batch}") as change:
        session = change.session
        row = session.get_one(models.Batch, batch)
        row.status, row.finished_at = status, utc_now()
        session.execute(delete(models.Series).where(models.Series.batch_id == batch))
        mine = models.Asset.batch_id == batch
        parents = select(models.Asset.parent_id).where(models.Asset.parent_id.is_not(None))
        session.execute(delete(models.Asset).where(mine, models.Asset.id.not_in(parents)))
        sha256 = row.sha256
        session.flush()
        same = select(models.Batch.status).where(models.Batch.sha256 == sha256)
        unused = set(session.scalars(same)) == {"failed"}
    if unused and sha256:
        originals.discard(door.home, sha256)


def _clear_spool(door: WriteDoor) -> None:
    """Remove what dead processes left in the spool; the lock must be held."""
    for path in door.home.spool.glob("batch-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in door.home.spool.glob("*.part"):
        path.unlink(missing_ok=True)


def rows_of(session: Session, batch: models.Batch) -> list[models.Batch]:
    """List a batch and those that read its file again after an undoing."""
    done = session.scalars(
        select(models.Batch).where(
            models.Batch.organisation_id == batch.organisation_id,
            models.Batch.status.in_(("done", "undone")),
        )
    )
    return [batch, *(row for row in done if row.report.get("again_of") == batch.id)]


def _turn(session: Session, batch: models.Batch) -> None:
    """Undo a batch that is in place, put back one that is undone; and so what it undid."""
    status = "done" if batch.status == "undone" else "undone"
    for row in rows_of(session, batch):
        row.status = status
    if "undoes" in batch.report:
        _turn(session, session.get_one(models.Batch, batch.report["undoes"]))


def _update(series: models.Series, facts: dict[str, Any]) -> None:
    if "points" in facts:  # measures were withdrawn: the facts say what is left
        series.points, series.revised = facts["points"], True
        series.first_at = _moment(facts["first"]) if facts["points"] else None
        series.last_at = _moment(facts["last"]) if facts["points"] else None
        series.last_value = facts["value"]
        return
    series.points += int(facts["new"])
    series.revised = series.revised or bool(facts["revised"])
    if not facts["new"] and not facts["changed"]:
        return
    first, last = _moment(facts["first"]), _moment(facts["last"])
    series.first_at = min(first, series.first_at or first)
    if series.last_at is None or last >= series.last_at:
        series.last_at, series.last_value = last, facts["value"]


def _moment(microseconds: float) -> datetime:
    moment: datetime = np.datetime64(int(microseconds), "us").astype(datetime)
    return moment.replace(tzinfo=UTC)
