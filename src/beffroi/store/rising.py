"""Observations of new series that come in order: each series is whole when the next one begins.

Most files are so. What must be known of a series is then told from the rows at hand, once, while
the file is still being read.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

#: Observations handed out at once: what bounds memory. A longer series is one block.
BLOCK = 500_000


class Rising:
    """Follows observations as long as they rise strictly by (series, start, end)."""

    def __init__(self) -> None:
        self.kept = True
        self.facts: dict[int, dict[str, float]] = {}  # of the series that are complete
        self._ready: deque[pa.Table] = deque()
        self._waiting: list[pa.Table] = []
        self._rows = 0  # waiting, and those of them that are not of the last series
        self._complete = 0
        self._series = -1  # the last one met
        self._last = (-1, 0, 0)  # the last key handed out

    def add(self, observations: pa.Table) -> None:
        """Take the next observations: series, start, end, value and what else they have."""
        if not self.kept or observations.num_rows == 0:
            return
        series = observations["series"]
        last = series[-1].as_py()
        if last != self._series:
            own = series.to_numpy()
            self._complete = self._rows + int((own == last).argmax())
            self._series = last
        self._waiting.append(observations)
        self._rows += observations.num_rows
        if self._complete >= BLOCK:
            self._cut(self._complete)

    def close(self) -> None:
        """Say that no more observations come: all series are complete."""
        if self.kept and self._rows:
            self._cut(self._rows)

    def give_up(self) -> None:
        """Forget everything: the order is broken, or a series was stored before."""
        self.kept = False
        self.facts = {}
        self._ready.clear()
        self._waiting = []

    def take(self) -> Iterator[pa.Table]:
        """Hand out blocks of complete series, sorted, each series in one block."""
        while self._ready:
            yield self._ready.popleft()

    def _cut(self, count: int) -> None:
        table = pa.concat_tables(self._waiting)
        block = table.slice(0, count).combine_chunks()
        self._waiting = [table.slice(count)]
        self._rows -= count
        self._complete = 0
        if self._rises(block):
            self._ready.append(block)
        else:
            self.give_up()

    def _rises(self, block: pa.Table) -> bool:
        series = block["series"].to_numpy()
        start, end = (block[name].to_numpy().astype(np.int64) for name in ("start", "end"))
        other = series[1:] > series[:-1]
        rises = other | (start[1:] > start[:-1])
        if not rises.all():
            rises |= (start[1:] == start[:-1]) & (end[1:] > end[:-1])
        first = (int(series[0]), int(start[0]), int(end[0]))
        if not rises.all() or (series[1:] < series[:-1]).any() or first <= self._last:
            return False
        self._last = (int(series[-1]), int(start[-1]), int(end[-1]))
        firsts = np.concatenate([[0], np.flatnonzero(other) + 1])
        self._count(series, start, end, block["value"].to_numpy(), firsts)
        return True

    def _count(
        self,
        series: np.typing.NDArray[np.int64],
        start: np.typing.NDArray[np.int64],
        end: np.typing.NDArray[np.int64],
        value: np.typing.NDArray[np.float64],
        firsts: np.typing.NDArray[np.int64],
    ) -> None:
        sizes = np.diff(np.append(firsts, len(series)))
        latest = np.maximum.reduceat(end, firsts)
        # Nearly always the last row; not where a longer interval contains later ones.
        place = np.append(firsts[1:], len(series)) - 1
        odd = end[place] != latest
        for k in np.flatnonzero(odd):
            place[k] = firsts[k] + int(end[firsts[k] : firsts[k] + sizes[k]].argmax())
        columns = (series[firsts], sizes, start[firsts], latest, value[place])
        for one, size, first, last, reading in zip(*(c.tolist() for c in columns), strict=True):
            self.facts[one] = {
                "new": size,
                "changed": 0,
                "first": first,
                "last": last,
                "value": reading,
            }
