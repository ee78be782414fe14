"""From time stamps to steps: which stretch of time each value of a load curve covers.

Files change step on their way (60 to 30 minutes), have gaps and skip single points. The step of
a point is the distance to its neighbour on the side it covers, when that distance is a step that
meters use and not a hole in a finer run; otherwise it is the step of the nearest neighbours.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beffroi.readers.enedis.times import MINUTE, Bools, Ints

KNOWN = np.array([5, 10, 15, 30, 60], dtype=np.int64) * MINUTE
#: A run of longer distances shorter than this, beside a finer run, is a series of holes.
MIN_RUN = 4
#: How many points away a neighbour may lend its step before the last known one does.
NEAR = 3


class Stamp(StrEnum):
    """Which end of its step a time stamp marks."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Steps:
    """Lengths of steps in microseconds, shape (n,), 0 where unknown; which were seen as such."""

    length: Ints
    seen: Bools


def infer_steps(us: Ints, stamp: Stamp, before: int = 0) -> Steps:
    """Infer the step of each point of one series, in file order, ascending or descending.

    Args:
        us: UTC stamps in microseconds, shape (n,).
        stamp: the end of the step that the stamps mark.
        before: step known before the first point or declared by the file, 0 where unknown.

    >>> minutes = np.array([0, 60, 120, 180, 240, 990, 1020, 1050, 1080, 1140, 1170])
    >>> (infer_steps(minutes * MINUTE, Stamp.END).length // MINUTE).tolist()
    [60, 60, 60, 60, 60, 30, 30, 30, 30, 30, 30]
    """
    count = len(us)
    if count < 2:
        return Steps(np.full(count, before, np.int64), np.zeros(count, bool))
    gap = np.diff(us)
    descending = (gap < 0).sum() > (gap > 0).sum()
    gap = -gap if descending else gap
    # The distance towards the next row in time belongs to a start, to the previous to an end.
    ahead = (stamp is Stamp.START) != descending
    own = np.append(gap, 0) if ahead else np.append(0, gap)
    sure = _steps_among(gap)
    seen = np.append(sure, False) if ahead else np.append(False, sure)
    length = np.where(seen, own, _borrowed(own, seen, before, ahead=ahead))
    closer = ~seen & (own > 0) & (own < length)
    return Steps(np.where(closer, own, length), seen)


def _steps_among(gap: Ints) -> Bools:
    """Tell the distances that are steps from those that are holes, shape (n - 1,)."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(gap)) + 1])
    run = np.diff(np.append(starts, len(gap)))
    value = gap[starts]
    known = np.isin(value, KNOWN)
    finer = np.where(known, value, np.iinfo(np.int64).max)
    left = np.concatenate([[np.iinfo(np.int64).max], finer[:-1]])
    right = np.concatenate([finer[1:], [np.iinfo(np.int64).max]])
    hole = (run < MIN_RUN) & (np.minimum(left, right) < value)
    return np.repeat(known & ~hole, run)


def _borrowed(own: Ints, seen: Bools, before: int, *, ahead: bool) -> Ints:
    """Return for each point the step that its neighbours lend it."""
    count = len(own)
    place = np.arange(count)
    previous = np.maximum.accumulate(np.where(seen, place, -1))
    following = np.minimum.accumulate(np.where(seen, place, 2 * count)[::-1])[::-1]
    near_previous = (previous >= 0) & (place - previous <= NEAR)
    near_following = following - place <= NEAR
    last = np.where(previous >= 0, own[np.maximum(previous, 0)], before)
    next_ = own[np.minimum(following, count - 1)]
    # After a hole the point belongs to the run that follows it, before a hole to the run before.
    if ahead:
        return np.where(near_previous, last, np.where(near_following, next_, last))
    return np.where(near_following, next_, last)
