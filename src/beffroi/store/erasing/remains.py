"""What is left of series once the past of some of them is erased."""

from collections.abc import Iterator, Sequence
from typing import Any

from beffroi.store import engine
from beffroi.store.erasing.rewriting import Gone, Rewritten
from beffroi.store.lake import OBSERVATIONS, RECENT
from beffroi.store.lake.schema import NEWEST, WITHDRAWN
from beffroi.store.manifest import everything, paths
from beffroi.store.state import models
from beffroi.store.write import WriteDoor


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
