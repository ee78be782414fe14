"""What follows imports and messages: rollups, and the repair of whole series."""

from collections.abc import Iterator

from sqlalchemy import select, update

from beffroi.errors import BeffroiError
from beffroi.ingest.repairing import repair_block
from beffroi.ingest.report import Progress
from beffroi.store.intake import Received, intake
from beffroi.store.rising import BLOCK
from beffroi.store.rollups.pending import lighten
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor

READER = "repair"


def settle(door: WriteDoor) -> None:
    """Bring the rollups up to date after imports; where another process does it, it will."""
    try:
        roll(door)
    except BeffroiError as error:
        if not error.type.retryable:
            raise


def repair_streamed(door: WriteDoor, progress: Progress = lambda *_: None) -> int:
    """Repair each series of which messages said something since it was last repaired.

    A repair looks at the whole of a series: the cost follows what those series hold. Cut short, it
    is made again.

    Returns:
        How many series were looked at.
    """
    with door.look() as session:
        batch = models.Batch
        waiting = session.execute(
            select(batch.id, batch.series_facts).where(~batch.repaired, batch.status == "done")
        ).all()
        touched = sorted({int(one) for row in waiting for one in row.series_facts})
        owners: dict[int, list[tuple[int, int]]] = {}
        for some in blocks(touched):
            series = models.Series
            for one, owner, points in session.execute(
                select(series.id, series.organisation_id, series.points).where(series.id.in_(some))
            ):
                owners.setdefault(owner, []).append((one, points))
    done = 0
    for owner, series_ in sorted(owners.items()):
        with intake(door, Received(owner, "", "", 0, READER)) as way_in:
            way_in.look_again([one for one, _ in series_])
            for block in _cut(series_):
                repair_block(way_in, block)
                done += len(block)
                progress("repair", done, len(touched))
            way_in.commit({"series": []})
    with door.change("stream.repaired", "repair") as change:
        change.detail = {"series": done}
        for some in blocks(row.id for row in waiting):
            change.session.execute(
                update(models.Batch).where(models.Batch.id.in_(some)).values(repaired=True)
            )
            lighten(change.session, some)
    return done


def _cut(series: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Put series together by blocks of a bounded number of measures."""
    block: list[int] = []
    rows = 0
    for one, points in sorted(series):
        block.append(one)
        rows += points
        if rows >= BLOCK:
            yield block
            block, rows = [], 0
    if block:
        yield block
