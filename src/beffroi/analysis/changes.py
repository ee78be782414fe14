"""Changes of level and runs in many series at once, each day judged by the days before it only.

A change is looked for as the lower part of the recent days against the middle of the days before:
an episode of a few days, however strong, does not lift the lower part; a lasting change does. The
usual size of this contrast is learnt from the past of each series, because real series drift and
their errors are correlated: no theoretical distribution of the residuals is assumed.

References: Page (1954) for sequential detection; Montgomery (2013), "Introduction to statistical
quality control", chapter 9; Huber (1981) for quantiles as robust estimates.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats

_LEAST_KNOWN = 0.6
_LEAST_PAST = 0.3


def trailing_quantile(
    x: Floats, days: int, share: float, least_known: float = _LEAST_KNOWN
) -> Floats:
    """Return the quantile of each day and the `days - 1` days before it, shape (n, d).

    NaN where fewer than `least_known` of these days are known. Lower empirical quantile.

    >>> trailing_quantile(np.array([[1.0, 5.0, 3.0, np.nan]]), 3, 0.5).tolist()
    [[nan, nan, 3.0, 3.0]]
    """
    result = np.full(x.shape, np.nan)
    if x.shape[1] < days:
        return result
    windows = np.lib.stride_tricks.sliding_window_view(x, days, axis=1)
    for row, window in zip(result, windows, strict=True):  # one row at a time bounds the memory
        ordered = np.sort(window, axis=1)  # NaN last
        known = np.isfinite(window).sum(axis=1)
        place = np.floor(share * np.maximum(known - 1, 0)).astype(np.int64)
        found = np.take_along_axis(ordered, place[:, None], axis=1)[:, 0]
        row[days - 1 :] = np.where(known >= least_known * days, found, np.nan)
    return result


def trailing_mean(x: Floats, days: int) -> Floats:
    """Return the mean of each day and the `days - 1` days before it, shape (n, d).

    NaN where fewer than 60 % of these days are known.

    >>> trailing_mean(np.array([[1.0, 2.0, np.nan, 4.0]]), 2).tolist()
    [[nan, 1.5, nan, nan]]
    """
    known = np.isfinite(x)
    pad = ((0, 0), (days, 0))
    total = np.cumsum(np.pad(np.where(known, x, 0.0), pad), axis=1)
    count = np.cumsum(np.pad(known, pad), axis=1)
    total, count = total[:, days:] - total[:, :-days], count[:, days:] - count[:, :-days]
    mean: Floats = np.where(count >= _LEAST_KNOWN * days, total / np.maximum(count, 1), np.nan)
    return mean


def delayed(x: Floats, days: int) -> Floats:
    """Return the values of `days` days before, NaN where there are none.

    >>> delayed(np.array([[1.0, 2.0, 3.0]]), 1).tolist()
    [[nan, 1.0, 2.0]]
    """
    result = np.full(x.shape, np.nan)
    if days < x.shape[1]:
        result[:, days:] = x[:, : x.shape[1] - days]
    return result


def rise(x: Floats, recent: int, share: float, before: int) -> Floats:
    """Return the quantile `share` of the last `recent` days less the median of those before.

    >>> x = np.array([[0.0] * 8 + [1.0] * 4])
    >>> rise(x, 4, 0.25, 8)[0, -1].item()
    1.0
    """
    return trailing_quantile(x, recent, share) - delayed(trailing_quantile(x, before, 0.5), recent)


def usual_size(x: Floats, days: int, step: int, share: float) -> Floats:
    """Return the robust standard deviation around 0 of the past `days` days, today excluded.

    Renewed every `step` days: the quantile `share` of the absolute values, over that of a normal
    law. A share near 1 looks at the largest past values, which heavy tails make larger.

    >>> usual_size(np.array([[1.0, -1.0] * 10]), 10, 5, 0.5)[0, -1].round(3).item()
    1.483
    """
    result = np.full(x.shape, np.nan)
    normal = NormalDist().inv_cdf((1 + share) / 2)
    for start in range(step, x.shape[1], step):
        past = np.sort(np.abs(x[:, max(start - days, 0) : start]), axis=1)  # NaN last
        known = np.isfinite(past).sum(axis=1)
        place = np.floor(share * np.maximum(known - 1, 0)).astype(np.int64)
        size = np.take_along_axis(past, place[:, None], axis=1)[:, 0] / normal
        size[known < _LEAST_PAST * days] = np.nan
        result[:, start : start + step] = size[:, None]
    return result


def run_lengths(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each day the number of successive true days that end with it, shape (n, d).

    >>> run_lengths(np.array([[True, True, False, True]])).tolist()
    [[1, 2, 0, 1]]
    """
    index = np.arange(1, mask.shape[1] + 1)
    last_false = np.maximum.accumulate(np.where(mask, 0, index), axis=1)
    return np.where(mask, index - last_false, 0)


def change_day(x: Floats, first: int, last: int) -> int:
    """Return the index in [first, last] whose split of `x` (d,) into two means fits best.

    The split is by least squares; unknown days are left out.

    >>> change_day(np.array([0.0, 0.1, 0.0, 1.0, 1.1, 0.9]), 1, 5)
    3
    """
    return split_day(x, np.ones(len(x)), first, last)[0]


def split_day(x: Floats, weight: Floats, first: int, last: int) -> tuple[int, float]:
    """Return the same with weights (d,), and the weighted squares that the means explain.

    >>> split_day(np.array([0.0, 0.9, 1.0, 1.0]), np.array([1.0, 0.1, 1.0, 1.0]), 1, 3)[0]
    1
    """
    known = np.where(np.isfinite(x), weight, 0.0)
    total, mass = np.cumsum(known * np.nan_to_num(x)), np.cumsum(known)
    split = np.arange(first, last + 1)
    before, mass_before = total[split - 1], mass[split - 1]
    after, mass_after = total[-1] - before, mass[-1] - mass_before
    gain = before**2 / np.maximum(mass_before, 1e-9) + after**2 / np.maximum(mass_after, 1e-9)
    best = int(np.argmax(gain))
    return int(split[best]), float(gain[best])
