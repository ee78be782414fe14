"""Which steps of which series some batches touch: those that a rollup says wrongly until rolled."""

from collections.abc import Sequence
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from beffroi.periods.civil import Step, day_starts
from beffroi.store import engine, queries
from beffroi.store.facts import moment
from beffroi.store.lake import Written

_NONE = pa.table({"series": pa.nulls(0, pa.int64()), "bucket": pa.nulls(0, pa.timestamp("us"))})


def fresh(files: Sequence[Written], batches: Sequence[int]) -> list[Written]:
    """Keep the files that may hold rows of batches, given in order."""
    known = np.asarray(batches)
    low = np.searchsorted(known, [file.batch_low for file in files])
    high = np.searchsorted(known, [file.batch_high for file in files], side="right")
    return [file for file, some in zip(files, high > low, strict=True) if some]


def touched(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[str],
    batches: Sequence[int],
    series: Sequence[int],
    steps: Sequence[Step],
) -> dict[Step, pa.Table]:
    """Find the steps in which batches said something of series, withdrew or repaired it.

    Returns:
        By step, a table: series, bucket (as in a rollup); one row a step.
    """
    if not files or not series:
        return dict.fromkeys(steps, _NONE)
    parameters = {
        "files": list(files),
        "batches": list(batches),
        "series": list(series),
        "low": min(series),
        "high": max(series),
    }
    connection.execute(f"CREATE OR REPLACE TEMP TABLE news AS {_NEWS}", parameters)
    ((low, high),) = connection.execute("SELECT min(a), max(z) FROM news").fetchall()
    if low is None:
        return dict.fromkeys(steps, _NONE)
    since, until = moment(low), moment(high)
    connection.register("days", civil_days(since, until))
    return {step: engine.fetch(connection, _steps(step, since, until)) for step in steps}


def civil_days(since: datetime, until: datetime) -> pa.Table:
    """Return the civil days of a period: lo, hi [us since 1970, UTC]."""
    days = day_starts(since.date(), until.date()).astype(np.int64)
    return pa.table({"lo": days[:-1], "hi": days[1:]})


_NEWS = """
    SELECT DISTINCT series, epoch_us(start) AS a, epoch_us("end") AS z
    FROM read_parquet($files, hive_partitioning = false)
    WHERE series BETWEEN $low AND $high AND series IN (SELECT unnest($series))
      AND batch IN (SELECT unnest($batches))"""


def _steps(step: Step, since: datetime, until: datetime) -> str:
    place = queries.bucket("a", step, since, until)
    if step is Step.HOUR:
        return f"""SELECT DISTINCT series, {place} AS bucket FROM news
                   WHERE z - a <= {queries.HOUR_US}"""
    # A long interval is of all the days that it meets.
    return f"""SELECT DISTINCT series, {place} AS bucket FROM (
            SELECT series, a FROM news WHERE z - a <= {queries.DAY_US}
            UNION ALL
            SELECT series, greatest(lo, a) AS a FROM news JOIN days ON lo < z AND hi > a
            WHERE z - a > {queries.DAY_US})"""
