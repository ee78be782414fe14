"""DuckDB alone on the same bytes: one sorted Parquet file. The limit of what an engine gives."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow.compute as pc

from beffroi.periods.civil import paris_offset
from benchmarks.scale.peer import Answer, Peer, summed, together

MEMORY = "4GB"
_AMOUNT = {
    "mean_power": 'sum(value * (epoch_us("end") - epoch_us(start)) / 3.6e9)',
    "interval": "sum(value)",
    "index": "sum(value)",
    "gauge": 'sum(value * (epoch_us("end") - epoch_us(start))) '
    '/ sum(epoch_us("end") - epoch_us(start))',
}


class Duck(Peer):
    """DuckDB in this process."""

    name = "DuckDB alone"
    _connection: Any = None
    needs = 45  # what it sorts goes through the disk

    def load(self) -> int:
        """Name series, sort, write one file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._connect() as connection:
            files = [str(path) for path in self.source.files()]
            connection.execute(
                f"""COPY (SELECT number AS series, start, "end", value
                          FROM read_parquet({files}) o
                          JOIN read_parquet('{self.source.folder / "series.parquet"}') s
                          USING (organisation, asset, quantity) ORDER BY series, start)
                    TO '{self._file}' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608 - our own paths
            )
        return self.source.rows

    @property
    def _file(self) -> str:
        return str(self.folder / "sorted.parquet")

    def _connect(self) -> duckdb.DuckDBPyConnection:
        spill = str(self.folder / "spill")
        connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill})
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    def open(self) -> None:
        """Connect."""
        self._connection = self._connect()
        about = self.source.folder / "series.parquet"
        self._connection.execute(f"CREATE TABLE series AS FROM read_parquet('{about}')")
        self._connection.execute(f"CREATE VIEW observation AS FROM read_parquet('{self._file}')")

    def close(self) -> None:
        """Leave."""
        if self._connection is not None:
            self._connection.close()

    def days(self, numbers: Sequence[int], since: datetime, until: datetime) -> Answer:
        """Group by civil day, all kinds in one query."""
        day = f"(epoch_us(start) + {_shift(since, until)}) // 86400000000"
        kinds = sorted(self.source.by_kind(numbers))
        sql = " UNION ALL ".join(
            f"""SELECT '{kind}' AS kind, series, {day} AS day, {_AMOUNT[kind]} AS value
                FROM ({_rows(kind, _CHOSEN)}) GROUP BY ALL"""  # noqa: S608 - our words
            for kind in kinds
        )
        given = {"series": list(numbers), "low": min(numbers), "high": max(numbers)}
        period = {"since": since, "until": until}
        found = self._connection.sql(
            f"SELECT * FROM ({sql}) ORDER BY series, day",  # noqa: S608 - our words
            params=given | period,
        ).to_arrow_table()
        return together(
            *(summed(kind, found["value"].filter(pc.equal(found["kind"], kind))) for kind in kinds)
        )

    def month(self, since: datetime, until: datetime) -> Answer:
        """Group by series, then by asset type, all kinds in one query."""
        sql = " UNION ALL ".join(
            f"""SELECT asset_type || ' {kind}', {"avg" if kind == "gauge" else "sum"}(value)
                FROM (SELECT series, {_AMOUNT[kind]} AS value
                      FROM ({_rows(kind)}) GROUP BY series)
                JOIN series ON number = series GROUP BY asset_type"""  # noqa: S608 - our words
            for kind in sorted(set(self.source.kinds))
        )
        rows = self._connection.sql(sql, params={"since": since, "until": until}).fetchall()
        return dict(rows) | {"rows": float(len(rows))}

    def latest(self) -> Answer:
        """Take the last value of each."""
        sql = """SELECT series, max(start) AS at, arg_max(value, start) AS value
                 FROM observation GROUP BY series"""
        return summed("last", self._connection.sql(sql).to_arrow_table()["value"])


_CHOSEN = "series BETWEEN $low AND $high AND series IN (SELECT unnest($series)) AND"


def _rows(kind: str, chosen: str = "") -> str:
    own = f"{chosen} series IN (SELECT number FROM series WHERE kind = '{kind}')"  # noqa: S608 - our words
    # The last reading of a period is followed by one after it.
    beyond = " + INTERVAL 2 DAY" if kind == "index" else ""
    hits = f"""SELECT * FROM observation
               WHERE {own} AND start >= $since AND start < $until{beyond}"""  # noqa: S608 - our words
    if kind != "index":
        return hits
    return f"""SELECT series, start, "end", lead(value) OVER per_series - value AS value
               FROM ({hits}) WINDOW per_series AS (PARTITION BY series ORDER BY start)
               QUALIFY lead(value) OVER per_series IS NOT NULL AND start < $until"""  # noqa: S608 - our words


def _shift(since: datetime, until: datetime) -> str:
    """Write the offset of Paris [us] at `start`: the engine's own calendar is far slower."""
    low, high = (moment.astimezone(UTC).replace(tzinfo=None) for moment in (since, until))
    hours = np.arange(np.datetime64(low, "h"), np.datetime64(high, "h")).astype("M8[us]")
    offsets = paris_offset(hours).astype(np.int64)
    cases = "".join(
        f" WHEN epoch_us(start) >= {int(hours[i].astype(np.int64))} THEN {int(offsets[i])}"
        for i in (np.flatnonzero(np.diff(offsets)) + 1)[::-1]
    )
    return f"CASE{cases} ELSE {int(offsets[0])} END" if cases else str(int(offsets[0]))
