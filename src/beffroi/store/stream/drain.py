"""From acknowledged messages to the lake: one batch and one commit for all that waits.

Measures that follow those already known are written as they are. Late ones are compared with what
is stored, and take back the repairs that they contradict; repair follows by itself (see
`Batch.repaired`). A crash leaves the messages waiting, or the batch whole: see `recovery.py`.
"""

import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import select, update

from beffroi.periods import utc_now
from beffroi.store import engine
from beffroi.store.drafts import SeriesKey, declare
from beffroi.store.erased import erasures
from beffroi.store.households.naming import veiled
from beffroi.store.lake import RECENT, Written
from beffroi.store.lake.files import FILE_SCHEMA, ROW_GROUP, WRITING
from beffroi.store.manifest import paths, seen
from beffroi.store.own_work import begin
from beffroi.store.recovery import finish, forget, lock_of, mend, sealing, tag, whole
from beffroi.store.spool import by_year
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.state.many import blocks
from beffroi.store.stream import aside, late
from beffroi.store.write import WriteDoor

READER = "stream"
#: Observations drained at once, which bounds memory, and messages looked at.
_ROWS, _MESSAGES = 1_000_000, 2_000
#: Organisations whose files are being imported.
_BUSY = (
    select(models.Batch.organisation_id)
    .where(
        models.Batch.status.in_(("reading", "sealed")),
        models.Batch.organisation_id.is_not(None),
    )
    .subquery()
)


@dataclass(frozen=True, slots=True)
class Drained:
    """What a drain did."""

    messages: int = 0
    rows: int = 0
    batch: int | None = None
    dropped: int = 0
    """Messages of organisations that were erased: they are not drained, and not kept."""
    damaged: int = 0
    """Messages that cannot be read: they are set aside, and a check tells of each."""


@dataclass(slots=True)
class Drain:
    """Drains the messages of an installation; remembers the series that it has met."""

    door: WriteDoor
    _known: dict[tuple[int, SeriesKey], int] = field(default_factory=dict)
    _erasures: int = 0

    def run(self) -> Drained:
        """Drain what waits, up to a bounded number of observations.

        Raises:
            BeffroiError: `store.home_busy`, `store.lake_broken`, `store.home_unwritable`.
        """
        with self.door.hold(lock_of(RECENT)):
            mend(self.door, RECENT)
            whole(self.door)
            dropped = aside.drop(self.door)
            damaged = 0
            while True:
                try:
                    return replace(self._one(), dropped=dropped, damaged=damaged)
                except aside.UnreadableError as found:
                    aside.set_aside(self.door, found.messages)
                    damaged += len(found.messages)

    def _one(self) -> Drained:
        taken = self._take()
        if not taken:
            return Drained()
        at = utc_now()
        batch = self._begin([message.id for message in taken], at)
        try:
            taken = self._spared(batch, taken)
            self._fill(batch, taken)
        except BaseException:
            forget(self.door, batch, "failed")
            raise
        finally:
            shutil.rmtree(self.door.home.spool / tag(batch), ignore_errors=True)
        return Drained(len(taken), sum(message.rows for message in taken), batch)

    def _take(self) -> list[Message]:
        """Take the oldest messages, but for organisations whose files are being imported."""
        with self.door.look() as session:
            if self._erasures != (told := erasures(session)):
                self._known.clear()
                self._erasures = told
            waiting = session.scalars(
                select(Message)
                .where(
                    Message.content.is_not(None),
                    Message.batch_id.is_(None),
                    Message.organisation_id.not_in(select(_BUSY.c.organisation_id)),
                )
                .order_by(Message.id)
                .limit(_MESSAGES)
            )
            taken: list[Message] = []
            rows = 0
            for message in waiting:
                if taken and rows + message.rows > _ROWS:
                    break
                taken.append(message)
                rows += message.rows
            return taken

    def _begin(self, messages: list[int], at: datetime) -> int:
        with self.door.change("batch.receive", "stream") as change:
            report = {"messages": len(messages)}
            row = begin(
                change, READER, self.door.actor, received_at=at, report=report, repaired=False
            )
            for some in blocks(messages):
                change.session.execute(
                    update(Message).where(Message.id.in_(some)).values(batch_id=row.id)
                )
            change.subject = f"batch {row.id}"
            return row.id

    def _spared(self, batch: int, taken: list[Message]) -> list[Message]:
        """Leave to later the messages of organisations whose imports began meanwhile.

        An import declares its batch, then waits for the messages that a drain has taken; a drain
        takes messages, then looks for imports: of the two, one sees the other.
        """
        if self.door.state.locks is None:
            return taken
        with self.door.look() as session:
            owners = {message.organisation_id for message in taken}
            busy = set(session.scalars(select(_BUSY.c.organisation_id))) & owners
        if busy:
            with self.door.change("batch.spare", "stream", subject=f"batch {batch}") as change:
                change.session.execute(
                    update(Message)
                    .where(Message.batch_id == batch, Message.organisation_id.in_(busy))
                    .values(batch_id=None)
                )
        return [message for message in taken if message.organisation_id not in busy]

    def _fill(self, batch: int, messages: list[Message]) -> None:
        door = self.door
        if not messages:
            finish(door, batch)
            return
        rows, known = self._read(messages, batch)
        fresh = late.follows(rows, known)
        following = rows.filter(fresh)
        nothing = pa.array(np.zeros(following.num_rows, bool))
        parts = [following.append_column("changed", nothing)]
        withdrawn = None
        behind = rows.filter(pc.invert(fresh))
        if behind.num_rows:
            ids = pc.unique(behind["series"]).to_pylist()
            with door.look() as session:
                owners = {known.owner[one] for one in ids}
                stored = paths(door.home, seen(session, owners, series=ids))
            with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
                kept = late.compared(connection, stored, behind)
                withdrawn = late.contradicted(connection, stored, kept, batch)
            parts.append(kept)
        new = pa.concat_tables(part.cast(parts[-1].schema) for part in parts)
        facts = _by_series(new)
        if withdrawn is not None:
            for one in pc.unique(withdrawn["series"]).to_pylist():
                facts.setdefault(one, {"new": 0, "changed": 0, "revised": 1.0})["revised"] = 1.0
        files = self._write(batch, new.drop_columns(["changed"]), withdrawn)
        with door.change("batch.seal", "stream", subject=f"batch {batch}") as change:
            row = sealing(change.session, batch)
            row.report = {**row.report, "rows": rows.num_rows, "kept": new.num_rows}
            row.series_facts = {str(one): found for one, found in facts.items()}
            row.files = [file.plain() for file in files]
        if files:
            door.lake.commit(files, tag(batch))
        finish(door, batch)

    def _tables(self, messages: list[Message]) -> list[pa.Table]:
        """Read messages, their series being those of the state."""
        read = aside.read(messages)
        unknown: dict[int, dict[SeriesKey, None]] = {}
        for message, keys, _ in read:
            for key in keys:
                if (message.organisation_id, key) not in self._known:
                    unknown.setdefault(message.organisation_id, {})[key] = None
        for owner, wanted in unknown.items():
            # A point may have been declared to be of a household since its message came in.
            names = dict(zip(wanted, veiled(self.door, owner, list(wanted)), strict=True))
            with self.door.change("series.declare", "stream", owner) as change:
                found, created = declare(change.session, owner, None, [*names.values()])
                change.detail = {"series": len(created)}
            self._known |= {(owner, key): found[name] for key, name in names.items()}
        tables = []
        for message, keys, table in read:
            ids = pa.array([self._known[message.organisation_id, key] for key in keys], pa.int64())
            tables.append(
                table.set_column(
                    0, "series", ids.take(table["series"].combine_chunks())
                ).append_column(
                    "available_at", pa.repeat(pa.scalar(message.received_at, _INSTANT), len(table))
                )
            )
        return tables

    def _read(self, messages: list[Message], batch: int) -> tuple[pa.Table, late.Stored]:
        rows = _last_words(pa.concat_tables(self._tables(messages)), batch)
        ids = pc.unique(rows["series"]).to_pylist()
        with self.door.look() as session:
            found = late.stored(session, ids)
        if len(found.owner) < len(ids):  # a series that was met is gone: it was erased
            self._known.clear()
            return self._read(messages, batch)
        return rows, found

    def _write(self, batch: int, rows: pa.Table, withdrawn: pa.Table | None) -> list[Written]:
        lake = self.door.lake
        files = []
        for side, table in (("raw", rows), ("repair", withdrawn)):
            if table is None or not table.num_rows:
                continue
            ordered = table.sort_by([(name, "ascending") for name in ("series", "start", "end")])
            for year, part in by_year(ordered.select(FILE_SCHEMA.names).cast(FILE_SCHEMA)):
                path = lake.folder(RECENT, year) / f"batch-{batch:08d}-{side}.parquet"
                with pq.ParquetWriter(path, FILE_SCHEMA, **WRITING) as writer:
                    writer.write_table(part, row_group_size=ROW_GROUP)
                files.append(Written.measure(lake.home, path, RECENT, year))
        return files


_INSTANT = pa.timestamp("us", tz="UTC")


def _last_words(rows: pa.Table, batch: int) -> pa.Table:
    """Keep the last word of the messages on each measure, in the form of the lake."""
    rows = rows.combine_chunks()
    series, start, end = (
        rows[name].to_numpy().astype(np.int64) for name in ("series", "start", "end")
    )
    order = np.lexsort((np.arange(len(series)), end, start, series))
    keys = np.stack([series, start, end])[:, order]
    last = np.append((keys[:, 1:] != keys[:, :-1]).any(axis=0), True)[: len(series)]
    kept = rows.take(pa.array(order[last]))
    same = {"view": pa.int8(), "rule": pa.int8()}
    for name, kind in same.items():
        kept = kept.append_column(name, pa.repeat(pa.scalar(0, kind), kept.num_rows))
    return kept.append_column("batch", pa.repeat(pa.scalar(batch, pa.int64()), kept.num_rows))


def _by_series(rows: pa.Table) -> dict[int, dict[str, Any]]:
    """Say of each series what a batch brings it, as `facts.bring` takes it."""
    if not rows.num_rows:
        return {}
    rows = rows.sort_by([("series", "ascending"), ("end", "ascending")])
    series = rows["series"].to_numpy()
    firsts = np.flatnonzero(np.append(True, series[1:] != series[:-1]))
    lasts = np.append(firsts[1:], len(series)) - 1
    changed = np.add.reduceat(rows["changed"].to_numpy().astype(np.int64), firsts)
    counts = np.diff(np.append(firsts, len(series)))
    start, end = (rows[name].to_numpy().astype(np.int64) for name in ("start", "end"))
    columns = (
        series[firsts],
        counts - changed,
        changed,
        np.minimum.reduceat(start, firsts),
        end[lasts],
        rows["value"].to_numpy()[lasts],
    )
    return {
        one: {
            "new": new,
            "changed": again,
            "revised": float(again > 0),
            "first": first,
            "last": last,
            "value": value,
        }
        for one, new, again, first, last, value in zip(*(c.tolist() for c in columns), strict=True)
    }
