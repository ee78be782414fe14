"""Work done in order by one thread behind the one that gives it, a few tasks at a time."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

ROOM = 2


class Behind:
    """Does tasks one after the other; what a task raises is raised by a later call.

    >>> done = []
    >>> with Behind() as behind:
    ...     for number in range(3):
    ...         behind.do(done.append, number)
    ...     behind.wait()
    >>> done
    [0, 1, 2]
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._left: deque[Future[Any]] = deque()

    def do(self, task: Callable[..., object], *given: object) -> None:
        """Give a task; waits while `ROOM` others are not done, so that memory stays bounded."""
        while len(self._left) >= ROOM:
            self._left.popleft().result()
        self._left.append(self._pool.submit(task, *given))

    def wait(self) -> None:
        """Wait until all is done."""
        while self._left:
            self._left.popleft().result()

    def __enter__(self) -> "Behind":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # After an error what waits is dropped; what runs is waited for, its files can then go.
        self._pool.shutdown(wait=True, cancel_futures=True)
