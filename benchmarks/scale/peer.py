"""What every store is asked, in one small interface: load, count its bytes, answer questions."""

import os
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

#: Sums of what was found, by kind of series or by asset type and kind; `rows` counts the lines.
#: Two stores that were asked the same must answer the same.
Answer: TypeAlias = dict[str, float]
HOUR_US = 3_600_000_000
NAMED = ["asset", "asset_type", "quantity"]


@dataclass(frozen=True)
class Source:
    """The files of a territory, as `generator.py` writes them."""

    folder: Path

    @cached_property
    def series(self) -> pa.Table:
        """What each series is, by its number from one on."""
        return pq.read_table(self.folder / "series.parquet")

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each series, by its number less one."""
        found: list[str] = self.series["kind"].to_pylist()
        return found

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The first instant that is measured, and the first that is not any more."""
        about = self.series.schema.metadata
        since, until = (datetime.fromisoformat(about[key].decode()) for key in (b"since", b"until"))
        return since, until

    def by_kind(self, numbers: Sequence[int]) -> dict[str, list[int]]:
        """Part series by kind: what is done with their values depends on it."""
        found: dict[str, list[int]] = {}
        for number in numbers:
            found.setdefault(self.kinds[number - 1], []).append(number)
        return found

    def tables(self) -> Iterator[pa.Table]:
        """Yield the observations in their order, a commune at a time."""
        for path in self.files():
            file = pq.ParquetFile(path, read_dictionary=NAMED)
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)

    def files(self) -> list[Path]:
        """List the files of observations."""
        return sorted(self.folder.glob("observations-*.parquet"))

    @cached_property
    def rows(self) -> int:
        """How many observations there are."""
        return sum(pq.read_metadata(path).num_rows for path in self.files())

    def numbered(self) -> Iterator[pa.Table]:
        """Yield number, start, end and value, for stores that take series by number."""
        known = {asset: k + 1 for k, asset in enumerate(self.series["asset"].to_pylist())}
        for table in self.tables():
            first, size = runs(table)
            numbers = [known[asset] for asset in table["asset"].take(pa.array(first)).to_pylist()]
            number = np.repeat(np.array(numbers, np.int64), size)
            yield table.select(["start", "end", "value"]).add_column(0, "series", pa.array(number))


def runs(table: pa.Table) -> tuple[np.typing.NDArray[np.int64], np.typing.NDArray[np.int64]]:
    """Return where each series begins in a sorted table, and how many rows it has."""
    changes = np.zeros(table.num_rows - 1, bool)
    for name in ("asset", "quantity"):
        code = table[name].combine_chunks()
        code = code.chunk(0) if isinstance(code, pa.ChunkedArray) else code
        indices = code.indices.to_numpy()
        changes |= indices[1:] != indices[:-1]
    first = np.concatenate([[0], np.flatnonzero(changes) + 1])
    return first, np.diff(np.append(first, table.num_rows))


class Peer(ABC):
    """A store: made for a source and a folder of its own."""

    name: ClassVar[str]
    #: What of an answer it cannot give as the others do.
    without: ClassVar[frozenset[str]] = frozenset()
    #: How far, relatively, the months of indexes may be from those of others. Where the reading at
    #: the edge of a month is missing, ours shares what was counted between both months and the
    #: others give it to the first one.
    edges: ClassVar[float] = 1e-5
    #: Bytes of disk that an observation needs at worst while loading.
    needs: ClassVar[int] = 0

    def __init__(self, source: Source, folder: Path) -> None:
        self.source, self.folder = source, folder
        #: When all could be asked for, where loading goes on to make answers faster (the clock of
        #: `time.perf_counter`).
        self.queryable: float | None = None

    @abstractmethod
    def load(self) -> int:
        """Take all observations until they can be asked for; answer how many.

        What was started for that is ended, unless it fails: the caller then closes.
        """

    def sizes(self) -> tuple[int, int]:
        """Return the bytes of the observations on the disk, and with what finds them."""
        size = size_of(self.folder)
        return size, size

    @abstractmethod
    def open(self) -> None:
        """Make ready to answer."""

    @abstractmethod
    def close(self) -> None:
        """End what was started."""

    @abstractmethod
    def days(self, numbers: Sequence[int], since: datetime, until: datetime) -> Answer:
        """Read values of series by civil day; sum them by kind."""

    @abstractmethod
    def month(self, since: datetime, until: datetime) -> Answer:
        """Read one value of every series over a month; sum them by asset type and kind."""

    @abstractmethod
    def latest(self) -> Answer:
        """Read the last value of every series."""


def size_of(folder: Path) -> int:
    """Return the bytes of the files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def uncached(folder: Path) -> None:
    """Ask the system to forget what it keeps in memory of the files of a folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def summed(kind: str, values: pa.ChunkedArray) -> Answer:
    """Return the answer about series of one kind."""
    return {kind: pc.sum(values).as_py() or 0.0, "rows": float(len(values))}


def together(*answers: Answer) -> Answer:
    """Add answers."""
    found: Answer = {}
    for answer in answers:
        for key, value in answer.items():
            found[key] = found.get(key, 0.0) + value
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: list[str], log: Path, ready: Callable[[], Any]) -> subprocess.Popen[bytes]:
    """Start a server and wait until `ready` raises nothing."""
    with log.open("ab") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    for _ in range(600):
        try:
            ready()
        except Exception as error:
            if server.poll() is not None:
                raise RuntimeError(log.read_text("utf-8", "replace")[-2000:]) from error
            time.sleep(0.05)
        else:
            return server
    server.terminate()
    raise RuntimeError(f"{command[0]} does not answer")
