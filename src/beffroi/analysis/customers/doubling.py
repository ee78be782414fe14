"""The rule of French law: more than twice the average of the same period of three years.

"An increase is abnormal where the volume used since the last reading exceeds twice the average
volume used over an equivalent period during the three years before" (code général des collectivités
territoriales, article L2224-12-4, III bis, of law 2011-525 of 17 May 2011; decree 2012-1078 of 24
September 2012, article R2224-20-1).

What the texts leave open is settled so: the equivalent period has the same civil dates one, two and
three years before; between two readings water is used evenly; years that are not known whole are
left out and counted, and nothing is said where none is known. Where a meter is read every day, the
readings are those of the first of each month.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import run_lengths
from beffroi.analysis.customers.stretches import Days, Mask
from beffroi.analysis.metrics import Floats

#: What the average is multiplied by, and years that are looked back to.
TIMES, YEARS = 2.0, 3
#: What exceeds the double must change a bill, which counts whole cubic metres [m3].
LEAST_EXCESS = 1.0
#: Days on which the same amount was shared from which they are between two readings [d].
LEAST_BETWEEN = 25

Dates = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Doubled:
    """What readings say, (n, k): those of the k instants at which some meter was read."""

    at: Days
    """Index of the day that begins at each instant, (k,)."""
    noticed: Mask
    last: Days
    """Index of the reading before; -1 where the meter was not read, or not before."""
    volume: Floats
    """Volume used since then [m3], NaN where a day is not known."""
    average: Floats
    """Average over the same period of the years that are known [m3], NaN where none is."""
    years: Days
    """How many of them are known, three at most."""

    @property
    def excess(self) -> Floats:
        """What exceeds the double [m3]: what the law lets a subscriber not pay."""
        return self.volume - TIMES * self.average


def readings(daily: Floats, shared: Mask, days: Dates) -> Mask:
    """Return at the beginning of which days a meter was read, (n, d + 1).

    Args:
        daily: Volumes by day [m3], (n, d).
        shared: Days whose volume is a share of a longer period, or an estimate.
        days: The civil days (d,), consecutive.
    """
    known = np.isfinite(daily)
    same = np.zeros(daily.shape, dtype=bool)
    some = np.flatnonzero(shared.any(axis=1))
    same[some, 1:] = _same(daily[some], shared[some])
    length = _whole(same, known)
    between = shared & known & (length >= LEAST_BETWEEN)
    fine = known & ~between
    first = (days.astype("M8[M]").astype("M8[D]") == days)[None, :]
    read = np.zeros((daily.shape[0], daily.shape[1] + 1), dtype=bool)
    read[:, :-1] = known & first & fine
    read[:, :-1] |= between & ~same
    ends = between.copy()
    ends[:, :-1] &= ~(same[:, 1:] & between[:, 1:])
    read[:, 1:] |= ends
    # The last day of a month that is measured to its end is a reading too.
    last = (days[-1] + 1).astype("M8[M]").astype("M8[D]") == days[-1] + 1
    read[:, -1] |= fine[:, -1] & bool(last)
    return read


def _same(daily: Floats, shared: Mask) -> Mask:
    """Tell which days share the amount of the day before, (n, d - 1)."""
    close = np.isclose(daily[:, 1:], daily[:, :-1], rtol=1e-6, atol=1e-9)
    return shared[:, 1:] & shared[:, :-1] & close


def _whole(same: Mask, known: Mask) -> Days:
    """Return the length of the run of equal days that each day is in."""
    back = run_lengths(same)
    joins = np.zeros_like(same)
    joins[:, :-1] = same[:, 1:]
    ahead = run_lengths(joins[:, ::-1])[:, ::-1]
    return np.where(known, back + ahead + 1, 0)


def doubled(daily: Floats, read: Mask, days: Dates) -> Doubled:
    """Apply the rule to every reading.

    Args:
        daily: Volumes by day [m3], (n, d).
        read: Whether the meter was read at the beginning of a day, (n, d + 1).
        days: The civil days (d,), consecutive.
    """
    edges = np.append(days, days[-1] + 1)
    at = np.flatnonzero(read.any(axis=0))
    there = read[:, at]
    reached = np.maximum.accumulate(np.where(there, at, -1), axis=1)
    last = np.full(there.shape, -1, dtype=np.int64)
    last[:, 1:] = reached[:, :-1]
    total = np.pad(np.cumsum(np.nan_to_num(daily), axis=1), ((0, 0), (1, 0)))
    unknown = np.pad(np.cumsum(~np.isfinite(daily), axis=1), ((0, 0), (1, 0)))
    judged = there & (last >= 0)
    start, end = np.maximum(last, 0), np.broadcast_to(at, there.shape)
    whole = judged & (_between(unknown, start, end) == 0)
    volume = np.where(whole, _between(total, start, end), np.nan)
    sums, years = np.zeros(there.shape), np.zeros(there.shape, dtype=np.int64)
    for back in range(1, YEARS + 1):
        moved = _earlier(edges, back)
        begin, finish = moved[start], moved[end]
        there = judged & (begin >= 0) & (finish >= 0)
        begin, finish = np.maximum(begin, 0), np.maximum(finish, 0)
        there &= _between(unknown, begin, finish) == 0
        sums += np.where(there, _between(total, begin, finish), 0.0)
        years += there
    average = np.divide(sums, years, out=np.full(sums.shape, np.nan), where=years > 0)
    above = np.nan_to_num(volume - TIMES * average, nan=-np.inf) >= LEAST_EXCESS
    return Doubled(at, judged & above, np.where(judged, last, -1), volume, average, years)


def _between(total: NDArray[np.float64] | Days, start: Days, end: Days) -> Floats:
    ends = np.take_along_axis(total, end, axis=1)
    return (ends - np.take_along_axis(total, start, axis=1)).astype(np.float64)


def _earlier(edges: Dates, years: int) -> Days:
    """Return the index of the same civil date some years before, -1 where it is not there.

    >>> _earlier(np.arange("2023-02-28", "2024-03-02", dtype="M8[D]"), 1)[[0, 366, 367]].tolist()
    [-1, 0, 1]
    """
    months = edges.astype("M8[M]")
    day = (edges - months.astype("M8[D]")).astype(np.int64)
    earlier = months - 12 * years
    length = ((earlier + 1).astype("M8[D]") - earlier.astype("M8[D]")).astype(np.int64)
    moved = earlier.astype("M8[D]") + np.minimum(day, length - 1)  # 29 February: the 28th
    index = (moved - edges[0]).astype(np.int64)
    return np.where(index >= 0, index, -1)
