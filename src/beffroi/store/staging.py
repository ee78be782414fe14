"""The SQL of a batch on its way in: compare, sort, write. Files in a spool folder, no state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.store.engine import fetch
from beffroi.store.lake import NewFile
from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS, WITHDRAWN

#: Arrow writes such files twice as fast as the engine does, and as small.
_LAKE: dict[str, Any] = {
    "compression": "zstd",
    "use_dictionary": ["series", "view", "quality", "rule", "available_at", "batch"],
    "column_encoding": dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"),
}
_ROW_GROUP = 131_072
#: A file does not repeat the columns that its folders name.
_FILE_SCHEMA = pa.schema([field for field in LAKE_SCHEMA if field.name not in PARTITIONS])
_SPOOL = "FORMAT parquet, COMPRESSION lz4_raw"


@dataclass(slots=True)
class Order:
    """Follows whether observations come in strictly rising order of (series, start, end)."""

    kept: bool = True
    last: tuple[int, int, int] | None = None

    def see(self, table: pa.Table) -> None:
        """Take the next observations into account."""
        if not self.kept or table.num_rows == 0:
            return
        series = table["series"].to_numpy()
        start = table["start"].to_numpy().astype(np.int64)
        end = table["end"].to_numpy().astype(np.int64)
        same, later = series[1:] == series[:-1], start[1:] == start[:-1]
        rises = (series[1:] > series[:-1]) | (
            same & ((start[1:] > start[:-1]) | (later & (end[1:] > end[:-1])))
        )
        first = (int(series[0]), int(start[0]), int(end[0]))
        self.kept = bool(rises.all()) and (self.last is None or first > self.last)
        self.last = (int(series[-1]), int(start[-1]), int(end[-1]))


@dataclass(slots=True)
class Counts:
    """What a batch brings, by comparison with what is stored."""

    read: int = 0
    repeated: int = 0  # said twice by the file itself
    conflicting: int = 0  # said twice with different values: the last one counts
    new: int = 0
    changed: int = 0
    by_series: dict[int, dict[str, float]] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)  # series whose repairs changed

    @property
    def unchanged(self) -> int:
        """Observations that were already stored as they are."""
        return self.read - self.repeated - self.new - self.changed

    @property
    def sizes(self) -> dict[int, int]:
        """Observations that go on, by series."""
        return {s: int(f["new"] + f["changed"]) for s, f in self.by_series.items()}

    def facts(self) -> dict[str, dict[str, float]]:
        """Return what the state must learn of each series, as plain data."""
        return {
            str(series): {
                **facts,
                "revised": float(facts["changed"] > 0 or series in self.superseded),
            }
            for series, facts in self.by_series.items()
        }


def stage_new(
    connection: duckdb.DuckDBPyConnection, folder: Path, stored: Sequence[str], *, in_order: bool
) -> Counts:
    """Write `new.parquet`: the observations of `read.parquet` that are not stored as they are."""
    if in_order and not stored:
        (folder / "read.parquet").rename(folder / "new.parquet")
        return _counts(connection, folder, "new")
    source = f"read_parquet({_sql(folder / 'read.parquet')}, file_row_number = true)"
    unique = f"SELECT * FROM {source}"
    if not in_order:
        # Within a file the last word on an observation counts.
        unique += (
            ' QUALIFY row_number() OVER (PARTITION BY series, start, "end" '
            "ORDER BY file_row_number DESC) = 1"
        )
    compared = unique
    parameters: dict[str, object] = {}
    if stored:
        compared = f"""
            SELECT u.* EXCLUDE (changed), s.value IS NOT NULL AS changed
            FROM ({unique}) u LEFT JOIN ({_latest(0)}) s USING (series, start, "end")
            WHERE s.value IS NULL OR s.value <> u.value OR s.quality <> u.quality"""
        parameters["files"] = list(stored)
    connection.execute(
        f"""COPY (SELECT series, start, "end", value, quality, available_at, changed
            FROM ({compared}) ORDER BY series, start, "end")
            TO {_sql(folder / "new.parquet")} ({_SPOOL})""",
        parameters,
    )
    counts = _counts(connection, folder, "read")
    if not in_order:
        counts.repeated, counts.conflicting = _repeated(connection, source)
    return counts


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


def _counts(connection: duckdb.DuckDBPyConnection, folder: Path, spool: str) -> Counts:
    new = f"read_parquet({_sql(folder / 'new.parquet')})"
    rows = connection.execute(
        f"""SELECT series, count(*) FILTER (WHERE NOT changed), count(*) FILTER (WHERE changed),
               min(epoch_us(start)), max(epoch_us("end")), arg_max(value, "end")
            FROM {new} GROUP BY series ORDER BY series"""
    ).fetchall()
    read = f"read_parquet({_sql(folder / f'{spool}.parquet')})"
    total = fetch(connection, f"SELECT count(*) AS n FROM {read}")["n"][0].as_py()
    names = ("new", "changed", "first", "last", "value")
    by_series = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    new_total = sum(int(facts["new"]) for facts in by_series.values())
    changed = sum(int(facts["changed"]) for facts in by_series.values())
    return Counts(read=total, new=new_total, changed=changed, by_series=by_series)


def whole_raw(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    stored: Sequence[str],
    series: Sequence[int],
) -> pa.Table:
    """Read the raw observations of series as they will stand once the batch is in."""
    ids = list(series)
    new = f"""SELECT series, start, "end", value, quality
              FROM read_parquet({_sql(folder / "new.parquet")})
              WHERE series BETWEEN $low AND $high AND series IN (SELECT unnest($ids))"""
    parameters: dict[str, object] = {"ids": ids, "low": min(ids), "high": max(ids)}
    if not stored:
        return fetch(connection, new, parameters)  # its file is sorted
    parameters["files"] = list(stored)
    whole = f"""SELECT series, start, "end", value, quality FROM ({_latest(0)})
                ANTI JOIN ({new}) n USING (series, start, "end")
                WHERE series IN (SELECT unnest($ids))
                UNION ALL {new}
                ORDER BY series, start, "end" """
    return fetch(connection, whole, parameters)


def stage_repairs(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    stored: Sequence[str],
    series: Sequence[int],
    repairs: pa.Table,
) -> set[int]:
    """Write the repairs that are not stored as they are, and withdraw those that no longer hold.

    Returns:
        The series of which a stored repair was replaced or withdrawn.
    """
    connection.register("repairs", repairs)
    part = folder / f"repairs-{min(series)}.parquet"
    sql = 'SELECT series, start, "end", value, rule, false AS again FROM repairs'
    parameters: dict[str, object] = {}
    if stored:
        parameters = {"files": list(stored), "ids": list(series)}
        held = f"SELECT * FROM ({_latest(1)}) WHERE series IN (SELECT unnest($ids))"
        sql = f"""
            SELECT series, start, "end",
                   CASE WHEN r.rule IS NULL THEN NULL ELSE r.value END AS value,
                   coalesce(r.rule, {WITHDRAWN})::TINYINT AS rule, h.rule IS NOT NULL AS again
            FROM repairs r FULL JOIN ({held}) h USING (series, start, "end")
            WHERE h.rule IS NULL
               OR coalesce(r.rule, {WITHDRAWN}) <> h.rule
               OR (r.rule IS NOT NULL AND r.value IS DISTINCT FROM h.value)"""
    connection.execute(f"COPY ({sql}) TO {_sql(part)} ({_SPOOL})", parameters)
    rows = connection.execute(
        f"SELECT DISTINCT series FROM read_parquet({_sql(part)}) WHERE again"
    ).fetchall()
    return {row[0] for row in rows}


def write_files(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    place: Callable[[int], Path],
    organisation: int,
    batch: int,
    received_at: datetime,
) -> list[NewFile]:
    """Write the staged observations and repairs to the folders of the lake, by year."""
    stamp = "$received::TIMESTAMPTZ"
    parts = sorted(folder.glob("repairs-*.parquet"))
    raw = f"""SELECT series, 0::TINYINT AS view, start, "end", value, quality,
                     0::TINYINT AS rule, available_at, {batch}::BIGINT AS batch
              FROM read_parquet({_sql(folder / "new.parquet")})"""
    # A repair is known as soon as its batch is received; where a batch says that its measures
    # were available earlier (simulated or historical), two days after the measure.
    repaired = f"""SELECT series, 1::TINYINT AS view, start, "end", value, 0::TINYINT AS quality,
                     rule, least({stamp}, greatest("end" + INTERVAL 2 DAY, $earliest))
                     AS available_at, {batch}::BIGINT AS batch
              FROM read_parquet([{", ".join(map(_sql, parts))}])
              ORDER BY series, start, "end" """
    earliest = fetch(
        connection,
        f"SELECT min(available_at) AS first FROM read_parquet({_sql(folder / 'new.parquet')})",
    )["first"][0].as_py()
    found: list[NewFile] = []
    for name, sql in (("raw", raw), ("repair", repaired)):
        if name == "repair" and not parts:
            continue
        values = {"received": received_at, "earliest": earliest or received_at}
        used = {key: value for key, value in values.items() if f"${key}" in sql}
        found += _by_year(connection, sql, used, place, organisation, f"batch-{batch:08d}-{name}")
    return found


def _by_year(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: dict[str, object],
    place: Callable[[int], Path],
    organisation: int,
    name: str,
) -> list[NewFile]:
    years = connection.execute(
        f"SELECT year(start) AS y FROM ({sql}) GROUP BY y ORDER BY y", parameters
    ).fetchall()
    found = []
    for (year,) in years:
        path = place(year) / f"{name}.parquet"
        batches = connection.sql(
            f"""SELECT * FROM ({sql})
                WHERE start >= make_timestamptz({year}, 1, 1, 0, 0, 0, 'UTC')
                  AND start < make_timestamptz({year + 1}, 1, 1, 0, 0, 0, 'UTC')""",
            params=parameters or None,
        ).to_arrow_reader(_ROW_GROUP)
        with pq.ParquetWriter(path, _FILE_SCHEMA, **_LAKE) as writer:
            for rows in batches:
                writer.write_batch(rows.cast(_FILE_SCHEMA))
        found.append(NewFile(path, organisation, year))
    return found


def _sql(path: Path) -> str:
    """Write a path as an SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


def _latest(view: int) -> str:
    """Select the newest stored version of each observation of one side, whatever its date."""
    return f"""SELECT * FROM read_parquet($files, hive_partitioning = false)
               WHERE view = {view}
               QUALIFY row_number() OVER (PARTITION BY series, start, "end"
                                          ORDER BY available_at DESC, batch DESC) = 1"""
