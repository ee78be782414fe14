"""The engine in this process: DuckDB, and kernels one after the other."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from beffroi.store import engine
from beffroi.store.engines.contract import NO_TABLE, Kernel, Tables


@dataclass(frozen=True, slots=True)
class Embedded:
    """DuckDB over a home, within its memory; large work spills to `spool`."""

    root: Path
    spool: Path
    memory_mb: int = 1024

    def run(
        self, sql: str, parameters: Mapping[str, Any], tables: Tables = NO_TABLE, /
    ) -> pa.Table:
        """Return the rows of a query."""
        with self.connect() as connection:
            return engine.run(connection, sql, parameters, tables)

    def connect(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open a connection, for what takes several queries."""
        return engine.connect(self.root, self.spool, self.memory_mb)

    def map(self, kernel: Kernel, tasks: Iterable[str]) -> Iterator[str]:
        """Yield the answer of a kernel to each task."""
        return map(kernel, tasks)

    def close(self) -> None:
        """Hold nothing open: the engine of a home is kept for the next query."""
