"""Simulated hourly air temperatures.

Seasonal and daily waves, first-order autoregressive anomalies shared by a whole
intercommunality, cold spells in winter and heat waves in summer, offsets by latitude and
altitude. Orders of magnitude: normals 1991-2020 of inland stations (Météo-France) - about 11.8
degC over a year near 47 degrees north, 3 degC in January, 20 degC in July; -6.5 K per 1,000 m
(ICAO standard atmosphere).
"""

from datetime import date
from functools import lru_cache

import numpy as np
from scipy.signal import lfilter

from beffroi.demo.generate.clock import Clock, Floats, clock
from beffroi.demo.generate.places import Place, group_place

_LAPSE = 0.0065  # K/m
_ANOMALY_PHI, _ANOMALY_SIGMA = 0.80, 3.1  # from one day to the next; K
_HOURLY_PHI, _HOURLY_SIGMA = 0.85, 0.5


def temperature(seed: int, group: int, place: Place, years: int, end: date) -> Floats:
    """Return the hourly mean air temperature of a place, degC, shape (h,)."""
    middle = group_place(group)
    higher = place.altitude - middle.altitude
    return _regional(seed, group, years, end) - _LAPSE * higher


@lru_cache(maxsize=2)
def _regional(seed: int, group: int, years: int, end: date) -> Floats:
    """Return the temperature at the middle of an intercommunality."""
    time, place = clock(years, end), group_place(group)
    rng = np.random.default_rng([seed, 3, group])
    mean = 11.8 - 0.55 * (place.latitude - 47) - _LAPSE * (place.altitude - 200)
    season = -np.cos(2 * np.pi * (time.day_of_year - 18) / 365.25)  # -1 on 19 January
    daily = mean + 8.3 * season + _anomaly(rng, len(time.days)) + _spells(rng, time, season)
    noon = (time.edges[:-1] - time.hours[0]).astype(np.int64) / 3.6e9 + 12
    slow = np.interp(np.arange(len(time.hours)), noon, daily)
    utc_hour = time.hours.astype("M8[h]").astype(np.int64) % 24
    solar = utc_hour + place.longitude / 15
    swing = 3.6 + 1.6 * season[time.day_of]
    wave = np.cos(2 * np.pi * (solar - 15) / 24)
    result: Floats = slow + swing * wave + _ar1(rng, len(time.hours), _HOURLY_PHI, _HOURLY_SIGMA)
    result.flags.writeable = False  # shared by every commune of the group
    return result


def _anomaly(rng: np.random.Generator, size: int) -> Floats:
    return _ar1(rng, size, _ANOMALY_PHI, _ANOMALY_SIGMA)


def _ar1(rng: np.random.Generator, size: int, phi: float, sigma: float) -> Floats:
    """Return an AR(1) process of standard deviation `sigma`, shape (size,)."""
    shocks = rng.normal(0, sigma * np.sqrt(1 - phi**2), size)
    shocks[0] /= np.sqrt(1 - phi**2)
    noise: Floats = lfilter([1.0], [1.0, -phi], shocks)
    return noise


def _spells(rng: np.random.Generator, time: Clock, season: Floats) -> Floats:
    """Return cold spells (about two a winter) and heat waves (about one a summer), K, (d,)."""
    day = np.arange(len(time.days))
    count = 3 * max(1, round(time.years))
    centres = rng.integers(0, len(day), 4 * count)
    lengths = rng.uniform(4, 11, 4 * count)
    depths = rng.uniform(3.0, 8.0, 4 * count) * np.clip(season[centres] * 1.4, -1, 1)
    depths[np.abs(season[centres]) < 0.55] = 0
    near = np.clip((day[None, :] - centres[:, None]) / lengths[:, None], -0.5, 0.5)
    bumps: Floats = (depths[:, None] * np.cos(np.pi * near)).sum(axis=0)
    return bumps
