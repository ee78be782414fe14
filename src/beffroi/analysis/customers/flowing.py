"""Water that never stops behind a meter: a leak, most often of a pipe, a tank or a flush.

By the hour: a home draws nothing at some hour of nearly every day, if only at night. Where each
hour of several days has counted water, something flows, and the lowest hour says how much.

By the day, what can be said is less: each day of two weeks counts more than the least days ever
did. A leak explains it, and so does one more person, or a garden.

References: Britton, Cole, Stewart and Wiskar (2008), "Remote diagnosis of leakage in residential
households", Water 35(6), 89-93 (minimum hourly use); DeOreo, Mayer, Dziegielewski and Kiefer
(2016), "Residential end uses of water, version 2", Water Research Foundation 4309.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.customers.stretches import (
    Days,
    Mask,
    Stretch,
    past_share,
    stretches,
    trailing,
)
from beffroi.analysis.metrics import Floats

#: What an hour must count for water to flow in it [m3]: two litres.
LEAST_FLOW = 0.002
#: Hours of a day that must be known before each of them is said to have counted.
LEAST_HOURS = 20
#: Known days in a row without an hour at rest from which it is told [d].
LEAST_DAYS = 4
#: The same where the meter never showed what it does at rest [d].
LEAST_DAYS_NEW = 28
#: Share of the days before with an hour at rest: what never rests (several homes) is not judged.
RESTED = 0.5
#: Known days before, from which this share means something [d].
LEAST_BEFORE = 14
#: Spread of the lowest hours over their mean under which a flow is steady.
STEADY = 0.35
_YEAR = 365
#: Days whose least one is looked at, by the day [d].
WINDOW = 14
#: Days before them that give the level never reached [d].
PAST = 365
LEAST_PAST = 120
#: Least rise of the least day [m3]: five litres an hour.
LEAST_RISE = 0.12
#: Least rise, as a share of the level never reached before.
RISE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Flow:
    """What flows behind some meters, as known each day, (m, d)."""

    rows: NDArray[np.int64]
    """Which meters these are, (m,); the others have nothing to say."""
    noticed: Mask
    stretch: Stretch
    rate: Floats
    """What flows at least [m3/h], NaN where nothing does."""
    before: Floats
    """Share of the days before the stretch with an hour at rest; NaN where too few are known."""


def lowest_hours(hourly: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int8]]:
    """Return the lowest known hour of each day and how many are known, (n, d) of (n, d, 24).

    >>> lowest, known = lowest_hours(np.full((1, 1, 24), 0.01, dtype=np.float32))
    >>> lowest.round(3).tolist(), known.tolist()
    ([[0.01]], [[24]])
    """
    lowest = np.minimum.reduce(hourly, axis=2)
    known = np.full(lowest.shape, 24, dtype=np.int8)
    partly = np.isnan(lowest)  # most days are whole: the others alone are looked at hour by hour
    hours = hourly[partly]
    missing = np.isnan(hours)
    known[partly] = 24 - missing.sum(axis=1)
    lowest[partly] = np.where(missing, np.inf, hours).min(axis=1, initial=np.inf)
    return np.where(known > 0, lowest, np.nan).astype(np.float64), known


def never_at_rest(hourly: NDArray[np.float32]) -> Flow:
    """Return what has flowed at every hour for days, from volumes by hour [m3], (n, d, 24).

    Hours of a coarse meter (ten litres a pulse) are at zero even with a small leak: it is then
    seen by the day only.
    """
    lowest, known = lowest_hours(hourly)
    rests = np.nan_to_num(lowest, nan=np.inf) < LEAST_FLOW
    flows = (known >= LEAST_HOURS) & (lowest >= LEAST_FLOW)
    found = stretches(flows, rests)
    rows = np.flatnonzero((found.count >= LEAST_DAYS).any(axis=1))
    found, rests, flows, lowest = found.rows(rows), rests[rows], flows[rows], lowest[rows]
    rate, spread = _mean_of(np.where(flows, lowest, 0.0), found)
    share, many = past_share(rests, rests | flows, np.maximum(found.first, 0), _YEAR)
    enough = many >= LEAST_BEFORE
    usual = enough & (share >= RESTED) & (found.count >= LEAST_DAYS)
    new = ~enough & (found.count >= LEAST_DAYS_NEW) & (spread <= STEADY)
    return Flow(rows, usual | new, found, rate, np.where(enough, share, np.nan))


def _mean_of(value: Floats, found: Stretch) -> tuple[Floats, Floats]:
    """Return the mean of the days of a stretch, up to each, and their spread over that mean."""
    pad = ((0, 0), (1, 0))
    total = np.pad(np.cumsum(value, axis=1), pad)
    squares = np.pad(np.cumsum(value**2, axis=1), pad)
    start = np.maximum(found.first, 0)
    count = np.maximum(found.count, 1)
    mean = (total[:, 1:] - np.take_along_axis(total, start, axis=1)) / count
    square = (squares[:, 1:] - np.take_along_axis(squares, start, axis=1)) / count
    spread = np.sqrt(np.maximum(square - mean**2, 0.0)) / np.maximum(mean, 1e-9)
    inside = found.count > 0
    return np.where(inside, mean, np.nan), np.where(inside, spread, np.nan)


@dataclass(frozen=True, slots=True)
class Rise:
    """A least day that rose, as known each day (n, d)."""

    noticed: Mask
    first: Days
    """Index of the first day of the rise that is told; -1 where none is."""
    rise: Floats
    """How much more the least day counts than it ever did [m3/d]."""
    level: Floats
    """The most that the least of two weeks ever counted before [m3/d]."""


def risen(daily: Floats) -> Rise:
    """Return where each day of two weeks counts more than the least days of the past year did.

    Once told, it goes on for as long as no day falls back to the level before.
    """
    base = trailing(daily, WINDOW)
    many = np.isfinite(daily)
    known = np.cumsum(many, axis=1)
    recent = known - _late(known, WINDOW, 0)
    base = np.where(recent >= WINDOW - 3, base, np.nan)
    level = _late(trailing(base, PAST, largest=True), WINDOW, np.nan)
    enough = _late(known, WINDOW, 0) >= LEAST_PAST
    rise = base - level
    least = np.maximum(LEAST_RISE, RISE_SHARE * level)
    told = enough & np.greater_equal(rise, least, where=np.isfinite(rise), out=np.zeros_like(many))
    rows = np.flatnonzero(told.any(axis=1))
    first, kept = np.full(daily.shape, -1, dtype=np.int64), np.full(daily.shape, np.nan)
    first[rows], kept[rows] = _held(daily[rows], told[rows], level[rows], rise[rows])
    noticed = first >= 0
    return Rise(noticed, first, np.where(noticed, base - kept, np.nan), kept)


def _late(x: NDArray[np.generic], days: int, fill: float) -> Floats:
    result = np.full(x.shape, fill, dtype=np.float64)
    result[:, days:] = x[:, : max(x.shape[1] - days, 0)]
    return result


def _held(daily: Floats, told: Mask, level: Floats, rise: Floats) -> tuple[Days, Floats]:
    """Carry what was told until a day falls back under the middle of the rise.

    Return the first day of each and the level before it, both (n, d). Days come one after another,
    all meters at once: each depends on what was told before it.
    """
    n, d = daily.shape
    first = np.full((n, d), -1, dtype=np.int64)
    kept = np.full((n, d), np.nan)
    low = np.full(n, np.nan)
    since = np.full(n, -1, dtype=np.int64)
    size = np.full(n, np.nan)
    for day in range(d):
        fell = (since >= 0) & (daily[:, day] < low + size / 2)
        since[fell] = -1
        begins = (since < 0) & told[:, day] & ~fell
        since[begins] = day - WINDOW + 1
        low[begins], size[begins] = level[begins, day], rise[begins, day]
        first[:, day] = since
        kept[:, day] = np.where(since >= 0, low, np.nan)
    return first, kept
