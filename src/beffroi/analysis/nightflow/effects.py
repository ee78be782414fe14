"""What calendar, weather and visitors add to a night, learnt on the past of each district.

A night is a level, plus what rest days, holidays, frost, heat and season add to it, plus a share of
what the day used more than usual: visitors who fill a village at noon also sleep there. The level
is not learnt here. It is left in what remains, because it is where leaks show; the share of the
season is believed small, because one year cannot tell a season from a leak that grows.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.baseline.design import (
    PUBLIC_HOLIDAY,
    Days,
    DayTypes,
    day_of_year,
    smooth_temperature,
    weekday,
)
from beffroi.analysis.baseline.ridge import RidgeFit, apply, fit_ridge
from beffroi.analysis.metrics import Floats

_YEAR = 365.2425
_HOT, _FROST, _INERTIA = 18.0, 0.0, 2.0
_MEMORY = 500.0
_SHARE = 0.4
"""Share of the ratio of night to day that visitors are believed to add, before any measure: the
rest of a night is mostly what the network loses, whoever sleeps there."""
_SHARE_BELIEF = 0.3
_ROUNDS, _OUTLIER, _INFLATION = 3, 3.0, 2.0
_SMALL = 1e-9
_SUDDEN, _NORMAL = 8.0, 1.4826
_CALENDAR = (np.inf, 0.3, *(0.2,) * 7, 0.3, 0.2, 1.5, 0.1)
"""Prior deviations, as shares of the level: level, rest day, each day of the week, holiday, school
holiday, ten degrees over 18, ten degrees of frost."""
_WAVES = (0.1, 0.1, 0.05, 0.05)


@dataclass(frozen=True, slots=True)
class Effects:
    """What remains once the effects are taken out, (n, d), m3/h; the level is still in it."""

    night: Floats
    day: Floats
    share: Floats
    """(n,) flow that each m3/h more of a day adds to its night."""
    columns: Floats
    """(n, d, p) what the effects are made of."""
    doubt: Floats
    """(n, p, p) covariance of what is believed of each, (m3/h)2: large where little was seen."""


def calendar_columns(dates: Days, day_types: DayTypes, temperature: Floats) -> Floats:
    """Return the columns (d, p) or (n, d, p) of the effects, those of the season last.

    `day_types` and `temperature` [degC] are (d,) or (n, d); where no temperature is known, frost
    and heat say nothing.
    """
    rest = (weekday(dates) >= 5) | (day_types == PUBLIC_HOLIDAY)
    school = (day_types > PUBLIC_HOLIDAY) & ~rest
    known = np.where(np.isfinite(temperature), temperature, 12.0)
    smoothed = smooth_temperature(known, _INERTIA)
    angle = 2 * np.pi * day_of_year(dates) / _YEAR
    parts = [
        np.ones(dates.shape),
        rest - 2 / 7,
        *((weekday(dates) == k) - 1 / 7 for k in range(7)),
        day_types == PUBLIC_HOLIDAY,
        school,
        np.maximum(smoothed - _HOT, 0.0) / 10.0,
        np.maximum(_FROST - smoothed, 0.0) / 10.0,
        *(wave(k * angle) for k in (1, 2) for wave in (np.cos, np.sin)),
    ]
    columns: Floats = np.stack(
        np.broadcast_arrays(*(np.asarray(one, float) for one in parts)), axis=-1
    )
    return columns


def take_out(night: Floats, day: Floats, columns: Floats, until: int) -> Effects:
    """Return nights and days (n, d) without their effects, learnt on the first `until` days only.

    `night` and `day` are without what known leaks add.

    >>> days = np.arange("2024-01-01", "2024-03-01", dtype="M8[D]")
    >>> columns = calendar_columns(days, np.zeros(60, np.int8), np.full(60, 9.0))
    >>> weekend = (np.arange(60) % 7 >= 5) * 1.0
    >>> left = take_out((2 + weekend)[None], np.full((1, 60), 5.0), columns, 50).night
    >>> bool(left[0, -14:].std() < 0.1)
    True
    """
    used = _people(_use(day, columns, until), until)
    typical = _typical(night, until)[:, None]
    ratio = typical / np.maximum(_typical(day, until)[:, None], _SMALL)
    # Half of today, half of yesterday: the night lies between both.
    before = np.concatenate([used[:, :1], used[:, :-1]], axis=1)
    both = np.where(np.isfinite(before), (used + before) / 2, used)
    visitors = np.nan_to_num(np.where(np.isfinite(used), both, before)) * ratio
    own = np.broadcast_to(columns, (*night.shape, columns.shape[-1]))
    whole = np.concatenate([own, (visitors / typical)[:, :, None]], axis=2)
    belief = np.array([*_CALENDAR, *_WAVES, _SHARE_BELIEF])
    target = (night - _SHARE * visitors) / typical
    fit = _fit(whole, target, belief, until)
    coefficients = fit.coefficients.copy()
    coefficients[:, 0] = 0.0
    coefficients[:, -1] = np.clip(coefficients[:, -1] + _SHARE, 0.0, 1.0)
    left = night - typical * apply(whole, coefficients)
    return Effects(
        left,
        used + _typical(day, until)[:, None],
        coefficients[:, -1] * ratio[:, 0],
        whole,
        _doubt(whole[:, :until], fit, belief) * typical[:, :, None] ** 2,
    )


def _doubt(past: Floats, fit: RidgeFit, belief: Floats) -> Floats:
    """Return the covariance of the coefficients (n, p, p), as shares of the level."""
    noise = (fit.noise * _INFLATION)[:, None, None]
    gram = np.matmul(np.swapaxes(past, 1, 2) * fit.weights[:, None, :], past)
    prior = noise * np.diag(1.0 / belief**2 + _SMALL)
    doubt: Floats = noise * np.linalg.inv(gram + prior)
    return doubt


def _use(day: Floats, columns: Floats, until: int) -> Floats:
    """Return the departure of each day from what calendar and weather make it, its season kept.

    The season of the days is that of the people: it is what a night is to be compared with.
    """
    typical = _typical(day, until)[:, None]
    seasonless = columns[..., : len(_CALENDAR)]
    fit = _fit(seasonless, day / typical, np.array(_CALENDAR), until)
    coefficients = fit.coefficients.copy()
    coefficients[:, 0] = 0.0
    used: Floats = day - typical * (apply(seasonless, coefficients) + 1.0)
    return used


def _people(used: Floats, until: int) -> Floats:
    """Return departures without those that no people make: a tank drained, a main flushed.

    A day may exceed both days before it by `_SUDDEN` times what days usually change by.
    """
    change = np.abs(np.diff(used[:, :until], axis=1))
    usual = _NORMAL * _typical(change, change.shape[1])[:, None]
    before = np.fmax(used[:, 1:-1], used[:, :-2])
    limited: Floats = used.copy()
    limited[:, 2:] = np.where(
        np.isfinite(before), np.minimum(used[:, 2:], before + _SUDDEN * usual), used[:, 2:]
    )
    return limited


def _fit(columns: Floats, target: Floats, belief: Floats, until: int) -> RidgeFit:
    """Fit without and with waves, and mean both: a season is half believed."""
    past = columns[..., :until, :]
    y = target[:, :until]
    weights = np.isfinite(y) * np.exp(-np.arange(until)[::-1] / _MEMORY)
    precise = 1.0 / belief**2
    flat = precise.copy()
    flat[len(_CALENDAR) : len(_CALENDAR) + len(_WAVES)] = 1e9
    penalties = np.stack([flat, precise]) if len(belief) > len(_CALENDAR) else precise[None]
    return fit_ridge(past, penalties, np.nan_to_num(y), weights, _OUTLIER, _INFLATION, _ROUNDS)


def _typical(values: Floats, until: int) -> Floats:
    """Return the middle of the known past, 1 where nothing is known, never near zero."""
    past = np.sort(values[:, :until], axis=1)
    known = np.isfinite(past).sum(axis=1)
    place = np.maximum(known - 1, 0) // 2
    middle = np.take_along_axis(past, place[:, None], axis=1)[:, 0]
    typical: Floats = np.where((known > 0) & (middle > 1e-3), middle, 1.0)
    return typical
