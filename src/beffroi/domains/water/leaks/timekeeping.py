"""Measures of a network put back to their time: how clocks are on each day, past and to come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from beffroi.analysis.clocks import Ints, Mask
from beffroi.analysis.cusum import Gathered
from beffroi.domains.water.leaks.bonds import learn
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.domains.water.leaks.signals import KINDS, Signals
from beffroi.readers.water.scada import Sheet

_DAY, _MINUTE = np.timedelta64(1, "D"), np.timedelta64(1, "m")
_REACH = np.timedelta64(150, "s")
#: Whether a day, by its number, is over, given how long its last hour comes late.
Over: TypeAlias = Callable[[int, np.timedelta64], bool]


@dataclass(frozen=True, slots=True)
class Days:
    """How late each sensor was on days from `first` on, minutes, (d, s); where it is doubted."""

    first: np.datetime64
    lags: Ints
    doubt: Mask

    def put_right(self, signals: Signals, sheets: Sheets) -> Sheets:
        """Return measures at their time, without those that are doubted."""
        every = [sheets.pressures, sheets.flows, sheets.levels, sheets.customers]
        names = (signals.pressures, signals.flows, signals.levels, sheets.customers.names)
        for place, sheet in enumerate(every):
            members, own = signals.files[place], names[place]
            of = members if place < len(KINDS) - 1 else np.repeat(members, len(own))
            every[place] = _moved(sheet, own, self.first, self.lags[:, of], self.doubt[:, of])
        return Sheets(*every)

    def then(self, other: "Days") -> "Days":
        """Return these days and those that follow."""
        lags, doubt = ((self.lags, other.lags), (self.doubt, other.doubt))
        return Days(self.first, np.concatenate(lags), np.concatenate(doubt))


def learnt(plant: Plant, sheets: Sheets, first: np.datetime64) -> tuple[Clocks, Days] | None:
    """Learn clocks on what precedes a day, and return them with what they make of those days.

    None where measures are not frequent enough: more than an hour apart, nothing can be said. The
    past is told by all that is known of it at its end.
    """
    signals = Signals.of(plant, sheets)
    begin = sheets.pressures.times[:1].astype("datetime64[D]")
    if signals is None or not begin.size or first - begin[0] < 2 * _DAY:
        return None
    found = _begun(plant, signals, sheets, begin[0], first)
    days = _past(plant, found, sheets, begin[0], first)
    if days.lags.any():  # how sensors move together is known better once clocks are right
        past = days.put_right(signals, sheets)
        found = _begun(plant, signals, past, begin[0], first)
        found.lag[:] = 0
        days = _past(plant, found, sheets, begin[0], first)
    return found, days


def _begun(
    plant: Plant, signals: Signals, past: Sheets, begin: np.datetime64, first: np.datetime64
) -> Clocks:
    bonds, lag = learn(signals, plant, past, begin, first)
    count = signals.tried.size
    own = Gathered.nothing(lag.size, count)
    return Clocks(signals, bonds, lag, own, Gathered.nothing(len(signals.files), count))


def _past(
    plant: Plant, found: Clocks, sheets: Sheets, begin: np.datetime64, first: np.datetime64
) -> Days:
    """Return what all the days of a past say, those that a shift took to be told included."""
    count = int((first.astype("datetime64[D]") - begin) / _DAY)
    shape = count, found.lag.size
    days = Days(begin, np.zeros(shape, np.int64), np.zeros(shape, dtype=bool))
    for place in range(count):
        day = (begin + place * _DAY).astype("datetime64[s]")
        days.doubt[place], fresh = found.look(plant, sheets, day)
        days.lags[place] = found.late
        for one in fresh:
            since = max(0, int((one.since - begin) / _DAY))
            members = found.signals.rows(one)
            days.lags[since : place + 1, members] = found.late[members]
            days.doubt[since : place + 1, members] = False
            days.doubt[since, members] = True
    return days


def followed(
    plant: Plant, found: Clocks, sheets: Sheets, first: np.datetime64, count: int,
    over: Over | None = None,
) -> tuple[Days, list[Shift]]:  # fmt: skip
    """Look at days, and return how each is put right by what was known before it; what moved.

    They are `count` at most, as long as each is `over` given how late its last hour comes.
    """
    first = first.astype("datetime64[D]")
    lags, doubt = [found.late[:0].reshape(0, found.lag.size)], [np.zeros((0, found.lag.size), bool)]
    fresh: list[Shift] = []
    for place in range(count):
        if over is not None and not over(place, found.awaited):
            break
        lags.append(found.late[None, :])
        doubted, new = found.look(plant, sheets, (first + place * _DAY).astype("datetime64[s]"))
        doubt.append(doubted[None, :])
        fresh += new
    return Days(first, np.concatenate(lags), np.concatenate(doubt)), fresh


def today(found: Clocks, day: np.datetime64) -> Days:
    """Return how a day that is not over is put right, by what is known."""
    return Days(day, found.late[None, :], np.zeros((1, found.lag.size), dtype=bool))


def _moved(
    sheet: Sheet, names: tuple[str, ...], first: np.datetime64, lags: Ints, doubt: Mask
) -> Sheet:
    changed = np.flatnonzero(lags.any(axis=0) | doubt.any(axis=0))
    if not changed.size or not sheet.times.size:
        return sheet
    days = ((sheet.times - first.astype("datetime64[s]")) // _DAY).astype(np.int64)
    inside = np.flatnonzero((days >= 0) & (days < len(lags)))
    values = sheet.values.copy()
    found: dict[bytes, tuple[Ints, Mask]] = {}
    for row in changed.tolist():
        if names[row] not in sheet.names:
            continue
        column, own = sheet.names.index(names[row]), lags[days[inside], row]
        key = own.tobytes()
        if key not in found:
            wanted = sheet.times[inside] + own * _MINUTE
            at = np.searchsorted(sheet.times, wanted - _REACH).clip(0, sheet.times.size - 1)
            found[key] = at, np.abs(sheet.times[at] - wanted) <= _REACH
        at, there = found[key]
        put = there & ~doubt[days[inside], row]
        values[inside, column] = np.where(put, sheet.values[at, column], np.nan)
    return Sheet(sheet.names, sheet.times, values)
