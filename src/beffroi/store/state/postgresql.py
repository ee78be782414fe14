"""The state on a PostgreSQL server: several processes write to it, each row has its owner.

The password is nobody's business here: the driver finds it by itself (PGPASSFILE, PGPASSWORD, a
service file), as every PostgreSQL program does.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from beffroi.errors import BeffroiError
from beffroi.errors.state import (
    DRIVER_MISSING,
    ROLE_UNSAFE,
    STATE_UNGUARDED,
    STATE_UNREACHABLE,
)
from beffroi.errors.store import STATE_NEWER
from beffroi.store.state import access, migrate
from beffroi.store.state.advisory import AdvisoryLocks, lock_key
from beffroi.store.state.database import State, unreachable

_PATIENCE = "30s"
"""A writer that waits longer for another one is told so, and may try again."""


def open_postgresql(address: str, home: Path, identity: str) -> State:
    """Open the state of a home on a server, making and migrating its tables as needed.

    Raises:
        BeffroiError: see `database.open_state`.
    """
    url = _url(address)
    server = _shown(url)
    writing = _engine(url, read_only=False)
    try:
        with writing.begin() as connection:
            _require_plain(connection, url)
            _migrate(connection, home)
            found = access.unguarded(connection)
        if found:
            raise BeffroiError(STATE_UNGUARDED, server=server, tables=", ".join(found))
    except DBAPIError as error:
        raise unreachable(server, error) from error
    finally:
        writing.dispose()  # also when it is refused
    locks = AdvisoryLocks(
        create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT"),
        home,
        server,
        identity,
    )
    writable = not home.exists() or os.access(home, os.W_OK)
    return State(_engine(url, read_only=True), writing, writable, locks, server)


def _url(address: str) -> URL:
    try:
        import psycopg  # noqa: F401 - only to tell whether it is there
    except ImportError as error:
        raise BeffroiError(DRIVER_MISSING) from error
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise BeffroiError(STATE_UNREACHABLE, server="?", reason=error) from error


def _shown(url: URL) -> str:
    """Say where a server is: nothing but what tells it from another one."""
    host = url.host or url.query.get("host") or url.query.get("service") or "localhost"
    return f"{host}/{url.database or url.username or ''}"


def _engine(url: URL, *, read_only: bool) -> Engine:
    from psycopg import IsolationLevel

    engine = create_engine(
        url,
        pool_pre_ping=True,  # a server that was restarted is found again without an error
        connect_args={"application_name": "beffroi", "connect_timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.autocommit = True
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (_PATIENCE,))
        # A commit is on the disk when it returns, whatever the server does by default.
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) "
            "WHERE current_setting('synchronous_commit') = 'off'"
        )
        connection.autocommit = False
        connection.read_only = read_only
        # Several queries of one reading must see one state; each change sees the newest one.
        connection.isolation_level = (
            IsolationLevel.REPEATABLE_READ if read_only else IsolationLevel.READ_COMMITTED
        )

    @event.listens_for(engine, "begin")
    def reach(connection: Connection) -> None:
        scope = connection.get_execution_options().get("beffroi_scope")
        if scope is not None:
            connection.exec_driver_sql("SELECT set_config('beffroi.scope', %s, true)", (scope,))

    return engine


def _require_plain(connection: Connection, url: URL) -> None:
    """Refuse a role that no policy holds, itself or through one that it may become."""
    role = connection.scalar(text("SELECT session_user"))
    unsafe = connection.scalar(
        text(
            "SELECT count(*) FROM pg_roles WHERE (rolsuper OR rolbypassrls) "
            "AND (rolname = session_user OR pg_has_role(session_user, oid, 'MEMBER'))"
        )
    )
    if unsafe:
        name = url.database or "beffroi"
        raise BeffroiError(ROLE_UNSAFE, role=role, server=_shown(url), database=name)


def _migrate(connection: Connection, home: Path) -> None:
    if migrate.current(connection) != migrate.HEAD:
        key = lock_key("", "migrate")
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    found = migrate.current(connection)  # another process may have done it meanwhile
    if found == migrate.HEAD:
        return
    if found is not None and found > migrate.HEAD:
        raise BeffroiError(STATE_NEWER, home=home)
    connection.execute(text("SELECT set_config('beffroi.scope', 'all', true)"))
    migrate.upgrade(connection)
    access.guard(connection)
