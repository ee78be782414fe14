"""The engine over a cluster: any server of Spark Connect, Apache Spark and Sail among them.

The server reads the same files at the same paths. Kernels go to its Python workers by their name:
this program must be installed there, in the same version.
"""

import re
import socket
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from grpc import RpcError
from pyspark.errors import PySparkException
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.session import SparkSession

from beffroi.errors import BeffroiError
from beffroi.errors.engines import ENGINE_FAILED, ENGINE_UNREACHABLE
from beffroi.store.engines.address import Address
from beffroi.store.engines.contract import NO_TABLE, Kernel, Tables
from beffroi.store.engines.dialect import translate

#: Tasks sent at once for each that runs: enough to even them out, few enough to fit in a message.
_AHEAD = 4
_PATIENCE = 5.0  # seconds to open a connection
_CONF = {
    "spark.sql.session.timeZone": "UTC",
    # The fast reader of Apache Spark does not know the encoding of our values.
    "spark.sql.parquet.enableVectorizedReader": "false",
}
_ANSWER = "task long, content string"
_SAID = re.compile(r"^\s*(?:\w+\.)*\w+(?:Error|Exception): .+$", re.MULTILINE)


def connect(address: Address, tasks: int) -> "Spark":
    """Open a session of a server, which does `tasks` tasks at once.

    Raises:
        BeffroiError: `engine.unreachable`.
    """
    try:
        # The client tries for minutes what this tells at once.
        socket.create_connection((address.host, address.port), _PATIENCE).close()
        session = SparkSession.builder.remote(address.remote).create()
        patient = list(session.client._retry_policies)
        session.client.set_retry_policies([DefaultPolicy(max_retries=1, initial_backoff=200)])
        for name, value in _CONF.items():
            session.conf.set(name, value)
        session.client.set_retry_policies(patient)
    except (OSError, RpcError, PySparkException) as error:
        raise BeffroiError(ENGINE_UNREACHABLE, address=address, reason=_reason(error)) from error
    return Spark(session, tasks)


@dataclass(slots=True)
class Spark:
    """A session of a server."""

    session: SparkSession
    tasks: int
    _views: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(
        self, sql: str, parameters: Mapping[str, Any], tables: Tables = NO_TABLE, /
    ) -> pa.Table:
        """Return the rows of a query.

        Raises:
            BeffroiError: `engine.failed`.
        """
        with self._lock:
            self._views += 1
            suffix = f"_{self._views}"
        with _told():
            frames: dict[str, Any] = {
                name: self.session.read.parquet(*(str(Path(file).absolute()) for file in value))
                for name, value in parameters.items()
                if isinstance(value, list) and value and isinstance(value[0], str)
            }
            frames |= {name: self.session.createDataFrame(table) for name, table in tables.items()}
            columns = {name: dict(frame.dtypes) for name, frame in frames.items()}
            for name, frame in frames.items():
                frame.createOrReplaceTempView(name + suffix)
            try:
                asked = translate(sql, parameters, columns, suffix)
                found: pa.Table = self.session.sql(asked).toArrow()
            finally:
                for name in frames:
                    self.session.catalog.dropTempView(name + suffix)
        return found

    def map(self, kernel: Kernel, tasks: Iterable[str]) -> Iterator[str]:
        """Yield the answer of a kernel to each task, in order.

        Raises:
            BeffroiError: `engine.failed`.
        """
        rest = iter(tasks)
        while wave := list(islice(rest, _AHEAD * self.tasks)):
            yield from self._wave(kernel, wave)

    def _wave(self, kernel: Kernel, wave: list[str]) -> Iterator[str]:
        table = pa.table({"task": pa.array(range(len(wave)), pa.int64()), "content": wave})
        known: dict[int, str] = {}
        done = 0
        with _told():
            frame = self.session.createDataFrame(table).repartition(min(self.tasks, len(wave)))
            for row in frame.mapInArrow(partial(answer, kernel), _ANSWER).toLocalIterator():
                known[row.task] = row.content
                while done in known:
                    yield known.pop(done)
                    done += 1

    def close(self) -> None:
        """End the session; one that the server ended before, being idle for long, is ended."""
        with suppress(RpcError, PySparkException), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # how the client says that it was
            self.session.stop()


def answer(kernel: Kernel, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Answer the tasks of one partition, each as soon as it is done; runs on a worker."""
    for batch in batches:
        for task, content in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield pa.record_batch(
                {"task": pa.array([task], pa.int64()), "content": [kernel(content)]}
            )


@contextmanager
def _told() -> Iterator[None]:
    """Say in the words of the catalogue that the server failed."""
    try:
        yield
    except (RpcError, PySparkException) as error:
        raise BeffroiError(ENGINE_FAILED, reason=_reason(error)) from error


def _reason(error: Exception) -> Any:
    """Keep of what a server says the error itself, without the places in its programs."""
    if isinstance(error, OSError):
        return error
    said = _SAID.findall(str(error))
    return (said[-1] if said else str(error).strip().partition("\n")[0]).strip()
