"""A Spark Connect server for the tests: Sail in its cluster mode, on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

#: Tasks at once that every server of the tests is given.
TASKS = 4


@contextmanager
def sail(log: Path, workers: int = 2) -> Iterator[str]:
    """Run Sail with some workers until the block ends; yield its address.

    The driver and its workers talk by network, as over machines. Sail starts them as threads of
    one process.
    """
    port = free_port()
    environ = {
        **os.environ,
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": str(workers),
        "SAIL_CLUSTER__WORKER_MAX_COUNT": str(workers),
        "SAIL_CLUSTER__WORKER_TASK_SLOTS": str(TASKS),
        "SAIL_CLUSTER__WORKER_MAX_IDLE_TIME_SECS": "3600",
        "SAIL_SPARK__SESSION_TIMEOUT_SECS": "3600",
        "SAIL_EXECUTION__DEFAULT_PARALLELISM": str(workers),
        "RUST_LOG": "sail_execution=info,error",
    }
    command = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
        try:
            _await(process, port, log)
            yield f"sc://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(2400):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
