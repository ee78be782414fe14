"""A watch carried on: what is new since the last step is looked at, day by day, then today so far.

A day is looked at once its last hour is measured; what comes later for it changes nothing more.
"""

from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np

from beffroi.analysis.hydraulics.rules import Rules
from beffroi.domains.water.leaks import timekeeping
from beffroi.domains.water.leaks.keeping import Kept
from beffroi.domains.water.leaks.measures import HOURS, Sheets, measures
from beffroi.domains.water.leaks.naming import named
from beffroi.domains.water.leaks.plant import Plant, Sensors
from beffroi.domains.water.leaks.running import NINETY, Detection, Ended, Running
from beffroi.domains.water.leaks.searching import BEFORE, Past, learnt, plant_of
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.domains.water.leaks.timekeeping import Over
from beffroi.domains.water.leaks.watching import Watch
from beffroi.readers.water.epanet import WaterModel
from beffroi.readers.water.scada import Sheet

_DAY, _HOUR = np.timedelta64(1, "D"), np.timedelta64(1, "h")
#: From when all that is looked at on a day is measured; how long a file that is late is waited for.
_WHOLE, _LATE = np.timedelta64(HOURS[-1] + 1, "h"), np.timedelta64(30, "h")
_LEAST_WEEK = 3  # days that today is compared with
#: Leaks of an earlier watch that run, each with its pipe.
Underway: TypeAlias = tuple[tuple[str, Running], ...]


@dataclass(frozen=True, slots=True)
class Today:
    """What enters a zone on a day that is not over, against the same hours of the days before.

    `inlets` name the flow meters of the zone; `more` [m3/h] is within `usual` nine times in ten.
    """

    inlets: tuple[str, ...]
    hours: int
    more: float
    usual: float


@dataclass(frozen=True, slots=True)
class News:
    """What a step saw: days looked at, those that say nothing, leaks said and ended, today."""

    days: int
    silent: int
    said: tuple[Detection, ...]
    ended: tuple[Ended, ...]
    today: tuple[Today, ...]
    until: np.datetime64
    """The last instant that is measured."""
    clocks: tuple[Shift, ...] = ()
    """Clocks that were found moved, or right again."""


def begun(
    model: WaterModel, sheets: Sheets, past: Past, first: np.datetime64,
    rules: Rules | None = None, before: Underway = (),
) -> Kept:  # fmt: skip
    """Return a watch that learnt on what precedes a day, ready for the step of that day.

    `before` are leaks that an earlier watch found and that run.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.past_short`, `water.model_unsupported`,
            `analysis.flow_unsolved`.
    """
    sheets, _ = named(model, sheets)
    plant = plant_of(model, sheets)
    known = timekeeping.learnt(plant, sheets, first)
    if known is not None:
        sheets = known[1].put_right(known[0].signals, sheets)
    watch = learnt(plant, sheets, past, first, rules)
    for pipe, one in before:
        watch.know(pipe, one.amount, one)
    seen = measures(plant, sheets, first - BEFORE * _DAY, first)
    for day in range(len(seen.days)):
        watch.step(seen, day)  # what it says of these days is of the past
    names = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    return Kept(
        watch, Sensors(*(sheet.names for sheet in names)), first - _DAY, known[0] if known else None
    )


def advance(kept: Kept, sheets: Sheets) -> tuple[Kept, News]:
    """Look at the days of some measures that were not looked at yet, and at today so far.

    Measures begin a little before these days (`BEFORE`), that clocks may be compared.

    Raises:
        BeffroiError: `analysis.flow_unsolved`.
    """
    watch, first = kept.watch, kept.last + _DAY
    until, count, over = _over(sheets, first)
    given, moved = sheets, list[Shift]()
    if kept.clocks is not None:
        days, moved = timekeeping.followed(watch.plant, kept.clocks, sheets, first, count, over)
        given, count = days.put_right(kept.clocks.signals, sheets), len(days.lags)
    said: list[Detection] = []
    ended: list[Ended] = []
    silent = 0
    if count:
        seen = measures(watch.plant, given, first, first + count * _DAY)
        before = watch.unsolved
        for day in range(count):
            said += watch.step(seen, day)
            ended += watch.ended
        silent = int((~seen.usable).sum()) + watch.unsolved - before
    now = first + count * _DAY
    if kept.clocks is not None:
        sheets = timekeeping.today(kept.clocks, now).put_right(kept.clocks.signals, sheets)
    today = _today(watch, sheets, now, until)
    news = News(count, silent, tuple(said), tuple(ended), today, until, tuple(moved))
    return Kept(watch, kept.sensors, kept.last + count * _DAY, kept.clocks), news


def _over(sheets: Sheets, first: np.datetime64) -> tuple[np.datetime64, int, Over]:
    """Return the last instant that is measured, and how many days are over by then.

    With it, whether one of them still is when its last hour comes late, by a clock that is.
    """
    every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    ends = [_end(sheet, first) for sheet in every if sheet.names]
    early, until = min(ends), max(ends)

    def count(late: np.timedelta64) -> int:
        whole = int((early - first - _WHOLE - late) // _DAY) + 1
        waited = int((until - first - _LATE - late) // _DAY)
        return max(0, whole, waited)

    return until, count(np.timedelta64(0, "m")), lambda day, late: day < count(late)


def _end(sheet: Sheet, first: np.datetime64) -> np.datetime64:
    """Return when the last of some measures ends: a step after its last row, an hour at most."""
    if sheet.times.size < 2:
        return cast("np.datetime64", first.astype("datetime64[s]"))
    end = sheet.times[-1:] + np.minimum(np.diff(sheet.times[-2:]), _HOUR)
    return cast("np.datetime64", end[0])


def _today(
    watch: Watch, sheets: Sheets, day: np.datetime64, until: np.datetime64
) -> tuple[Today, ...]:
    if len(watch.entered) < _LEAST_WEEK or until <= day:
        return ()
    now = watch.entering(measures(watch.plant, sheets, day, day + _DAY), 0)
    week = np.array(watch.entered)
    found = []
    for zone, watched in enumerate(watch.zones):
        hours = np.isfinite(now[:, zone]) & np.isfinite(week[:, :, zone]).all(axis=0)
        if not hours.any():
            continue
        before = week[:, hours, zone].mean(axis=1)
        more = float(now[hours, zone].mean() - before.mean())
        spread = float(before.std(ddof=1)) * np.sqrt(1 + 1 / len(before))
        names = _inlets(watch.plant, int(watch.plant.meter_zone[watched.meters[0]]))
        found.append(Today(names, int(hours.sum()), more, NINETY * spread))
    return tuple(found)


def _inlets(plant: Plant, zone: int) -> tuple[str, ...]:
    first = len(plant.sensors)
    names = (*plant.inlet_names, *plant.tank_names)
    return tuple(
        name for name, own in zip(names, plant.meter_zone[first:], strict=True) if own == zone
    )
