"""From local times to instants and intervals, across the pieces of a file."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from beffroi.periods.civil import Instants, localise, paris_offset
from beffroi.readers.building import Mask
from beffroi.readers.generic.mapping import fixed_offset, step_of
from beffroi.readers.generic.times import Times
from beffroi.readers.plain import Ints, Runs

_US = "datetime64[us]"
_DAY_US = 86_400_000_000
_FIRST_DAY = np.datetime64("1899-01-01", "D")
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_DAYS = {"d": 1}
_MONTHS = {"mo": 1, "y": 12}


@cache
def _days() -> tuple[NDArray[np.int64], Mask]:
    """Return the Paris offset [us] at the start of each day from 1899 on, and where it changes."""
    days = np.arange(_FIRST_DAY, "2101-01-02", dtype="datetime64[D]").astype(_US)
    offsets = (days - localise(days)[0]).astype(np.int64)
    return offsets[:-1], offsets[:-1] != offsets[1:]


def _plain_days(local: NDArray[np.datetime64], runs: Runs | None) -> tuple[Instants, Ints]:
    """Return instants that are right but where the clock changes, and the rows of those days."""
    offsets, changes = _days()
    times = local.view(np.int64)
    days = (times if runs is None else times[runs.first]) // _DAY_US - _FIRST_DAY.astype(np.int64)
    offset, change = offsets[days], changes[days]
    if runs is not None:  # the rows of a run are of one day
        offset, change = np.repeat(offset, runs.length), np.repeat(change, runs.length)
    return (times - offset).view(_US), np.flatnonzero(change)


@dataclass(slots=True)
class Clock:
    """The clock of a file: its time zone, and what it must remember from piece to piece.

    The hour that autumn repeats is told apart by the order of the rows of each series; `waiting`
    keeps the ambiguous times that end a piece, so that the next one goes on where it stopped.
    """

    timezone: str
    skipped: int = 0  # times that do not exist in the zone, seen so far
    repeated: int = 0  # times in the hour that autumn repeats, seen so far
    waiting: dict[str, NDArray[np.datetime64]] = field(default_factory=dict)
    offset: timedelta | None = field(init=False)

    def __post_init__(self) -> None:
        self.offset = fixed_offset(self.timezone)

    def instants(self, times: Times, groups: NDArray[np.int64], keys: list[str]) -> Instants:
        """Return the instants of local times, shape (n,), NaT where unreadable.

        `groups` tells the series of each row, `keys` names the series.
        """
        good = times.good
        stated = ~np.isnat(times.offset)
        both = good & stated
        if both.all():
            return (times.local - times.offset).astype(_US, copy=False)
        if good.all() and not stated.any():
            return self.naive(times.local, groups, keys)
        found = np.full(len(times.local), "NaT", dtype=_US)
        found[both] = times.local[both] - times.offset[both]
        naive = good & ~stated
        if naive.any():
            found[naive] = self.naive(times.local[naive], groups[naive], keys)
        return found

    def local(self, instants: Instants) -> NDArray[np.datetime64]:
        """Return the local times of instants."""
        if self.offset is not None:
            return (instants + np.timedelta64(self.offset)).astype(_US)
        return (instants + paris_offset(instants)).astype(_US)

    def shift(self, instants: Instants, step: str, sign: int) -> Instants:
        """Return the instants one step later (or earlier): days and months are civil ones."""
        parsed = step_of(step)
        if parsed is None:
            return instants
        count, unit = sign * parsed[0], parsed[1]
        if unit in _SECONDS:
            return (instants + np.timedelta64(count * _SECONDS[unit], "s")).astype(_US)
        local = self.local(instants)
        if unit in _DAYS:
            moved = local + np.timedelta64(count, "D")
        else:
            months = local.astype("datetime64[M]")
            inside = local - months.astype(_US)
            moved = (months + count * _MONTHS[unit]).astype(_US) + inside
        return self._back(moved.astype(_US))

    def _back(self, local: NDArray[np.datetime64]) -> Instants:
        if self.offset is not None:
            return (local - np.timedelta64(self.offset)).astype(_US)
        order = np.argsort(local, kind="stable")
        found = np.empty_like(local)
        # Each different time by itself: here, a repeat is no sign of the second pass.
        different, places = np.unique(local[order], return_inverse=True)
        found[order] = localise(different)[0][places]
        return found

    def naive(
        self,
        local: NDArray[np.datetime64],
        groups: NDArray[np.int64],
        keys: list[str],
        runs: Runs | None = None,
    ) -> Instants:
        """Return the instants of times of which none states its offset, shape (n,).

        `runs` are rows of one day where those are known.
        """
        if self.offset is not None:
            return (local - np.timedelta64(self.offset)).astype(_US)
        found, places = _plain_days(local, runs)
        unsure = np.zeros(len(local), dtype=bool)
        if len(places):
            found[places], unsure[places] = localise(local[places])
        if not unsure.any():
            self.waiting.clear()
            return found
        missing = unsure & (found + paris_offset(found) != local)
        ambiguous = unsure & ~missing
        self.skipped += int(missing.sum())
        self.repeated += int(ambiguous.sum())
        self._tell_apart(local, ambiguous, groups, keys, found)
        return found

    def _tell_apart(
        self,
        local: NDArray[np.datetime64],
        ambiguous: Mask,
        groups: NDArray[np.int64],
        keys: list[str],
        found: Instants,
    ) -> None:
        places = np.flatnonzero(ambiguous)
        places = places[np.argsort(groups[places], kind="stable")]
        edges = np.flatnonzero(np.diff(groups[places])) + 1
        kept: dict[str, NDArray[np.datetime64]] = {}
        for part in np.split(places, edges) if len(places) else ():
            key = keys[groups[part[0]]]
            before = self.waiting.get(key, local[:0])
            days = before.astype("datetime64[D]") == local[part[0]].astype("datetime64[D]")
            both = np.concatenate([before[days], local[part]])
            found[part] = localise(both)[0][int(days.sum()) :]
            kept[key] = both[both.astype("datetime64[D]") == both[-1].astype("datetime64[D]")]
        self.waiting = kept
