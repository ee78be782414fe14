"""PostgreSQL of Debian, in a folder of its own: partitioned by month, with btree or BRIN.

Loaded in the fastest way that it has: a binary COPY into tables made in the same transaction, so
that no journal is written (`wal_level = minimal`), then the index. It answers on a socket of its
folder only.
"""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa

from benchmarks.scale.peer import Answer, Peer, start, together

CLIENT = Path(__file__).parents[2] / ".venv-bench-scale"
PACKAGE = "psycopg[binary]>=3.3,<4"
EPOCH = np.datetime64("2000-01-01", "us")
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "effective_cache_size": "4GB",
    "work_mem": "128MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "16GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "jit": "off",
}
ROW = np.dtype(
    [
        ("fields", ">i2"),
        *(
            part
            for name, kind in (
                ("series", ">i4"),
                ("start", ">i8"),
                ("end", ">i8"),
                ("value", ">f8"),
            )
            for part in ((f"{name} size", ">i4"), (name, kind))
        ),
    ]
)
_AMOUNT = {
    "mean_power": "sum(value * extract(epoch FROM stop - start)::float8 / 3600)",
    "interval": "sum(value)",
    "index": "sum(value)",
    "gauge": "sum(value * extract(epoch FROM stop - start)::float8) "
    "/ sum(extract(epoch FROM stop - start)::float8)",
}


def client() -> Any:
    """Return the module of the client, installed beside us when it is not there."""
    sys.path.append(str(CLIENT))
    try:
        return importlib.import_module("psycopg")
    except ImportError:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(CLIENT), PACKAGE]
        subprocess.run(pip, check=True, stdout=sys.stderr)
        importlib.invalidate_caches()
        return importlib.import_module("psycopg")


def programs() -> Path:
    """Return the folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not found:
        raise FileNotFoundError("postgresql is not installed: apt-get install postgresql")
    return found[-1]


def as_user(command: list[str]) -> list[str]:
    """Make root run a command as the user of PostgreSQL, which refuses root."""
    if os.geteuid() != 0:
        return command
    who = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    return [*who, *command]


class Postgres(Peer):
    """PostgreSQL with an index on (series, start)."""

    name = "PostgreSQL, btree"
    needs = 110
    index: ClassVar[str] = "btree (series, start)"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._server: subprocess.Popen[bytes] | None = None
        self._psycopg = client()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def open(self) -> None:
        """Start the server and connect to it."""
        options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        command = [str(programs() / "postgres"), "-D", str(self._data), "-k", str(self.folder)]
        target = f"host={self.folder} user=postgres dbname=postgres"

        def connect() -> None:
            self._link = self._psycopg.connect(target, autocommit=True)

        self._server = start(as_user([*command, *options]), self.folder / "log", connect)

    def close(self) -> None:
        """End the server by its own number."""
        if self._server is not None:
            self._link.close()
            self._server.send_signal(signal.SIGINT)
            self._server.wait(600)
            self._server = None

    def load(self) -> int:
        """Make a database, copy all observations, index them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        make = [str(programs() / "initdb"), "-D", str(self._data), "-U", "postgres", "-A", "trust"]
        # The server's user may not enter the folder that we stand in.
        subprocess.run(as_user(make), check=True, stdout=subprocess.DEVNULL, cwd="/")
        self.open()
        with self._link.transaction():
            self._declare()
            rows = self._copy()
        self._link.execute(f"CREATE INDEX ON observation USING {self.index}")
        self._link.execute("VACUUM (ANALYZE) observation")
        self._link.execute("ANALYZE series")
        self._link.execute("CHECKPOINT")
        sql = """SELECT sum(pg_table_size(relid)), sum(pg_total_relation_size(relid))
                 FROM pg_partition_tree('observation')"""
        taken = self._link.execute(sql).fetchone()
        (self.folder / "sizes.json").write_text(json.dumps([int(size) for size in taken]))
        self.close()
        return rows

    def sizes(self) -> tuple[int, int]:
        """Return the bytes of the tables of observations, and with their indexes."""
        table, total = json.loads((self.folder / "sizes.json").read_text())
        return table, total

    def _declare(self) -> None:
        run = self._link.execute
        run(
            "CREATE TABLE observation (series integer NOT NULL, start timestamptz NOT NULL, "
            "stop timestamptz NOT NULL, value float8 NOT NULL) PARTITION BY RANGE (start)"
        )
        month, last = (np.datetime64(f"{at:%Y-%m}", "M") for at in self.source.period)
        while month <= last:
            name = f"observation_{str(month).replace('-', '_')}"
            run(
                f"CREATE TABLE {name} PARTITION OF observation "
                f"FOR VALUES FROM ('{month}-01Z') TO ('{month + 1}-01Z')"
            )
            month += 1
        run(
            "CREATE TABLE series (number integer PRIMARY KEY, organisation integer, asset text, "
            "asset_type text, quantity text, kind text, step integer)"
        )
        with self._link.cursor().copy("COPY series FROM STDIN") as copy:
            for row in self.source.series.to_pylist():
                copy.write_row(tuple(row.values()))

    def _copy(self) -> int:
        rows = 0
        with self._link.cursor().copy("COPY observation FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for table in self.source.numbered():
                for first in range(0, table.num_rows, 500_000):
                    copy.write(_binary(table.slice(first, 500_000)))
                rows += table.num_rows
            copy.write(b"\xff\xff")
        return rows

    def days(self, numbers: Sequence[int], since: datetime, until: datetime) -> Answer:
        """Group by civil day, one query a kind."""
        answers: list[Answer] = []
        for kind, chosen in self.source.by_kind(numbers).items():
            sql = f"""SELECT series, date_trunc('day', start AT TIME ZONE 'Europe/Paris') AS day,
                             {_AMOUNT[kind]} AS value
                      FROM ({_rows(kind, "series = ANY(%(series)s)")}) AS r
                      GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608 - our words
            given = {"series": chosen, "since": since, "until": until}
            # Binary answers are what a program would ask for.
            found = self._link.cursor(binary=True).execute(sql, given).fetchall()
            answers.append({kind: sum(row[2] for row in found), "rows": float(len(found))})
        return together(*answers)

    def month(self, since: datetime, until: datetime) -> Answer:
        """Group by series, then by asset type."""
        answer: Answer = {}
        for kind in sorted(set(self.source.kinds)):
            total = "avg" if kind == "gauge" else "sum"
            every = f"series IN (SELECT number FROM series WHERE kind = '{kind}')"  # noqa: S608 - our words
            sql = f"""SELECT asset_type, {total}(value) FROM (
                        SELECT series, {_AMOUNT[kind]} AS value FROM ({_rows(kind, every)}) AS r
                        GROUP BY series) AS t
                      JOIN series ON number = t.series GROUP BY asset_type"""  # noqa: S608 - our words
            found = self._link.execute(sql, {"since": since, "until": until}).fetchall()
            answer |= {f"{asset_type} {kind}": value for asset_type, value in found}
        return answer | {"rows": float(len(answer))}

    def latest(self) -> Answer:
        """Look up the last row of each series."""
        sql = """SELECT number, start, value FROM series CROSS JOIN LATERAL (
                     SELECT start, value FROM observation
                     WHERE series = number ORDER BY start DESC LIMIT 1) AS o"""
        if not self.index.startswith("btree"):
            sql = "SELECT DISTINCT ON (series) series, start, value FROM observation "
            sql += "ORDER BY series, start DESC"
        found = self._link.cursor(binary=True).execute(sql).fetchall()
        return {"last": sum(row[2] for row in found), "rows": float(len(found))}


class Brin(Postgres):
    """PostgreSQL with a summary of each range of pages: small, and enough for sorted rows."""

    name = "PostgreSQL, BRIN"
    index = "brin (series, start) WITH (pages_per_range = 16)"


def _binary(table: pa.Table) -> bytes:
    """Write rows as COPY reads them, all at once."""
    rows = np.empty(table.num_rows, ROW)
    rows["fields"] = 4
    for name, size in (("series", 4), ("start", 8), ("end", 8), ("value", 8)):
        rows[f"{name} size"] = size
        column = table[name].to_numpy()
        if name in ("start", "end"):
            column = (column.astype("M8[us]") - EPOCH).astype(np.int64)
        rows[name] = column
    return rows.tobytes()


def _rows(kind: str, chosen: str) -> str:
    # The last reading of a period is followed by one after it.
    beyond = " + INTERVAL '2 days'" if kind == "index" else ""
    hits = f"""SELECT * FROM observation
               WHERE {chosen} AND start >= %(since)s
                 AND start < %(until)s::timestamptz{beyond}"""  # noqa: S608 - our words
    if kind != "index":
        return hits
    return f"""SELECT * FROM (
                   SELECT series, start, stop,
                          lead(value) OVER (PARTITION BY series ORDER BY start) - value AS value
                   FROM ({hits}) AS h) AS d
               WHERE value IS NOT NULL AND start < %(until)s"""  # noqa: S608 - our words
