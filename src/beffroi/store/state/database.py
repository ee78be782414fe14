"""The state: opened on a file of the home or on a PostgreSQL server, read and written the same."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import known_reason, reason_of
from beffroi.errors.state import STATE_UNREACHABLE
from beffroi.errors.store import HOME_BUSY, HOME_UNREADABLE, STATE_CORRUPT
from beffroi.store.state.locks import Locks
from beffroi.store.state.migrate import HEAD as HEAD
from beffroi.store.state.scrubbing import busy, scrubbed

#: The organisations whose rows a session may see; None: all, for the installation's own work.
Reach: TypeAlias = Collection[int] | None
#: What PostgreSQL says when it is the server that is missing, not the question that is wrong.
_LOST = ("08", "57P", "53300")


@dataclass(frozen=True, slots=True)
class State:
    """The state of a home: one way to read, which cannot write, and one way to write."""

    reading: Engine
    writing: Engine
    writable: bool = True
    """Whether the folder may be written; else `writing` only reads."""
    locks: Locks | None = None
    """Of a server that several processes write to; without, the home has one lock."""
    server: str = ""
    """Where it is, as said to people; empty for the file of the home."""
    root: Path = Path()
    """The home whose file it is."""

    @contextmanager
    def read(self, reach: Reach = None) -> Iterator[Session]:
        """Open a session that cannot write; on a server it sees the rows in its reach only.

        Raises:
            BeffroiError: `store.state_unreachable`, `store.state_corrupt`, `store.home_unreadable`,
                `store.home_busy`.
        """
        try:
            with self._told(), Session(_within(self.reading, reach)) as session:
                yield session
        except OperationalError as error:
            if busy(error):
                raise BeffroiError(HOME_BUSY, home=self.root) from error
            reason = known_reason(error.orig)
            if self.server or reason is None:
                raise
            raise BeffroiError(HOME_UNREADABLE, home=self.root, reason=reason) from error

    @contextmanager
    def write(self, reach: Reach = None) -> Iterator[Session]:
        """Open a session whose changes are kept, all of them or none, when the context ends.

        Raises:
            BeffroiError: `store.state_unreachable`, `store.state_corrupt`.
        """
        with (
            self._told(),
            Session(_within(self.writing, reach)) as session,
            session.begin(),
        ):
            yield session

    def scrub(self) -> bool:
        """Write the state anew, so that nothing of what was deleted is left in its files.

        Returns:
            False where somebody reads it all the while: it may succeed later.
        """
        with self._told(), self.writing.connect() as connection:
            try:
                return scrubbed(connection)
            except DBAPIError as error:
                if (self.server and lost(error)) or not busy(error):
                    raise
                return False
            finally:
                connection.invalidate()  # it was made to work outside of transactions

    def close(self) -> None:
        """Close every connection."""
        self.reading.dispose()
        self.writing.dispose()
        if self.locks is not None:
            self.locks.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if self.server and lost(error):
                raise unreachable(self.server, error) from error
            if not self.server and type(error) is DatabaseError:  # what SQLite says of damage
                reason = reason_of(error.orig)
                raise BeffroiError(STATE_CORRUPT, home=self.root, reason=reason) from error
            raise


def open_state(path: Path, address: str = "", identity: str = "") -> State:
    """Open the state of a home, bringing its tables up to date: its file, or a server.

    Args:
        path: The SQLite file of the home, used where there is no address.
        address: `postgresql://user@host/database`, without password.
        identity: Of the installation; locks on a server are named after it.

    Raises:
        BeffroiError: `store.state_corrupt`, `store.state_newer`, `store.home_unreadable`,
            `store.home_unwritable` where only a newer form of the state could be read;
            `store.state_unreachable`, `store.driver_missing`, `store.role_unsafe`.
    """
    if address:
        from beffroi.store.state.postgresql import open_postgresql

        return open_postgresql(address, path.parent, identity)
    from beffroi.store.state.sqlite import open_sqlite

    return open_sqlite(path)


@contextmanager
def beyond(session: Session) -> Iterator[None]:
    """Let a session see everything for one question that says nothing of any organisation.

    A reader must know which batches rollups lack, and who may be asked for what it may not see.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    before = session.scalar(text("SELECT current_setting('beffroi.scope', true)"))
    query = text("SELECT set_config('beffroi.scope', :scope, true)")
    session.execute(query, {"scope": "all"})
    yield
    # Where the question failed, so did the transaction, and its scope with it.
    session.execute(query, {"scope": before or ""})


def lost(error: DBAPIError) -> bool:
    """Tell whether it is the server that is missing: the same call may succeed later."""
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        return error.connection_invalidated or type(error.orig).__name__ == "OperationalError"
    return str(code).startswith(_LOST)


def unreachable(server: str, error: DBAPIError) -> BeffroiError:
    """Say that the server is missing; what its driver says never holds a password."""
    said = [line.strip() for line in str(error.orig).splitlines() if line.strip()]
    return BeffroiError(STATE_UNREACHABLE, server=server, reason=said[0] if said else "?")


def _within(engine: Engine, reach: Reach) -> Engine:
    """Give the sessions of an engine their reach; see `access.py` for what it means."""
    if engine.dialect.name != "postgresql":
        return engine
    scope = "all" if reach is None else ",".join(str(int(one)) for one in sorted(reach))
    return engine.execution_options(beffroi_scope=scope)
