"""Many series side by side in flat arrays, and the few operations that rules need on them.

A block holds n observations of m series (segments), sorted by series then time. No operation
loops over observations; the one that loops over segments (sorting) does nothing else in it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

Numbers = TypeVar("Numbers", Ints, Floats)

HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Block:
    """Observations of several series.

    `segment` (n,) tells the series of each row, as an index into m segments; `bounds` (m + 1,)
    where each begins; `start` and `end` (n,) are microseconds since 1970 UTC; `value` (n,) is in
    the canonical unit; `rule` (n,) is the rule that gave the value, 0 where as received; `added`
    (n,) tells the rows that were not received.
    """

    segment: Ints
    bounds: Ints
    start: Ints
    end: Ints
    value: Floats
    rule: NDArray[np.int8]
    added: Bools

    @classmethod
    def build(cls, series: Ints, start: Ints, end: Ints, value: Floats) -> "tuple[Block, Ints]":
        """Make a block of rows as received; also return the first row of each series."""
        size = len(series)
        firsts = np.flatnonzero(np.r_[True, series[1:] != series[:-1]]) if size else _none()
        bounds = np.append(firsts, size)
        segment = np.repeat(np.arange(len(firsts)), np.diff(bounds))
        rule, added = np.zeros(size, np.int8), np.zeros(size, np.bool_)
        return cls(segment, bounds, start, end, value, rule, added), firsts

    @property
    def segments(self) -> int:
        """The number of series."""
        return len(self.bounds) - 1

    def rows(self, mask: Bools) -> "Block":
        """Return the rows of a mask (n,); a series may become empty, it keeps its place."""
        if mask.all():
            return self
        kept = np.flatnonzero(mask)
        return Block(
            self.segment[kept],
            np.searchsorted(kept, self.bounds),
            self.start[kept],
            self.end[kept],
            self.value[kept],
            self.rule[kept],
            self.added[kept],
        )

    def series(self, mask: Bools) -> "Block":
        """Return the series of a mask (m,), numbered anew from 0."""
        if mask.all():
            return self
        part = self.rows(np.repeat(mask, np.diff(self.bounds)))
        number = np.cumsum(mask) - 1
        bounds = np.append(part.bounds[:-1][mask], len(part.start))
        return Block(
            number[part.segment],
            bounds,
            part.start,
            part.end,
            part.value,
            part.rule,
            part.added,
        )

    def same_next(self) -> Bools:
        """Return whether each row but the last has its series' next row after it, shape (n-1,)."""
        found: Bools = self.segment[1:] == self.segment[:-1]
        return found

    def merged(self, other: "Block") -> "Block":
        """Return the rows of both blocks (same series), sorted by series and time."""
        if not len(other.start):
            return self
        if not len(self.start):
            return other
        pairs = [np.concatenate([getattr(self, name), getattr(other, name)]) for name in _COLUMNS]
        segment, start, end, value, rule, added = pairs
        order = np.lexsort((end, start, segment))
        bounds = np.searchsorted(segment[order], np.arange(self.segments + 1))
        start, end, value = start[order], end[order], value[order]
        return Block(segment[order], bounds, start, end, value, rule[order], added[order])

    def inserted(self, other: "Block", place: Ints) -> "Block":
        """Return the rows of both blocks, each of `other` before the row `place` (k,) of this one.

        `other` is sorted, and so is what comes out.
        """
        if not len(other.start):
            return self
        rows = [np.insert(getattr(self, n), place, getattr(other, n)) for n in _COLUMNS]
        segment, start, end, value, rule, added = rows
        return Block(segment, self.bounds + other.bounds, start, end, value, rule, added)


_COLUMNS = ("segment", "start", "end", "value", "rule", "added")


def _none() -> Ints:
    return np.zeros(0, np.int64)


def sorted_in(values: Floats, bounds: Ints) -> Floats:
    """Return the values sorted within each segment; NaN goes to the end of its segment.

    >>> sorted_in(np.array([3.0, 1.0, 2.0, 0.0]), np.array([0, 2, 4])).tolist()
    [1.0, 3.0, 0.0, 2.0]
    """
    result = values.copy()
    for low, high in pairwise(bounds.tolist()):
        result[low:high].sort()
    return result


def reduced(ufunc: np.ufunc, values: Numbers, bounds: Ints) -> Numbers:
    """Reduce the values of each segment to one, shape (m,); 0 where it has none.

    >>> reduced(np.maximum, np.array([3, 1, 2]), np.array([0, 2, 2, 3])).tolist()
    [3, 0, 2]
    """
    result = np.zeros(len(bounds) - 1, values.dtype)
    some = bounds[:-1] < bounds[1:]
    if some.any():
        result[some] = ufunc.reduceat(values, bounds[:-1][some])
    return result


def quantile(ordered: Floats, bounds: Ints, counts: Ints, share: float) -> Floats:
    """Return a lower quantile of the first `counts` (m,) sorted values of each segment.

    NaN where a segment has none.
    """
    place = bounds[:-1] + (share * np.maximum(counts - 1, 0)).astype(np.int64)
    result = np.full(len(counts), np.nan)
    some = counts > 0
    result[some] = ordered[place[some]]
    return result


def count_in(mask: Bools, segment: Ints, segments: int) -> Ints:
    """Return how many rows of a mask each segment has, shape (segments,)."""
    return np.bincount(segment[mask], minlength=segments)


def runs(label: NDArray[np.generic], segment: Ints) -> tuple[Ints, Ints]:
    """Return the first row and the length of each run of equal labels within a segment.

    >>> first, length = runs(np.array([5.0, 5.0, 5.0, 1.0]), np.array([0, 0, 1, 1]))
    >>> first.tolist(), length.tolist()
    ([0, 2, 3], [2, 1, 1])
    """
    if len(label) == 0:
        return _none(), _none()
    change = (label[1:] != label[:-1]) | (segment[1:] != segment[:-1])
    first = np.concatenate([[0], np.flatnonzero(change) + 1])
    return first, np.diff(np.append(first, len(label)))


def expand(first: Ints, length: Ints) -> tuple[Ints, Ints]:
    """Return the rows of each run, and for each of them the number of its run.

    >>> [found.tolist() for found in expand(np.array([4, 9]), np.array([2, 1]))]
    [[4, 5, 9], [0, 0, 1]]
    """
    run = np.repeat(np.arange(len(first)), length)
    offset = np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
    return first[run] + offset, run


def quantum(values: Floats, segment: Ints, segments: int) -> Floats:
    """Return the resolution of each segment: the largest power of ten that divides all values.

    From 1e6 down to 1e-3, shape (segments,); 0 where finer or without any value but 0.
    """
    result = np.zeros(segments)
    nonzero = values != 0
    values, segment = values[nonzero], segment[nonzero]
    open_ = count_in(np.ones(len(values), np.bool_), segment, segments) > 0
    for exponent in range(6, -4, -1):
        scaled = values / 10.0**exponent
        off = np.abs(scaled - np.rint(scaled)) > 1e-6
        fits = open_ & (count_in(off, segment, segments) == 0)
        result[fits] = 10.0**exponent
        open_ &= ~fits
        keep = open_[segment]
        values, segment = values[keep], segment[keep]
    return result
