"""The rows of an export stored under new numbers, table after table, some thousands at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from beffroi.store.moving import fields
from beffroi.store.moving.held import CARRIED, Held, references
from beffroi.store.moving.numbers import batch_row
from beffroi.store.moving.reading import Export
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.texts import Text

#: Tables whose numbers are in the lake too: they are given before any row is stored.
FIRST = (models.Batch, models.Series)
_FIRST = {model.__tablename__ for model in FIRST}
#: Tables whose rows are of a file as it came.
_WITH_FILES = (models.Batch, Document)
#: Tables whose numbers other rows name.
_NAMED = {parent for held in CARRIED for parent in references(held.table).values()}
_BLOCK = 2_000
_MISSING = Text(fr="ce fichier manque", en="this file is missing")
_ROW = Text(
    fr="la ligne {line} n’est pas celle d’une telle table", en="line {line} is no row of it"
)


@dataclass(slots=True)
class Rows:
    """Reads the rows of an export, and stores them."""

    export: Export
    originals: frozenset[str]
    """Hashes of the files as received that come with it."""
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    """By table, the number that each old one has here."""
    stored: int = 0

    def read(self, held: Held) -> Iterator[dict[str, Any]]:
        """Read the rows of a table, one by one.

        Raises:
            BeffroiError: `move.export_unreadable`.
        """
        name = f"state/{held.table.name}.jsonl"
        path = self.export.folder / name
        if not path.is_file():
            raise self.export.refuse(name, _MISSING)
        try:
            yield from fields.read(path, held)
        except ValueError as error:
            raise self.export.refuse(name, _ROW.fill(line=str(error)[:20])) from error

    def ids(self, held: Held) -> list[int]:
        """Return the old numbers of the rows of a table."""
        return [row["id"] for row in self.read(held)]

    def store(self, session: Session, held: Held) -> None:
        """Store the rows of a table.

        Raises:
            KeyError, TypeError, ValueError: a row names what is not there, or cannot be one.
        """
        table, name = held.table, held.table.name
        itself = next((key for key, up in references(table).items() if up == name), "")
        numbers = self.numbers.setdefault(name, {})
        above: dict[int, int] = {}
        for rows in _blocks(self.read(held)):
            if itself:  # a row may depend on one that comes after it
                above |= {row["id"]: up for row in rows if (up := row.pop(itself)) is not None}
            old = [row.get("id", 0) for row in rows]
            for row in rows:
                self._number(row, held)
            if name in _NAMED and name not in _FIRST:
                made = insert(table).returning(table.columns["id"], sort_by_parameter_order=True)
                numbers |= dict(zip(old, session.scalars(made, rows), strict=True))
            else:
                session.execute(insert(table), rows)
            self.stored += len(rows)
        if above:
            where = table.columns["id"] == bindparam("b_id")
            session.connection().execute(
                update(table).where(where).values({itself: bindparam("b_up")}),
                [{"b_id": numbers[one], "b_up": numbers[up]} for one, up in above.items()],
            )

    def _number(self, row: dict[str, Any], held: Held) -> None:
        for column, parent in references(held.table).items():
            if row.get(column) is not None:
                row[column] = self.numbers[parent][row[column]]
        if held.table.name in _FIRST:
            row["id"] = self.numbers[held.table.name][row["id"]]
        else:
            row.pop("id", None)
        if held.model is models.Batch:
            batch_row(row, self.numbers["batch"], self.numbers["series"])
        if held.model in _WITH_FILES and row["sha256"] not in self.originals:
            row["sha256"] = ""  # it would name a file that somebody else brought here


def _blocks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    block: list[dict[str, Any]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block
