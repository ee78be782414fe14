"""Measures that do not follow those already known: compared with them, however old."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store import engine
from beffroi.store.lake.schema import NEWEST, WITHDRAWN
from beffroi.store.state import models
from beffroi.store.state.many import blocks

#: What an instant lasts, for the question of what it overlaps.
_INSTANT = "INTERVAL 1 MICROSECOND"
_KEY = 'series, start, "end"'


@dataclass(frozen=True, slots=True)
class Stored:
    """What the state says of series: their organisation, and the end of what is known."""

    owner: dict[int, int]
    last: dict[int, datetime | None]


def stored(session: Session, series: Sequence[int]) -> Stored:
    """Look at series."""
    rows = [
        row
        for some in blocks(series)
        for row in session.execute(
            select(models.Series.id, models.Series.organisation_id, models.Series.last_at).where(
                models.Series.id.in_(some)
            )
        )
    ]
    return Stored({i: owner for i, owner, _ in rows}, {i: last for i, _, last in rows})


def follows(rows: pa.Table, known: Stored) -> pa.ChunkedArray:
    """Tell which rows come after all that is known of their series: nothing is stored there.

    What is stored ends at `last` at most; a row that begins there with some duration ends later.
    """
    ids = pa.array(list(known.last), pa.int64())
    lasts = pa.array(list(known.last.values()), pa.timestamp("us", tz="UTC"))
    last = lasts.take(pc.index_in(rows["series"], ids).combine_chunks())
    lasting = pc.greater(rows["end"], rows["start"])
    after = pc.or_(pc.greater(rows["start"], last), pc.and_(pc.equal(rows["start"], last), lasting))
    return pc.fill_null(after, True)


def compared(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str], rows: pa.Table
) -> pa.Table:
    """Keep the rows that are not stored as they are; `changed` tells those stored otherwise."""
    connection.register("behind", rows)
    if not files:
        return rows.append_column("changed", pa.array(np.zeros(rows.num_rows, bool)))
    return engine.fetch(
        connection,
        f"""SELECT b.*, s.rule IS NOT NULL AND s.rule <> {WITHDRAWN} AS changed
            FROM behind b LEFT JOIN ({_newest(0)}) s USING ({_KEY})
            WHERE s.rule IS NULL OR s.rule = {WITHDRAWN}
               OR s.value IS DISTINCT FROM b.value OR s.quality <> b.quality""",
        _parameters(files, rows),
    )


def contradicted(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str], rows: pa.Table, batch: int
) -> pa.Table | None:
    """Withdraw the repairs that rows overlap: they were made without knowing of them."""
    if not files or not rows.num_rows:
        return None
    connection.register("behind", rows)
    found = engine.fetch(
        connection,
        f"""SELECT DISTINCT s.series, 1::TINYINT AS view, s.start, s."end", NULL::DOUBLE AS value,
                   0::TINYINT AS quality, {WITHDRAWN}::TINYINT AS rule,
                   max(b.available_at) OVER (PARTITION BY s.series) AS available_at,
                   {batch}::BIGINT AS batch
            FROM ({_newest(1)}) s JOIN behind b
              ON s.series = b.series
             AND s.start < greatest(b."end", b.start + {_INSTANT})
             AND greatest(s."end", s.start + {_INSTANT}) > b.start
            WHERE s.rule <> {WITHDRAWN}""",
        _parameters(files, rows),
    )
    return found if found.num_rows else None


def _newest(view: int) -> str:
    """Select the current version of what is stored about the time of the late rows."""
    return f"""SELECT * FROM read_parquet($files, hive_partitioning = false)
               WHERE view = {view} AND series BETWEEN $low AND $high
                 AND series IN (SELECT DISTINCT series FROM behind)
                 AND start <= $until AND "end" >= $since
               QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY {NEWEST}) = 1"""


def _parameters(files: Sequence[str], rows: pa.Table) -> dict[str, object]:
    return {
        "files": list(files),
        "low": pc.min(rows["series"]).as_py(),
        "high": pc.max(rows["series"]).as_py(),
        "since": pc.min(rows["start"]).as_py(),
        "until": pc.max(rows["end"]).as_py(),
    }
