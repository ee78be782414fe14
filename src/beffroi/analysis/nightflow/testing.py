"""The test of one day: whether the last nights stand above, or below, the nights before them.

The last two to 56 nights are compared with the 56 before them, at every length at once (the
generalised likelihood ratio of Willsky and Jones, 1976, for a change of level at an unknown time).
What a comparison is counted in grows with its length: nights vary from one to the next,
neighbouring ones together, and the level of a district wanders by an amount learnt of each.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import delayed, trailing_quantile
from beffroi.analysis.metrics import Floats

#: Numbers of last nights that are compared with those before.
LENGTHS = (2, 3, 4, 5, 7, 10, 14, 21, 28, 42, 56, 21, 28)
GAPS = (0,) * 11 + (56, 112)
"""Nights left out between both, for what grows too slowly to show against the months before."""
BEFORE = 56
#: Nights that the longest comparison reads.
SEEN = max(length + gap for length, gap in zip(LENGTHS, GAPS, strict=True)) + BEFORE
_FEW = 5
"""Up to so many nights, all must stand above: one fire or one flushing is no leak."""
_LASTS, _GAPS = np.array(LENGTHS), np.array(GAPS)
_LEAST = np.maximum(2, (0.6 * _LASTS).astype(np.int64))
"""Nights that must be known of each."""
_LEAST_BEFORE = 7
_NORMAL = 1.4826
_KEPT, _OF_KEPT = 0.9, 1.267
"""Share of the nights that tell their noise, and the deviation of all over that of these."""
_MIDDLE = 1.25
"""Variance of the mean of the middle half over that of a mean."""
_PAST = 120
_YOUNG = 70
"""Days before which a district has not shown how it wanders."""
_WANDERS, _WANDERS_YOUNG, _WANDERS_MOST, _REGULAR = 0.015, 0.03, 0.04, 0.01
"""Least, first and most wandering of a fortnight, and least noise, as shares of the level. Beyond
the most it is no wandering but something to be said."""
_FARTHEST = 4.0
_RECENT = 60
"""Last days that do not tell how a district wanders: a leak that grows must not excuse itself."""
_MOST_TOGETHER = 0.8


@dataclass(frozen=True, slots=True)
class Spread:
    """What is usual of n series: noise of a day, its inflation in means, wandering; (n,)."""

    noise: Floats
    together: Floats
    wander: Floats

    def of(self, after: Floats | float, before: Floats | float, length: Floats | float) -> Floats:
        """Return the standard deviation of the middle of `after` nights less that of `before`.

        Of several comparisons, numbers of nights are (n, k) or (k,).
        """
        several = np.ndim(after) > 1
        noise, together, wander = (
            one[:, None] if several else one for one in (self.noise, self.together, self.wander)
        )
        alone = (
            noise**2 * together * _MIDDLE * (1 / np.maximum(after, 1) + 1 / np.maximum(before, 1))
        )
        far = np.minimum(np.asarray(length) / 14.0, _FARTHEST)
        deviation: Floats = np.sqrt(alone + wander**2 * far)
        return deviation


def spread_of(x: Floats, level: Floats) -> Spread:
    """Return the spread of series (n, d) around their own middle, from their last days.

    `level` (n,) is their typical value; changes that are known must have been taken out of `x`.

    >>> noise = np.random.default_rng(1).normal(0, 0.5, (1, 200))
    >>> spread_of(noise, np.array([5.0])).noise.round(1).tolist()
    [0.5]
    """
    recent = x[:, -_PAST:]
    left = recent - _smooth(recent)
    noise = np.maximum(_usual(left), _REGULAR * level)
    kept = np.clip(left, -3 * noise[:, None], 3 * noise[:, None])
    pair = np.isfinite(kept[:, 1:]) & np.isfinite(kept[:, :-1])
    one, other = np.where(pair, kept[:, 1:], 0.0), np.where(pair, kept[:, :-1], 0.0)
    power = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    tied = np.clip((one * other).sum(axis=1) / np.maximum(power, 1e-12), 0.0, _MOST_TOGETHER)
    together = (1 + tied) / (1 - tied)
    if x.shape[1] < _YOUNG + _RECENT:
        return Spread(noise, together, _WANDERS_YOUNG * level)
    long = x[:, -365 - _RECENT : -_RECENT]
    last, first = trailing_quantile(long, 14, 0.5), trailing_quantile(long, 28, 0.5)
    moved = _NORMAL * middle(np.abs(last - delayed(first, 14)))
    own = noise**2 * together * _MIDDLE * (1 / 14 + 1 / 28)
    wander = np.sqrt(np.maximum(moved**2 - own, 0.0))
    return Spread(
        noise, together, np.clip(np.nan_to_num(wander), _WANDERS * level, _WANDERS_MOST * level)
    )


def contrasts(x: Floats, sums: Floats, spread: Spread, doubt: Floats) -> tuple[Floats, Floats]:
    """Return for each length the rise of the last nights of `x` (n, d) and how unusual it is.

    Both are (n, lengths): m3/h, and standard deviations; 0 where too few nights are known.
    `sums` (n, d + 1, p), running from 0, and `doubt` (n, p, p) are those of the effects: what was
    never met, such as a first summer, proves little.
    """
    able = x.shape[1] - _LASTS - _GAPS >= _LEAST_BEFORE
    last, first = _spans(x.shape[1])
    padded = np.concatenate([x, np.full((len(x), 1), np.nan)], axis=1)
    after, before = padded[:, last], padded[:, first]
    heard = np.isfinite(after)
    known, past = heard.sum(axis=2), np.isfinite(before).sum(axis=2)
    level = middle(before)
    low = np.where(heard, after, np.inf).min(axis=2)
    high = np.where(heard, after, -np.inf).max(axis=2)
    all_of_few = np.where(low > level, low - level, np.where(high < level, high - level, 0.0))
    size = np.where(_LASTS <= _FEW, all_of_few, middle(after) - level)
    able = able & (known >= _LEAST) & (past >= _LEAST_BEFORE) & np.isfinite(size)
    rise = np.where(able, size, 0.0)
    moved = _mean(sums, -_LASTS, 0) - _mean(sums, -_LASTS - _GAPS - BEFORE, -_LASTS - _GAPS)
    unsure = np.einsum("nkp,npq,nkq->nk", moved, doubt, moved)
    deviation = np.hypot(spread.of(known, past, _LASTS + _GAPS), np.sqrt(np.maximum(unsure, 0.0)))
    score = np.divide(rise, deviation, out=np.zeros_like(rise), where=deviation > 0)
    # A fall is seen sooner without a gap, and better dated.
    return rise, np.where(_GAPS > 0, np.maximum(score, 0.0), score)


def _spans(days: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the last nights of each comparison and of those before it.

    Both are (lengths, `BEFORE`); the place `days` stands for none.
    """
    back = np.arange(1, BEFORE + 1)
    last = np.where(back <= _LASTS[:, None], days - back, -1)
    first = days - (_LASTS + _GAPS)[:, None] - back
    return np.where(last >= 0, last, days), np.where(first >= 0, first, days)


def _mean(sums: Floats, low: NDArray[np.int64], high: NDArray[np.int64] | int) -> Floats:
    """Return the means between places counted from the end of running sums (n, d + 1, p)."""
    end = sums.shape[1] - 1
    begin, stop = np.maximum(end + low, 0), np.maximum(end + high + 0 * low, 0)
    length = np.maximum(stop - begin, 1)[:, None]
    mean: Floats = (sums[:, stop] - sums[:, begin]) / length
    return mean


def _smooth(x: Floats) -> Floats:
    """Return the middle of the seven days before and after each, which a step hardly moves."""
    padded = np.pad(x, ((0, 0), (7, 7)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 15, axis=1)
    return middle(windows)


def _usual(x: Floats) -> Floats:
    """Return the standard deviation of the nine values in ten that are nearest to 0.

    A median of sizes would say 0 of a meter that counts whole m3.
    """
    sizes = np.sort(np.abs(x), axis=1)
    known = np.isfinite(sizes).sum(axis=1, keepdims=True)
    kept = np.arange(x.shape[1]) < np.ceil(_KEPT * known)
    total = np.where(kept, np.nan_to_num(sizes) ** 2, 0.0).sum(axis=1)
    usual: Floats = _OF_KEPT * np.sqrt(total / np.maximum(kept.sum(axis=1), 1))
    return usual


def middle(x: Floats) -> Floats:
    """Return the mean of the middle half of the known values along the last axis, else NaN.

    >>> middle(np.array([[1.0, 2.0, 4.0, 90.0], [np.nan] * 4])).tolist()
    [3.0, nan]
    """
    ordered = np.sort(x, axis=-1)
    known = np.isfinite(x).sum(axis=-1, keepdims=True)
    place = np.arange(x.shape[-1])
    kept = (place >= known // 4) & (place < known - known // 4)
    total = np.where(kept, ordered, 0.0).sum(axis=-1)
    count = kept.sum(axis=-1)
    mean: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean
