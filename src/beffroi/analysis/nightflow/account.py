"""What each known change adds to the nights and days of its district, and what remains without."""

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow.changes import BY_DAY, Change, Kind
from beffroi.analysis.nightflow.effects import Effects
from beffroi.analysis.nightflow.features import Nights
from beffroi.analysis.nightflow.testing import SEEN, Spread, middle, spread_of

#: Nights before a change that it is compared with.
BEFORE = 56
_LEAST_LEVEL = 1e-3


class Account:
    """Nights and days of n districts, with the parts of what is known; rows are districts.

    `left` are the nights without effects, nor parts, nor the falls of the level (`shift`): what the
    test of each day reads. All flows in m3/h, arrays (n, d).
    """

    def __init__(self, nights: Nights) -> None:
        shape = nights.night.shape
        self.nights = nights
        self.changes: list[Change] = []
        self.left = np.full(shape, np.nan)
        self.share = np.zeros(shape[0])
        self._parts: list[tuple[Floats, Floats]] = []
        self._mended: set[int] = set()
        self._night, self._day, self._shift = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self._raw_night, self._raw_day = np.full(shape, np.nan), np.full(shape, np.nan)
        self._sums: Floats = np.zeros((*shape, 0))
        self.doubt: Floats = np.zeros((shape[0], 0, 0))

    def clean(self) -> tuple[Floats, Floats]:
        """Return nights and days without what known changes add."""
        return self.nights.night - self._night - self._shift, self.nights.day - self._day

    def learn(self, effects: Effects) -> None:
        """Take effects learnt on what `clean` returned."""
        self.share, self.doubt = effects.share, effects.doubt
        self._sums = np.cumsum(np.pad(effects.columns, ((0, 0), (1, 0), (0, 0))), axis=1)
        own = self.share[:, None]
        self._raw_night = effects.night + self._night + self._shift - own * self._day
        self._raw_day = effects.day + self._day
        self._renew(slice(None))

    def spreads(self, today: int) -> tuple[Spread, Spread, Floats]:
        """Return what is usual of nights and of days, and the level of nights, before today."""
        night, day = self.left[:, :today], (self._raw_day - self._day)[:, :today]
        levels = [np.abs(np.nan_to_num(middle(one[:, -BEFORE:]), nan=1.0)) for one in (night, day)]
        level = np.maximum(levels[0], _LEAST_LEVEL)
        return spread_of(night, levels[0]), spread_of(day, levels[1]), level

    def recent(self, today: int) -> tuple[Floats, Floats]:
        """Return the last nights, today's the last, and the running sums of their effects."""
        low = max(today + 1 - SEEN, 0)
        return self.left[:, low : today + 1], self._sums[:, low : today + 2]

    def expected(self, today: int) -> Floats:
        """Return what tonight would have been without the changes that last, (n,)."""
        level = middle(self.left[:, max(today - BEFORE, 0) : today])
        effects = self.nights.night[:, today] - self._raw_night[:, today]
        # A leak also lifts the days, and with them what is taken for visitors.
        lifted = self.share * self._day[:, today]
        expected: Floats = level + effects - lifted + self._shift[:, today]
        return expected

    def open(self, row: int) -> list[int]:
        """Return the numbers of the changes of a district that last, in the order they came."""
        return [k for k, one in enumerate(self.changes) if one.row == row and one.until is None]

    def newer(self, number: int) -> bool:
        """Tell whether another change of the same district began after this one."""
        change = self.changes[number]
        return any(
            other.row == change.row and other.since > change.since and other.size
            for other in self.changes[number + 1 :]
        )

    def add(self, change: Change) -> int:
        """Take note of a change that adds nothing yet, and return its number."""
        days = len(self.left[0])
        self.changes.append(change)
        self._parts.append((np.zeros(days), np.zeros(days)))
        return len(self.changes) - 1

    def nights_without(self, number: int, low: int, today: int) -> Floats:
        """Return the nights of a district from `low` to today as if a change were not known."""
        row, span = self.changes[number].row, slice(low, today + 1)
        night, day = self._parts[number]
        x: Floats = self.left[row, span] + night[span] - self.share[row] * day[span]
        return x

    def days_without(self, number: int, low: int, today: int) -> Floats:
        """Return the same of the days."""
        row, span = self.changes[number].row, slice(low, today + 1)
        x: Floats = (self._raw_day - self._day)[row, span] + self._parts[number][1][span]
        return x

    def write(self, number: int, today: int) -> None:
        """Count what a change adds: at once, or growing from its beginning until today."""
        change = self.changes[number]
        night = np.zeros(len(self.left[0]))
        night[change.since :] = change.size
        if change.kind is Kind.SLOW_LEAK:
            length = max(today - change.since, 1)
            night[change.since : change.since + length] = change.size * np.arange(length) / length
        self._put(number, night, BY_DAY[change.kind] * night)

    def end(self, number: int, start: int, rest: float) -> None:
        """Let a change add `rest` only from the day `start` on: it, or a part of it, was mended."""
        night, day = (one.copy() for one in self._parts[number])
        factor = rest / max(self.changes[number].size, 1e-9)
        night[start:] *= factor
        day[start:] *= factor
        self._mended.add(number)
        self._put(number, night, day)

    def mended(self, number: int) -> bool:
        """Tell whether a change, or a part of it, was mended."""
        return number in self._mended

    def drop(self, number: int) -> None:
        """Forget what a change adds."""
        night, day = self._parts[number]
        self._put(number, np.zeros(len(night)), np.zeros(len(day)))

    def lower(self, row: int, start: int, fall: float) -> None:
        """Take a lower level of a district for its usual one from a day on."""
        self._shift[row, start:] -= fall
        self._renew(row)

    def _put(self, number: int, night: Floats, day: Floats) -> None:
        row = self.changes[number].row
        self._night[row] += night - self._parts[number][0]
        self._day[row] += day - self._parts[number][1]
        self._parts[number] = (night, day)
        self._renew(row)

    def _renew(self, rows: int | slice) -> None:
        lifted = (self.share[:, None] * self._day)[rows]
        self.left[rows] = self._raw_night[rows] - self._night[rows] - self._shift[rows] + lifted
