"""The columns of the daily model: calendar, season and temperature.

Temperature enters through hinges (piecewise linear, as the change-point models of ASHRAE RP-1050
and IPMVP) on exponentially smoothed temperature (first-order thermal inertia). The calendar enters
through the day of the week, day types given by the caller, and the end of the year, when most
buildings close whatever the calendar says. The season is a few yearly waves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.options import DailyOptions
from beffroi.analysis.metrics import Floats

Days = NDArray[np.datetime64]
DayTypes = NDArray[np.int8]

PUBLIC_HOLIDAY = 1
OTHER_TYPES = (2, 3)
_YEAR = 365.2425
_MIDDLE = 14.0
"""Outdoor temperature [degC] under which most buildings are heated."""


@dataclass(frozen=True, slots=True)
class Design:
    """Columns, their beliefs, and the order of the yearly wave that each belongs to (0: none)."""

    columns: Floats
    """(n_days, n_columns) or (n_series, n_days, n_columns)."""
    beliefs: Floats
    """Prior standard deviation of each coefficient; infinite where nothing is believed."""
    orders: NDArray[np.int64]

    def penalties(self, harmonics: tuple[int, ...]) -> Floats:
        """Return the ridge penalties (n_candidates, n_columns), which exclude higher waves."""
        excluded = self.orders[None, :] > np.array(harmonics)[:, None]
        penalties: Floats = np.where(excluded, 1e9, 1.0 / self.beliefs**2)
        return penalties


@dataclass(frozen=True, slots=True)
class _Column:
    values: NDArray[np.bool_] | Floats
    belief: float
    order: int = 0


def smooth_temperature(temperature: Floats, time_constant: float) -> Floats:
    """Return the exponentially smoothed temperature along the last axis.

    `time_constant` [days]; before the first day, the mean of the first seven is taken.

    >>> smooth_temperature(np.array([10.0, 10.0, 10.0]), 2.0).round(6).tolist()
    [10.0, 10.0, 10.0]
    """
    if time_constant <= 0:
        return temperature
    keep = float(np.exp(-1.0 / time_constant))
    added = (1.0 - keep) * temperature
    added[..., 0] += temperature[..., :7].mean(axis=-1) * keep
    return decaying(added, keep)


def decaying(values: Floats, keep: float) -> Floats:
    """Return the running sums along the last axis of which each step keeps a share `keep`.

    Sums of twice as many terms at each turn: importing a filter of SciPy takes far longer.

    >>> decaying(np.array([8.0, 0.0, 0.0, 4.0]), 0.5).tolist()
    [8.0, 4.0, 2.0, 5.0]
    """
    sums: Floats = np.array(values, dtype=np.float64)
    step = 1
    while step < sums.shape[-1]:
        sums[..., step:] += keep**step * sums[..., :-step]
        step *= 2
    return sums


def weekday(dates: Days) -> NDArray[np.int64]:
    """Return the day of the week, 0 for Monday.

    >>> weekday(np.array(["2024-01-01", "2024-01-07"], "M8[D]")).tolist()
    [0, 6]
    """
    number: NDArray[np.int64] = (dates.astype("M8[D]").astype(np.int64) + 3) % 7
    return number


def day_of_year(dates: Days) -> NDArray[np.int64]:
    """Return the day of the year, 0 for the first of January.

    >>> day_of_year(np.array(["2024-01-01", "2024-12-31"], "M8[D]")).tolist()
    [0, 365]
    """
    number: NDArray[np.int64] = (dates - dates.astype("M8[Y]").astype("M8[D]")).astype(np.int64)
    return number


def rest_days(dates: Days, day_types: DayTypes) -> NDArray[np.bool_]:
    """Return where a day is a Saturday, a Sunday or a public holiday."""
    rest: NDArray[np.bool_] = (weekday(dates) >= 5) | (day_types == PUBLIC_HOLIDAY)
    return rest


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
    rest = rest_days(dates, day_types)
    smoothed = smooth_temperature(temperature, time_constant)
    parts = [
        *_week(dates, day_types, rest, options),
        *_year_end(dates, rest, options),
        *_season(dates, rest, options),
        *_temperature(smoothed, dates, rest, options),
    ]
    columns = np.broadcast_arrays(*(np.asarray(part.values, dtype=np.float64) for part in parts))
    return Design(
        np.stack(columns, axis=-1),
        np.array([part.belief for part in parts]),
        np.array([part.order for part in parts]),
    )


def _week(
    dates: Days, day_types: DayTypes, rest: NDArray[np.bool_], options: DailyOptions
) -> list[_Column]:
    holiday = day_types == PUBLIC_HOLIDAY
    strong, weak = options.holiday_belief, options.weekday_belief
    parts = [_Column(np.ones(dates.shape), np.inf), _Column(rest, np.inf)]
    parts += [_Column(holiday, strong)]
    parts += [_Column((weekday(dates) == k) & ~holiday, weak) for k in range(7)]
    for kind in OTHER_TYPES:
        parts += [_Column((day_types == kind) & ~rest, strong)]
        parts += [_Column((day_types == kind) & rest, weak)]
    return parts


def _year_end(dates: Days, rest: NDArray[np.bool_], options: DailyOptions) -> list[_Column]:
    """24 December to 1 January, and the working days of the weeks on either side."""
    day = day_of_year(dates)
    closed = (day >= 357) | (day == 0)
    slow = ((day >= 1) & (day <= 5), (day >= 352) & (day < 357))
    return [
        _Column(closed & ~rest, options.holiday_belief),
        _Column(closed & rest, options.weekday_belief),
        *(_Column(part & ~rest, options.weekday_belief) for part in slow),
    ]


def _season(dates: Days, rest: NDArray[np.bool_], options: DailyOptions) -> list[_Column]:
    angle = 2 * np.pi * day_of_year(dates) / _YEAR
    parts: list[_Column] = []
    for k in range(1, max(options.harmonics) + 1):
        for wave in (np.cos(k * angle), np.sin(k * angle)):
            belief = options.season_belief / k
            parts += [_Column(wave, belief, k), _Column(wave * ~rest, belief, k)]
    return parts


def _temperature(
    smoothed: Floats, dates: Days, rest: NDArray[np.bool_], options: DailyOptions
) -> list[_Column]:
    """Hinges, and how heating and cooling change with the day: plant follows a weekly schedule."""
    cold = [np.maximum(knot - smoothed, 0.0) / 10.0 for knot in options.heating_knots]
    warm = [np.maximum(smoothed - knot, 0.0) / 10.0 for knot in options.cooling_knots]
    belief = options.temperature_belief
    heated = np.maximum(_MIDDLE - smoothed, 0.0) / 10.0
    return [
        *(_Column(values, belief) for values in (*cold, *warm)),
        _Column(heated * rest, belief),
        _Column(warm[len(warm) // 2] * rest, belief),
        *(_Column(heated * (weekday(dates) == k), 2 * belief / 3) for k in range(7)),
    ]
