"""The Merkle tree of RFC 9162, section 2.1: roots, proofs, and what checks them. Nothing else.

A hash is 32 bytes (SHA-256). Leaves are numbered from 0.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

#: Answers the root of the leaves `[low, high)`.
Subtree: TypeAlias = Callable[[int, int], bytes]
#: The root of no leaf.
EMPTY = sha256(b"").digest()
#: Bytes of a hash.
WIDTH = 32
#: Roots of whole subtrees of 256, 65,536... leaves are kept, so that no proof reads many leaves.
STRIDE = 8


@dataclass(frozen=True, slots=True)
class Node:
    """The root of the `number`-th whole subtree of `2 ** level` leaves."""

    level: int
    number: int
    hash: bytes


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf.

    >>> leaf(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The roots of the whole subtrees that a tree is made of: what is needed to make it grow.

    A tree of 13 leaves is one of 8, one of 4 and one of 1, as 13 is 1101 in binary.

    >>> frontier = Frontier()
    >>> _ = frontier.extend([leaf(b"a"), leaf(b"b")])
    >>> frontier.root() == node(leaf(b"a"), leaf(b"b"))
    True
    """

    size: int = 0
    peaks: dict[int, bytes] = field(default_factory=dict)
    """By level; there is one for each bit of `size`."""

    @classmethod
    def load(cls, size: int, packed: bytes) -> "Frontier":
        """Read what `packed` wrote."""
        levels = [level for level in range(size.bit_length()) if size >> level & 1]
        hashes = (packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH))
        return cls(size, dict(zip(levels, hashes, strict=True)))

    def packed(self) -> bytes:
        """Write the roots one after the other, the smallest subtree first."""
        return b"".join(self.peaks[level] for level in sorted(self.peaks))

    def extend(self, leaves: Iterable[bytes]) -> list[Node]:
        """Add leaves, level by level, as one adds numbers by hand.

        Returns:
            The whole subtrees that were completed, of every `STRIDE`-th level.
        """
        made: list[Node] = []
        hashes, first, level = list(leaves), self.size, 0
        self.size += len(hashes)
        while hashes:
            if level in self.peaks:
                hashes.insert(0, self.peaks.pop(level))
            if len(hashes) % 2:
                self.peaks[level] = hashes.pop()
            pairs = iter(hashes)
            hashes = [
                sha256(b"\1" + left + right).digest()
                for left, right in zip(pairs, pairs, strict=True)
            ]
            first, level = first // 2, level + 1
            if level % STRIDE == 0:
                made += [Node(level, first + at, one) for at, one in enumerate(hashes)]
        return made

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        found = b""
        for level in sorted(self.peaks):
            found = node(self.peaks[level], found) if found else self.peaks[level]
        return found or EMPTY


def split(size: int) -> int:
    """Return the number of leaves on the left of a tree of at least two.

    >>> [split(size) for size in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 4, 4, 8]
    """
    return 1 << (size - 1).bit_length() - 1


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that a leaf is in a tree of `size` leaves (section 2.1.3.1)."""
    low, high = 0, size
    path: list[bytes] = []
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(subtree(middle, high))
            high = middle
        else:
            path.append(subtree(low, middle))
            low = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that a tree of `new` leaves begins as that of `old` did (2.1.4.1).

    It is empty where the old tree has no leaf, or is the new one.
    """
    if old in (0, new):
        return []
    low, high, whole = 0, new, True
    path: list[bytes] = []
    while high != old:
        middle = low + split(high - low)
        if old <= middle:
            path.append(subtree(middle, high))
            high = middle
        else:
            path.append(subtree(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(subtree(low, high))
    return path[::-1]


def included(index: int, size: int, found: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that a leaf is in the tree that has this root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last = index, size - 1
    for one in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node(one, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, one)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that one tree begins as another one did (2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        known = EMPTY if old == 0 else new_root
        return not path and old_root == known
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node(one, first), node(one, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = node(second, one)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
