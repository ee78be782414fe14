"""Queries about many rows: a database takes a limited number of values at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Value = TypeVar("Value")
AT_ONCE = 10_000
"""Below the least limit of SQLite builds (32,766 values) and of PostgreSQL (65,535)."""


def blocks(values: Iterable[Value], size: int = AT_ONCE) -> Iterator[Sequence[Value]]:
    """Cut values into blocks that one query takes.

    >>> [list(block) for block in blocks("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    whole = list(values)
    for first in range(0, len(whole), size):
        yield whole[first : first + size]
