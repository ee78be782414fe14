"""The SQL that takes a batch back: what stood before it, as new versions. Files, no state."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from beffroi.store.lake.schema import NEWEST, WITHDRAWN
from beffroi.store.staging import SPOOLED, Counts, counted, latest, literal


def stage_undo(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    stored: Sequence[str],
    batches: Sequence[int],
    standing: Sequence[int],
    received_at: datetime,
) -> Counts:
    """Write `new.parquet`: what the imports that stand say of what a batch said, where it differs.

    What an undoing wrote is never a source: it is a copy of what some import said.
    """
    key = 'series, start, "end"'
    versions = f"""SELECT v.* FROM read_parquet($files, hive_partitioning = false) v
        SEMI JOIN (SELECT {key} FROM read_parquet($files, hive_partitioning = false)
                   WHERE batch IN ({", ".join(map(str, batches))}) AND view = 0) USING ({key})
        WHERE view = 0"""
    newest = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {NEWEST}) = 1"
    connection.execute(
        f"""COPY (
            WITH versions AS ({versions}),
                 now AS (SELECT * FROM versions {newest}),
                 said AS (SELECT * FROM versions
                          WHERE batch IN (SELECT unnest($standing::BIGINT[])) {newest})
            SELECT {key}, s.value, coalesce(s.quality, 0)::TINYINT AS quality,
                   coalesce(s.rule, {WITHDRAWN})::TINYINT AS rule,
                   $received::TIMESTAMPTZ AS available_at, true AS changed
            FROM now LEFT JOIN said s USING ({key})
            WHERE coalesce(s.rule, {WITHDRAWN}) <> now.rule
               OR s.value <> now.value OR s.quality <> now.quality ORDER BY {key}
        ) TO {literal(folder / "new.parquet")} ({SPOOLED})""",
        {"files": list(stored), "received": received_at, "standing": list(standing)},
    )
    counts = counted(connection, folder)
    counts.standing = left_standing(connection, folder, stored, list(counts.by_series))
    return counts


def left_standing(
    connection: duckdb.DuckDBPyConnection, folder: Path, stored: Sequence[str], series: list[int]
) -> dict[int, dict[str, Any]]:
    """Return what series hold once the batch is in: points, first, last, value."""
    new = f"read_parquet({literal(folder / 'new.parquet')})"
    rows = connection.execute(
        f"""SELECT series, count(*), min(epoch_us(start)), max(epoch_us("end")),
                   arg_max(value, "end")
            FROM (SELECT series, start, "end", value FROM ({latest(0)})
                  ANTI JOIN {new} n USING (series, start, "end")
                  WHERE series IN (SELECT unnest($ids))
                  UNION ALL SELECT series, start, "end", value FROM {new}
                  WHERE rule <> {WITHDRAWN})
            GROUP BY series""",
        {"files": list(stored), "ids": series},
    ).fetchall()
    empty = {"points": 0, "first": None, "last": None, "value": None}
    names = ("points", "first", "last", "value")
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    return {one: found.get(one, empty) for one in series}
