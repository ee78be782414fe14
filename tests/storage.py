"""A simulated S3 server for tests (moto), in a process of its own, ended with the tests.

In the process of the tests it would wait for a lock of Python that the drivers hold. A relay stands
before it: cut, the storage is gone, and comes back with what it held.
"""

import ctypes
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.ports import free_port

BUCKET = "essai"
_RELAY = """
import asyncio, sys
async def pour(source, sink):
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except OSError:
        pass
    finally:
        sink.close()
async def meet(source, sink):
    try:
        there = await asyncio.open_connection("127.0.0.1", int(sys.argv[2]))
    except OSError:
        return sink.close()
    await asyncio.gather(pour(source, there[1]), pour(there[0], sink))
async def main():
    server = await asyncio.start_server(meet, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""


#: moto looks whether a file is there, then writes it: two conditional writes at once would both
#: succeed, which no real storage allows. Here writes go one after the other.
_SERVER = """
import sys, threading
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
served, writing = DomainDispatcherApplication(create_backend_app), threading.Lock()
def one_by_one(environ, start):
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return served(environ, start)
    with writing:
        return list(served(environ, start))
run_simple("127.0.0.1", int(sys.argv[1]), one_by_one, threaded=True)
"""


@dataclass(slots=True)
class Storage:
    """A storage that these tests started, behind a relay that they may cut."""

    port: int
    relay: int
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def place(self) -> str:
        """Return an empty place."""
        return f"s3://{BUCKET}/installations/n{next(self._numbers)}"

    def environ(self) -> dict[str, str]:
        """Return the variables with which drivers find it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.relay}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "essai",
            "AWS_SECRET_ACCESS_KEY": "essai",
        }

    def cut(self) -> None:
        """Make the storage unreachable."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def mend(self) -> None:
        """Make it reachable again."""
        if self._process is None:
            self._process = _start("-c", _RELAY, str(self.relay), str(self.port))
            _await(self.relay)


@contextmanager
def started() -> Iterator[Storage]:
    """Start a storage with one bucket; nothing is left of it at the end."""
    storage = Storage(free_port(), free_port())
    server = _start("-c", _SERVER, str(storage.port))
    try:
        _await(storage.port)
        asked = http.client.HTTPConnection("127.0.0.1", storage.port)
        asked.request("PUT", f"/{BUCKET}")
        assert asked.getresponse().status == 200
        asked.close()
        storage.mend()
        yield storage
    finally:
        storage.cut()
        _end(server)


def _start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_end_with_parent,
    )


def _await(port: int) -> None:
    for _ in range(4800):  # four minutes: other tests may hold every core
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the storage does not answer")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with_parent() -> None:
    """Ask the system to end the server when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
