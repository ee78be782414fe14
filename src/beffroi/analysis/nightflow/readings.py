"""Days that a meter did not read as it should: each judged by the days before it only.

A frozen meter repeats one value; a dead one reads zero; a net flow below zero is a sensor that is
missing or mounted the wrong way round. A change of unit or of pulse weight multiplies nights and
days alike, which neither a leak nor visitors do. A clock that was moved shifts the whole shape of
the day. None of these days says anything of the network: all are left out of what follows.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import run_lengths
from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow.features import Nights, nights_of

Mask = NDArray[np.bool_]

#: Hours of one value, in a row within a day, that make a frozen meter.
FROZEN_HOURS = 20
#: Both nights and days this many times more, or less, than usual: a unit, not a use.
SCALED = 2.5
_ALIKE = 0.35
"""Most difference of logarithms under which night, day and the hours of the day between them are
multiplied alike; a leak adds to the hours but leaves their differences."""
#: Hours by which a clock is moved at least to be told: one is a summer time badly applied.
SHIFTED = 2
_CLEARER = 0.15
"""Correlation gained by moving the profile, for the clock to be doubted."""
_SAME_SHAPE = 0.8
"""Correlation of a moved day with a usual one, under which it is another day."""
_STEADY = 0.7
"""Usual correlation of a day with those before, under which no clock can be told from a pump that
starts when a tank asks for it."""
_WITHIN, _SAME = 1.0, 0.75
"""Hours around their middle within which this share of the days of a moved clock must be."""
_LOWEST = 3
"""Hours that say how low a day falls, which a moved clock does not change, and a tank does."""
_DAYS = 3
"""Days of a moved clock, or of another unit, after which it is said."""
_LEARNT = 10
_MEMORY = 0.06
"""Weight of each believed day in what is usual: about two weeks."""
_NEGATIVE = -0.05


class FaultKind(StrEnum):
    """How a meter fails."""

    FROZEN = "frozen"
    DEAD = "dead"
    NEGATIVE = "negative"
    SCALED = "scaled"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Fault:
    """Days on which a meter is not believed; `last` is included, `amount` is said by the kind.

    `amount`: the factor of another unit, the hours of a moved clock, the frozen value [m3/h], or
    0.
    """

    row: int
    kind: FaultKind
    first: int
    last: int
    noticed: int
    over: bool
    amount: float


@dataclass(frozen=True, slots=True)
class Readings:
    """The believed nights of n districts, and the days that are not believed."""

    nights: Nights
    believed: Mask
    """(n, d)."""
    faults: tuple[Fault, ...]


def read_days(hourly: Floats) -> Readings:
    """Sort the days of `hourly` (n, d, 24) [m3/h by local hour], NaN where unknown.

    >>> flow = np.tile(np.r_[np.ones(6), np.full(18, 4.0)], (1, 5, 1))
    >>> flow[0, 3] = 2.7
    >>> [(fault.kind.value, fault.first, fault.last) for fault in read_days(flow).faults]
    [('frozen', 3, 3)]
    """
    raw = nights_of(hourly)
    known = np.isfinite(raw.night) & np.isfinite(raw.day)
    flat = _flat(hourly)
    dead = flat & (np.nan_to_num(hourly[:, :, 12], nan=1.0) == 0.0)
    size = np.maximum(np.abs(raw.night), np.abs(raw.day))
    negative = known & ~flat & (np.minimum(raw.night, raw.day) < _NEGATIVE * size)
    plain = known & ~flat & ~negative
    scaled, factor, clock, hours = _compared(hourly, raw, plain)
    value = np.nan_to_num(hourly[:, :, 12])
    none = np.zeros(value.shape)
    kinds = (
        (FaultKind.FROZEN, flat & ~dead, value, 1),
        (FaultKind.DEAD, dead, none, 1),
        (FaultKind.NEGATIVE, negative, none, 1),
        (FaultKind.SCALED, scaled, factor, _DAYS),
        (FaultKind.CLOCK, clock, hours, _DAYS),
    )
    faults = [
        one for kind, mask, amount, least in kinds for one in _runs(kind, mask, amount, least)
    ]
    believed = plain & ~scaled & ~clock
    nights = Nights(np.where(believed, raw.night, np.nan), np.where(believed, raw.day, np.nan))
    return Readings(nights, believed, tuple(sorted(faults, key=lambda one: (one.row, one.first))))


def _flat(hourly: Floats) -> Mask:
    """Return the days that repeat one value for most of their hours."""
    same = np.isfinite(hourly[:, :, 1:]) & (np.diff(hourly, axis=2) == 0.0)
    shape = same.shape
    longest = run_lengths(same.reshape(-1, shape[2])).max(axis=1).reshape(shape[:2])
    flat: Mask = longest + 1 >= FROZEN_HOURS
    return flat


def _compared(hourly: Floats, raw: Nights, plain: Mask) -> tuple[Mask, Floats, Mask, Floats]:
    """Compare each day with the believed ones before: all districts at once, day after day."""
    count, days = plain.shape
    scaled, clock = np.zeros_like(plain), np.zeros_like(plain)
    factor, hours = np.zeros(plain.shape), np.zeros(plain.shape)
    usual = np.zeros((count, 24))
    steady = np.zeros(count)
    seen = np.zeros(count, dtype=np.int64)
    for today in range(days):
        shape = hourly[:, today]
        whole = plain[:, today] & (np.isfinite(shape).sum(axis=1) >= 18)
        filled = np.where(np.isfinite(shape), shape, usual)
        ready = whole & (seen >= _LEARNT)
        past = nights_of(usual[:, None, :])
        night = _ratio(raw.night[:, today], past.night[:, 0])
        day = _ratio(raw.day[:, today], past.day[:, 0])
        large = np.minimum(np.abs(night), np.abs(day)) > np.log(SCALED)
        swing = _ratio(filled.std(axis=1), usual.std(axis=1))
        alike = np.maximum(np.abs(night - day), np.abs(swing - day)) < _ALIKE
        scaled[:, today] = ready & large & alike
        factor[:, today] = np.where(scaled[:, today], np.exp(np.nan_to_num(day)), 0.0)
        moved, gained, alike_now = _moved(filled, usual)
        lowest = _ratio(_lowest(filled), _lowest(usual))
        clock[:, today] = (
            ready
            & ~scaled[:, today]
            & (np.abs(moved) >= SHIFTED)
            & (gained > _CLEARER)
            & (steady >= _STEADY)
            & (np.abs(lowest) < _ALIKE)
        )
        hours[:, today] = moved
        good = whole & ~scaled[:, today] & ~clock[:, today]
        weight = np.maximum(1.0 / (seen + 1.0), _MEMORY)[:, None]
        usual = np.where(good[:, None], (1 - weight) * usual + weight * filled, usual)
        # The first days have no past to be like.
        one = np.where(seen > 1, weight[:, 0], 1.0)
        steady = np.where(good, (1 - one) * steady + one * alike_now, steady)
        seen += good
    return scaled, factor, clock, hours


def _ratio(one: Floats, other: Floats) -> Floats:
    """Return the logarithm of a ratio (n,), 0 where it cannot be said."""
    able = (one > 0) & (other > 0)
    ratio: Floats = np.log(np.where(able, one, 1.0) / np.where(able, other, 1.0))
    return ratio


def _lowest(shape: Floats) -> Floats:
    low: Floats = np.sort(shape, axis=1)[:, :_LOWEST].mean(axis=1)
    return low


def _moved(shape: Floats, usual: Floats) -> tuple[Floats, Floats, Floats]:
    """Return by how many hours each profile (n, 24) is late, what moving it back gains, its match.

    The match is its correlation with the usual one, as it is.
    """
    turns = (np.arange(24)[None, :] - np.arange(-12, 12)[:, None]) % 24
    one = shape - shape.mean(axis=1, keepdims=True)
    other = (usual - usual.mean(axis=1, keepdims=True))[:, turns]
    size = np.sqrt((one**2).sum(axis=1) * (usual.var(axis=1) * 24.0))
    match = (other * one[:, None, :]).sum(axis=2) / np.maximum(size, 1e-12)[:, None]
    best = match.argmax(axis=1)
    top = match.max(axis=1)
    gained: Floats = np.where(top >= _SAME_SHAPE, top - match[:, 12], 0.0)
    return (best - 12).astype(np.float64), gained, match[:, 12]


def _runs(kind: FaultKind, mask: Mask, amount: Floats, least: int) -> list[Fault]:
    length = run_lengths(mask)
    ends = mask & (np.diff(mask.astype(np.int8), axis=1, append=0) < 0)
    found = []
    for row, last in np.argwhere(ends & (length >= least)).tolist():
        first = last - int(length[row, last]) + 1
        amounts = amount[row, first : last + 1]
        middle = float(np.median(amounts))
        # A clock that was moved stays as late as it is; what comes now early, now late is none.
        near = np.abs(amounts - middle) <= _WITHIN
        if kind is FaultKind.CLOCK and near.mean() < _SAME:
            continue
        over = last < mask.shape[1] - 1
        found.append(Fault(row, kind, first, last, first + least - 1, over, middle))
    return found
