"""Simulated homes of a water service, by the hour, with faults whose truth is known.

Said simulated everywhere. A home has people with habits, nights without a draw (but for some),
holidays, guests, a garden in summer; a home in fifty is a second home, one in forty a building of
several homes that never rests. Meters count litres, lose hours by the radio, some count ten litres
a pulse.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

#: Hours of the day in which people draw water: morning, noon, evening, a little at night.
_HOURS = np.array(
    [2, 1, 1, 1, 1, 3, 10, 14, 12, 8, 7, 7, 9, 8, 6, 5, 5, 6, 9, 11, 10, 8, 6, 4], dtype=float
)
NONE, LEAK, STOP, MORE, LESS = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Homes:
    """Meters (n, d, 24) and what was put into them."""

    hourly: Any
    daily: Any
    days: Any
    group: Any
    kind: Any
    first: Any
    last: Any
    kinds: dict[str, list[int]]


def simulate(seed: int, meters: int, years: int) -> Homes:
    """Draw homes, a third of them with a fault in the last year."""
    rng = np.random.default_rng(seed)
    days = np.arange("2022-01-01", f"{2022 + years}-01-01", dtype="M8[D]")
    n, d = meters, len(days)
    people = rng.choice([1, 2, 3, 4, 5], n, p=[0.35, 0.32, 0.15, 0.13, 0.05])
    shared = rng.random(n) < 0.025
    people = np.where(shared, rng.integers(15, 60, n), people)
    a_day = people * rng.lognormal(np.log(0.11), 0.35, n)
    level = np.ones((n, d)) * rng.lognormal(0.0, 0.12, (n, d))
    level *= _weeks(rng, n, d)
    summer = np.isin(days.astype("M8[M]").astype(int) % 12 + 1, (6, 7, 8, 9))
    garden = (rng.random(n) < 0.3)[:, None] & summer & (rng.random((n, d)) < 0.5)
    level *= np.where(_away(rng, n, d, rng.random(n) < 0.02), 0.0, 1.0)
    level *= _guests(rng, n, d)
    litres = _drawn(rng, a_day[:, None] * level)
    # One draw, in the evening: a garden.
    litres[:, :, 20] += np.where(garden & (level > 0), rng.gamma(2.0, 90.0, (n, d)), 0.0)
    kind, first, last = _faults(rng, n, d, litres)
    coarse = rng.random(n) < 0.1
    litres[coarse] = _pulses(litres[coarse], 10.0)
    litres[~coarse] = _pulses(litres[~coarse], 1.0)
    hourly = (litres / 1000.0).astype(np.float32)
    lost = rng.random((n, d, 24)) < 0.01
    # An index passes over hours that are lost: the day is known, the hours are not.
    daily = hourly.sum(axis=2, dtype=np.float64)
    daily[rng.random((n, d)) < 0.005] = np.nan
    hourly[lost] = np.nan
    kinds = {"leak": [LEAK], "stopped": [STOP], "use times 3 to 6, up or down": [MORE, LESS]}
    return Homes(hourly, daily, days, np.zeros(n, dtype=np.int64), kind, first, last, kinds)


def _weeks(rng: Any, n: int, d: int) -> Any:
    """Return slow changes of each home: a child grows, someone works at home."""
    steps = np.cumsum(rng.normal(0, 0.012, (n, d // 7 + 2)), axis=1)
    return np.repeat(np.exp(steps), 7, axis=1)[:, :d]


def _away(rng: Any, n: int, d: int, second: Any) -> Any:
    """Return the days without anybody: a few holidays; most days of a second home."""
    away = np.zeros((n, d), dtype=bool)
    for _ in range(4 * (d // 365 + 1)):
        start, length = rng.integers(0, d, n), rng.gamma(1.6, 4.5, n).astype(int)
        index = np.arange(d)
        away |= (index >= start[:, None]) & (index < (start + length)[:, None])
    away[second] |= rng.random((int(second.sum()), 1)) < 0.9
    # Some leave for good, or for months.
    gone = rng.random(n) < 0.01 * d / 365
    start, length = rng.integers(0, d, n), rng.integers(30, 200, n)
    index = np.arange(d)
    away |= gone[:, None] & (index >= start[:, None]) & (index < (start + length)[:, None])
    return away


def _guests(rng: Any, n: int, d: int) -> Any:
    found = np.ones((n, d))
    for _ in range(3 * (d // 365 + 1)):
        start, length = rng.integers(0, d, n), rng.integers(2, 16, n)
        index = np.arange(d)
        here = (index >= start[:, None]) & (index < (start + length)[:, None])
        found = np.where(here, found * rng.uniform(1.2, 2.0, (n, 1)), found)
    return found


def _drawn(rng: Any, a_day: Any) -> Any:
    """Share days [m3] among hours as draws of a few litres to a hundred; [l], (n, d, 24)."""
    n = len(a_day)
    shift = rng.integers(-1, 2, n)
    weights = np.stack([np.roll(_HOURS, one) for one in shift])
    sleeps = rng.random(n) < 0.85
    weights[sleeps[:, None] & (weights <= 2)] *= 0.25
    weights /= weights.sum(axis=1, keepdims=True)
    # A draw is of about fifteen litres: how many there are in an hour is random.
    mean = (1000.0 * a_day[:, :, None] * weights[:, None, :]) / 15.0
    draws = rng.poisson(mean).astype(np.float32)
    return draws * rng.gamma(3.0, 5.0, draws.shape).astype(np.float32)


def _faults(rng: Any, n: int, d: int, litres: Any) -> tuple[Any, Any, Any]:
    """Put faults into a third of the homes, in the last year; change `litres`."""
    kind = rng.choice([NONE, LEAK, STOP, MORE, LESS], n, p=[0.68, 0.16, 0.06, 0.05, 0.05])
    first = rng.integers(d - 330, d - 120, n)
    last = np.minimum(first + rng.integers(60, 200, n), d - 1)
    last[kind == STOP] = d - 1
    last[(kind == MORE) | (kind == LESS)] = d - 1
    rate = rng.lognormal(np.log(12.0), 0.8, n)  # litres an hour
    index = np.arange(d)
    during = (index >= first[:, None]) & (index <= last[:, None])
    leak = (kind == LEAK)[:, None] & during
    litres += np.where(leak, rate[:, None], 0.0)[:, :, None]
    factor = np.ones((n, d))
    factor[(kind == STOP)[:, None] & during] = 0.0
    times = rng.uniform(3.0, 6.0, n)
    factor = np.where((kind == MORE)[:, None] & during, times[:, None], factor)
    factor = np.where((kind == LESS)[:, None] & during, 1 / times[:, None], factor)
    litres *= factor[:, :, None].astype(np.float32)
    return kind, first, last


def _pulses(litres: Any, size: float) -> Any:
    """Count whole pulses: what is left of an hour is counted with the next one."""
    shape = litres.shape
    total = np.floor(np.cumsum(litres.reshape(len(litres), -1), axis=1, dtype=np.float64) / size)
    return (np.diff(total, axis=1, prepend=0.0) * size).reshape(shape)
