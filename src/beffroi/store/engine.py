"""The embedded engine: DuckDB over the files of the lake, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa


@contextmanager
def connect(root: Path, spool: Path, memory_mb: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine that may touch the home only; large work spills to its spool."""
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spool / "engine"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        }
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET allowed_directories = ?", [[str(root)]])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None
) -> pa.Table:
    """Run a query and return its rows as an Arrow table."""
    found: pa.Table = connection.sql(sql, params=parameters or None).to_arrow_table()
    return found
