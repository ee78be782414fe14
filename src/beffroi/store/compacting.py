"""Put together the small files of the lake, in order of series and time; readers never wait.

What just came is put with the measures of its organisation once there is much of it; before, its
small files are merged among themselves. A row is the same after as before, whatever its version:
what was known at a past date is still told.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select

from beffroi.store import engine
from beffroi.store.lake import RECENT, Written
from beffroi.store.lake.files import FILE_SCHEMA, ROW_GROUP, WRITING
from beffroi.store.manifest import crowded, paths
from beffroi.store.own_work import begin
from beffroi.store.recovery import COMPACTION, finish, forget, mend, sealing, tag
from beffroi.store.rollups.merging import small
from beffroi.store.rollups.pending import pending
from beffroi.store.rollups.touched import fresh
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

#: Files of one partition above which small ones are merged.
MANY = 8
#: Recent observations above which they are put with those of their organisations.
_SETTLED = 5_000_000
#: Observations of a file at most.
_FILE = 16_000_000


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did."""

    before: int = 0
    """Files that were replaced."""
    after: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Files to rewrite as one partition, or as those of their organisations."""

    year: int
    files: list[Written]
    settled: bool


def compact(door: WriteDoor, *, whole: bool = False) -> Compacted:
    """Merge what is worth it; all that is in several files with `whole`.

    Raises:
        BeffroiError: `store.home_busy` where another process does it.
    """
    before = after = rows = 0
    with door.hold(COMPACTION):
        mend(door, RECENT, COMPACTION)
        with door.look() as session:
            files = crowded(session, 2 if whole else MANY)
            waiting = {file.path for file in fresh(files, pending(session))}
        # What rollups do not know yet stays apart: they will look for it in small files.
        for group in _groups([file for file in files if file.path not in waiting], whole=whole):
            written = _rewrite(door, group)
            before += len(group.files)
            after += len(written)
            rows += sum(file.rows for file in written)
    return Compacted(before, after, rows)


def _groups(files: Iterable[Written], *, whole: bool) -> Iterator[_Group]:
    def partition(file: Written) -> tuple[int, int]:
        return file.organisation, file.year

    ordered = sorted(files, key=partition)
    recent = sum(file.rows for file in ordered if file.organisation == RECENT)
    for (organisation, year), some in groupby(ordered, key=partition):
        own = list(some)
        settled = organisation == RECENT and (whole or recent >= _SETTLED)
        chosen = own if whole or settled else small(own)
        if settled or len(chosen) >= (2 if whole else MANY):
            yield _Group(year, chosen, settled)


def _rewrite(door: WriteDoor, group: _Group) -> list[Written]:
    batch = _begin(door, group)
    try:
        with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
            if group.settled:
                connection.register("owners", _owners(door, group.files))
            written = list(_write(door, connection, group, batch))
        with door.change("batch.seal", "compaction", subject=f"batch {batch}") as change:
            row = sealing(change.session, batch)
            row.report = {**row.report, "replaces": [file.path for file in group.files]}
            row.files = [file.plain() for file in written]
        door.lake.commit(written, tag(batch), group.files)
        finish(door, batch)
    except BaseException:
        forget(door, batch, "failed")
        raise
    finally:
        shutil.rmtree(door.home.spool / tag(batch), ignore_errors=True)
    return written


def _begin(door: WriteDoor, group: _Group) -> int:
    with door.change("compaction.begin", "compaction") as change:
        size = sum(file.bytes for file in group.files)
        report = {"year": group.year, "files": len(group.files)}
        row = begin(change, COMPACTION, door.actor, bytes=size, report=report, rolled=True)
        change.subject = f"batch {row.id}"
        return row.id


def _owners(door: WriteDoor, files: Sequence[Written]) -> pa.Table:
    low, high = min(f.series_low for f in files), max(f.series_high for f in files)
    series = models.Series
    with door.look() as session:
        rows = session.execute(
            select(series.id, series.organisation_id).where(series.id.between(low, high))
        ).all()
    return pa.table(
        {"series": [one for one, _ in rows], "organisation": [owner for _, owner in rows]},
        schema=pa.schema([("series", pa.int64()), ("organisation", pa.int32())]),
    )


def _write(
    door: WriteDoor, connection: duckdb.DuckDBPyConnection, group: _Group, batch: int
) -> Iterator[Written]:
    """Write the rows of a group in order, one file an organisation, or more where it is large."""
    organisation = group.files[0].organisation
    source = "SELECT * FROM read_parquet($files, hive_partitioning = false)"
    if group.settled:
        source = f"SELECT f.*, organisation FROM ({source}) f JOIN owners USING (series)"
        order = "organisation, "
    else:
        source, order = f"SELECT *, {organisation}::INTEGER AS organisation FROM ({source})", ""
    rows = connection.sql(
        f'SELECT * FROM ({source}) ORDER BY {order}series, view, start, "end", batch',
        params={"files": paths(door.home, group.files)},
    ).to_arrow_reader(ROW_GROUP)
    output = _Output(door, group.year, batch)
    for block in rows:
        table = pa.table(block)
        owners = table["organisation"].to_numpy()
        cuts = np.append(np.flatnonzero(np.append(True, owners[1:] != owners[:-1])), len(owners))
        for low, high in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            part = table.slice(low, high - low).select(FILE_SCHEMA.names).cast(FILE_SCHEMA)
            yield from output.write(int(owners[low]), part)
    yield from output.close()


class _Output:
    """Writes the rows of one organisation after those of another."""

    def __init__(self, door: WriteDoor, year: int, batch: int) -> None:
        self._door, self._year, self._batch = door, year, batch
        self._owner, self._part, self._rows = -1, 0, 0
        self._path = Path()
        self._writer: pq.ParquetWriter | None = None

    def write(self, owner: int, rows: pa.Table) -> Iterator[Written]:
        if owner != self._owner or self._rows >= _FILE:
            yield from self.close()
            self._part = self._part + 1 if owner == self._owner else 0
            self._owner = owner
            folder = self._door.lake.folder(owner, self._year)
            self._path = folder / f"batch-{self._batch:08d}-{self._part}.parquet"
            self._writer = pq.ParquetWriter(self._path, FILE_SCHEMA, **WRITING)
        if self._writer is not None:
            self._writer.write_table(rows, row_group_size=ROW_GROUP)
        self._rows += rows.num_rows

    def close(self) -> Iterator[Written]:
        if self._writer is not None:
            self._writer.close()
            self._writer, self._rows = None, 0
            home = self._door.lake.home
            yield Written.measure(home, self._path, self._owner, self._year)
