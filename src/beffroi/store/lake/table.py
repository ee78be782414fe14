"""The Delta table of observations: which files hold what, and atomic commits.

Parquet files are written by the engine (sorted, compressed, fsync'd) and then added to the
table in one Delta commit that carries the identifier of its batch, so that after a crash one
look at the table tells whether the batch is in.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction

from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS

_STATS = ("series", "view", "start", "end")


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of the lake and the bounds of what it holds."""

    path: str
    organisation: int
    year: int
    rows: int
    series: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A parquet file written under the lake's folder, to be added by the next commit."""

    path: Path
    organisation: int
    year: int


@dataclass(slots=True)
class Lake:
    """The observations of an installation, in one Delta table."""

    root: Path
    _files: dict[int, list[LakeFile]] = field(default_factory=dict)

    @classmethod
    def create(cls, root: Path) -> "Lake":
        """Create an empty lake."""
        DeltaTable.create(
            str(root), schema=LAKE_SCHEMA, partition_by=PARTITIONS, name="observations"
        )
        return cls(root)

    def version(self) -> int:
        """Return the newest version of the table, committed in the state or not."""
        return int(DeltaTable(str(self.root)).version())

    def holds(self, batch: str) -> bool:
        """Tell whether the commit of a batch is in the table."""
        table = DeltaTable(str(self.root))
        return table.transaction_version(batch) is not None

    def folder(self, organisation: int, year: int) -> Path:
        """Return (and make) the folder of a partition."""
        path = self.root / f"organisation={organisation}" / f"year={year}"
        path.mkdir(parents=True, exist_ok=True)
        return path

    def commit(self, files: Sequence[NewFile], batch: str) -> int:
        """Add files in one atomic commit, and return the new version.

        Returns only once the files and the commit are on the disk.
        """
        folders = {file.path.parent for file in files}
        for path in (*(file.path for file in files), *folders):
            _fsync(path)
        now = datetime.now(UTC)
        table = DeltaTable(str(self.root))
        table.create_write_transaction(
            [_add(self.root, file, now) for file in files],
            mode="append",
            schema=LAKE_SCHEMA,
            partition_by=PARTITIONS,
            commit_properties=CommitProperties(app_transactions=[Transaction(batch, 1)]),
        )
        version = self.version()
        log = self.root / "_delta_log"
        _fsync(log / f"{version:020d}.json")
        _fsync(log)
        return version

    def files(
        self,
        version: int,
        organisations: Iterable[int],
        years: tuple[int, int] | None = None,
        series: Sequence[int] | None = None,
    ) -> list[str]:
        """List the files of a version that may hold what is asked; the rest is never opened."""
        wanted = frozenset(organisations)
        low, high = (min(series), max(series)) if series else (None, None)
        return [
            str(self.root / file.path)
            for file in self._listing(version)
            if file.organisation in wanted
            and (years is None or years[0] <= file.year <= years[1])
            and (low is None or (file.series[1] >= low and file.series[0] <= (high or low)))
        ]

    def contents(self, version: int) -> list[Path]:
        """List every file that a version is made of: observations, then the log up to it."""
        data = [self.root / file.path for file in self._listing(version)]
        log = self.root / "_delta_log"
        numbered = [
            p for p in log.iterdir() if p.name[:20].isdigit() and int(p.name[:20]) <= version
        ]
        return sorted(data) + sorted(numbered)

    def _listing(self, version: int) -> list[LakeFile]:
        if version not in self._files:
            actions = pa.table(
                DeltaTable(str(self.root), version=version).get_add_actions(flatten=True)
            )
            self._files = {version: [_lake_file(row) for row in actions.to_pylist()]}
        return self._files[version]


def _lake_file(row: dict[str, object]) -> LakeFile:
    def whole(name: str, default: int) -> int:
        value = row.get(name)
        return default if value is None else int(str(value))

    return LakeFile(
        str(row["path"]),
        whole("partition.organisation", -1),
        whole("partition.year", 0),
        whole("num_records", 0),
        (whole("min.series", 0), whole("max.series", 2**63 - 1)),
    )


def _add(root: Path, file: NewFile, now: datetime) -> AddAction:
    metadata = pq.read_metadata(file.path)
    names = metadata.schema.names
    low: dict[str, object] = {}
    high: dict[str, object] = {}
    for name in _STATS:
        column = names.index(name)
        groups = [
            metadata.row_group(g).column(column).statistics for g in range(metadata.num_row_groups)
        ]
        if all(stats is not None and stats.has_min_max for stats in groups):
            low[name] = _plain(min(stats.min for stats in groups))
            high[name] = _plain(max(stats.max for stats in groups))
    stats = {
        "numRecords": metadata.num_rows,
        "minValues": low,
        "maxValues": high,
        "nullCount": {},
    }
    return AddAction(
        path=file.path.relative_to(root).as_posix(),
        size=file.path.stat().st_size,
        partition_values={"organisation": str(file.organisation), "year": str(file.year)},
        modification_time=int(now.timestamp() * 1000),
        data_change=True,
        stats=json.dumps(stats),
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
