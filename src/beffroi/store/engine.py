"""The embedded engine: DuckDB over the files of the lake, and nothing else."""

import os
import platform
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa

#: Engines kept between two queries, one a home: a process works on one, rarely on two.
_KEPT = 2
_STARTED: dict[tuple[Path, Path, int], duckdb.DuckDBPyConnection] = {}
_LOCK = threading.Lock()


@contextmanager
def connect(root: Path, spool: Path, memory_mb: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that may touch the home only; large work spills to its spool.

    Starting an engine takes longer than most queries: the one of a home is kept, and each caller
    has a connection of its own to it, whose views and temporary tables end with it.
    """
    with _LOCK:
        key = (root, spool, memory_mb)
        if key not in _STARTED:
            while len(_STARTED) >= _KEPT:
                _STARTED.pop(next(iter(_STARTED)))  # closed when its last connection is
            sweep(spool)
            _STARTED[key] = _start(root, spool, memory_mb)
        connection = _STARTED[key].cursor()
    try:
        yield connection
    finally:
        connection.close()


def own_folder(work: str = "engine") -> str:
    """Name the folder where large work spills: two processes must not share one."""
    return f"{work}-{platform.node()}-{os.getpid()}"


def sweep(spool: Path) -> None:
    """Remove what dead processes of this machine left in the spool, whatever their work."""
    for work in ("engine", "fetch", "move"):
        prefix = f"{work}-{platform.node()}-"
        for folder in spool.glob(f"{prefix}*"):
            number = folder.name.removeprefix(prefix)
            if number.isdecimal() and not _alive(int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start(root: Path, spool: Path, memory_mb: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spool / own_folder()),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        }
    )
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET allowed_directories = ?", [[str(root)]])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None
) -> pa.Table:
    """Run a query and return its rows as an Arrow table."""
    found: pa.Table = connection.sql(sql, params=parameters or None).to_arrow_table()
    return found


def run(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Mapping[str, Any],
    tables: Mapping[str, pa.Table] = MappingProxyType({}),
    /,
) -> pa.Table:
    """Run a query that joins some tables, as `engines.contract.Run` does."""
    for name, table in tables.items():
        connection.register(name, table)
    return fetch(connection, sql, dict(parameters))
