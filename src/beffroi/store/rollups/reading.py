"""Answer from rollups, and from the measures for what no rollup knows.

What is known of a series comes from three places: its rollup, the measures of the steps that a
batch touched since it was rolled, and the measures at both ends where the asked period begins or
ends within a step.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.periods.civil import Step, localise, paris_offset
from beffroi.store import engine, queries
from beffroi.store.home import Home
from beffroi.store.looking import Looked
from beffroi.store.manifest import paths
from beffroi.store.rollups.merging import NEWEST
from beffroi.store.rollups.schema import SUMS, level_of
from beffroi.store.rollups.touched import fresh, touched
from beffroi.units import Aggregation

#: Aggregate the measures of series over a period: series, bucket, covered, n...
Measured: TypeAlias = Callable[[Sequence[int], datetime, datetime], pa.Table]


def aggregate(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    looked: Looked,
    step: Step,
    aggregations: Sequence[Aggregation],
    measured: Measured,
) -> tuple[list[int], list[pa.Table]]:
    """Answer for the series that have a rollup of the step, over the asked period.

    Returns:
        These series, and tables in any order: series, bucket, covered, n, repaired, estimated,
        and a column an aggregation.
    """
    series = looked.kept()
    since, until = looked.held
    begin, end = _inside(since, until, step)
    if not series or begin >= end:
        return [], []
    news = paths(home, fresh(looked.files, looked.pending))
    stale = touched(connection, news, looked.pending, series, [step])[step]
    low, high = _bucket_of(begin, step), _bucket_of(end, step)
    kept = _kept(connection, home, looked, step, aggregations, (low, high), stale)
    tables = [] if kept is None else [kept]
    if since < begin:
        tables.append(measured(series, since, begin))
    if end < until:
        tables.append(measured(series, end, until))
    inside = pc.and_(pc.greater_equal(stale["bucket"], low), pc.less(stale["bucket"], high))
    stale = stale.filter(inside)
    if stale.num_rows:
        edges = stale["bucket"].to_numpy()
        first, last = _instants(edges.min(), edges.max(), step)
        ids = pc.unique(stale["series"]).to_pylist()
        anew = measured(ids, first, last)
        keys = ["series", "bucket"]
        tables.append(anew.join(stale.cast(anew.select(keys).schema), keys, join_type="left semi"))
    return series, tables


def _kept(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    looked: Looked,
    step: Step,
    aggregations: Sequence[Aggregation],
    buckets: tuple[datetime, datetime],
    stale: pa.Table,
) -> pa.Table | None:
    """Read the rollup, but for the steps that are stale."""
    since, until = buckets
    years = range(since.year, (until - timedelta.resolution).year + 1)
    files = [file for file in looked.rolled if file.year in years]
    # The rows of a key are all of one year.
    newest = NEWEST if len({file.year for file in files}) < len(files) else ""
    whole = "kept" if step is level_of(step) else _grouped(step)
    but = ""
    if stale.num_rows:
        connection.register("stale", stale)
        but = "ANTI JOIN stale USING (series, bucket)"
    sql = f"""
        WITH kept AS (
            SELECT * FROM (
                SELECT * FROM read_parquet($files, hive_partitioning = false)
                WHERE series BETWEEN $low AND $high AND series IN (SELECT unnest($series))
                  AND bucket >= $since AND bucket < $until {newest}
            ) WHERE n > 0
        )
        SELECT series, bucket, covered, n, repaired, estimated, {queries.values(aggregations)}
        FROM {whole} {but}"""
    series = looked.kept()
    parameters = {
        "files": paths(home, files),
        "series": series,
        "low": min(series),
        "high": max(series),
        "since": since,
        "until": until,
    }
    return engine.fetch(connection, sql, parameters) if files else None


def _grouped(step: Step) -> str:
    """Write the rows of a step from those of a finer one."""
    return f"""(SELECT series, date_trunc('{step}', bucket) AS bucket, {SUMS}
                FROM kept GROUP BY ALL)"""


def _inside(since: datetime, until: datetime, step: Step) -> tuple[datetime, datetime]:
    """Return the extent of the whole steps of a period."""
    low = _bucket_of(since, step)
    begin, after = _instants(np.datetime64(low), np.datetime64(low), step)
    high = _bucket_of(until, step)
    end, _ = _instants(np.datetime64(high), np.datetime64(high), step)
    return begin if begin >= since else after, end


_UNITS = {Step.HOUR: "h", Step.DAY: "D", Step.MONTH: "M", Step.YEAR: "Y"}


def _bucket_of(instant: datetime, step: Step) -> datetime:
    """Return the step that holds an instant, as rollups name it."""
    naive = np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "us")
    if step is not Step.HOUR:
        naive = naive + paris_offset(np.array([naive]))[0]
    bucket: datetime = naive.astype(f"M8[{_UNITS[step]}]").astype("M8[us]").astype(datetime)
    return bucket


def _instants(first: np.datetime64, last: np.datetime64, step: Step) -> tuple[datetime, datetime]:
    """Return when the first of some steps begins, and when the last one ends."""
    unit = _UNITS[step]
    edges = np.array([first, last]).astype(f"M8[{unit}]") + np.array([0, 1], f"m8[{unit}]")
    edges = edges.astype("M8[us]")
    if step is not Step.HOUR:
        edges = localise(edges)[0]
    begin, end = edges.astype("M8[us]").astype(datetime)
    return begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
