"""Entries from before the journal was a tree: they become its first leaves, in their order."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Connection, column, insert, select, table

from beffroi.store.journal import entry, tree
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.types import UtcDateTime

_ROWS = 5_000


def take_in(connection: Connection, older: str) -> None:
    """Copy the entries of a table to the journal, which has none, as leaves of its tree.

    Their numbers lose the holes that changes which were not kept had left.
    """
    frontier = tree.Frontier()
    for some in _rows(connection, older):
        rows = [_taken(number, row) for number, row in enumerate(some, frontier.size + 1)]
        made = frontier.extend([row["leaf"] for row in rows])
        connection.execute(insert(JournalEntry), rows)
        for node in made:
            connection.execute(
                insert(Subtree).values(level=node.level, number=node.number, hash=node.hash)
            )
    if frontier.size:
        connection.execute(insert(Tree).values(id=1, size=frontier.size, peaks=frontier.packed()))


def _rows(connection: Connection, older: str) -> Iterator[list[dict[str, Any]]]:
    names = ("id", "actor", "organisation_id", "purpose", "action", "subject")
    source = table(
        older, *map(column, names), column("at", UtcDateTime()), column("detail", JSON())
    )
    found = connection.execute(select(source).order_by(source.c.id)).mappings()
    for some in found.partitions(_ROWS):
        yield [dict(row) for row in some]


def _taken(number: int, row: dict[str, Any]) -> dict[str, Any]:
    detail = entry.plain(row["detail"])
    who, what = entry.new_salt(), entry.new_salt()
    leaf = entry.leaf(
        number,
        entry.instant(row["at"]),
        row["organisation_id"],
        row["purpose"],
        row["action"],
        entry.sealed(who, entry.who(row["actor"])),
        entry.sealed(what, entry.what(row["subject"], detail)),
    )
    seals = {"who": who, "what": what, "leaf": leaf}
    return {**row, "id": number, "detail": json.loads(detail), **seals}
