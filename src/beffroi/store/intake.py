"""The way of a batch into the store: all of it or nothing.

0. The original is kept under its hash.
1. The batch is declared in the state as `reading`, and its new assets and series with it.
2. Observations are spooled, in the form of the lake, to files that nobody reads.
3. `seal` compares them with what is stored: only new and changed ones go on. Where all series are
   new and the rows came in order there is nothing to compare: the spool is what goes on.
4. Repairs of the touched series are compared with those stored, in the same way.
5. Files are written sorted, the state is told all that it will need (`sealed`), and they are
   committed to the lake in one Delta commit that names the batch.
6. The state marks the batch `done` and shows its files to readers.

A crash before the commit leaves nothing but files that nobody reads; between 5 and 6 the lake
tells that the batch is in, and recovery finishes 6. See `recovery.py`.
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

from beffroi.errors import BeffroiError
from beffroi.errors.store import BATCH_NOT_DONE
from beffroi.periods import utc_now
from beffroi.store import engine, originals, staging
from beffroi.store.behind import Behind
from beffroi.store.drafts import SeriesKey, declare
from beffroi.store.federation.elsewhere import READER as FEDERATION
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.lake.files import ROW_GROUP
from beffroi.store.lake.schema import View
from beffroi.store.manifest import paths, seen
from beffroi.store.recovery import finish, forget, lock_of, mend, rows_of, sealing, tag, whole
from beffroi.store.rising import Rising
from beffroi.store.spool import Spool
from beffroi.store.standing import said_since, standing
from beffroi.store.state import models
from beffroi.store.taken import await_drain
from beffroi.store.undo import stage_undo
from beffroi.store.write import WriteDoor


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
    undoes: int | None = None  # the batch that this one takes back
    again_of: int | None = None  # the batch whose file this one reads again
    only: int | None = None  # bring only what this undoing left: a later word stays
    households: bool = False  # see `ingest.ImportOptions`; kept for an import that is resumed


@dataclass(slots=True)
class Intake:
    """A batch on its way in; made by `intake()`."""

    door: WriteDoor
    batch: int
    organisation: int
    received_at: datetime
    folder: Path
    engine: duckdb.DuckDBPyConnection
    behind: Behind
    spool: Spool = field(init=False)
    mended: Spool = field(init=False)
    known: dict[SeriesKey, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)  # series that this batch creates
    counts: staging.Counts = field(default_factory=staging.Counts)
    rising: Rising = field(default_factory=Rising)
    only: int | None = None

    def __post_init__(self) -> None:
        self.spool = self._spool(View.RAW, self.folder)
        self.mended = self._spool(View.REPAIR, self.folder)

    def _spool(self, view: View, folder: Path) -> Spool:
        folder.mkdir(parents=True, exist_ok=True)
        return Spool(folder, view, self.batch, self.received_at, self.behind)

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
        if len(self.fresh) < len(self.known):
            self.rising.give_up()
        self.rising.add(observations)
        self.spool.add(observations)

    def seal(self) -> staging.Counts:
        """Compare what was spooled with what is stored; nothing can be added afterwards."""
        self.rising.close()
        if not self.spool.rows:
            return self.counts
        if self.rising.kept:
            self.counts = staging.Counts(by_series=self.rising.facts)
        else:
            self.spool.close()
            stored = self._stored_files(sorted(set(self.known.values()) - self.fresh))
            files = list(self.spool.files.values())
            later: list[int] = []
            if self.only is not None:
                with self.door.look() as session:
                    later = said_since(session, self.organisation, self.batch)
            self.counts = staging.stage_new(
                self.engine, self.folder, files, stored, self.only, later
            )
        self.counts.read = self.spool.rows
        return self.counts

    def undo(self, batch: int) -> staging.Counts:
        """Say anew what a batch said, as told by the imports that stand once it is turned."""
        with self.door.look() as session:
            root = session.get_one(models.Batch, batch)
            if root.status != "done":
                raise BeffroiError(BATCH_NOT_DONE, batch=batch)
            while "undoes" in root.report:
                root = session.get_one(models.Batch, root.report["undoes"])
            rows = session.scalars(standing(self.organisation)).all()
            copies = [row for row in rows_of(session, root) if row.id != root.id]
            group = {root.id, *(row.id for row in copies)}
            stand = {row.id for row in rows if "undoes" not in row.report} - group
            if root.status != "done":
                stand |= group
            facts = {s for row in (root, *copies) for s in row.series_facts}
        files = self._stored_files(sorted(map(int, facts)))
        if files:
            self.counts = stage_undo(
                self.engine, self.folder, files, sorted(group), sorted(stand), self.received_at
            )
        self.rising.give_up()
        return self.counts

    def look_again(self, series: Sequence[int]) -> None:
        """Take series of which nothing new comes, to repair them with what came by messages."""
        self.spool.close()
        self.rising.give_up()
        staging.stage_nothing(self.folder)
        self.counts = staging.Counts(
            by_series={one: {"new": 0, "changed": 0} for one in sorted(series)}
        )

    def sizes(self) -> dict[int, int]:
        """Return how many observations go on, by series: of those known so far."""
        return self.counts.sizes or staging.Counts(by_series=self.rising.facts).sizes

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
        """Stage the repairs of series: series, start, end, value (nullable), rule.

        Blocks come in the order of their series, each sorted.
        """
        stored = [] if self.rising.kept else self._stored_files(series)
        if stored:
            repairs, superseded = staging.changed_repairs(self.engine, stored, series, repairs)
            self.counts.superseded |= superseded
        if repairs.num_rows:
            at = staging.known_at(repairs["end"], self.received_at, self.spool.earliest)
            self.mended.add(repairs.append_column("available_at", at))

    def drop_repairs(self) -> None:
        """Forget the repairs that were staged: the series were not whole after all."""
        self.counts.superseded.clear()
        self.mended.drop()

    def commit(self, report: dict[str, Any]) -> None:
        """Write what is staged to the lake and finish the batch."""
        lake = self.door.lake
        raw = self.spool if self.rising.kept else self._compared()
        files = staging.write_files(lake, self.organisation, self.batch, [raw, self.mended])
        with self.door.change(
            "batch.seal", "import", self.organisation, f"batch {self.batch}"
        ) as change:
            row = sealing(change.session, self.batch)
            row.report = {**row.report, **report}
            row.series_facts = self.counts.facts()
            row.files = [file.plain() for file in files]
        if files:
            lake.commit(files, tag(self.batch))
        finish(self.door, self.batch)

    def _compared(self) -> Spool:
        """Spool what the comparison left, sorted."""
        spool, new = self._spool(View.RAW, self.folder / "new"), self.folder / "new.parquet"
        if new.exists():  # not for an undoing of what brought nothing
            with pq.ParquetFile(new) as found:
                for rows in found.iter_batches(ROW_GROUP):
                    spool.add(pa.Table.from_batches([rows]).drop_columns(["changed"]))
        return spool

    def _stored_files(self, series: Sequence[int]) -> list[str]:
        if not series:
            return []
        with self.door.look() as session:
            return paths(self.door.home, seen(session, [self.organisation], series=series))


@contextmanager
def intake(
    door: WriteDoor, received: Received, at: datetime | None = None, original: Path | None = None
) -> Iterator[Intake]:
    """Open the way in for one file; leaving without `commit` undoes it whole."""
    with door.hold(lock_of(received.organisation)):
        mend(door, received.organisation)
        whole(door)
        if original is not None:
            originals.keep(door.home, original, received.sha256)
        at = at or utc_now()
        with door.change("batch.receive", "import", received.organisation, received.name) as change:
            if received.reader != FEDERATION:
                require_kept_here(change.session, received.organisation)
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
                report={
                    "as_measured": received.as_measured,
                    **({"undoes": received.undoes} if received.undoes else {}),
                    **({"again_of": received.again_of} if received.again_of else {}),
                    **({"only": received.only} if received.only else {}),
                    **({"households": True} if received.households else {}),
                },
                series_facts={},
                actor=door.actor,
            )
            change.session.add(row)
            change.session.flush()
            batch = row.id
        folder = door.home.spool / tag(batch)
        home, organisation = door.home, received.organisation
        try:
            if original is not None:  # see `originals.discard`
                originals.keep(home, original, received.sha256)
            await_drain(door, organisation)
            with (
                engine.connect(home.root, home.spool, door.memory_mb) as connection,
                Behind() as behind,
            ):
                only = received.only
                yield Intake(door, batch, organisation, at, folder, connection, behind, only=only)
        except BaseException:
            forget(door, batch, "failed")
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
