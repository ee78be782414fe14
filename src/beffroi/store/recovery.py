"""The end of a batch, and what a dead process left.

A batch is `reading`, then `sealed` (all that the state will need is written down), then `done`.
Under the lock, a batch found in the first two is the work of a dead process: it is finished if
the lake holds its commit, else forgotten; its original is kept, so it can be imported again.
The original of a file that was refused is not kept.
"""

import shutil
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import delete, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FINISHED
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

_UNFINISHED = select(models.Batch.id, models.Batch.status).where(
    models.Batch.status.in_(("reading", "sealed"))
)


_AT_ONCE = 500  # series asked for in one query


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


def finish(door: WriteDoor, batch: int) -> None:
    """Mark a batch done and let readers see its version of the lake, in one transaction."""
    version = door.lake.version()
    with door.change("batch.done", "import", subject=f"batch {batch}") as change:
        session = change.session
        row = session.get_one(models.Batch, batch)
        row.status, row.finished_at = "done", utc_now()
        facts = {int(series): found for series, found in row.series_facts.items()}
        touched = list(facts)
        for low in range(0, len(touched), _AT_ONCE):
            some = models.Series.id.in_(touched[low : low + _AT_ONCE])
            for series in session.scalars(select(models.Series).where(some)):
                _update(series, facts[series.id])
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
        session.execute(delete(models.Asset).where(models.Asset.batch_id == batch))
        sha256 = row.sha256
        session.flush()
        same = select(models.Batch.status).where(models.Batch.sha256 == sha256)
        unused = set(session.scalars(same)) == {"failed"}
    if unused:
        originals.discard(door.home, sha256)


def _clear_spool(door: WriteDoor) -> None:
    """Remove what dead processes left in the spool; the lock must be held."""
    for path in door.home.spool.glob("batch-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in door.home.spool.glob("*.part"):
        path.unlink(missing_ok=True)


def _update(series: models.Series, facts: dict[str, float]) -> None:
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
