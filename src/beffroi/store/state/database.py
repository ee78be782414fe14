"""Opening the state: SQLite with durable commits, brought up to date by its migrations."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from beffroi.errors import BeffroiError
from beffroi.errors.store import STATE_CORRUPT, STATE_NEWER

_MIGRATIONS = Path(__file__).parent / "migrations"

#: The last revision of `migrations/versions`; revisions are numbered in order.
HEAD = "0002"


@dataclass(frozen=True, slots=True)
class State:
    """The state of a home: one way to read, which cannot write, and one way to write."""

    reading: Engine
    writing: Engine

    def close(self) -> None:
        """Close every connection."""
        self.reading.dispose()
        self.writing.dispose()


def open_state(path: Path) -> State:
    """Open the SQLite state of a home, creating and migrating it as needed.

    Raises:
        BeffroiError: `store.state_corrupt`, `store.state_newer`.
    """
    writing = _engine(path, "BEGIN IMMEDIATE", query_only=False)
    try:
        _migrate(writing, path)
    except DatabaseError as error:
        writing.dispose()
        raise BeffroiError(STATE_CORRUPT, home=path.parent, reason=error.orig) from error
    return State(_engine(path, "BEGIN", query_only=True), writing)


def _engine(path: Path, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

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


def _migrate(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        current = (
            connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
        )
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise BeffroiError(STATE_NEWER, home=path.parent)
    # Alembic takes half a second to import: only a state to be changed pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
