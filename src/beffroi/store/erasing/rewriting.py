"""The files that hold what is to be erased, written again without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.store import engine
from beffroi.store.lake import OBSERVATIONS, RECENT, Written
from beffroi.store.lake.files import FILE_SCHEMA, ROW_GROUP, WRITING
from beffroi.store.lake.schema import NEWEST, WITHDRAWN
from beffroi.store.lake.written import fsync
from beffroi.store.manifest import everything, paths
from beffroi.store.rollups import schema as rollups
from beffroi.store.state import models
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class Gone:
    """What is to be erased: the measures of some series of one organisation."""

    organisation: int
    series: tuple[int, ...]
    """In order."""
    before: datetime | None = None
    """Only those that begin before; all of them without."""
    whole: bool = False
    """Whether these are all the series that the organisation has."""


@dataclass(slots=True)
class Rewritten:
    """Files that take the place of others."""

    added: list[Written] = field(default_factory=list)
    removed: list[Written] = field(default_factory=list)
    rows: int = 0
    """Rows of observations that are left out, versions of the past included."""


def rewrite(door: WriteDoor, gone: Gone, batch: int) -> Rewritten:
    """Write again the files that hold something of it; rollups lose all of the series."""
    done = Rewritten()
    if not gone.series:
        return done
    with door.look() as session:
        files = [
            file
            for tier in (OBSERVATIONS, *rollups.LEVELS)
            for file in everything(session, tier)
            if _concerned(file, gone)
        ]
    with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
        connection.register("gone", pa.table({"series": np.array(gone.series, np.int64)}))
        for number, file in enumerate(files):
            _one(door, connection, gone, file, f"batch-{batch:08d}-{number}", done)
    for folder in {(door.home.root / file.path).parent for file in done.added}:
        fsync(folder)
    return done


def _concerned(file: Written, gone: Gone) -> bool:
    own = file.organisation in (gone.organisation, RECENT)
    near = file.series_high >= gone.series[0] and file.series_low <= gone.series[-1]
    measured = file.tier == OBSERVATIONS and gone.before is not None
    return own and near and not (measured and gone.before and file.year > gone.before.year)


def _one(
    door: WriteDoor,
    connection: duckdb.DuckDBPyConnection,
    gone: Gone,
    file: Written,
    name: str,
    done: Rewritten,
) -> None:
    observed = file.tier == OBSERVATIONS
    hit = "series IN (SELECT series FROM gone)"
    parameters: dict[str, Any] = {"files": paths(door.home, [file])}
    if observed and gone.before is not None:
        hit += " AND start < $before"
        parameters["before"] = gone.before
    source = "FROM read_parquet($files, hive_partitioning = false)"
    if gone.whole and file.organisation == gone.organisation and gone.before is None:
        count = file.rows
    else:
        sql = f"SELECT count(*) {source} WHERE {hit}"
        ((count,),) = connection.execute(sql, parameters).fetchall()
    if not count:
        return
    done.removed.append(file)
    done.rows += count if observed else 0
    if count == file.rows:
        return
    path = (door.home.root / file.path).parent / f"{name}.parquet"
    kept = connection.sql(
        f"SELECT * {source} WHERE NOT ({hit})", params=parameters
    ).to_arrow_reader(ROW_GROUP)
    form, how = (FILE_SCHEMA, WRITING) if observed else (rollups.ROLLUP_SCHEMA, rollups.WRITING)
    with pq.ParquetWriter(path, form, **how) as writer:
        for rows in kept:
            writer.write_table(pa.table(rows).cast(form), row_group_size=ROW_GROUP)
    added = Written.measure(door.home.root, path, file.organisation, file.year, file.tier)
    done.added.append(added)


def left(
    door: WriteDoor, gone: Gone, done: Rewritten, series: Sequence[models.Series]
) -> dict[int, dict[str, Any]]:
    """Say what is left of series once the files are replaced, as `facts.bring` takes it."""
    replaced = {file.path for file in done.removed}
    with door.look() as session:
        files = [
            file
            for file in everything(session, OBSERVATIONS)
            if file.organisation in (gone.organisation, RECENT) and file.path not in replaced
        ]
    files += [file for file in done.added if file.tier == OBSERVATIONS]
    found: dict[int, dict[str, Any]] = {
        row.id: {"points": 0, "first": None, "last": None, "value": None, "several": False}
        for row in series
    }
    names = ("points", "first", "last", "value", "several")
    with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
        for block in _cut(series):
            near = [
                file
                for file in files
                if file.series_high >= block[0] and file.series_low <= block[-1]
            ]
            if not near:
                continue
            rows = connection.execute(
                _LEFT, {"files": paths(door.home, near), "series": list(block)}
            ).fetchall()
            found |= {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    return found


_LEFT = f"""
    WITH versions AS (
        SELECT *, row_number() OVER (PARTITION BY series, view, start, "end"
                                     ORDER BY {NEWEST}) AS place
        FROM read_parquet($files, hive_partitioning = false)
        WHERE series IN (SELECT unnest($series::BIGINT[]))
    ), current AS (SELECT * FROM versions WHERE place = 1 AND view = 0 AND rule <> {WITHDRAWN})
    SELECT v.series, coalesce(points, 0), first, last, value, several
    FROM (SELECT series, max(place) > 1 AS several FROM versions GROUP BY series) v
    LEFT JOIN (SELECT series, count(*) AS points, min(epoch_us(start)) AS first,
                      max(epoch_us("end")) AS last, arg_max(value, "end") AS value
               FROM current GROUP BY series) USING (series)"""


def _cut(series: Sequence[models.Series]) -> Iterator[list[int]]:
    """Put series together by blocks of a bounded number of measures, in order."""
    block: list[int] = []
    rows = 0
    for row in sorted(series, key=lambda row: row.id):
        block.append(row.id)
        rows += row.points
        if rows >= 5_000_000:
            yield block
            block, rows = [], 0
    if block:
        yield block


def strays(gone: Gone, unnamed: Sequence[str]) -> list[str]:
    """Choose, among files that nobody names, those that may hold what is to be erased."""
    places = [
        Path("lake", f"organisation={owner}").as_posix() for owner in (gone.organisation, RECENT)
    ]
    return [path for path in unnamed if path.startswith((*(f"{p}/" for p in places), "rollups/"))]
