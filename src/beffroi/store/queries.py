"""The SQL of the lake, written once.

Names of columns come from the schema; every value is a parameter, except whole numbers that
this file computes itself.
"""

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from beffroi.periods.civil import Step, offset_changes
from beffroi.store.facts import microseconds
from beffroi.store.lake.schema import FILLS, NEWEST, WITHDRAWN
from beffroi.units import Aggregation

_KEY = 'series, view, start, "end"'
_COLUMNS = f"{_KEY}, value, quality, rule, available_at, batch"

#: Longest observation that belongs whole to the step in which it starts: a day of 25 hours.
#: The gas day (06:00 to 06:00) is thus counted on the civil day where it starts, as in France.
DAY_US = 25 * 3_600_000_000
HOUR_US = 3_600_000_000


def current(*, revised: bool) -> str:
    """Select the current version of each observation of `$series` met in `$files`.

    `revised` says whether some key may have several versions: without, no sort is needed.
    """
    last = f"QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY {NEWEST}) = 1"
    return f"""
        SELECT {_COLUMNS} FROM read_parquet($files, hive_partitioning = false)
        WHERE series BETWEEN $low AND $high
          AND series IN (SELECT unnest($series))
          AND start < $until AND ("end" > $since OR start >= $since) AND available_at <= $as_of
        {last if revised else ""}"""


def raw_view(*, revised: bool) -> str:
    """Select observations as they were read."""
    return f"""
        WITH hits AS ({current(revised=revised)})
        SELECT * EXCLUDE (view) FROM hits WHERE view = 0 AND rule <> {WITHDRAWN}"""


def repaired_view(*, revised: bool) -> str:
    """Select observations as repair leaves them: raw ones but where a repair says otherwise.

    The raw points of `$derived` series (cumulative indexes) are wholly replaced.
    """
    return f"""
        WITH hits AS ({current(revised=revised)}),
        repairs AS (SELECT * FROM hits WHERE view = 1 AND rule <> {WITHDRAWN})
        SELECT * EXCLUDE (view) FROM hits
        ANTI JOIN repairs USING (series, start, "end")
        WHERE view = 0 AND rule <> {WITHDRAWN} AND series NOT IN (SELECT unnest($derived))
        UNION ALL
        SELECT * EXCLUDE (view) FROM repairs WHERE value IS NOT NULL"""


def ordered(view: str) -> str:
    """Sort by series and time the observations of a view that start in the asked period."""
    return f'SELECT * FROM ({view}) WHERE start >= $since ORDER BY series, start, "end"'


def counted(view: str) -> str:
    """Count the observations of each series of a view that start in the asked period."""
    return f"SELECT series, count(*) AS n FROM ({ordered(view)}) GROUP BY series"


def differences(view: str) -> str:
    """Turn cumulative indexes into amounts between two successive readings, unrepaired."""
    return f"""
        SELECT series, start, lead(start) OVER per_series AS "end",
               lead(value) OVER per_series - value AS value, quality, rule, available_at, batch
        FROM ({view})
        WINDOW per_series AS (PARTITION BY series ORDER BY start)
        QUALIFY lead(start) OVER per_series IS NOT NULL"""


def aggregate(
    view: str, step: Step, aggregations: Iterable[Aggregation], since: datetime, until: datetime
) -> str:
    """Group a view by civil steps of Europe/Paris, one column an aggregation."""
    return f"""
        SELECT series, bucket, covered, n, repaired, estimated, {values(aggregations)}
        FROM ({partials(view, step, since, until)})"""


def partials(view: str, step: Step, since: datetime, until: datetime) -> str:
    """Group a view by civil steps into the columns of a rollup.

    Observations longer than a day are spread over civil days in proportion of time (amounts) or
    repeated (levels), and count as estimated; by hour, those longer than an
    hour say nothing and are left out.
    """
    longest = HOUR_US if step is Step.HOUR else DAY_US
    split = f"""
        UNION ALL
        SELECT series, greatest(lo, a) AS a, least(hi, z) AS z, value,
               value * (least(hi, z) - greatest(lo, a)) / (z - a) AS amount, rule, true AS spread
        FROM rows JOIN days ON lo < z AND hi > a WHERE z - a > {longest}"""
    return f"""
        WITH rows AS (
            SELECT series, epoch_us(start) AS a, epoch_us("end") AS z, value, rule FROM ({view})
        ), pieces AS (
            SELECT series, a, z, value, value AS amount, rule, false AS spread FROM rows
            WHERE z - a <= {longest}
            {split if step is not Step.HOUR else ""}
        ), placed AS (
            SELECT *, {bucket("a", step, since, until)} AS bucket
            FROM pieces
            WHERE a >= {microseconds(since)} AND a < {microseconds(until)}
        )
        SELECT series, bucket, sum(amount) AS total,
               sum(value * greatest(z - a, 1)) AS weighted,
               sum(greatest(z - a, 1)::DOUBLE) AS weight,
               min(value) AS minimum, max(value) AS maximum,
               max(a) AS last_at, arg_max(value, a) AS last,
               sum(z - a) / 1e6 AS covered, count(*) AS n,
               count(*) FILTER (WHERE rule <> 0) AS repaired,
               count(*) FILTER (WHERE spread OR rule IN {FILLS}) AS estimated
        FROM placed GROUP BY ALL"""


#: What an aggregation is, from the columns of a rollup. An instant has no duration: it weighs as
#: much as the shortest of lasting ones would.
FORMULAS = {
    Aggregation.INTEGRATE: "weighted / 3.6e9",
    Aggregation.SUM: "total",
    Aggregation.DIFFERENCE: "total",
    Aggregation.MEAN: "weighted / weight",
    Aggregation.MIN: "minimum",
    Aggregation.MAX: "maximum",
    Aggregation.LAST: "last",
}


def values(aggregations: Iterable[Aggregation]) -> str:
    """Write the columns of aggregations, under their names."""
    return ", ".join(f'{FORMULAS[one]} AS "{one}"' for one in aggregations)


def bucket(instant: str, step: Step, since: datetime, until: datetime) -> str:
    """Write the step that holds an instant [us] of a period."""
    if step is Step.HOUR:  # the hour that autumn repeats is two buckets: hours stay in UTC
        return f"make_timestamp({instant} - {instant} % 3600000000)"
    local = f"make_timestamp({instant} + {_offset(since, until, instant)})"
    return f"date_trunc('{step}', {local})"


def _offset(since: datetime, until: datetime, instant: str) -> str:
    """Write the Paris offset in microseconds as a function of an instant of a period."""
    moments, offsets = (found.astype(np.int64).tolist() for found in offset_changes(since, until))
    cases = "".join(
        f" WHEN {instant} >= {moment} THEN {offset}"
        for moment, offset in zip(moments[:0:-1], offsets[:0:-1], strict=True)
    )
    return f"CASE{cases} ELSE {offsets[0]} END" if cases else str(offsets[0])
