"""Faults put into real meters, each as a building manager would describe it.

Every function takes hourly energy (d, 24) in kWh and the index of the first faulty day, and
returns faulty hourly energy, or None where the fault would not exist on this meter (no base load
to raise, nights as high as days, no heating).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Hours = NDArray[np.float64]
Days = NDArray[np.datetime64]
Fault = Callable[[Hours, int, Days], Hours | None]

_YEAR = 365


def base_load(hours: Hours, start: int, _days: Days) -> Hours | None:
    """Every hour gains 15 % of the base load: the median of the four lowest hours of a day."""
    before = hours[start - _YEAR : start]
    level = float(np.median(np.sort(before, axis=1)[:, :4].mean(axis=1)))
    if level < 0.1 * before.mean():
        return None
    return _added(hours, start, 0.15 * level)


def night(hours: Hours, start: int, days: Days) -> Hours | None:
    """Nights (20:00 to 7:00) and weekends run at 70 % of the working hours, give or take 5 %."""
    weekend = (days.astype("M8[D]").astype(np.int64) + 3) % 7 >= 5
    closed = weekend[:, None] | (np.arange(24) < 7) | (np.arange(24) >= 20)
    year = slice(start - _YEAR, start)
    level = 0.7 * float(hours[year][~closed[year]].mean())
    result = hours.copy()
    after = closed & (np.arange(len(hours)) >= start)[:, None]
    wobble = np.random.default_rng(start).normal(1.0, 0.05, int(after.sum()))
    result[after] = np.maximum(result[after], level * wobble)
    gain = (result[start : start + 90] - hours[start : start + 90]).sum()
    if gain < 0.15 * hours[start : start + 90][closed[start : start + 90]].sum():
        return None
    return result


def summer_heating(hours: Hours, start: int, days: Days) -> Hours | None:
    """Heating goes on through summer at 30 % of the mean winter day, spread over its hours."""
    month = days.astype("M8[M]").astype(np.int64) % 12
    index = np.arange(len(days))
    past = (index >= start - _YEAR) & (index < start)
    winter = float(hours[past & np.isin(month, (11, 0, 1))].mean())
    summer = float(hours[past & np.isin(month, (5, 6, 7))].mean())
    if winter < 2 * summer:
        return None
    end = int(np.searchsorted(days, np.datetime64(f"{str(days[start])[:4]}-09-15")))
    result = hours.copy()
    result[start:end] += 0.3 * winter
    return result


def step(hours: Hours, start: int, _days: Days) -> Hours:
    """Every hour is multiplied by 1.2."""
    result = hours.copy()
    result[start:] *= 1.2
    return result


def large_step(hours: Hours, start: int, _days: Days) -> Hours:
    """Every hour is multiplied by 1.4."""
    result = hours.copy()
    result[start:] *= 1.4
    return result


def drift(hours: Hours, start: int, _days: Days) -> Hours:
    """Every hour is multiplied by a factor that grows by 0.2 a year."""
    result = hours.copy()
    age = np.arange(len(hours) - start) / _YEAR
    result[start:] *= (1 + 0.2 * age)[:, None]
    return result


def dead(hours: Hours, start: int, _days: Days) -> Hours:
    """The meter counts nothing any more."""
    result = hours.copy()
    result[start:] = 0.0
    return result


def stuck(hours: Hours, start: int, _days: Days) -> Hours | None:
    """The last value other than zero is repeated."""
    past = hours[:start].ravel()
    positive = past[past > 0]
    if not len(positive):
        return None
    result = hours.copy()
    result[start:] = positive[-1]
    return result


def _added(hours: Hours, start: int, amount: float) -> Hours:
    result = hours.copy()
    result[start:] += amount
    return result


FAULTS: dict[str, Fault] = {
    "base load +15 %": base_load,
    "running at night": night,
    "heating in summer": summer_heating,
    "step of 20 %": step,
    "step of 40 %": large_step,
    "drift of 20 % a year": drift,
    "dead": dead,
    "stuck": stuck,
}
