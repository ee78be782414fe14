"""The Delta table of observations: which files hold what, and atomic commits.

Parquet files are written by the engine (sorted, compressed, fsync'd) and then added to the
table in one Delta commit that carries the identifier of its batch, so that after a crash one
look at the table tells whether the batch is in.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction

from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS

_STATS = ("series", "view", "start", "end")
#: Commits between two summaries of the log: opening a table reads those after the last one only.
_CHECKPOINT = 50


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


#: Files of one version, by organisation.
_Listing: TypeAlias = dict[int, list[LakeFile]]


@dataclass(slots=True)
class Lake:
    """The observations of an installation, in one Delta table.

    Opening a table reads its whole log, so that it is opened once, then brought up to date; the
    files of a version are those of the version before and those that the commit adds.
    """

    root: Path
    _opened: DeltaTable | None = None
    _known: tuple[int, _Listing] | None = None  # a version and its files

    @classmethod
    def create(cls, root: Path) -> "Lake":
        """Create an empty lake."""
        DeltaTable.create(
            str(root), schema=LAKE_SCHEMA, partition_by=PARTITIONS, name="observations"
        )
        return cls(root)

    def version(self) -> int:
        """Return the newest version of the table, committed in the state or not."""
        return int(self._table().version())

    def holds(self, batch: str) -> bool:
        """Tell whether the commit of a batch is in the table."""
        return self._table().transaction_version(batch) is not None

    def _table(self) -> DeltaTable:
        """Return the newest version of the table; most often nothing came since it was opened."""
        if self._opened is None:
            self._opened = DeltaTable(str(self.root))
        elif (self._log / _commit(self._opened.version() + 1)).exists():
            self._opened.update_incremental()
        return self._opened

    @property
    def _log(self) -> Path:
        return self.root / "_delta_log"

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
        table = self._table()
        before = int(table.version())
        added = [_add(self.root, file, now) for file in files]
        table.create_write_transaction(
            [*added],
            mode="append",
            schema=LAKE_SCHEMA,
            partition_by=PARTITIONS,
            commit_properties=CommitProperties(app_transactions=[Transaction(batch, 1)]),
        )
        version = self.version()
        _fsync(self._log / _commit(version))
        _fsync(self._log)
        if self._known is not None and self._known[0] == before == version - 1:
            for file, action in zip(files, added, strict=True):
                listed = _listed(self.root, file, action)
                self._known[1].setdefault(file.organisation, []).append(listed)
            self._known = (version, self._known[1])
        if version % _CHECKPOINT == 0:
            self._table().create_checkpoint()
        return version

    def files(
        self,
        version: int,
        organisations: Iterable[int],
        years: tuple[int, int] | None = None,
        series: Sequence[int] | None = None,
    ) -> list[str]:
        """List the files of a version that may hold what is asked; the rest is never opened."""
        low, high = (min(series), max(series)) if series else (None, None)
        listing = self._listing(version)
        return [
            str(self.root / file.path)
            for organisation in sorted(frozenset(organisations))
            for file in listing.get(organisation, ())
            if (years is None or years[0] <= file.year <= years[1])
            and (low is None or (file.series[1] >= low and file.series[0] <= (high or low)))
        ]

    def contents(self, version: int) -> list[Path]:
        """List every file that a version is made of: observations, then the log up to it."""
        listing = self._listing(version)
        data = [self.root / file.path for files in listing.values() for file in files]
        numbered = [
            p for p in self._log.iterdir() if p.name[:20].isdigit() and int(p.name[:20]) <= version
        ]
        return sorted(data) + sorted(numbered)

    def _listing(self, version: int) -> _Listing:
        if self._known is None or self._known[0] != version:
            table = self._table()
            if table.version() != version:
                table = DeltaTable(str(self.root), version=version)
            actions = pa.table(table.get_add_actions(flatten=True))
            listing: _Listing = {}
            for row in actions.to_pylist():
                file = _lake_file(row)
                listing.setdefault(file.organisation, []).append(file)
            self._known = (version, listing)
        return self._known[1]


def _commit(version: int) -> str:
    return f"{version:020d}.json"


def _listed(root: Path, file: NewFile, action: AddAction) -> LakeFile:
    """Return what `get_add_actions` will say of a file that was just added."""
    stats = json.loads(action.stats)
    low, high = stats["minValues"], stats["maxValues"]
    return LakeFile(
        file.path.relative_to(root).as_posix(),
        file.organisation,
        file.year,
        stats["numRecords"],
        (low.get("series", 0), high.get("series", 2**63 - 1)),
    )


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
