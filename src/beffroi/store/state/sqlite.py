"""The state in a file of the home: SQLite with durable commits."""

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import DENIED, reason_of
from beffroi.errors.store import (
    HOME_BUSY,
    HOME_UNREADABLE,
    HOME_UNWRITABLE,
    STATE_CORRUPT,
    STATE_NEWER,
)
from beffroi.store.state import migrate
from beffroi.store.state.database import State
from beffroi.texts import Text

_TO_MIGRATE = Text(
    fr="il est en lecture seule, et cette version de Beffroi doit d’abord le mettre à jour",
    en="it is read-only, and this version of Beffroi must bring it up to date first",
)
_EMPTY = Text(fr="elle est vide", en="it is empty")
_REFERENCES = Text(
    fr="des lignes ont perdu celles dont elles dépendent", en="rows lost those that they name"
)


def open_sqlite(path: Path) -> State:
    """Open the SQLite state of a home, creating and migrating it as needed.

    Where the folder may not be written, it is opened to be read only.

    Raises:
        BeffroiError: see `database.open_state`.
    """
    if path.exists() and not os.access(path, os.R_OK):
        raise BeffroiError(HOME_UNREADABLE, home=path.parent, reason=DENIED)
    if path.exists() and not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
        return _open_to_read(path)
    fresh = not path.exists()
    if not fresh and not path.stat().st_size:  # opening it would begin a new one
        raise BeffroiError(STATE_CORRUPT, home=path.parent, reason=_EMPTY)
    writing = _engine(path, "BEGIN IMMEDIATE", query_only=False)
    try:
        _migrate(writing, path, fresh=fresh)
    except DatabaseError as error:
        writing.dispose()
        raise _refused(path, error) from error
    return State(_engine(path, "BEGIN", query_only=True), writing, root=path.parent)


def _refused(path: Path, error: DatabaseError) -> BeffroiError:
    """Tell a state that is damaged from a disk that refuses: no backup mends a full disk."""
    if "locked" in str(error.orig):
        return BeffroiError(HOME_BUSY, home=path.parent)
    type_ = HOME_UNWRITABLE if isinstance(error, OperationalError) else STATE_CORRUPT
    return BeffroiError(type_, home=path.parent, reason=reason_of(error.orig))


def _open_to_read(path: Path) -> State:
    reading = _read_only(path)
    try:
        with reading.connect() as connection:
            current = migrate.current(connection) or ""
    except DatabaseError as error:
        reading.dispose()
        reason = reason_of(error.orig)
        raise BeffroiError(STATE_CORRUPT, home=path.parent, reason=reason) from error
    if current > migrate.HEAD:
        raise BeffroiError(STATE_NEWER, home=path.parent)
    if current < migrate.HEAD:
        raise BeffroiError(HOME_UNWRITABLE, home=path.parent, reason=_TO_MIGRATE)
    return State(reading, reading, writable=False, root=path.parent)


def _read_only(path: Path) -> Engine:
    """Open a state that nothing may be written beside: not even the files that share its log.

    Without a log of its own, what is in the file is all that there is.
    """
    log = path.with_name(f"{path.name}-wal")
    whole = not log.exists() or log.stat().st_size == 0
    address = f"file:{quote(str(path.absolute()))}?mode=ro{'&immutable=1' if whole else ''}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _engine(path: Path, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # a commit is on the disk when it returns
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA query_only={'ON' if query_only else 'OFF'}")
        cursor.close()
        connection.isolation_level = None  # the driver must not open transactions by itself

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _migrate(engine: Engine, path: Path, *, fresh: bool) -> None:
    with engine.connect() as connection:
        current = migrate.current(connection)
    if current == migrate.HEAD:
        return
    if current is None and not fresh:  # a crash of the machine may leave a file without content
        raise BeffroiError(STATE_CORRUPT, home=path.parent, reason=_EMPTY)
    if current is not None and current > migrate.HEAD:
        raise BeffroiError(STATE_NEWER, home=path.parent)
    with engine.connect() as connection:
        # SQLite changes a column by making its table anew: what names the old one must wait.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            migrate.upgrade(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise BeffroiError(STATE_CORRUPT, home=path.parent, reason=_REFERENCES)
        driver.execute("PRAGMA foreign_keys=ON")
