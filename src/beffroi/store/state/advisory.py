"""Locks of an installation whose state is a PostgreSQL server.

A lock is two: one of the server, which holds between machines that share the home, and one of the
file system, which a restart of the server does not take from a process that is still at work.
Both end with the process.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_BUSY, HOME_UNWRITABLE
from beffroi.store.locking import locked
from beffroi.store.state.database import lost, unreachable

#: The server takes a moment to notice that the process that held a lock is dead [s].
_PATIENCE = 2.0
_UNSAFE = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class AdvisoryLocks:
    """Locks by name, each held by a connection of its own."""

    engine: Engine
    home: Path
    server: str
    identity: str

    @contextmanager
    def hold(self, name: str, patience: float) -> Iterator[None]:
        """Hold a lock until the end of the context, after waiting `patience` seconds at most.

        Raises:
            BeffroiError: `store.home_busy` where another process holds it,
                `store.state_unreachable`, `store.home_unwritable`.
        """
        folder = self.home / ".locks"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise BeffroiError(HOME_UNWRITABLE, home=self.home, reason=reason_of(error)) from error
        # Once no process of this machine holds it, most often it is free, or is about to be.
        with (
            locked(self.home, folder / _UNSAFE.sub("-", name), patience),
            self._of_server(name, max(patience, _PATIENCE)),
        ):
            yield

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()

    @contextmanager
    def _of_server(self, name: str, patience: float) -> Iterator[None]:
        key = lock_key(self.identity, name)
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            raise unreachable(self.server, error) from error
        try:
            try:
                # What ends idle connections must not end this one.
                connection.execute(text("SELECT set_config('idle_session_timeout', '0', false)"))
                connection.execute(
                    text("SELECT set_config('lock_timeout', :wait, false)"),
                    {"wait": str(int(1000 * patience))},
                )
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
            except DBAPIError as error:
                if lost(error):
                    raise unreachable(self.server, error) from error
                raise BeffroiError(HOME_BUSY, home=self.home) from error
            yield
        finally:
            with suppress(DBAPIError):  # the lock ended with the connection
                connection.close()  # which ends here: there is no pool


def lock_key(identity: str, name: str) -> int:
    """Return the number that the server knows a lock by.

    >>> lock_key("a", "stream") == lock_key("b", "stream")
    False
    """
    digest = blake2b(f"{identity}:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
