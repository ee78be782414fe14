"""The tree as the state keeps it: any root and any proof, from a few hundred hashes at most."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.journal import tree
from beffroi.store.state.merkle import Subtree, Tree
from beffroi.store.state.models import JournalEntry


@dataclass(frozen=True, slots=True)
class KeptTree:
    """The tree of the journal, within a session that sees all of it."""

    session: Session

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.session.scalar(select(Tree.size).where(Tree.id == 1)) or 0

    def root(self, size: int) -> bytes:
        """Return the root of the first entries."""
        return self.subtree(0, size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the proof that the entry `index + 1` is among the first `size`."""
        return tree.inclusion(index, size, self.subtree)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the journal only grew between two sizes."""
        return tree.consistency(old, new, self.subtree)

    def subtree(self, low: int, high: int) -> bytes:
        """Return the root of leaves `[low, high)`; `low` is where a subtree may begin."""
        found: list[bytes] = []
        while low < high:
            level = (high - low).bit_length() - 1
            found.append(self._whole(level, low >> level))
            low += 1 << level
        if not found:
            return tree.EMPTY
        root = found.pop()
        while found:
            root = tree.node(found.pop(), root)
        return root

    def _whole(self, level: int, number: int) -> bytes:
        """Return the root of a whole subtree from the nearest hashes below it that are kept."""
        kept = level - level % tree.STRIDE
        count = 1 << level - kept
        first = number * count
        if kept:
            column = Subtree.hash
            asked = select(column).where(
                Subtree.level == kept, Subtree.number >= first, Subtree.number < first + count
            )
            hashes = list(self.session.scalars(asked.order_by(Subtree.number)))
        else:
            row = JournalEntry
            asked = select(row.leaf).where(row.id > first, row.id <= first + count)
            hashes = list(self.session.scalars(asked.order_by(row.id)))
        frontier = tree.Frontier()
        frontier.extend(hashes)
        return frontier.root()
