"""What is said of each change: when it began, what it is, how large it is by now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow.account import BEFORE, Account
from beffroi.analysis.nightflow.changes import SAME, Change, Kind, Told, explained
from beffroi.analysis.nightflow.shapes import growth, step_day
from beffroi.analysis.nightflow.testing import Spread, middle

_LOOK_BACK = 120
_DAILY, _YOUNG = 7, 35
"""Days after it was noticed during which a change is measured again, each day then each week."""
_FOLLOWED = 400
"""Days during which a leak that grows is measured again."""
_LATEST = 10
"""Nights whose middle says how large a growing leak is by now."""
_KEPT, _DOUBTFUL = 0.5, 2.0
"""Shares of the least that is said, and of its deviation, under which a change is taken back."""
_GONE = 0.25
"""Share of a change that may run on when it is said to be over."""
_LEAST_BEFORE = 7
_MOVES = 3
"""Days by which the beginning of a change may be found again elsewhere."""
_SETTLES = 21
"""Days after a fall during which the lower level is measured again."""
_SEASONAL, _SEASON = 0.1, 90.0
"""Share by which days may change by themselves, over so many days."""
_SCORE = 1.645
_NONE = 1e-9


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual of n districts by now: nights, days, and the least that is said [m3/h]."""

    night: Spread
    day: Spread
    least: Floats


@dataclass(frozen=True, slots=True)
class Follower:
    """The changes of n districts, told from their nights day by day."""

    account: Account
    told: Sequence[Told] = ()
    log: list[tuple[int, Change]] = field(default_factory=list)
    """Each change on the day it was first said, or said under another name."""
    fallen: dict[int, int] = field(default_factory=dict)
    """Since when the nights of a district are lower, where that is recent."""

    def again(self, today: int, usual: Usual) -> None:
        """Measure again what is young or grows."""
        for number, change in enumerate(self.account.changes):
            age = today - change.noticed
            if change.until is not None or age <= 0 or self.account.mended(number):
                continue
            due = age <= _DAILY or age % _DAILY == 0
            within = age <= (_FOLLOWED if change.kind is Kind.SLOW_LEAK else _YOUNG)
            known = np.isfinite(self.account.nights.night[change.row, today])
            if due and within and known and not self.account.newer(number):
                self._measure(number, today, usual)
        for row, start in list(self.fallen.items()):
            if today - start > _SETTLES:
                del self.fallen[row]
            elif not any(self.account.changes[k].since >= start for k in self.account.open(row)):
                self._level(row, start, today)

    def rise(self, row: int, today: int, length: int, score: float, usual: Usual) -> None:
        """Take note of nights that rose, as their last `length` show."""
        known = self.account.open(row)
        if known and self._grew(known[-1], today, usual):
            return
        since = self._day_of(row, today, length)
        change = Change(row, Kind.BURST, since, today, 0.0, 0.0, 0.0, 0.0, score)
        self._measure(self.account.add(change), today, usual)

    def fall(self, row: int, today: int, length: int) -> None:
        """Take note of nights that fell: a change is over or smaller, or the level is lower."""
        account, start = self.account, self._day_of(row, today, length)
        own = float(account.share[row])
        sizes = {k: account.changes[k].size * _lift(account.changes[k].kind, own)
                 for k in account.open(row) if account.changes[k].size > 0}  # fmt: skip
        fall = -self._step(row, start, today)
        if not fall > 0:
            return
        # One crew may mend several leaks on a day: what one does not explain, others may.
        while sizes and fall > _NONE:
            nearest = min(sizes, key=lambda k: abs(np.log(fall / sizes[k])))
            size = sizes.pop(nearest)
            self._less(nearest, start, fall, size)
            fall -= size
        self.fallen[row] = start
        self._level(row, start, today)

    def _level(self, row: int, start: int, today: int) -> None:
        """Take the nights since a fall for the level of a district."""
        fall = -self._step(row, start, today)
        if np.isfinite(fall):
            self.account.lower(row, start, fall)

    def _less(self, number: int, start: int, fall: float, size: float) -> None:
        change = self.account.changes[number]
        rest = max(1.0 - fall / size, 0.0)
        if rest <= _GONE:
            change.until = max(start - 1, change.since)
            self._closed(number)
            self.account.end(number, start, 0.0)
            return
        self.account.end(number, start, rest * change.size)
        change.low, change.high, change.size = (
            rest * one for one in (change.low, change.high, change.size)
        )

    def _closed(self, number: int) -> None:
        """Measure a change over its own days, once they are all known."""
        change = self.account.changes[number]
        if change.kind is Kind.SLOW_LEAK or change.until is None or self.account.newer(number):
            return
        low = self._low(change)
        x = self.account.nights_without(number, low, change.until)
        size = float(middle(x[change.since - low :]) - middle(x[: change.since - low][-BEFORE:]))
        if size > 0:
            margins = change.low - change.size, change.high - change.size
            change.size = size / _lift(change.kind, float(self.account.share[change.row]))
            change.low, change.high = (change.size + one for one in margins)
            self.account.write(number, change.until)

    def _day_of(self, row: int, today: int, length: int) -> int:
        """Return the day on which nights changed level, among the last ones."""
        low = max(today + 1 - length - _LOOK_BACK, 0)
        x = self.account.left[row, low : today + 1]
        first = max(len(x) - int(1.5 * length) - _MOVES, _LEAST_BEFORE)
        return low + step_day(x, first)

    def _step(self, row: int, start: int, today: int) -> float:
        left = self.account.left[row]
        before = middle(left[max(start - BEFORE, 0) : start])
        return float(middle(left[start : today + 1]) - before)

    def _grew(self, number: int, today: int, usual: Usual) -> bool:
        """Tell whether nights rose because a known leak grew, and measure it so."""
        change = self.account.changes[number]
        if not change.kind.leaks or today - change.since > _FOLLOWED:
            return False
        # Once a part of it was mended, its nights are those of several: what rises is another leak.
        if self.account.mended(number):
            return False
        since = self._growth(number, today, usual)
        if since is None:
            return False
        change.since = since
        self._sized(number, today, usual, grows=True)
        return True

    def _growth(self, number: int, today: int, usual: Usual) -> int | None:
        """Return since when a change grows, if it does and began before it was noticed."""
        change = self.account.changes[number]
        low = self._low(change)
        x = self.account.nights_without(number, low, today)
        since = growth(x, float(usual.night.noise[change.row]))
        if since is None or not _LEAST_BEFORE <= low + since <= change.noticed:
            return None
        return low + since

    def _low(self, change: Change) -> int:
        return max(change.since - BEFORE, 0)

    def _measure(self, number: int, today: int, usual: Usual) -> None:
        change, low = self.account.changes[number], self._low(self.account.changes[number])
        since = self._growth(number, today, usual)
        if since is not None:
            change.since = since
        elif change.kind is not Kind.SLOW_LEAK:
            x = self.account.nights_without(number, low, today)
            start = low + step_day(x, max(change.since - low - _MOVES, 1))
            change.since = start if abs(start - change.since) <= _MOVES else change.since
        self._sized(number, today, usual, grows=since is not None)

    def _sized(self, number: int, today: int, usual: Usual, grows: bool) -> None:
        """Say what a change is and how large, from nights and days before and after it."""
        change = self.account.changes[number]
        low = self._low(change)
        split = max(change.since - low, 1)
        slow, length = grows or change.kind is Kind.SLOW_LEAK, today + 1 - change.since
        nights = self.account.nights_without(number, low, today)
        days = self.account.days_without(number, low, today)
        last = max(len(nights) - _LATEST, split) if slow else split
        size, deviation = _contrast(nights[last:], nights[:split], usual.night, change.row)
        more, doubt = _contrast(days[last:], days[:split], usual.day, change.row)
        if not np.isfinite(size):
            return
        if slow:  # the middle of the last nights is behind what still grows
            deviation = float(np.hypot(deviation, size * _LATEST / 2 / max(length, _LATEST)))
        own = float(self.account.share[change.row])
        seen = size + own * more
        # Over months the days have a season of their own, which one year cannot tell apart.
        season = _SEASONAL * abs(float(middle(days[:split]))) * min(length / _SEASON, 1.0)
        doubt = float(np.hypot(doubt, season))
        leak = Kind.SLOW_LEAK if slow else Kind.BURST
        kind = self._named(change, (seen, more), (deviation, doubt)) or leak
        self._take(number, today, kind, (size, deviation, more), usual)

    def _named(
        self, change: Change, seen: tuple[float, float], spread: tuple[float, float]
    ) -> Kind | None:
        """Return what a change is, None for a leak: what people know of it comes first."""
        known = [one for one in self.told
                 if one.row == change.row and abs(one.since - change.since) <= SAME]  # fmt: skip
        right = next((one.right for one in reversed(known) if one.right is not None), None)
        if right is not None:
            return None if right.leaks else right
        if not np.isfinite(seen[1]):
            return None
        own = float(self.account.share[change.row])
        return explained(*seen, spread, own, [one.wrong for one in known])

    def _take(
        self,
        number: int,
        today: int,
        kind: Kind,
        seen: tuple[float, float, float],
        usual: Usual,
    ) -> None:
        change = self.account.changes[number]
        size, deviation, more = seen
        if size < max(_KEPT * float(usual.least[change.row]), _DOUBTFUL * deviation):
            change.until = max(today - 1, change.since)
            self.account.drop(number)
            return
        was = change.kind if change.size else None
        scale = 1.0 / _lift(kind, float(self.account.share[change.row]))
        margin = _SCORE * deviation
        change.kind, change.by_day = kind, more
        change.size, change.low, change.high = (
            scale * one for one in (size, size - margin, size + margin)
        )
        self.account.write(number, today)
        if was is not kind:
            self.log.append((today, replace(change)))


def _lift(kind: Kind, share: float) -> float:
    """Return by how much a flow of a kind lifts nights from which visitors were taken out."""
    return 1.0 - share if kind.leaks else 1.0


def _contrast(after: Floats, before: Floats, usual: Spread, row: int) -> tuple[float, float]:
    """Return how much the middle rose and its standard deviation, m3/h."""
    before = before[-BEFORE:]
    counts = [float(np.isfinite(one).sum()) for one in (after, before)]
    if not counts[0] or not counts[1]:
        return float("nan"), float("nan")
    size = float(middle(after) - middle(before))
    return size, float(usual.of(counts[0], counts[1], len(after))[row])
