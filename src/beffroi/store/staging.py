"""The SQL of a batch on its way in: compare, sort, write. Files in a spool folder, no state."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beffroi.store.engine import fetch
from beffroi.store.lake import Lake, Written
from beffroi.store.lake.files import FILE_SCHEMA
from beffroi.store.lake.schema import INSTANT, NEWEST, NO_RULE, WITHDRAWN
from beffroi.store.spool import Spool

SPOOLED = "FORMAT parquet, COMPRESSION lz4_raw"


@dataclass(slots=True)
class Counts:
    """What a batch brings, by comparison with what is stored."""

    read: int = 0
    repeated: int = 0  # said twice by the file itself
    conflicting: int = 0  # said twice with different values: the last one counts
    by_series: dict[int, dict[str, float]] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)  # series whose repairs changed
    standing: dict[int, dict[str, Any]] = field(default_factory=dict)  # where points were withdrawn

    @property
    def new(self) -> int:
        """Observations that were not stored."""
        return sum(int(facts["new"]) for facts in self.by_series.values())

    @property
    def changed(self) -> int:
        """Observations that were stored otherwise."""
        return sum(int(facts["changed"]) for facts in self.by_series.values())

    @property
    def unchanged(self) -> int:
        """Observations that were already stored as they are."""
        return self.read - self.repeated - self.new - self.changed

    @property
    def sizes(self) -> dict[int, int]:
        """Observations that go on, by series."""
        return {s: int(f["new"] + f["changed"]) for s, f in self.by_series.items()}

    def facts(self) -> dict[str, dict[str, Any]]:
        """Return what the state must learn of each series, as plain data."""
        return {
            str(series): {
                **facts,
                "revised": float(facts["changed"] > 0 or series in self.superseded),
                **self.standing.get(series, {}),
            }
            for series, facts in self.by_series.items()
        }


def stage_new(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    spooled: Sequence[Path],
    stored: Sequence[str],
    only: int | None = None,
    later: Sequence[int] = (),
) -> Counts:
    """Write `new.parquet`: the observations of the spool that are not stored as they are."""
    source = f"read_parquet({_list(spooled)}, file_row_number = true)"
    # Within a file the last word on an observation counts; all on one are in the same year.
    unique = f"""SELECT * FROM {source}
        QUALIFY row_number() OVER (PARTITION BY series, start, "end"
                                   ORDER BY file_row_number DESC) = 1"""
    compared = f"SELECT *, false AS changed FROM ({unique})"
    parameters: dict[str, object] = {}
    if stored:
        compared = f"""
            SELECT u.*, s.value IS NOT NULL AS changed
            FROM ({unique}) u LEFT JOIN ({latest(0)}) s USING (series, start, "end")
            WHERE s.value IS NULL OR s.value <> u.value OR s.quality <> u.quality"""
        parameters["files"] = list(stored)
    if stored and only is not None:  # what anybody said since the undoing stays
        compared = f"""SELECT * FROM ({compared})
            SEMI JOIN (SELECT * FROM ({_newest(0)}) WHERE batch = {only})
            USING (series, start, "end")
            ANTI JOIN (SELECT * FROM read_parquet($files, hive_partitioning = false)
                       WHERE view = 0 AND batch IN (SELECT unnest($later::BIGINT[])))
            USING (series, start, "end")"""
        parameters["later"] = list(later)
    connection.execute(
        f"""COPY (SELECT series, start, "end", value, quality, {NO_RULE}::TINYINT AS rule,
                   available_at, changed
            FROM ({compared}) ORDER BY series, start, "end")
            TO {literal(folder / "new.parquet")} ({SPOOLED})""",
        parameters,
    )
    counts = counted(connection, folder)
    counts.repeated, counts.conflicting = _repeated(connection, source)
    return counts


def stage_nothing(folder: Path) -> None:
    """Write an empty `new.parquet`: what is stored is looked at again."""
    schema = FILE_SCHEMA.remove(FILE_SCHEMA.get_field_index("view"))
    schema = schema.remove(schema.get_field_index("batch")).append(pa.field("changed", pa.bool_()))
    pq.write_table(schema.empty_table(), folder / "new.parquet")


def _repeated(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[int, int]:
    """Count the observations that a file says again, and those that it says otherwise."""
    found = fetch(
        connection,
        f"""SELECT coalesce(sum(n - 1), 0)::BIGINT AS again,
                   coalesce(sum(kinds - 1), 0)::BIGINT AS otherwise
            FROM (SELECT count(*) AS n, count(DISTINCT value) AS kinds
                  FROM {source} GROUP BY series, start, "end" HAVING count(*) > 1)""",
    )
    return found["again"][0].as_py(), found["otherwise"][0].as_py()


def counted(connection: duckdb.DuckDBPyConnection, folder: Path) -> Counts:
    """Count by series what `new.parquet` holds."""
    new = f"read_parquet({literal(folder / 'new.parquet')})"
    rows = connection.execute(
        f"""SELECT series, count(*) FILTER (WHERE NOT changed), count(*) FILTER (WHERE changed),
               min(epoch_us(start)), max(epoch_us("end")), arg_max(value, "end")
            FROM {new} GROUP BY series ORDER BY series"""
    ).fetchall()
    names = ("new", "changed", "first", "last", "value")
    by_series = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    return Counts(by_series=by_series)


def whole_raw(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    stored: Sequence[str],
    series: Sequence[int],
) -> pa.Table:
    """Read the raw observations of series as they will stand once the batch is in."""
    ids = list(series)
    new = f"""SELECT series, start, "end", value, quality, rule
              FROM read_parquet({literal(folder / "new.parquet")})
              WHERE series BETWEEN $low AND $high AND series IN (SELECT unnest($ids))"""
    columns = 'series, start, "end", value, quality'
    parameters: dict[str, object] = {"ids": ids, "low": min(ids), "high": max(ids)}
    if not stored:
        return fetch(connection, f"SELECT {columns} FROM ({new})", parameters)  # it is sorted
    parameters["files"] = list(stored)
    whole = f"""SELECT {columns} FROM ({latest(0)})
                ANTI JOIN ({new}) n USING (series, start, "end")
                WHERE series IN (SELECT unnest($ids))
                UNION ALL SELECT {columns} FROM ({new}) WHERE rule <> {WITHDRAWN}
                ORDER BY series, start, "end" """
    return fetch(connection, whole, parameters)


def changed_repairs(
    connection: duckdb.DuckDBPyConnection,
    stored: Sequence[str],
    series: Sequence[int],
    repairs: pa.Table,
) -> tuple[pa.Table, set[int]]:
    """Return the repairs that are not stored as they are, and withdraw those that no longer hold.

    Returns:
        The repairs, sorted, and the series of which a stored one was replaced or withdrawn.
    """
    connection.register("repairs", repairs)
    held = f"SELECT * FROM ({latest(1)}) WHERE series IN (SELECT unnest($ids))"
    found = fetch(
        connection,
        f"""SELECT series, start, "end",
                   CASE WHEN r.rule IS NULL THEN NULL ELSE r.value END AS value,
                   coalesce(r.rule, {WITHDRAWN})::TINYINT AS rule, h.rule IS NOT NULL AS again
            FROM repairs r FULL JOIN ({held}) h USING (series, start, "end")
            WHERE h.rule IS NULL
               OR coalesce(r.rule, {WITHDRAWN}) <> h.rule
               OR (r.rule IS NOT NULL AND r.value IS DISTINCT FROM h.value)
            ORDER BY series, start, "end" """,
        {"files": list(stored), "ids": list(series)},
    )
    again = pc.unique(found["series"].filter(found["again"]))
    return found.drop_columns(["again"]), set(again.to_pylist())


def known_at(ends: pa.ChunkedArray, received_at: datetime, earliest: datetime) -> pa.Array:
    """Return when repairs were first available: as soon as their batch is received.

    Where a batch says that its measures were available earlier (simulated or historical, the
    first of them at `earliest`), two days after the measure.
    """
    first, last = (
        np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")
        for at in (earliest, received_at)
    )
    known = np.clip(ends.to_numpy() + np.timedelta64(2, "D"), first, last)
    return pa.array(known).cast(INSTANT)


def write_files(
    lake: Lake, organisation: int, batch: int, spools: Sequence[Spool]
) -> list[Written]:
    """Move what was spooled to the folders of the lake, and bring it to the disk."""
    found = []
    for spool in spools:
        spool.close()
        for year, path in sorted(spool.files.items()):
            name = f"batch-{batch:08d}-{path.name.partition('-')[0]}.parquet"
            target = lake.folder(organisation, year) / name
            shutil.move(path, target)
            found.append(Written.measure(lake.home, target, organisation, year))
    return found


def _list(paths: Sequence[Path]) -> str:
    """Write paths as an SQL list."""
    return f"[{', '.join(map(literal, paths))}]"


def literal(path: Path) -> str:
    """Write a path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


def latest(view: int) -> str:
    """Select the current version of each stored observation of one side, whatever its date.

    A raw observation that was withdrawn is none; a repair that was withdrawn is one to know of.
    """
    current = _newest(view)
    return current if view else f"SELECT * FROM ({current}) WHERE rule <> {WITHDRAWN}"


def _newest(view: int) -> str:
    return f"""SELECT * FROM read_parquet($files, hive_partitioning = false)
               WHERE view = {view}
               QUALIFY row_number() OVER (PARTITION BY series, start, "end"
                                          ORDER BY {NEWEST}) = 1"""
