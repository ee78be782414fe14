"""Clocks of meters that hear the same thing, compared: which is late, by how much, since when.

What moves one meter moves its neighbours at the same instant. How each moves is foretold from how
the others do; a meter whose clock was moved agrees with that reference at another lag. Each day
weighs each lag by the likelihood of what was read, and the weights add up until one lag is sure
(a cumulative sum test), so that a clear shift is told in a day or two and a faint one later.

References: Page (1954), Continuous inspection schemes; Knapp and Carter (1976), The generalized
correlation method for estimation of time delay.
"""

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

_MOST = 5.0  # spreads: a burst or a fault is not let say more than this
_RIDGE = 0.05
_LASTING = 10  # moves after which an error is taken to be forgotten
_STILL = 0.25  # of its usual variance: a meter that moves less tells nothing of its clock
_ROUND = 64  # sizes of which a Fourier transform is fast
_LEAST_LEFT = 0.01  # of what a meter moves, that no reference is trusted to foretell


def moves(values: Floats, half: int) -> Floats:
    """Return the mean of the `half` rows from each on less that of those before it, (n, s).

    >>> moves(np.array([[0.0], [0.0], [1.0], [1.0]]), 2)[:, 0].tolist()
    [nan, nan, 1.0, nan]
    """
    known = np.isfinite(values)
    ahead = np.zeros((len(values) + 1, values.shape[1]))
    sums, counts = ahead.copy(), ahead.copy()
    np.cumsum(np.where(known, values, 0.0), axis=0, out=sums[1:])
    np.cumsum(known, axis=0, out=counts[1:])
    found = np.full(values.shape, np.nan)
    if len(values) < 2 * half:
        return found
    mean = (sums[half:] - sums[:-half]) / half
    whole = counts[half:] - counts[:-half] == half
    mean = np.where(whole, mean, np.nan)
    found[half : len(values) - half + 1] = mean[half:] - mean[:-half]
    return found


def scaled(moved: Floats) -> tuple[Floats, Floats, Floats]:
    """Return moves (n, s) on one scale, NaN where unknown, with their middles and spreads (s,)."""
    middle = np.nan_to_num(_mean(moved))
    spread = np.sqrt(np.nan_to_num(_mean((moved - middle) ** 2)))
    spread = np.where(spread > 0, spread, np.inf)  # one that never moves says nothing
    return on_scale(moved, middle, spread), middle, spread


def on_scale(moved: Floats, middle: Floats, spread: Floats) -> Floats:
    """Return moves (n, s) on the scale of some middles and spreads (s,)."""
    return np.clip((moved - middle) / spread, -_MOST, _MOST)


def bonds(own: Floats, allowed: Mask, half: int) -> tuple[Floats, Floats]:
    """Learn how meters foretell one another from scaled moves (n, s): weights (s, s), worth (s,).

    `allowed` (s, s) tells which rows may foretell which columns. `worth` is what a reading is
    worth beside one whose error is forgotten at the next.
    """
    known = np.nan_to_num(own)
    alike = known.T @ known / max(len(known), 1)
    weights = np.zeros(allowed.shape)
    for column in range(len(allowed)):
        others = np.flatnonzero(allowed[:, column])
        if others.size:
            mine = alike[np.ix_(others, others)] + _RIDGE * np.eye(others.size)
            weights[others, column] = np.linalg.solve(mine, alike[others, column])
    return weights, _worth(known - known @ weights, half)


def lagging(own: Floats, allowed: Mask, tried: Ints) -> Floats:
    """Return how much of each meter the others foretell at each lag, from 0 to 1, (s, l)."""
    known = np.nan_to_num(own)
    size = -(-int(len(known) + np.abs(tried).max(initial=0) + 1) // _ROUND) * _ROUND
    turned = np.fft.rfft(known, size, axis=0)
    alike = known.T @ known / max(len(known), 1)
    found = np.zeros((len(allowed), tried.size))
    for column in range(len(allowed)):
        others = np.flatnonzero(allowed[:, column])
        if others.size:
            both = np.fft.irfft(turned[:, others].conj() * turned[:, [column]], size, axis=0)
            beside = both[tried % size] / max(len(known), 1)
            mine = alike[np.ix_(others, others)] + _RIDGE * np.eye(others.size)
            found[column] = (beside * np.linalg.solve(mine, beside.T).T).sum(axis=1)
    return found


def _worth(rest: Floats, half: int) -> Floats:
    """Return 1 over the time for which errors (n, s) last, in moves, (s,)."""
    size = np.maximum((rest**2).sum(axis=0), 1e-12)
    lasting = [(rest[k:] * rest[:-k]).sum(axis=0) / size for k in half * np.arange(1, _LASTING)]
    worth: Floats = 1 / (1 + 2 * np.maximum(lasting, 0.0).sum(axis=0))
    return worth


def lags(step: int) -> Ints:
    """Return the lags that are tried, in steps of `step` minutes: 0 first, then all to 3 h, and 12.

    >>> lags(30).tolist()[:7], lags(30).size
    ([0, 1, 2, 3, 4, 5, 6], 31)
    """
    fine = np.arange(1, 180 // step + 1)
    hours = np.array([hour * 60 // step for hour in range(1, 13)], dtype=np.int64)
    late = np.unique(np.concatenate([fine, hours[hours > (fine[-1] if fine.size else 0)]]))
    return np.concatenate([[0], late, -late])


def evidence(own: Floats, reference: Floats, window: slice, tried: Ints, half: int) -> Floats:
    """Return by how much each lag is likelier than none, as a natural logarithm, (s, l).

    `own` and `reference` (n, s) of a stretch, of which the rows of `window` are judged: the value
    of a row was foretold `lag` rows before. `half` is that of `moves`.
    """
    count = len(own)
    known = np.isfinite(own[window])
    mine = np.where(known, own[window], 0.0)
    now = np.where(known, reference[window], 0.0)
    # A lag of many hours is judged on the part of the window that it leaves: sums up to each row.
    low = np.clip(tried - window.start, 0, len(mine))
    high = np.clip(count + tried - window.start, low, len(mine))
    there, size, along, square = (
        _up_to(one)[high] - _up_to(one)[low] for one in (known * 1.0, mine**2, mine * now, now**2)
    )
    beside = _together(mine, reference, window.start, tried)
    whole = _together(known * 1.0, reference**2, window.start, tried)
    least = np.maximum(_LEAST_LEFT * there, 1e-9)
    left, rest = size - _told(along, square), size - _told(beside, whole)
    ratio = np.log(np.maximum(left, least) / np.maximum(rest, least))
    moves_enough = size > _STILL * there
    found: Floats = np.where(moves_enough, 0.5 * there / half * ratio, 0.0).T
    return found


def _together(mine: Floats, other: Floats, start: int, tried: Ints) -> Floats:
    """Return the sums of products of a window, `start` rows on, and another, moved by lags (l, s).

    What lies outside of the other counts for nothing.
    """
    size = -(-(len(mine) + len(other)) // _ROUND) * _ROUND
    turned = np.fft.rfft(mine, size, axis=0).conj() * np.fft.rfft(other, size, axis=0)
    # Row k of the product holds the sum over t of mine[t] and other[t + k].
    found: Floats = np.fft.irfft(turned, size, axis=0)[(start - tried) % size]
    return found


def _told(along: Floats, square: Floats) -> Floats:
    """Return what a reference tells of a sum of squares; a meter never moves against it."""
    told: Floats = np.maximum(along, 0.0) ** 2 / np.maximum(square, 1e-12)
    return told


def _up_to(values: Floats) -> Floats:
    found = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=found[1:])
    return found


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    mean: Floats = np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return mean


def aligned(own: Floats, lag: Ints) -> Floats:
    """Return moves (n, s) as clocks that are late by `lag` rows would have told them.

    >>> aligned(np.array([[1.0, 5.0], [2.0, 6.0]]), np.array([0, 1])).tolist()
    [[1.0, 6.0], [2.0, nan]]
    """
    count, meters = own.shape
    source = np.arange(count)[:, None] + lag
    inside = (source >= 0) & (source < count)
    found: Floats = np.where(inside, own[source.clip(0, count - 1), np.arange(meters)], np.nan)
    return found
