"""Clocks of the loggers of a network: which is late, corrected before anything else is computed.

Pressures, flows, levels, the sum of customers and the rhythms of the model are compared with one
another (`analysis.clocks`). When most of a file moved against all the rest, it is the file that
moved; when all files moved against the rhythms of the model, all of them did, as in a file that
follows summer time. What is used on a day is corrected by what was known the day before; a day on
which a clock is doubted is not used, of that sensor.
"""

from dataclasses import dataclass, field

import numpy as np

from beffroi.analysis.clocks import Ints, Mask, aligned, evidence
from beffroi.analysis.cusum import Gathered
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.bonds import Bonds
from beffroi.domains.water.leaks.measures import HOURS, Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.shifts import Shift, late_of, shifts
from beffroi.domains.water.leaks.signals import Signals

_DAY, _MINUTE = np.timedelta64(1, "D"), np.timedelta64(1, "m")
#: A day is judged by what precedes its end, as it is known while measures come in.
_END = np.timedelta64(HOURS[-1] + 1, "h")
#: The stretch before a day that is also read, and its part that is judged beside the day's own.
BEFORE = np.timedelta64(6, "h")
_EDGE = np.timedelta64(3, "h")
#: What a single day brings against the lag in force, from which its readings are doubted.
_DOUBTED = 7.0
_LIKELY = 0.3  # of what makes sure: files that may be the one that moved
#: Minutes under which files are left as they are: each takes its means in its own way.
_LEAST_OF_FILES = 15


@dataclass(slots=True)
class Clocks:
    """Clocks that are followed from day to day.

    `lag` (s,) in force, in steps of `signals`; what is `gathered` for others by sensor, and by
    file in `files`; `told` all that was said.
    """

    signals: Signals
    bonds: Bonds
    lag: Ints
    gathered: Gathered
    files: Gathered
    told: list[Shift] = field(default_factory=list)

    @property
    def unwatched(self) -> tuple[str, ...]:
        """Sensors that move too little, or too unlike the others, for their clock to be known."""
        heard = zip(self.signals.names, self._heard, strict=True)
        return tuple(name for name, one in heard if not one)

    @property
    def _heard(self) -> Mask:
        return self.bonds.watched | self.bonds.files_watched

    @property
    def late(self) -> Ints:
        """What each sensor is corrected by, in minutes, (s,)."""
        return late_of(self.signals, self._heard, self.lag)

    @property
    def awaited(self) -> np.timedelta64:
        """How long the last hour of a day comes late, with the latest clock."""
        return max(0, int(self.late.max(initial=0))) * _MINUTE

    def look(self, plant: Plant, sheets: Sheets, day: np.datetime64) -> tuple[Mask, list[Shift]]:
        """Look at a day. Return which sensors are doubted on it, (s,), and what moved."""
        halves = (self.bonds.half, self.bonds.far_half)
        heard = self.signals.heard(plant, sheets, day - BEFORE, day + _END, halves)
        window = slice(*(
            int(np.searchsorted(heard.times, (edge - _EDGE).astype("datetime64[s]")))
            for edge in (day, day + _END)
        ))  # fmt: skip
        own, wide = (aligned(one, self.lag) for one in self.bonds.scaled(heard))
        now, before = day.astype("datetime64[D]"), self.late
        number = int(now.astype(np.int64))
        far = self._of_files(wide, window)
        self.files.add(number, far)
        moved = self._file_moved(wide, window, far)
        since = number if moved is None else moved
        near = self._of_sensors(own, window)
        doubted = near[:, np.abs(self.signals.tried) > 1].max(axis=1) > _DOUBTED
        if moved is None and not self.files.doubted(self.signals.tried).any():
            self.gathered.add(number, near)
            for row, place, first in self.gathered.sure(near):
                self.lag[row] += self.signals.tried[place]
                self.gathered.forget(np.array([row]))
                since = min(since, first)
        doubted |= self.gathered.doubted(self.signals.tried)
        for members, one in zip(
            self.signals.files, self.files.doubted(self.signals.tried), strict=True
        ):
            doubted[members] |= one
        changed = np.abs(self.late - before) > self.signals.step
        fresh = list(shifts(self.signals, self.late, changed, np.datetime64(since, "D"), now))
        self.told += fresh
        return doubted | changed, fresh

    def _of_sensors(self, own: Floats, window: slice) -> Floats:
        found = self._weighed(own, window, self.bonds.near, self.signals.half)
        return found * (self.bonds.near_worth * self.bonds.watched)[:, None]

    def _of_files(self, own: Floats, window: slice) -> Floats:
        """Return what says that each file moved against the others: the mean of its sensors."""
        found = self._weighed(own, window, self.bonds.far, self.bonds.far_half)
        found *= self.bonds.far_worth[:, None]
        found[:, np.abs(self.signals.tried) * self.signals.step < _LEAST_OF_FILES] = 0.0
        means = np.zeros((len(self.signals.files), found.shape[1]))
        for row, members in enumerate(self.signals.files):
            known = members[self.bonds.files_watched[members]]
            if known.size:
                means[row] = found[known].mean(axis=0)
        return means

    def _weighed(self, own: Floats, window: slice, weights: Floats, half: int) -> Floats:
        return evidence(own, np.nan_to_num(own) @ weights, window, self.signals.tried, half)

    def _file_moved(self, own: Floats, window: slice, far: Floats) -> int | None:
        """Move the file that puts all in agreement, when some are sure. Return since which day."""
        if not self.files.sure(far):
            return None
        # Whichever is sure first, another file may be the one that moved away from all.
        likely = self.files.sure(far, _LIKELY)
        costs = []
        for row, place, _ in likely:
            lag = np.zeros(self.lag.size, np.int64)
            lag[self.signals.files[row]] = self.signals.tried[place]
            # What still speaks for another lag than none once this file is moved.
            rest = self._of_files(aligned(own, lag), window)
            costs.append(float(rest.max(axis=1).sum()))
        row, place, since = likely[int(np.argmin(costs))]
        self.lag[self.signals.files[row]] += self.signals.tried[place]
        self.files.forget(np.arange(len(self.signals.files)))
        self.gathered.forget(np.arange(self.lag.size))
        return since
