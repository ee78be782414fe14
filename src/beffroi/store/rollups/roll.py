"""Bring rollups up to date with the batches that came since: late, corrected and repaired measures.

The steps that a batch touches are computed anew from the measures, whatever it did to them. A
crash leaves files that nobody reads, and the batches are still to roll.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from beffroi.periods.civil import Step, localise
from beffroi.store import engine, queries
from beffroi.store.lake import Written
from beffroi.store.manifest import paths, seen, show
from beffroi.store.rollups import merging
from beffroi.store.rollups.pending import lighten, pending
from beffroi.store.rollups.schema import LEVELS, SUMS, paying
from beffroi.store.rollups.touched import civil_days, fresh, touched
from beffroi.store.rollups.writing import FOLDER, Writers
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.units import SeriesKind

LOCK = "rollups"
_NUMBER = "rollups"  # its row of `lake_version`
#: Measures computed together, which bounds memory.
_BLOCK = 2_000_000
_TEMP = "CREATE OR REPLACE TEMP TABLE {} AS {}"
_ROWS = {
    Step.HOUR: "SELECT * FROM by_hour WHERE series IN (SELECT unnest($kept))",
    Step.DAY: "SELECT * FROM by_day WHERE series IN (SELECT unnest($kept))",
    Step.MONTH: f"""SELECT series, date_trunc('month', bucket) AS bucket, {SUMS} FROM by_day
                    WHERE series IN (SELECT unnest($kept)) GROUP BY ALL""",
}


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a roll did: batches and series that it looked at, rows and files that it wrote."""

    batches: int = 0
    series: int = 0
    rows: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class _Series:
    row: models.Series
    levels: int

    @property
    def whole(self) -> bool:
        """Whether a level begins for it: all its past is then to be rolled."""
        return self.levels != self.row.levels

    def rows(self, since: datetime, until: datetime) -> int:
        """Estimate how many measures it has in a period."""
        first, last, points = self.row.first_at, self.row.last_at, self.row.points
        if first is None or last is None or last <= first:
            return points
        share = (min(until, last) - max(since, first)) / (last - first)
        return int(points * min(max(share, 0.0), 1.0)) + 1


def roll(door: WriteDoor) -> Rolled:
    """Bring the rollups up to date.

    Raises:
        BeffroiError: `store.home_busy` where another process does it.
    """
    with door.hold(LOCK):
        _sweep(door)
        with door.look() as session:
            waiting = pending(session)
            if not waiting:
                return Rolled()
            series = _series(session, waiting)
            files = seen(session, {one.row.organisation_id for one in series})
            number = _number(session) + 1
        work = _Work(door, waiting, files, number)
        written = work.whole([one for one in series if one.whole])
        written += work.partly([one for one in series if not one.whole and one.levels])
        with door.change("rollups.roll", "rollups", subject=f"roll {number}") as change:
            _note(change.session, waiting, series, number)
            show(change.session, written)
            change.detail = {"batches": len(waiting), "series": len(series)}
        for step in LEVELS:
            merging.merge(door, step)
    return Rolled(len(waiting), len(series), sum(file.rows for file in written), len(written))


@dataclass(frozen=True, slots=True)
class _Work:
    door: WriteDoor
    batches: Sequence[int]
    files: Sequence[Written]
    number: int

    def whole(self, series: Sequence[_Series]) -> list[Written]:
        """Roll all that series hold."""
        firsts = [one.row.first_at for one in series if one.row.first_at]
        lasts = [one.row.last_at for one in series if one.row.last_at]
        if not firsts:
            return []
        # An interval that began before the first measure, and the instant of the last one.
        since, until = min(firsts), max(lasts) + timedelta(microseconds=1)
        with self._engine() as connection, self._writers("whole") as writers:
            for block in _cut(series, since, until):
                self._block(connection, writers, block, since, until, None)
            return writers.close()

    def partly(self, series: Sequence[_Series]) -> list[Written]:
        """Roll the steps of series that the batches touch."""
        found = paths(self.door.home, fresh(self.files, self.batches))
        ids = [one.row.id for one in series]
        with self._engine() as connection, self._writers("part") as writers:
            steps = touched(connection, found, self.batches, ids, list(LEVELS))
            months = steps[Step.MONTH]["bucket"].to_numpy()
            if not len(months):
                return []
            since, until = _extent(months)
            for block in _cut(series, since, until):
                self._block(connection, writers, block, since, until, steps)
            return writers.close()

    def _block(
        self,
        connection: duckdb.DuckDBPyConnection,
        writers: Writers,
        block: Sequence[_Series],
        since: datetime,
        until: datetime,
        steps: Mapping[Step, pa.Table] | None,
    ) -> None:
        ids = [one.row.id for one in block]
        own = {one.row.organisation_id for one in block} | {0}
        low, high = min(ids), max(ids)
        parameters = {
            "files": paths(
                self.door.home,
                (
                    file
                    for file in self.files
                    if file.organisation in own
                    and file.series_high >= low
                    and file.series_low <= high
                    and since.year - 1 <= file.year <= until.year
                ),
            ),
            "series": ids,
            "low": low,
            "high": high,
            "since": since,
            "until": until,
            "as_of": datetime(2100, 1, 1, tzinfo=UTC),
            "derived": [one.row.id for one in block if one.row.kind == SeriesKind.INDEX],
        }
        if not parameters["files"]:
            return
        view = queries.repaired_view(revised=any(one.row.revised for one in block))
        connection.register("days", civil_days(since, until))
        hourly = [one.row.id for one in block if one.levels & LEVELS[Step.HOUR][0]]
        if hourly:
            narrow = {**parameters, "series": hourly}
            connection.execute(
                _TEMP.format("by_hour", queries.partials(view, Step.HOUR, since, until)), narrow
            )
        # Months are sums of days: measures are gone through once for both.
        connection.execute(
            _TEMP.format("by_day", queries.partials(view, Step.DAY, since, until)), parameters
        )
        for step, (bit, _) in LEVELS.items():
            kept = [one.row.id for one in block if one.levels & bit]
            if not kept:
                continue
            sql = _ROWS[step]
            if steps is not None:
                connection.register("steps", steps[step])
                # A step that was emptied has a row too: it replaces the one that was kept.
                sql = f"""SELECT * REPLACE (coalesce(n, 0) AS n)
                          FROM (SELECT * FROM steps WHERE series IN (SELECT unnest($kept)))
                          LEFT JOIN ({sql}) USING (series, bucket)"""
            rows = engine.fetch(
                connection,
                f"SELECT *, {self.number}::BIGINT AS batch FROM ({sql}) ORDER BY series, bucket",
                {"kept": kept},
            )
            writers.write(step, rows)

    def _engine(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        home = self.door.home
        return engine.connect(home.root, home.spool, self.door.memory_mb)

    def _writers(self, name: str) -> Writers:
        return Writers(self.door.home, f"roll-{self.number:08d}-{name}")


def _extent(months: np.typing.NDArray[np.datetime64]) -> tuple[datetime, datetime]:
    """Return the instants at which the first and the last of some months begin and end."""
    edges = np.array([months.min(), months.max()]).astype("M8[M]") + np.array([0, 1], "m8[M]")
    since, until = localise(edges.astype("M8[us]"))[0].astype(datetime)
    return since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)


def _cut(
    series: Sequence[_Series], since: datetime, until: datetime
) -> Iterator[Sequence[_Series]]:
    """Put series together by blocks of about as many measures, in order."""
    block: list[_Series] = []
    rows = 0
    for one in series:
        block.append(one)
        rows += one.rows(since, until)
        if rows >= _BLOCK:
            yield block
            block, rows = [], 0
    if block:
        yield block


def _series(session: Session, batches: Sequence[int]) -> list[_Series]:
    """List the series that batches touched, in order, with the levels to keep for them."""
    ids: set[int] = set()
    for some in blocks(batches, 100):
        for facts in session.scalars(
            select(models.Batch.series_facts).where(models.Batch.id.in_(some))
        ):
            ids.update(map(int, facts))
    rows = [
        row
        for some in blocks(sorted(ids))
        for row in session.scalars(select(models.Series).where(models.Series.id.in_(some)))
    ]
    rows.sort(key=lambda row: row.id)
    return [
        _Series(row, row.levels | paying(row.points, row.first_at, row.last_at)) for row in rows
    ]


def _number(session: Session) -> int:
    row = session.get(models.LakeVersion, _NUMBER)
    return row.version if row else 0


def _note(session: Session, batches: Sequence[int], series: Sequence[_Series], number: int) -> None:
    """Note that the rollups know of batches, and which levels series have from now on."""
    for some in blocks(batches):
        session.execute(update(models.Batch).where(models.Batch.id.in_(some)).values(rolled=True))
        lighten(session, some)
    begun = [{"id": one.row.id, "levels": one.levels} for one in series if one.whole]
    if begun:
        session.execute(update(models.Series), begun)
    session.merge(models.LakeVersion(name=_NUMBER, version=number))


def _sweep(door: WriteDoor) -> None:
    """Remove the files of rollups that the state does not name: a dead process left them."""
    with door.look() as session:
        file = models.DataFile
        named = set(session.scalars(select(file.path).where(file.tier.in_(LEVELS))))
    for path in (door.home.root / FOLDER).rglob("*.parquet"):
        if path.relative_to(door.home.root).as_posix() not in named:
            path.unlink()
    if door.home.mirror is not None:
        door.home.mirror.sweep(FOLDER, named)
