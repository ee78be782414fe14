"""The usual step of the rows of a sample, and the start of it that their times mark."""

import numpy as np
from numpy.typing import NDArray

_SECOND, _DAY = 1_000_000, 86_400_000_000


def find_step(local: NDArray[np.datetime64], groups: NDArray[np.int64]) -> str:
    """Return the usual step between the rows of each group, an empty text when irregular.

    `local` holds naive times, shape (n,); `groups` the series of each.

    >>> find_step(np.array(["2021-01-01T00:00", "2021-01-01T00:30", "2021-01-01T01:00"], "M8[us]"),
    ...     np.zeros(3, int))
    '30min'
    """
    order = np.lexsort((local, groups))
    times, group = local[order], groups[order]
    gaps = np.diff(times.astype("int64"))[np.diff(group) == 0]
    gaps = gaps[gaps > 0]
    if not len(gaps):
        midnight = len(times) and (times == times.astype("datetime64[D]")).all()
        return "1d" if midnight else ""
    months = _months(times, group)
    if months:
        return months
    sizes, counts = np.unique(gaps, return_counts=True)
    size = int(sizes[counts.argmax()])
    return _name(size) if counts.max() >= 0.5 * len(gaps) else ""


def _months(times: NDArray[np.datetime64], group: NDArray[np.int64]) -> str:
    """Return `1mo` or `1y` when the rows follow each other on the same day of the month."""
    month = times.astype("datetime64[M]")
    if np.unique(times - month.astype("datetime64[us]")).size > 1:
        return ""
    gaps = np.diff(month.astype("int64"))[np.diff(group) == 0]
    gaps = gaps[gaps > 0]
    for size, name in ((1, "1mo"), (3, "3mo"), (12, "1y")):
        if len(gaps) and (gaps == size).mean() >= 0.5:
            return name
    return ""


def _name(size: int) -> str:
    if size % _DAY == 0:
        return f"{size // _DAY}d"
    seconds = size // _SECOND
    if size % _SECOND or not seconds:
        return ""
    if seconds % 3600 == 0:
        return f"{seconds // 3600}h"
    return f"{seconds // 60}min" if seconds % 60 == 0 else f"{seconds}s"
