"""Take the bytes of what was deleted out of the files of a state.

A database only marks them as free. Its own archives of the past, where there are any, are out of
reach.
"""

import sqlite3

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from beffroi.store.state.models import Base


def scrubbed(connection: Connection) -> bool:
    """Write tables anew; tell whether the log of SQLite could be emptied too."""
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        name = connection.dialect.identifier_preparer.format_table
        for table in Base.metadata.sorted_tables:
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
    """Tell whether somebody else holds what is needed on a server."""
    return getattr(error.orig, "sqlstate", None) == "55P03"
