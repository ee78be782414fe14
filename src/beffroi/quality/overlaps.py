"""Observations that cover the same time: nothing may count twice.

Context needed: the observations that overlap, directly or in a chain.
"""

import numpy as np
from numpy.typing import NDArray

from beffroi.quality import rules
from beffroi.quality.block import Block, Bools, Ints

#: A finer step wins over a coarser one where it covers at least so much of it.
ENOUGH = 0.5
_LEVELS_AN_OCTAVE = 4


def losers(block: Block) -> NDArray[np.int8]:
    """Return the rule that removes each row (n,), 0 where the row stays."""
    code = np.zeros(len(block.start), np.int8)
    if len(code) < 2:
        return code
    # Nearly always each row begins where the one before has ended, or later.
    follows = (block.start[1:] >= block.end[:-1]) & (block.start[1:] > block.start[:-1])
    if (follows | ~block.same_next()).all():
        return code
    lasting = block.end > block.start
    same_start = block.same_next() & (block.start[1:] == block.start[:-1])
    # Sorted by end, the row without duration comes first.
    code[:-1][same_start & ~lasting[:-1] & lasting[1:]] = rules.DUPLICATE.code
    rows = np.flatnonzero(lasting)
    rows = rows[_overlapping(block.segment[rows], block.start[rows], block.end[rows])]
    if len(rows):
        code[rows[~_kept(block, rows)]] = rules.OVERLAP.code
    return code


def _overlapping(segment: Ints, start: Ints, end: Ints) -> Bools:
    """Tell the intervals that share time with another of their series."""
    found = np.zeros(len(start), np.bool_)
    meets = (segment[1:] == segment[:-1]) & (start[1:] < end[:-1])
    if not meets.any():
        return found
    touched = np.isin(segment, np.unique(segment[1:][meets]))
    part = np.flatnonzero(touched)
    latest = _latest_end(segment[part], end[part])
    new = np.ones(len(part), np.bool_)
    new[1:] = (segment[part][1:] != segment[part][:-1]) | (start[part][1:] >= latest[:-1])
    cluster = np.cumsum(new) - 1
    found[part] = np.bincount(cluster)[cluster] > 1
    return found


def _latest_end(segment: Ints, end: Ints) -> Ints:
    """Return the latest end so far within each series."""
    values, rank = np.unique(end, return_inverse=True)
    highest = np.maximum.accumulate(segment * len(values) + rank)
    latest: Ints = values[highest - segment * len(values)]
    return latest


def _kept(block: Block, rows: Ints) -> Bools:
    """Decide between overlapping rows, from the finest steps to the coarsest."""
    segment, start, end = block.segment[rows], block.start[rows], block.end[rows]
    times, place = np.unique(np.concatenate([start, end]), return_inverse=True)
    # A position on one axis for all series, in their order; only the order counts on it.
    low = segment * len(times) + place[: len(rows)]
    high = segment * len(times) + place[len(rows) :]
    level = np.floor(np.log2((end - start).astype(np.float64)) * _LEVELS_AN_OCTAVE)
    kept = np.zeros(len(rows), np.bool_)
    for value in np.unique(level):
        here = np.flatnonzero(level == value)
        here = here[_one_after_another(low[here], high[here])]
        finer = np.flatnonzero(kept)
        covered, first, last = _cover(
            (start[finer], end[finer], low[finer], high[finer]),
            (start[here], end[here], low[here], high[here]),
        )
        wins = covered < ENOUGH * (end - start)[here]
        kept[here[wins]] = True
        edge = np.zeros(len(finer) + 1, np.int64)
        np.add.at(edge, first[wins], 1)
        np.add.at(edge, last[wins], -1)
        kept[finer[np.cumsum(edge)[:-1] > 0]] = False
    return kept


def _one_after_another(low: Ints, high: Ints) -> Bools:
    """Keep the first interval, then the next that begins after its end, and so on.

    Following all chains at once by doubling the jumps takes log2(n) rounds.
    """
    size = len(low)
    reached = np.zeros(size + 1, np.bool_)
    following = np.append(np.searchsorted(low, high), size)
    reached[:1] = True
    jump = following
    for _ in range(max(size, 1).bit_length()):
        reached[jump[reached]] = True
        jump = jump[jump]
    return reached[:-1]


def _cover(
    finer: tuple[Ints, Ints, Ints, Ints], coarse: tuple[Ints, Ints, Ints, Ints]
) -> tuple[Ints, Ints, Ints]:
    """Return the time of each coarse interval that finer ones cover, and which ones they are.

    Both are (start, end, low, high); the finer ones do not overlap one another.
    """
    start, end, low, high = finer
    first = np.searchsorted(high, coarse[2], side="right")
    last = np.maximum(np.searchsorted(low, coarse[3], side="left"), first)
    total = np.concatenate([[0], np.cumsum(end - start)])
    covered = total[last] - total[first]
    some = last > first
    head = np.maximum(coarse[0][some] - start[first[some]], 0)
    tail = np.maximum(end[last[some] - 1] - coarse[1][some], 0)
    covered[some] -= head + tail
    return covered, first, last
