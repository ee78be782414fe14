"""What sayings of leaks are worth on districts of which the leaks are known, and plain rules.

A saying is right when its district has a leak that day, or had one the week before: it is credited
for one not yet found, counts for nothing when all are, and is a false alarm when there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beffroi.analysis.changes import delayed, trailing_mean, trailing_quantile
from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow import Nights, Watched
from benchmarks.water.districts import Leak

_AFTER = 7
_WEEK, _BEFORE, _QUIET = 7, 28, 7


@dataclass(frozen=True)
class Said:
    """A saying: its district, the day it was said, and its flow with an interval, m3/h."""

    row: int
    day: int
    size: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """A leak and what was first said of it, if anything."""

    leak: Leak
    said: Said | None

    @property
    def truth(self) -> float:
        """What it lost on the day that it is judged by: the last one of its growth, m3/h."""
        return float(self.leak.flow.max())


@dataclass(frozen=True)
class Judged:
    """All leaks, and sayings without any."""

    found: tuple[Found, ...]
    false: tuple[Said, ...]

    def recall(self, grows: bool | None = None) -> float:
        """Return the share of leaks that were found: all, or only those that grow or do not."""
        own = [one for one in self.found if grows in (None, one.leak.grows)]
        return float(np.mean([one.said is not None for one in own])) if own else float("nan")

    def delay(self, grows: bool) -> float:
        """Return the median days to the saying."""
        days = [one.said.day - one.leak.first for one in self.found
                if one.said is not None and one.leak.grows == grows]  # fmt: skip
        return float(np.median(days)) if days else float("nan")

    def error(self, grows: bool) -> float:
        """Return the median error of the flow, as a share of it."""
        off = [abs(one.said.size / one.truth - 1) for one in self.found
               if one.said is not None and one.leak.grows == grows]  # fmt: skip
        return float(np.median(off)) if off else float("nan")

    @property
    def covered(self) -> float:
        """The share of intervals of bursts that hold the truth."""
        within = [one.said.low <= one.truth <= one.said.high for one in self.found
                  if one.said is not None and not one.leak.grows]  # fmt: skip
        return float(np.mean(within)) if within else float("nan")

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and of the share of sayings that are right."""
        hits = sum(one.said is not None for one in self.found)
        return 2 * hits / max(hits + len(self.false) + len(self.found), 1)


def judge(leaks: Sequence[Leak], sayings: Sequence[Said]) -> Judged:
    """Credit sayings, in the order of their days."""
    first: dict[int, Said] = {}
    false = []
    for one in sorted(sayings, key=lambda said: (said.day, said.row)):
        here = [k for k, leak in enumerate(leaks)
                if leak.row == one.row and leak.first <= one.day <= leak.last + _AFTER]  # fmt: skip
        new = [k for k in here if k not in first]
        if new:
            first[new[-1]] = one
        elif not here:
            false.append(one)
    return Judged(tuple(Found(leak, first.get(k)) for k, leak in enumerate(leaks)), tuple(false))


def sayings(watched: Watched) -> list[Said]:
    """Return what was said of leaks: on the day it first was, with the size it was last given."""
    last = {(one.row, one.noticed): one for one in watched.changes}
    first: dict[tuple[int, int], Said] = {}
    for day, one in watched.log:
        key = (one.row, one.noticed)
        if one.kind.leaks and key not in first:
            now = last.get(key, one)
            first[key] = Said(one.row, day, now.size, now.low, now.high)
    return list(first.values())


def plain(nights: Nights, share: float) -> list[Said]:
    """Return what a plain rule says: a week of nights above the four weeks before by a share.

    It says so again after a week within it. Its flow is the difference, without an interval.
    """
    usual = delayed(trailing_quantile(nights.night, _BEFORE, 0.5), _WEEK)
    rise = trailing_mean(nights.night, _WEEK) - usual
    above = np.nan_to_num(rise) > share * np.nan_to_num(usual, nan=np.inf)
    found = []
    for row, days in enumerate(above):
        last = -_QUIET - 1
        for day in np.flatnonzero(days).tolist():
            if day - last > _QUIET:
                size = float(rise[row, day])
                found.append(Said(row, day, size, size, size))
            last = day
    return found


def flat(leak_flow: Floats) -> bool:
    """Tell whether a leak came at once: half of its most within its first two days.

    >>> flat(np.array([0.0, 3.0, 3.0])), flat(np.arange(30.0))
    (True, False)
    """
    known = leak_flow[leak_flow > 0]
    return bool(len(known) and known[:2].max() >= 0.5 * known.max())
