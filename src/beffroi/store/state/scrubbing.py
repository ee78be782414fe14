"""Take the bytes of what was deleted out of the files of a state.

A database only marks them as free. Its own archives of the past, where there are any, are out of
reach.
"""

import sqlite3

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from beffroi.store.state.tables import tables

#: What PostgreSQL says of a lock that it was waited for too long, or in a circle.
_HELD = ("55P03", "40P01")


def scrubbed(connection: Connection) -> bool:
    """Write tables anew; tell whether the log of SQLite could be emptied too."""
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        name = connection.dialect.identifier_preparer.format_table
        for table in tables():
            connection.exec_driver_sql(f"VACUUM FULL {name(table)}")
        return True
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection that is open has one
    try:
        driver.execute("VACUUM")
        ((blocked, *_),) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return not blocked


def busy(error: DBAPIError) -> bool:
    """Tell whether somebody else holds what is needed: the same call may succeed in a moment."""
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)
    return code in _HELD
