"""Degree-days: how much heating or cooling the weather asks for.

References: ISO 15927-6 for the mean of hourly differences; Météo-France (degrés-jours unifiés) for
the difference to the half-sum of the extremes.
"""

from typing import Literal, TypeAlias

import numpy as np

from beffroi.analysis.metrics import Floats

Side: TypeAlias = Literal["heating", "cooling"]


def from_hours(hourly: Floats, base: float, side: Side = "heating") -> Floats:
    """Return the degree-days of each day from hourly temperatures, (..., n_days).

    `hourly` [degC] (..., n_days * 24); `base` [degC]. Each hour counts its own difference, so that
    a cool night asks for heating even on a mild day. A day with a missing hour is NaN.

    >>> day = np.concatenate([np.full(12, 12.0), np.full(12, 20.0)])
    >>> from_hours(day, 18.0).tolist()
    [3.0]
    """
    days = hourly.reshape(*hourly.shape[:-1], -1, 24)
    return np.asarray(_excess(days, base, side).mean(axis=-1), dtype=np.float64)


def from_mean(daily_mean: Floats, base: float, side: Side = "heating") -> Floats:
    """Return the degree-days of each day from its mean temperature [degC].

    >>> from_mean(np.array([10.0, 20.0]), 18.0).tolist()
    [8.0, 0.0]
    """
    return _excess(daily_mean, base, side)


def from_extremes(lowest: Floats, highest: Floats, base: float, side: Side = "heating") -> Floats:
    """Return the degree-days of each day from its extremes [degC], on their half-sum.

    >>> from_extremes(np.array([2.0]), np.array([12.0]), 18.0).tolist()
    [11.0]
    """
    middle: Floats = (lowest + highest) / 2
    return _excess(middle, base, side)


def _excess(temperature: Floats, base: float, side: Side) -> Floats:
    difference: Floats = base - temperature if side == "heating" else temperature - base
    return np.maximum(difference, 0.0)
