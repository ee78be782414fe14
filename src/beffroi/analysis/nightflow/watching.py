"""The watch of districts: day after day, all at once, what is said of a day from the days before.

Effects are learnt again every few weeks on what came before, changes that were seen taken out, so
that neither a leak becomes what is usual nor a repair a saving. A change stays in the account of
its district until the nights come back; meanwhile its size is measured again as nights come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from beffroi.analysis.baseline.design import Days, DayTypes
from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow.account import Account
from beffroi.analysis.nightflow.changes import Change, Told
from beffroi.analysis.nightflow.effects import calendar_columns, take_out
from beffroi.analysis.nightflow.features import Nights
from beffroi.analysis.nightflow.following import Follower, Usual
from beffroi.analysis.nightflow.testing import GAPS, LENGTHS, contrasts

#: Days before which nothing is said.
LEAST_HISTORY = 28
_AGAIN = ((42, 7), (120, 14), (100_000, 28))
"""Days between two learnings, up to each day of the watch."""
_RENEWED = 7
"""Days between two looks at what is usual."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a watch: dates (d,), types and temperatures [degC] (d,) or (n, d)."""

    dates: Days
    day_types: DayTypes
    temperature: Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """When a change is said."""

    enough: float = 4.2
    """Standard deviations that a rise, or a fall, must reach."""
    least_share: float = 0.05
    """Share of the night flow under which nothing is said."""
    least_flow: float = 0.15
    """Flow under which nothing is said, m3/h: two taps left open."""


DEFAULTS = Rules()


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch saw of n districts over d days."""

    changes: tuple[Change, ...]
    """Those that are still held to be true, and those that were and are over."""
    expected: Floats
    """(n, d) night flow expected without the changes, m3/h, NaN where nothing is learnt yet."""
    spread: Floats
    """(n,) standard deviation of a night around what is expected, m3/h."""
    visible: Floats
    """(n,) smallest leak that two weeks would show today, m3/h, NaN before enough nights."""
    log: tuple[tuple[int, Change], ...] = field(repr=False)
    """What was said on each day for the first time, or under another name."""


def watch(
    nights: Nights, calendar: Calendar, rules: Rules = DEFAULTS, told: Sequence[Told] = ()
) -> Watched:
    """Watch n districts over d days, none of which is judged with the days after it.

    What was `told` of a change is heeded from its first day on.

    >>> rng = np.random.default_rng(3)
    >>> night, day = 2 + rng.normal(0, 0.1, (1, 90)), 8 + rng.normal(0, 0.4, (1, 90))
    >>> night[0, 60:] += 1.5
    >>> day[0, 60:] += 1.5
    >>> dates = np.arange("2024-01-01", "2024-03-31", dtype="M8[D]")
    >>> calendar = Calendar(dates, np.zeros(90, np.int8), np.full(90, 9.0))
    >>> seen = watch(Nights(night, day), calendar).changes
    >>> [(one.kind.value, one.since, round(one.size, 1)) for one in seen]
    [('burst', 60, 1.5)]
    """
    shape = nights.night.shape
    if not np.isfinite(nights.night).any():
        return Watched((), np.full(shape, np.nan), *(np.full(shape[0], np.nan),) * 2, ())
    columns = calendar_columns(calendar.dates, calendar.day_types, calendar.temperature)
    account = Account(nights)
    follower = Follower(account, told)
    expected = np.full(shape, np.nan)
    known = np.isfinite(nights.night)
    ready = known & (np.cumsum(known, axis=1) > LEAST_HISTORY)
    learnt = looked = 0
    usual: Usual | None = None
    for today in range(LEAST_HISTORY, shape[1]):
        if not learnt or today >= learnt + next(step for day, step in _AGAIN if today < day):
            learnt, looked = today, 0
            account.learn(take_out(*account.clean(), columns, learnt))
        if usual is None or not looked or today >= looked + _RENEWED:
            looked = today
            usual = _usual(account, today, rules)
        follower.again(today, usual)
        rise, score = contrasts(*account.recent(today), usual.night, account.doubt)
        best = np.argmax(np.abs(score), axis=1)[:, None]
        size, proof = (np.take_along_axis(one, best, axis=1)[:, 0] for one in (rise, score))
        seen = (np.abs(proof) >= rules.enough) & (np.abs(size) >= usual.least) & ready[:, today]
        for row in np.flatnonzero(seen).tolist():
            place = int(best[row, 0])
            length = LENGTHS[place] + GAPS[place]
            if proof[row] > 0:
                follower.rise(row, today, length, float(proof[row]), usual)
            else:
                follower.fall(row, today, length)
        expected[:, today] = account.expected(today)
    held = tuple(one for one in account.changes if one.size > 0)
    if usual is None:
        empty = np.full(shape[0], np.nan)
        return Watched(held, expected, empty, empty, ())
    fortnight = rules.enough * usual.night.of(14.0, 56.0, 14.0)
    visible = np.maximum(fortnight, usual.least) / (1 - account.share)
    return Watched(held, expected, usual.night.noise, visible, tuple(follower.log))


def _usual(account: Account, today: int, rules: Rules) -> Usual:
    night, day, level = account.spreads(today)
    return Usual(night, day, np.maximum(rules.least_share * level, rules.least_flow))
