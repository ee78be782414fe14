"""Journals of tests, and what an attacker who holds the database does to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from beffroi.store.journal import tree
from beffroi.store.journal.rows import leaf_of, rows_of
from beffroi.store.journal.verify import Claim, Verdict, verify
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store


def work(store: Store, count: int) -> None:
    """Make changes that the journal tells."""
    for number in range(count):
        owner = 1 if number % 3 else None
        door = store.writer(f"agente {number}")
        with door.change(f"test.{number % 4}", "essai", owner, f"objet {number}") as change:
            change.detail = {"z": number, "a": "é", "liste": (1, 2.5, None)}


def verified(store: Store, *claims: Claim) -> Verdict:
    with store.writer("test").look() as session:
        return verify(session, claims)


def claims(store: Store, *sizes: int) -> list[Claim]:
    """What somebody else wrote down of the journal when it had some sizes."""
    with store.writer("test").look() as session:
        leaves = list(session.scalars(select(JournalEntry.leaf).order_by(JournalEntry.id)))
    found = []
    for size in sizes:
        frontier = tree.Frontier()
        frontier.extend(leaves[:size])
        found.append(Claim(size, frontier.root(), f"witness {size}"))
    return found


class TakenBackError(Exception):
    """Takes a damage back."""


@contextmanager
def damaged(store: Store) -> Iterator[Session]:
    """Open a session of an attacker; what it does is taken back at the end."""
    try:
        with store.state.write() as session:
            yield session
            raise TakenBackError
    except TakenBackError:
        pass


def hide(session: Session) -> None:
    """Make leaves, tree and hashes again from what entries say now: a perfect forgery."""
    leaves = []
    for some in list(rows_of(session)):
        for row in some:
            made = leaf_of(row)
            leaves.append(made)
            session.execute(update(JournalEntry).where(JournalEntry.id == row[0]).values(leaf=made))
    frontier = tree.Frontier()
    made_nodes = frontier.extend(leaves)
    session.execute(delete(Subtree))
    for one in made_nodes:
        session.execute(insert(Subtree).values(level=one.level, number=one.number, hash=one.hash))
    session.execute(update(Tree).values(size=frontier.size, peaks=frontier.packed()))


def renumber(session: Session, numbers: dict[int, int]) -> None:
    """Give entries other numbers."""
    for sign in (-1, 1):
        for old, new in sorted(numbers.items()):
            known = old if sign < 0 else -new
            session.execute(
                update(JournalEntry).where(JournalEntry.id == known).values(id=sign * new)
            )
