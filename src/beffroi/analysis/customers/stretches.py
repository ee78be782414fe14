"""Stretches of days of many meters at once, each day as it could be known on that day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import run_lengths
from beffroi.analysis.metrics import Floats

Days = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch that each day (n, d) belongs to; 0 and -1 where it belongs to none."""

    count: Days
    """Days of the stretch that are known, up to that day."""
    first: Days
    """Index of its first day."""

    def rows(self, chosen: NDArray[np.int64]) -> "Stretch":
        """Return those of some meters."""
        return Stretch(self.count[chosen], self.first[chosen])


def stretches(yes: Mask, no: Mask, patience: int = 3) -> Stretch:
    """Return the stretches of days that are `yes`; a `no` ends one, and so do unknown days.

    A few unknown days, `patience` at most, neither count nor end anything.

    >>> yes = np.array([[True, True, False, True, False]])
    >>> no = np.array([[False, False, False, False, True]])
    >>> found = stretches(yes, no)
    >>> found.count.tolist(), found.first.tolist()
    ([[1, 2, 2, 3, 0]], [[0, 0, 0, 0, -1]])
    """
    index = np.arange(yes.shape[1])
    ends = no | (run_lengths(~yes & ~no) > patience)
    last = np.maximum.accumulate(np.where(ends, index, -1), axis=1)
    total = np.cumsum(yes, axis=1)
    before = np.take_along_axis(total, np.maximum(last, 0), axis=1)
    count: Days = total - np.where(last >= 0, before, 0)
    begins = np.maximum.accumulate(np.where(yes & (count == 1), index, -1), axis=1)
    within = count > 0
    return Stretch(np.where(within, count, 0), np.where(within, begins, -1))


def trailing(x: Floats, days: int, *, largest: bool = False) -> Floats:
    """Return the smallest (or largest) value of each day and the `days` - 1 days before it.

    Unknown days are passed over; NaN where all are. Windows are doubled, not walked through.

    >>> trailing(np.array([[3.0, 1.0, np.nan, 4.0, 5.0]]), 3).tolist()
    [[3.0, 1.0, 1.0, 1.0, 4.0]]
    """
    pick = np.fmax if largest else np.fmin
    found = np.array(x, dtype=np.float64)
    covered = 1
    while covered < days:
        step = min(covered, days - covered)
        late = found.copy()
        late[:, step:] = pick(found[:, step:], found[:, : max(x.shape[1] - step, 0)])
        found, covered = late, covered + step
    return found


def past_share(yes: Mask, known: Mask, before: Days, days: int) -> tuple[Floats, Days]:
    """Return the share of known days that are `yes` within the `days` days before an index.

    Args:
        yes: Days (n, d) to count.
        known: Days (n, d) that count.
        before: The index (n, d) up to which days are counted, itself not included.
        days: How far back.

    Returns:
        The share, NaN where no day is known, and how many are known, both (n, d).

    >>> yes = np.array([[True, False, True, True]])
    >>> share, known = past_share(yes, yes | True, np.array([[0, 1, 2, 3]]), 2)
    >>> share.tolist(), known.tolist()
    ([[nan, 1.0, 0.5, 0.5]], [[0, 1, 2, 2]])
    """
    many = within(known, before, days)
    share = np.divide(
        within(yes & known, before, days),
        many,
        out=np.full(many.shape, np.nan),
        where=many > 0,
    )
    return share, many


def within(yes: Mask, before: Days, days: int) -> Days:
    """Return how many days are `yes` among the `days` before an index (n, d)."""
    total = np.pad(np.cumsum(yes, axis=1), ((0, 0), (1, 0)))
    end = np.clip(before, 0, yes.shape[1])
    start = np.maximum(end - days, 0)
    counted: Days = np.take_along_axis(total, end, axis=1) - np.take_along_axis(
        total, start, axis=1
    )
    return counted


def moving_sum(x: Floats, days: int, least: float = 0.9) -> Floats:
    """Return the sum of each day and the `days` - 1 before it, unknown days as the mean of others.

    NaN where fewer than `least` of them are known.

    >>> moving_sum(np.array([[1.0, 2.0, np.nan, 4.0]]), 2, least=0.5).tolist()
    [[nan, 3.0, 4.0, 8.0]]
    """
    known = np.isfinite(x)
    pad = ((0, 0), (1, 0))
    total = np.pad(np.cumsum(np.where(known, x, 0.0), axis=1), pad)
    many = np.pad(np.cumsum(known, axis=1), pad)
    result = np.full(x.shape, np.nan)
    if x.shape[1] < days:
        return result
    volume, count = total[:, days:] - total[:, :-days], many[:, days:] - many[:, :-days]
    enough = count >= max(least * days, 1)
    result[:, days - 1 :] = np.divide(
        volume * days, count, out=np.full(volume.shape, np.nan), where=enough
    )
    return result
