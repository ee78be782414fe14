"""The tables of a new file of state, made by migrations once and copied from then on.

Migrations take a tenth of a second, which most tests would spend before they begin.
`tests/store/test_migrations.py` compares what is copied with what migrations make.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from beffroi.store.state import migrate
from beffroi.store.state.database import open_state

#: What makes the tables outside of tests.
migrated = migrate.upgrade


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Give new files of state the tables of a file that migrations made in `folder`."""
    path = folder / "state.sqlite"
    open_state(path).close()
    with closing(sqlite3.connect(path)) as made:
        _, *statements, _ = made.iterdump()  # without the transaction that they are in

    def copy(connection: Connection) -> None:
        if connection.dialect.name == "sqlite" and migrate.current(connection) is None:
            driver: Any = connection.connection.driver_connection
            for statement in statements:
                driver.execute(statement)
        else:
            migrated(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "upgrade", copy)
        yield
