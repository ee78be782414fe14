"""Reading ahead: the next pieces of a file are read while this one is taken care of."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
ROOM = 1


def ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield items that another thread makes, `ROOM` in advance at most; errors come in their place.

    >>> list(ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    with ThreadPoolExecutor(1) as pool:
        waiting = deque(pool.submit(next, items, None) for _ in range(ROOM))
        while (item := waiting.popleft().result()) is not None:
            waiting.append(pool.submit(next, items, None))
            yield item
