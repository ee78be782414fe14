"""A state copied to another one, whatever the kinds: what backups carry, and restoring brings back.

The copy that a backup holds is always a file, so that it opens with nothing but Beffroi.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text, update

from beffroi.store.state.people import FLEETING
from beffroi.store.state.sqlite import open_sqlite
from beffroi.store.state.tables import tables

_ROWS = 5_000


def to_file(source: Connection, path: Path) -> None:
    """Write what one transaction sees of a state to a new file of its own."""
    state = open_sqlite(path)
    try:
        with state.writing.begin() as target:
            copy(source, target)
        with state.writing.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA journal_mode=DELETE")  # one file, without its log beside it
    finally:
        state.close()


def copy(source: Connection, target: Connection) -> None:
    """Copy every row to a state that has none, but what stands for a moment only.

    A session that was ended must not come to life again with a backup that is restored.
    """
    for table in tables():
        if table.name in FLEETING:
            continue
        own = _upon_itself(table)
        later: list[dict[str, Any]] = []
        for rows in _rows(source, table):
            later += [row for row in rows if own and row[own] is not None]
            target.execute(insert(table), [{**row, own: None} if own else row for row in rows])
        if own and later:  # a row may depend on one that comes after it
            (key,) = table.primary_key.columns
            statement = (
                update(table).where(key == bindparam("b_key")).values({own: bindparam("b_own")})
            )
            target.execute(
                statement, [{"b_key": row[key.name], "b_own": row[own]} for row in later]
            )
        if target.dialect.name == "postgresql":
            _number(target, table)


def _rows(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    keys = list(table.primary_key.columns)
    found = source.execution_options(yield_per=_ROWS).execute(select(table).order_by(*keys))
    for some in found.mappings().partitions(_ROWS):
        yield [{str(name): value for name, value in row.items()} for row in some]


def _upon_itself(table: Table) -> str:
    return next((k.parent.name for k in table.foreign_keys if k.column.table is table), "")


def _number(target: Connection, table: Table) -> None:
    """Let a server number new rows after those that were copied."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or keys[0] is not table.autoincrement_column:
        return
    last = target.scalar(select(func.max(keys[0])))
    if last is not None:
        target.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :key), :last)"),
            {"table": table.name, "key": keys[0].name, "last": last},
        )
