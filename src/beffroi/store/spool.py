"""Observations on their way in, written in the form of the lake: one file a year of their start.

Where they come in order and their series are new, these files are those of the lake as they are.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beffroi.store.behind import Behind
from beffroi.store.lake.files import FILE_SCHEMA, ROW_GROUP, WRITING
from beffroi.store.lake.schema import INSTANT, NO_RULE, View

#: Rows kept waiting for a row group of their year to be full.
_WAITING = 16 * ROW_GROUP
_FEW_BOUNDS = 8


class Spool:
    """Writes rows of one side of a batch behind the thread that gives them, in their order."""

    def __init__(
        self, folder: Path, view: View, batch: int, received_at: datetime, behind: Behind
    ) -> None:
        self.rows = 0
        self.earliest = received_at  # the first `available_at`
        self.files: dict[int, Path] = {}
        self._folder, self._name = folder, view.name.lower()
        self._same = {
            "view": pa.scalar(view, pa.int8()),
            "quality": pa.scalar(0, pa.int8()),
            "rule": pa.scalar(NO_RULE, pa.int8()),
            "available_at": pa.scalar(received_at, INSTANT),
            "batch": pa.scalar(batch, pa.int64()),
        }
        self._behind = behind
        self._writers: dict[int, pq.ParquetWriter] = {}
        self._waiting: dict[int, list[pa.Table]] = {}

    def add(self, rows: pa.Table) -> None:
        """Take rows: series (identifiers), start, end, value[, quality, rule, available_at]."""
        self.rows += rows.num_rows
        if "available_at" in rows.column_names and rows.num_rows:
            self.earliest = min(self.earliest, pc.min(rows["available_at"]).as_py())
        self._behind.do(self._write, rows)

    def close(self) -> None:
        """Finish the files; returns once they are whole, though not yet on the disk."""
        self._behind.do(self._flush)
        self._behind.wait()

    def drop(self) -> None:
        """Forget all that was given."""
        self._behind.do(self._waiting.clear)  # after what was given before is written
        self.close()
        for path in self.files.values():
            path.unlink()
        self.files, self._writers, self.rows = {}, {}, 0

    def _write(self, rows: pa.Table) -> None:
        for year, part in by_year(self._as_stored(rows)):
            waiting = self._waiting.setdefault(year, [])
            waiting.append(part)
            if sum(table.num_rows for table in waiting) >= ROW_GROUP:
                self._write_out(year)
        if sum(table.num_rows for tables in self._waiting.values() for table in tables) > _WAITING:
            for year in list(self._waiting):
                self._write_out(year)

    def _write_out(self, year: int) -> None:
        rows = pa.concat_tables(self._waiting.pop(year))
        if year not in self._writers:
            self.files[year] = self._folder / f"{self._name}-{year}.parquet"
            self._writers[year] = pq.ParquetWriter(self.files[year], FILE_SCHEMA, **WRITING)
        self._writers[year].write_table(rows, row_group_size=2 * ROW_GROUP)

    def _flush(self) -> None:
        # The thread that gave all this waits now: its core writes the half of the years.
        with ThreadPoolExecutor(2) as pool:
            deque(pool.map(self._write_out, list(self._waiting)), 0)
        for writer in self._writers.values():
            writer.close()

    def _as_stored(self, rows: pa.Table) -> pa.Table:
        given = {name: rows[name] for name in rows.column_names}
        columns = [
            given[name] if name in given else pa.repeat(self._same[name], rows.num_rows)
            for name in FILE_SCHEMA.names
        ]
        return pa.table(columns, names=FILE_SCHEMA.names).cast(FILE_SCHEMA)


def by_year(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """Part rows by the year (UTC) of their start, in their order within each."""
    if table.num_rows == 0:
        return
    start = table["start"].to_numpy().astype("M8[us]", copy=False)
    first, last = (int(str(edge)[:4]) for edge in (start.min(), start.max()))
    if first == last:
        yield first, table
        return
    bounds = np.array([f"{year}-01-01" for year in range(first + 1, last + 1)], "M8[us]")
    if len(bounds) <= _FEW_BOUNDS:
        year = np.zeros(len(start), np.int16)
        for bound in bounds:
            year += start >= bound
    else:
        year = np.searchsorted(bounds, start, side="right").astype(np.int16)
    cuts = np.concatenate([[0], np.flatnonzero(year[1:] != year[:-1]) + 1, [len(year)]])
    sizes = np.bincount(year)
    slices: dict[int, list[pa.Table]] = {}
    if len(cuts) < len(year) // 1000:
        for low, high in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            slices.setdefault(int(year[low]), []).append(table.slice(low, high - low))
    for one in np.flatnonzero(sizes).tolist():
        # A slice holds the whole table in memory: a small part is worth a copy.
        if one in slices and 4 * sizes[one] > len(year):
            yield first + one, pa.concat_tables(slices[one])
        else:
            yield first + one, table.filter(pa.array(year == one))
