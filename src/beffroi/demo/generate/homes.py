"""Simulated homes with a water meter: some are read by the hour, most of them by the day.

One has a leak behind its meter, one a meter that stopped, one waters a garden and uses four times
what it did; the others live as homes do: nobody is up at night, some go away in summer. All of it
is invented: no meter of anybody was read. 120 litres a day and inhabitant (observatory of services,
2015: 150, with what is not of homes).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from beffroi.demo.generate.clock import HOUR, Clock, Floats, clock
from beffroi.demo.generate.meters import Column, measures
from beffroi.demo.generate.model import SOURCE, Measures
from beffroi.readers.contract import SeriesDraft
from beffroi.units import SeriesKind

#: Homes read by the hour, by the day, and for how long [d].
HOURLY, DAILY, DAYS = 8, 28, 500
#: How long before the last day a leak begins, a meter stops, a home begins to use more [d].
LEAK, STOPPED, MORE = 24, 52, 48
_LEAK_M3H = 0.014
_TIMES = 6.5
_LITRES, _DRAW = 120.0, 18.0  # a day and inhabitant; a draw
_HOURS = np.array([
    0.4, 0.1, 0.1, 0.1, 0.2, 1.0, 5.0, 9.0, 8.0, 5.0, 4.0, 4.5,
    6.5, 5.0, 3.5, 3.0, 3.5, 5.0, 7.5, 9.0, 7.5, 5.0, 3.5, 1.6,
])  # fmt: skip
_RECEIVED = 9 * HOUR


@dataclass(frozen=True, slots=True)
class _Home:
    """What a home is like, and what befell it, days before the last one."""

    people: int
    away: int  # days in August
    leak: int = 0
    stopped: int = 0
    more: int = 0


def homes(seed: int, years: int, end: date) -> Measures:
    """Return the readings of homes, under numbers that nobody has.

    >>> made = homes(676, 2, date(2026, 10, 31))
    >>> len(made.series), made.series[0].asset
    (36, 'FICTIF-0001')
    """
    time = clock(years, end)
    begin = max(len(time.days) - DAYS, 0)
    columns = []
    for number in range(HOURLY + DAILY):
        rng = np.random.default_rng([seed, 13, number])
        home = _Home(int(rng.integers(1, 5)), int(rng.integers(0, 16)))
        home = _befallen(home, number)
        drawn = _drawn(home, time, rng)
        column = _hourly(number, drawn, time) if number < HOURLY else _daily(number, drawn, time)
        columns.append(column.take(np.flatnonzero(column.start >= time.edges[begin])))
    return measures(columns)


def _befallen(home: _Home, number: int) -> _Home:
    if number == 0:
        return replace(home, people=3, leak=LEAK)
    if number == HOURLY:
        return replace(home, people=2, away=0, stopped=STOPPED)
    return replace(home, people=2, more=MORE) if number == HOURLY + 1 else home


def _drawn(home: _Home, time: Clock, rng: np.random.Generator) -> Floats:
    """Return what a meter counts in each hour [m3]."""
    days = len(time.days)
    busy = rng.gamma(18.0, 1 / 18.0, days)
    first = int(rng.integers(205, 232))
    busy[(time.day_of_year >= first) & (time.day_of_year < first + home.away)] = 0.0
    if home.more:
        watered = np.arange(days - home.more, days)
        busy[watered[watered % 3 > 0]] *= _TIMES  # two days in three: no leak does so
    draws = busy[time.day_of] * home.people * _LITRES / _DRAW
    counted = rng.poisson(draws * (_HOURS / _HOURS.sum())[time.local_hour])
    litres: Floats = counted * rng.uniform(0.6, 1.4, len(counted)) * _DRAW
    if home.leak:
        litres[time.hour_at(days - home.leak) :] += 1000.0 * _LEAK_M3H
    if home.stopped:
        litres[time.hour_at(days - home.stopped) :] = 0.0
    return np.round(litres) / 1000.0


def _hourly(number: int, drawn: Floats, time: Clock) -> Column:
    received = time.edges[1:][time.day_of] + _RECEIVED
    return Column(
        _draft(number, timedelta(hours=1)), time.hours, time.hours + HOUR, drawn, received
    )


def _daily(number: int, drawn: Floats, time: Clock) -> Column:
    volume: Floats = np.add.reduceat(drawn, time.first_hour).round(3)
    after = time.edges[1:]
    return Column(
        _draft(number, timedelta(days=1)), time.edges[:-1], after, volume, after + _RECEIVED
    )


def _draft(number: int, step: timedelta) -> SeriesDraft:
    return SeriesDraft(
        asset=f"FICTIF-{number + 1:04d}",
        asset_type="meter",
        quantity="water.volume",
        kind=SeriesKind.INTERVAL,
        source=SOURCE,
        step=step,
        attributes=(("simulated", "true"),),
    )
