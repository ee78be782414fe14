"""Entries read as they were written, and their leaves made again: the fast part of verifying."""

from collections.abc import Generator
from contextlib import closing
from secrets import token_hex
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from beffroi.store.journal import entry

#: An entry as its table holds it, in the order of `rows_of`.
Entry: TypeAlias = tuple[Any, ...]
#: The largest number that an entry may have: what a server's column holds.
LAST = 2**31 - 1
_ROWS = 8_192
#: By database, how the instant and the details are read as they are committed to.
_AS_WRITTEN = {
    "sqlite": ("at", "detail"),
    "postgresql": ("to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", "detail::text"),
}


def rows_of(
    session: Session, after: int = 0, until: int = LAST
) -> Generator[list[Entry], None, None]:
    """Yield entries as they were written, some at a time; close it where it is left early.

    The driver is asked directly: what SQLAlchemy does of a row is a third of the time of it all.
    """
    connection: Any = session.connection().connection
    kind = session.get_bind().dialect.name
    at, detail = _AS_WRITTEN[kind]
    # A server must keep the rows that were not asked for yet: its cursors have names.
    cursor = connection.cursor(*([f"journal_{token_hex(4)}"] if kind == "postgresql" else []))
    with closing(cursor):
        cursor.execute(
            f"SELECT id, {at}, actor, organisation_id, purpose, action, subject, {detail}, "  # noqa: S608 - our own words and numbers
            f"who, what, leaf FROM journal WHERE id > {after:d} AND id <= {until:d} ORDER BY id"
        )
        while rows := cursor.fetchmany(_ROWS):
            yield rows


def leaf_of(row: Any) -> bytes:
    """Make the leaf of an entry again, from its row; empty where nothing can be made of it."""
    number, at, actor, organisation, purpose, action, subject, detail, who, what, _ = row
    try:
        by = entry.sealed(who, entry.who(actor))
        told = entry.sealed(what, entry.what(subject, detail))
        return entry.leaf(number, at, organisation, purpose, action, by, told)
    except (AttributeError, TypeError, ValueError):  # a value of another kind was put there
        return b""
