"""The columns of the daily model: calendar, season and temperature.

Temperature enters through hinges (piecewise linear, as the change-point models of ASHRAE RP-1050
and IPMVP) on exponentially smoothed temperature (first-order thermal inertia). The calendar enters
through the day of the week, day types given by the caller, and the end of the year, when most
buildings close whatever the calendar says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.metrics import Floats

Days = NDArray[np.datetime64]
DayTypes = NDArray[np.int8]

PUBLIC_HOLIDAY = 1
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Design:
    """Columns of shape (n_days, n_columns) or (n_series, n_days, n_columns), and their beliefs."""

    columns: Floats
    beliefs: Floats
    """Prior standard deviation of each coefficient; infinite where nothing is believed."""


def smooth_temperature(temperature: Floats, time_constant: float) -> Floats:
    """Return the exponentially smoothed temperature along the last axis.

    `time_constant` [days]; the week before the first day is taken as its own first seven days.

    >>> smooth_temperature(np.array([10.0, 10.0, 10.0]), 2.0).round(6).tolist()
    [10.0, 10.0, 10.0]
    """
    if time_constant <= 0:
        return temperature
    keep = float(np.exp(-1.0 / time_constant))
    start = temperature[..., :7].mean(axis=-1, keepdims=True) * keep
    smoothed, _ = lfilter([1.0 - keep], [1.0, -keep], temperature, axis=-1, zi=start)
    return np.asarray(smoothed, dtype=np.float64)


def weekday(dates: Days) -> NDArray[np.int64]:
    """Return the day of the week, 0 for Monday.

    >>> weekday(np.array(["2024-01-01", "2024-01-07"], "M8[D]")).tolist()
    [0, 6]
    """
    number: NDArray[np.int64] = (dates.astype("M8[D]").astype(np.int64) + 3) % 7
    return number


def day_of_year(dates: Days) -> NDArray[np.int64]:
    """Return the day of the year, 0 for the first of January."""
    number: NDArray[np.int64] = (dates - dates.astype("M8[Y]").astype("M8[D]")).astype(np.int64)
    return number


def build_design(
    temperature: Floats,
    dates: Days,
    day_types: DayTypes,
    time_constant: float,
    options: DailyOptions,
) -> Design:
    """Return the columns of the model for one thermal inertia.

    `temperature` [degC] and `day_types` are (n_days,) or (n_series, n_days).
    """
    rest = (weekday(dates) >= 5) | (day_types == PUBLIC_HOLIDAY)
    smoothed = smooth_temperature(temperature, time_constant)
    parts = [
        *_calendar(dates, day_types, rest, options),
        *_season(dates, rest, options),
        *_temperature(smoothed, rest, options),
    ]
    columns = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column, _ in parts))
    return Design(np.stack(columns, axis=-1), np.array([belief for _, belief in parts]))


_Part = tuple[NDArray[np.bool_] | Floats, float]


def _calendar(
    dates: Days, day_types: DayTypes, rest: NDArray[np.bool_], options: DailyOptions
) -> list[_Part]:
    holiday = day_types == PUBLIC_HOLIDAY
    days = weekday(dates)
    strong, weak = options.holiday_belief, options.weekday_belief
    parts: list[_Part] = [(np.ones(dates.shape), np.inf), (rest, np.inf), (holiday, strong)]
    parts += [((days == k) & ~holiday, weak) for k in range(7)]
    for kind in (2, 3):
        parts += [((day_types == kind) & ~rest, strong), ((day_types == kind) & rest, weak)]
    day = day_of_year(dates)
    closed = (day >= 357) | (day == 0)
    parts += [(closed & ~rest, strong), (closed & rest, weak)]
    parts += [
        (((day >= 1) & (day <= 5)) & ~rest, weak),
        (((day >= 352) & (day < 357)) & ~rest, weak),
    ]
    return parts


def _season(dates: Days, rest: NDArray[np.bool_], options: DailyOptions) -> list[_Part]:
    angle = 2 * np.pi * day_of_year(dates) / _YEAR
    parts: list[_Part] = []
    for k in range(1, options.harmonics + 1):
        for wave in (np.cos(k * angle), np.sin(k * angle)):
            belief = options.season_belief / k
            parts += [(wave, belief), (wave * ~rest, belief)]
    return parts


def _temperature(smoothed: Floats, rest: NDArray[np.bool_], options: DailyOptions) -> list[_Part]:
    cold = [np.maximum(knot - smoothed, 0.0) / 10.0 for knot in options.heating_knots]
    warm = [np.maximum(smoothed - knot, 0.0) / 10.0 for knot in options.cooling_knots]
    belief = options.temperature_belief
    middle_cold, middle_warm = cold[len(cold) // 2], warm[len(warm) // 2]
    return [
        *((column, belief) for column in (*cold, *warm)),
        (middle_cold * rest, belief),
        (middle_warm * rest, belief),
    ]
