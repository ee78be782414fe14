"""The Delta table of observations: atomic commits that any engine reads.

The state says which files are visible (see `manifest.py`): it can tell with one transaction what a
batch changed. The Delta log says the same to other engines. A commit carries the identifier of
its batch, so that after a crash one look at the table tells whether the batch is in.
"""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.store.lake.far import OPTIONS
from beffroi.store.lake.mirror import Mirror
from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS
from beffroi.store.lake.written import Written, fsync, plain_instant

log = logs.logger(__name__)
_STATS = ("series", "view", "start", "end")
#: Commits between two summaries of the log: opening a table reads those after the last one only.
_CHECKPOINT = 50


@dataclass(slots=True)
class Lake:
    """The observations of an installation, in one Delta table.

    Opening a table reads its whole log, so that it is opened once, then brought up to date.
    """

    root: Path
    mirror: Mirror | None = None
    """Where the table is, if it is not in the folder: this one then holds copies of its files."""
    _opened: DeltaTable | None = None

    @classmethod
    def create(cls, root: Path, mirror: Mirror | None = None) -> "Lake":
        """Create an empty lake.

        Raises:
            BeffroiError: `store.lake_unreachable`; of two processes, one finds the place taken.
        """
        lake = cls(root, mirror)
        with lake._told():
            DeltaTable.create(
                lake._address,
                schema=LAKE_SCHEMA,
                partition_by=PARTITIONS,
                name="observations",
                storage_options=lake._options,
            )
        if mirror is not None:
            mirror.far.claim()
        return lake

    def version(self) -> int:
        """Return the newest version of the table."""
        return int(self._table().version())

    def holds(self, tag: str) -> bool:
        """Tell whether the commit of a batch is in the table."""
        return self._table().transaction_version(tag) is not None

    def folder(self, organisation: int, year: int) -> Path:
        """Return (and make) the folder of a partition."""
        path = self.root / f"organisation={organisation}" / f"year={year}"
        path.mkdir(parents=True, exist_ok=True)
        return path

    def commit(
        self,
        added: Sequence[Written],
        tag: str,
        removed: Sequence[Written] = (),
        *,
        same: bool = True,
    ) -> int:
        """Add and remove files in one atomic commit, and return the newest version.

        Returns only once the commit is on the disk; files that replace others say the `same`.
        """
        if self.mirror is None:
            for folder in {self._place(file).parent for file in added}:
                fsync(folder)
        now = int(datetime.now(UTC).timestamp() * 1000)
        table = self._table()
        before = table.version()
        actions: list[AddAction | RemoveAction] = [
            *(self._add(file, now, fresh=not (removed and same)) for file in added),
            *(self._remove(file, now, fresh=not same) for file in removed),
        ]
        if self.mirror is not None:
            self.mirror.send((file.path, file.bytes) for file in added)
        with self._told():
            table.create_write_transaction(
                actions,
                mode="append",
                schema=LAKE_SCHEMA,
                partition_by=PARTITIONS,
                commit_properties=CommitProperties(app_transactions=[Transaction(tag, 1)]),
            )
        version = self.version()
        if self.mirror is None:
            # Other processes may have committed meanwhile: ours is one of these.
            for number in range(before + 1, version + 1):
                fsync(self._log / _commit(number))
            fsync(self._log)
        if version // _CHECKPOINT > before // _CHECKPOINT:
            self._summarise()
        return version

    def _summarise(self) -> None:
        """Write a summary of the log; the commit is in without it, and the next one is near."""
        try:
            with self._told():
                self._table().create_checkpoint()
        except (DeltaError, OSError, BeffroiError) as error:
            log.warning("log not summarised", reason=type(error).__name__)

    def contents(self, version: int) -> dict[str, int]:
        """List what a version is made of, by name from the home with its size.

        Its files as Delta knows them, and the log up to it.
        """
        table = self._table()
        if table.version() != version:
            with self._told():
                table = DeltaTable(self._address, version=version, storage_options=self._options)
        rows = pa.table(table.get_add_actions(flatten=True)).select(["path", "size_bytes"])
        found = {f"{self.root.name}/{row['path']}": row["size_bytes"] for row in rows.to_pylist()}
        if self.mirror is None:
            log = {f"{self.root.name}/_delta_log/{p.name}": -1 for p in self._log.iterdir()}
        else:
            log = self.mirror.far.sizes(f"{self.root.name}/_delta_log")
        for name, size in log.items():
            number = name.rpartition("/")[2][:20]
            if number.isdigit() and int(number) <= version:
                found[name] = size
        return found

    def listing(self) -> list[tuple[Path, int, int]]:
        """List the files of the newest version with their organisation and year."""
        rows = pa.table(self._table().get_add_actions(flatten=True)).to_pylist()
        return [
            (self.root / row["path"], row["partition.organisation"], row["partition.year"])
            for row in rows
        ]

    def _table(self) -> DeltaTable:
        """Return the newest version of the table; most often nothing came since it was opened."""
        if self.mirror is not None:
            return self._far(self.mirror)
        if self._opened is None:
            self._opened = DeltaTable(str(self.root))
        elif (self._log / _commit(self._opened.version() + 1)).exists():
            self._opened.update_incremental()
        return self._opened

    def _far(self, mirror: Mirror) -> DeltaTable:
        mirror.far.require()
        table, self._opened = self._opened, None  # one that failed to come up to date is left
        with mirror.far.told():
            if table is None:
                table = DeltaTable(self._address, storage_options=self._options)
            else:
                table.update_incremental()
        self._opened = table
        return table

    def _told(self) -> AbstractContextManager[None]:
        return nullcontext() if self.mirror is None else self.mirror.far.told()

    @property
    def _address(self) -> str:
        if self.mirror is None:
            return str(self.root)
        return f"{self.mirror.far.place}/{self.root.name}"

    @property
    def _options(self) -> dict[str, str] | None:
        return None if self.mirror is None else OPTIONS

    @property
    def home(self) -> Path:
        """The folder from which files are named."""
        return self.root.parent

    @property
    def _log(self) -> Path:
        return self.root / "_delta_log"

    def _place(self, file: Written) -> Path:
        return self.home / file.path

    def _add(self, file: Written, now: int, *, fresh: bool) -> AddAction:
        path = self._place(file)
        return AddAction(
            path=path.relative_to(self.root).as_posix(),
            size=file.bytes,
            partition_values={"organisation": str(file.organisation), "year": str(file.year)},
            modification_time=now,
            data_change=fresh,
            stats=_stats(path),
        )

    def _remove(self, file: Written, now: int, *, fresh: bool) -> RemoveAction:
        return RemoveAction(
            path=self._place(file).relative_to(self.root).as_posix(),
            deletion_timestamp=now,
            data_change=fresh,
            partition_values={"organisation": str(file.organisation), "year": str(file.year)},
            size=file.bytes,
        )


def _commit(version: int) -> str:
    return f"{version:020d}.json"


def _stats(path: Path) -> str:
    metadata = pq.read_metadata(path)
    names = metadata.schema.names
    low: dict[str, object] = {}
    high: dict[str, object] = {}
    for name in _STATS:
        column = names.index(name)
        groups = [
            metadata.row_group(g).column(column).statistics for g in range(metadata.num_row_groups)
        ]
        if all(stats is not None and stats.has_min_max for stats in groups):
            low[name] = plain_instant(min(stats.min for stats in groups))
            high[name] = plain_instant(max(stats.max for stats in groups))
    return json.dumps(
        {"numRecords": metadata.num_rows, "minValues": low, "maxValues": high, "nullCount": {}}
    )
