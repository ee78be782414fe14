"""What an engine can do; every one gives the same answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

#: A pure function of this program, importable by its name: a task as JSON in, its answer as JSON
#: out. It runs wherever the engine likes, several times perhaps.
Kernel: TypeAlias = Callable[[str], str]
#: Tables that a query joins, by name.
Tables: TypeAlias = Mapping[str, pa.Table]
NO_TABLE: Tables = {}


class Run(Protocol):
    """Runs one query of `queries.py`."""

    def __call__(
        self, sql: str, parameters: Mapping[str, Any], tables: Tables = NO_TABLE, /
    ) -> pa.Table:
        """Return the rows of a query.

        Values are those of `parameters`, and the files that it reads are lists among them.
        """


class Engine(Protocol):
    """Runs declared queries over files of the lake, and maps kernels over tasks."""

    @property
    def run(self) -> Run:
        """What runs a query."""

    def map(self, kernel: Kernel, tasks: Iterable[str]) -> Iterator[str]:
        """Yield the answer of a kernel to each task, in the order of tasks, as they come.

        Raises:
            BeffroiError: `engine.failed`, `engine.unreachable`.
        """

    def close(self) -> None:
        """End what the engine holds open, if anything."""
