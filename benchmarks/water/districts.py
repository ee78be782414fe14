"""Simulated small districts: what enters each hour over two years, with the leaks put in known.

A district has 120 to 900 customers. Their use follows the hour, the day of the week, heat,
holidays and a season of its own; some districts fill with visitors in summer and at weekends. It
wanders from day to day, and from hour to hour the less the more customers there are. Some have a
dairy or a bakery that works at night, gardens watered before dawn, or hydrants flushed. Background
losses wander with the months. Meters count pulses of 0.1 or 1 m3; days are missing, one by one and
by the week.

What is put in, by seed: bursts, leaks that grow, meters that freeze, read zero, change unit or
clock, tank manoeuvres, new users of the night. A third of the districts have no leak. Where a tank
is asked for, each district has one that a pump fills (`pumping.py`) in place of manoeuvres.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow import Calendar
from beffroi.periods import SchoolZone, day_types
from benchmarks.water.pumping import behind, pumped

DAYS = 730
_FIRST = np.datetime64("2024-01-01", "D")
_QUIET = 90
"""Days at the beginning in which nothing is put in."""
_WEEK = np.array(
    [.25, .18, .15, .15, .2, .45, 1.1, 1.75, 1.6, 1.3, 1.2, 1.25, 1.4, 1.2, 1.0, .95, 1.0, 1.2,
     1.55, 1.75, 1.55, 1.2, .8, .45]
)  # fmt: skip
_REST = np.array(
    [.35, .25, .18, .15, .18, .25, .5, 1.0, 1.6, 1.9, 1.85, 1.7, 1.6, 1.3, 1.1, 1.0, 1.0, 1.15,
     1.4, 1.55, 1.4, 1.15, .85, .55]
)  # fmt: skip
_LITRES = 0.320  # m3 a customer and a day


@dataclass(frozen=True)
class Leak:
    """A leak put in: its first and last days, what it loses each day [m3/h], whether it grows."""

    row: int
    first: int
    last: int
    flow: Floats
    grows: bool


@dataclass(frozen=True)
class Districts:
    """Districts of one seed: `hourly` (n, d, 24) m3/h, their calendar, and what was put in."""

    hourly: Floats
    calendar: Calendar
    leaks: tuple[Leak, ...]
    others: tuple[tuple[int, str, int, int], ...]
    """(row, kind, first, last) of what is no leak."""
    stored: Floats
    """(n, d, 24) m3/h that tanks inside take, less what they give: 0 where there is none."""


def simulate(
    seed: int, count: int = 60, *, together: bool = False, tank: bool = False
) -> Districts:
    """Return `count` districts over two years.

    `together`, seven leaks that know no other in each; `tank`, a tank in each that a pump fills.
    """
    rng = np.random.default_rng([seed, 7])
    dates = _FIRST + np.arange(DAYS)
    types = day_types(dates, SchoolZone.B)
    day = np.arange(DAYS)
    warmth = 11.5 - 8.5 * np.cos(2 * np.pi * (day - 20) / 365.25)
    temperature = warmth + _ar(rng, DAYS, 0.8, 3.0)
    calendar = Calendar(dates, types, temperature)
    hourly = np.empty((count, DAYS, 24))
    stored = np.zeros_like(hourly)
    leaks: list[Leak] = []
    others: list[tuple[int, str, int, int]] = []
    for row in range(count):
        flow = _customers(rng, calendar) + _night_users(rng, calendar, row, others)
        flow += _background(rng, flow)[:, None]
        if row % 3:
            for leak in (_crowd if together else _leaks)(rng, row):
                leaks.append(leak)
                flow += leak.flow[:, None]
        if tank:
            stored[row] = _stored(rng, flow, [leak for leak in leaks if leak.row == row])
            flow += stored[row]
        elif rng.random() < 0.3:
            _tank(rng, flow, row, others)
        flow = np.maximum(flow, 0.0)
        _flush(rng, flow)
        if rng.random() < 0.35:
            flow = _meter(rng, flow, row, others)
        hourly[row] = _counted(rng, flow)
    return Districts(hourly, calendar, tuple(leaks), tuple(others), stored)


def _ar(rng: np.random.Generator, days: int, keep: float, size: float) -> Floats:
    x = np.empty(days)
    x[0] = rng.normal(0, size)
    for i in range(1, days):
        x[i] = keep * x[i - 1] + rng.normal(0, size * np.sqrt(1 - keep**2))
    return x


def _customers(rng: np.random.Generator, calendar: Calendar) -> Floats:
    dates, types, heat = calendar.dates, calendar.day_types, calendar.temperature
    count = int(np.exp(rng.uniform(np.log(120), np.log(900))))
    weekday = (dates.astype(np.int64) + 3) % 7
    rest = (weekday >= 5) | (types == 1)
    shape = np.where(rest[:, None], _REST, _WEEK)
    angle = 2 * np.pi * np.arange(DAYS) / 365.25
    size = 1 + rng.uniform(0, 0.08) * np.sin(angle + rng.uniform(0, 6.3))
    size = size * (1 + rng.uniform(-0.1, 0.06) * (types == 2))
    size = size * np.exp(_ar(rng, DAYS, 0.5, rng.uniform(0.02, 0.05)))
    if rng.random() < 0.4:
        size = size * _visitors(rng, calendar, rest)
    gardens = rng.uniform(0, 0.04) * np.maximum(heat - 18, 0.0)
    watering = np.zeros(24)
    watering[19:23] = 0.2
    watering[3:6] = rng.uniform(0, 0.12)
    people = shape * size[:, None] + gardens[:, None] * watering[None, :] * 24
    mean = count * _LITRES / 24.0 * people
    # Each customer draws by fits: the variance of an hour follows its mean.
    drawn: Floats = rng.gamma(np.maximum(mean / 0.06, 1e-3), 0.06)
    return drawn


def _visitors(rng: np.random.Generator, calendar: Calendar, rest: Floats) -> Floats:
    """Summer visitors come and go within weeks, a year is not the other; some come at weekends."""
    day = np.arange(DAYS)
    more = np.zeros(DAYS)
    strength = rng.uniform(0.2, 1.5)
    for year in (0, 365):
        begin, end = 183 + year + rng.normal(0, 7), 240 + year + rng.normal(0, 7)
        rise = 1 / (1 + np.exp(-(day - begin) / 5)) / (1 + np.exp((day - end) / 5))
        more += strength * rng.uniform(0.8, 1.25) * rise
    more += rng.uniform(0, 0.2) * (calendar.day_types == 2)
    more += rng.uniform(0, 0.15) * rest
    return 1 + more * np.exp(_ar(rng, DAYS, 0.6, 0.1))


def _night_users(
    rng: np.random.Generator,
    calendar: Calendar,
    row: int,
    others: list[tuple[int, str, int, int]],
) -> Floats:
    flow = np.zeros((DAYS, 24))
    weekday = (calendar.dates.astype(np.int64) + 3) % 7
    if rng.random() < 0.2:  # a dairy or a bakery
        works = (weekday < rng.integers(5, 7)) & (calendar.day_types != 1)
        own = rng.uniform(0.2, 1.5) * np.exp(_ar(rng, DAYS, 0.3, 0.12))
        flow[:, 1:7] += (works * own)[:, None]
    if rng.random() < 0.08:  # one that begins to work at night
        first = int(rng.integers(_QUIET + 60, DAYS - 90))
        own = rng.uniform(0.4, 1.5) * np.exp(_ar(rng, DAYS, 0.3, 0.1))
        flow[first:, 0:6] += own[first:, None]
        others.append((row, "night_use", first, DAYS - 1))
    return flow


def _background(rng: np.random.Generator, flow: Floats) -> Floats:
    base = flow.mean() * rng.uniform(0.05, 0.4)
    wander = np.exp(_ar(rng, DAYS, 0.995, rng.uniform(0.03, 0.1)) + _ar(rng, DAYS, 0.7, 0.015))
    return np.asarray(base * wander, dtype=np.float64)


def _leaks(rng: np.random.Generator, row: int) -> list[Leak]:
    found: list[Leak] = []
    start = int(rng.integers(_QUIET, 300))
    while start < DAYS - 60 and len(found) < 3:
        length = int(rng.integers(25, 160))
        peak = float(np.exp(rng.uniform(np.log(0.3), np.log(6.0))))
        grows = bool(rng.random() < 0.45)
        last = min(start + length, DAYS - 1)
        lost = np.zeros(DAYS)
        if grows:
            growing = int(rng.integers(40, 200))
            last = min(start + growing + length // 2, DAYS - 1)
            lost[start : last + 1] = peak * np.minimum(np.arange(last + 1 - start) / growing, 1)
        else:
            lost[start : last + 1] = peak
        found.append(Leak(row, start, last, lost, grows))
        start = last + int(rng.integers(40, 250))
    return found


def _crowd(rng: np.random.Generator, row: int) -> list[Leak]:
    """Seven leaks that begin on any day, most of them while others run."""
    found: list[Leak] = []
    for start in np.sort(rng.integers(_QUIET, DAYS - 60, 7)).tolist():
        length, growing = int(rng.integers(15, 160)), int(rng.integers(40, 200))
        peak = float(np.exp(rng.uniform(np.log(0.5), np.log(6.0))))
        grows = bool(rng.random() < 0.45)
        last = min(start + (growing + length // 2 if grows else length), DAYS - 1)
        lost = np.zeros(DAYS)
        lost[start : last + 1] = peak
        if grows:
            lost[start : last + 1] *= np.minimum(np.arange(last + 1 - start) / growing, 1)
        found.append(Leak(row, start, last, lost, grows))
    return found


def _tank(
    rng: np.random.Generator,
    flow: Floats,
    row: int,
    others: list[tuple[int, str, int, int]],
) -> None:
    """A tank within the district is filled by night from a day on, and gives back by day."""
    first = int(rng.integers(_QUIET + 30, DAYS - 60))
    last = first + int(rng.integers(10, 60))
    more = flow[:, 2:5].mean() * rng.uniform(0.3, 1.5)
    flow[first : last + 1, 0:6] += more
    flow[first : last + 1, 7:22] -= more * 6 / 15
    others.append((row, "tank", first, last))


def _stored(rng: np.random.Generator, flow: Floats, leaks: list[Leak]) -> Floats:
    """Return what a tank takes, less what it gives: part of the use, some leaks, are behind it."""
    lost = sum((leak.flow[:, None] for leak in leaks), np.zeros((DAYS, 1)))
    share = behind(rng)
    taken = share * (flow - lost)
    for leak in leaks:
        taken = taken + leak.flow[:, None] * (rng.random() < share)
    return pumped(rng, taken) - taken


def _flush(rng: np.random.Generator, flow: Floats) -> None:
    for _ in range(rng.poisson(4)):
        day, hour = int(rng.integers(0, DAYS)), int(rng.integers(0, 22))
        flow[day, hour : hour + int(rng.integers(1, 4))] += rng.uniform(3, 20)


def _meter(
    rng: np.random.Generator,
    flow: Floats,
    row: int,
    others: list[tuple[int, str, int, int]],
) -> Floats:
    kind = str(rng.choice(["frozen", "dead", "scaled", "clock"]))
    first = int(rng.integers(_QUIET, DAYS - 40))
    last = first + int(rng.integers(4, 25))
    days = slice(first, last + 1)
    flow = flow.copy()
    if kind == "frozen":
        flow[days] = flow[first, 0]
    elif kind == "dead":
        flow[days] = 0.0
    elif kind == "scaled":
        flow[days] *= rng.choice([10.0, 0.1, 3.6, 1 / 3.6])
    else:
        turned = np.roll(flow.ravel(), int(rng.choice([-3, -2, 2, 3]))).reshape(flow.shape)
        flow[days] = turned[days]
    others.append((row, kind, first, last))
    return flow


def _counted(rng: np.random.Generator, flow: Floats) -> Floats:
    """Return what pulses tell, with days missing; a meter that repeats itself is left as it is."""
    pulse = float(rng.choice([0.1, 1.0], p=[0.8, 0.2]))
    index = np.floor(np.cumsum(flow.ravel()) / pulse) * pulse
    told = np.diff(index, prepend=0.0).reshape(flow.shape)
    flat = (flow == flow[:, :1]).all(axis=1)
    told[flat] = flow[flat]
    told[rng.random(DAYS) < 0.02] = np.nan
    if rng.random() < 0.3:
        gap = int(rng.integers(0, DAYS - 10))
        told[gap : gap + 8] = np.nan
    return np.asarray(told, dtype=np.float64)
