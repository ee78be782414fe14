"""Adding entries to the journal, in the transaction of the change that they tell.

The row of the tree is locked last, just before the end: entries are numbered in the order in which
changes are kept, and a change that is not kept leaves no hole.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.journal import entry, tree
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry

_ENTRIES: Any = JournalEntry.__table__
_SUBTREES: Any = Subtree.__table__
_TREE: Any = Tree.__table__
#: The one row that is the tree: another one is damage, told by `verify`, that must stop nobody.
_OWN = _TREE.c.id == 1
_LOCKED = select(_TREE.c.size, _TREE.c.peaks).where(_OWN).with_for_update()


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says."""

    actor: str
    action: str
    purpose: str
    organisation: int | None
    subject: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an entry is: with both, whoever asked for the change can have it proved."""

    number: int
    leaf: bytes


def append(session: Session, told: Sequence[Told]) -> list[Receipt]:
    """Add entries; nothing else may be written by this transaction afterwards.

    Returns:
        Where each is.
    """
    session.flush()  # what the change itself must wait for comes before the lock
    known = session.connection().execute(_LOCKED).one_or_none()
    frontier = tree.Frontier.load(known.size, known.peaks) if known else tree.Frontier()
    rows = [_row(number, one) for number, one in enumerate(told, frontier.size + 1)]
    add(session, rows, frontier)
    return [Receipt(row["id"], row["leaf"]) for row in rows]


def add(session: Session, rows: Sequence[dict[str, Any]], frontier: tree.Frontier) -> None:
    """Write rows whose leaves are made, and the tree that they make grow."""
    fresh = not frontier.size
    made = frontier.extend([row["leaf"] for row in rows])
    connection = session.connection()  # the fastest way: no object of any row is needed
    connection.execute(_ENTRIES.insert(), rows)
    if made:
        connection.execute(
            _SUBTREES.insert(),
            [{"level": one.level, "number": one.number, "hash": one.hash} for one in made],
        )
    now = {"size": frontier.size, "peaks": frontier.packed()}
    if fresh:
        connection.execute(_TREE.insert(), {"id": 1, **now})
    else:
        connection.execute(_TREE.update().where(_OWN), now)


def _row(number: int, told: Told) -> dict[str, Any]:
    detail = entry.plain(told.detail)
    row = {
        "id": number,
        "at": utc_now(),
        "actor": told.actor,
        "organisation_id": told.organisation,
        "purpose": told.purpose,
        "action": told.action,
        "subject": told.subject,
        "detail": json.loads(detail),  # in the order that is committed to
        "who": entry.new_salt(),
        "what": entry.new_salt(),
    }
    who = entry.sealed(row["who"], entry.who(told.actor))
    what = entry.sealed(row["what"], entry.what(told.subject, detail))
    row["leaf"] = entry.leaf(
        number,
        entry.instant(row["at"]),
        told.organisation,
        told.purpose,
        told.action,
        who,
        what,
    )
    return row
