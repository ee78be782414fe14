"""The way of a batch into the store: all of it or nothing.

0. The original is kept under its hash.
1. The batch is declared in the state as `reading`, and its new assets and series with it.
2. Observations are spooled to a file that nobody reads.
3. `seal` compares them with what is stored: only new and changed ones go on.
4. Repairs of the touched series are compared with those stored, in the same way.
5. Files are written sorted and committed to the lake in one Delta commit that names the batch.
6. The state marks the batch `done` and moves the version that readers see.

A crash before 5 leaves nothing but a spool; between 5 and 6 the lake tells that the batch is in,
and recovery finishes 6. See `recovery.py`.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.periods import utc_now
from beffroi.store import engine, originals, staging
from beffroi.store.drafts import SeriesKey, declare
from beffroi.store.lake.schema import INSTANT
from beffroi.store.recovery import finish, forget, mend
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

_SPOOL_SCHEMA = pa.schema(
    [
        ("series", pa.int64()),
        ("start", INSTANT),
        ("end", INSTANT),
        ("value", pa.float64()),
        ("quality", pa.int8()),
        ("available_at", INSTANT),
        ("changed", pa.bool_()),
    ]
)
#: What makes spooling cheap: no table of values where each one differs, differences of times.
_SPOOL_OPTIONS: dict[str, Any] = {
    "compression": "lz4",
    "use_dictionary": ["series", "quality", "available_at"],
    "column_encoding": dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A file as received."""

    organisation: int
    sha256: str
    name: str
    bytes: int
    reader: str
    member: str = ""
    mapping: dict[str, Any] | None = None
    as_measured: bool = False  # see `ingest.ImportOptions`; kept for an import that is resumed


@dataclass(slots=True)
class Intake:
    """A batch on its way in; made by `intake()`."""

    door: WriteDoor
    batch: int
    organisation: int
    received_at: datetime
    folder: Path
    engine: duckdb.DuckDBPyConnection
    known: dict[SeriesKey, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)  # series that this batch creates
    counts: staging.Counts = field(default_factory=staging.Counts)
    _writer: pq.ParquetWriter | None = None
    _order: staging.Order = field(default_factory=staging.Order)

    def series(self, keys: Sequence[SeriesKey]) -> list[int]:
        """Return the identifiers of series, creating those that are not known yet."""
        new = [key for key in dict.fromkeys(keys) if key not in self.known]
        if new:
            with self.door.change(
                "series.declare", "import", self.organisation, f"batch {self.batch}"
            ) as change:
                found, created = declare(change.session, self.organisation, self.batch, new)
                change.detail = {"series": len(created)}
            self.known |= found
            self.fresh |= created
        return [self.known[key] for key in keys]

    def add(self, observations: pa.Table) -> None:
        """Spool observations: series (identifiers), start, end, value, quality[, available_at]."""
        if "available_at" not in observations.column_names:
            stamp = pa.scalar(self.received_at, INSTANT)
            column = pa.repeat(stamp, observations.num_rows)
            observations = observations.append_column("available_at", column)
        if self._writer is None:
            path = self.folder / "read.parquet"
            self._writer = pq.ParquetWriter(path, _SPOOL_SCHEMA, **_SPOOL_OPTIONS)
        same = pa.repeat(False, observations.num_rows)
        observations = observations.append_column("changed", same)
        table = observations.select(_SPOOL_SCHEMA.names).cast(_SPOOL_SCHEMA)
        self._order.see(table)
        self._writer.write_table(table)

    def seal(self) -> staging.Counts:
        """Compare what was spooled with what is stored; nothing can be added afterwards."""
        if self._writer is None:
            return self.counts
        self._writer.close()
        stored = set(self.known.values()) - self.fresh
        files = self._stored_files(sorted(stored))
        self.counts = staging.stage_new(self.engine, self.folder, files, in_order=self._order.kept)
        return self.counts

    def touched(self, block: int) -> Iterator[list[int]]:
        """List the series that have something new, by blocks of about `block` observations."""
        sizes = self.counts.sizes
        group: list[int] = []
        size = 0
        for series in sorted(sizes):
            group.append(series)
            size += sizes[series]
            if size >= block:
                yield group
                group, size = [], 0
        if group:
            yield group

    def whole_raw(self, series: Sequence[int]) -> pa.Table:
        """Read the raw observations of series as they will stand once the batch is in.

        Sorted by series, start, end; one row a key.
        """
        return staging.whole_raw(self.engine, self.folder, self._stored_files(series), series)

    def repairs(self, series: Sequence[int], repairs: pa.Table) -> None:
        """Stage the repairs of series: series, start, end, value (nullable), rule."""
        self.counts.superseded |= staging.stage_repairs(
            self.engine, self.folder, self._stored_files(series), series, repairs
        )

    def commit(self, report: dict[str, Any]) -> None:
        """Write what is staged to the lake and finish the batch."""
        with self.door.change(
            "batch.seal", "import", self.organisation, f"batch {self.batch}"
        ) as change:
            row = change.session.get_one(models.Batch, self.batch)
            row.report, row.status = {**row.report, **report}, "sealed"
            row.series_facts = self.counts.facts()
        files = staging.write_files(
            self.engine,
            self.folder,
            lambda year: self.door.lake.folder(self.organisation, year),
            self.organisation,
            self.batch,
            self.received_at,
        )
        if files:
            self.door.lake.commit(files, f"batch-{self.batch}")
        finish(self.door, self.batch)

    def _stored_files(self, series: Sequence[int]) -> list[str]:
        if not series:
            return []
        lake = self.door.lake
        return lake.files(lake.version(), [self.organisation], series=series)


@contextmanager
def intake(
    door: WriteDoor, received: Received, at: datetime | None = None, original: Path | None = None
) -> Iterator[Intake]:
    """Open the way in for one file; leaving without `commit` undoes it whole."""
    with door.home.lock():
        mend(door)
        if original is not None:
            originals.keep(door.home, original, received.sha256)
        at = at or utc_now()
        with door.change("batch.receive", "import", received.organisation, received.name) as change:
            row = models.Batch(
                organisation_id=received.organisation,
                sha256=received.sha256,
                name=received.name,
                member=received.member,
                bytes=received.bytes,
                reader=received.reader,
                mapping=received.mapping,
                status="reading",
                received_at=at,
                finished_at=None,
                report={"as_measured": received.as_measured},
                series_facts={},
                actor=door.actor,
            )
            change.session.add(row)
            change.session.flush()
            batch = row.id
        folder = door.home.spool / f"batch-{batch}"
        folder.mkdir(parents=True, exist_ok=True)
        home = door.home
        try:
            with engine.connect(home.root, home.spool, door.memory_mb) as connection:
                yield Intake(door, batch, received.organisation, at, folder, connection)
        except BaseException:
            forget(door, batch, "failed")
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
