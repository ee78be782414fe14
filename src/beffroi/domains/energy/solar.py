"""Electricity made on a roof, hour by hour, and how much of it is used in the building.

The yearly yield of a kWp follows latitude (a declared line); its shape over hours is that of the
sun on a plane at 30 degrees facing south, and over days that of clear and cloudy weather, drawn
once and for all. What is used here is the smaller of what is made and of what is measured, hour by
hour. Within an hour clouds pass and kettles boil: a few percent less are really used here.

References: Spencer (1971) for the declination; PVGIS, European Commission, for the yearly yields.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.chance import uniform
from beffroi.domains.panel import Floats

_TILT = np.radians(30.0)
_CLEAR, _CLEARER = 0.56, 0.12  # mean clearness, and by how much summer is above winter
_LEAST, _MOST = 0.25, 1.75  # of the mean clearness, from a grey day to a bright one
_SCALES = np.geomspace(1e-3, 1e3, 121)
"""Made over used, at which the share used here is tabulated."""


@dataclass(frozen=True, slots=True)
class Roof:
    """Panels on a building: how much is used here, as a function of what is made."""

    per_kwp: float
    """[kWh/kWp/year]."""
    used: float
    """[kWh/year] that the measured curve adds up to."""
    here: Floats
    """Share of the use that panels cover, at each of `_SCALES` of made over used [1]."""
    hourly: bool
    """Whether an hourly curve was measured; else days, of which a share is by daylight."""

    def kept(self, made: Floats, used: Floats) -> Floats:
        """Return what is used here [kWh/year] of what is `made`, where `used` is used."""
        ratio = made / np.maximum(used, 1e-9)
        covered = np.interp(np.log(np.maximum(ratio, 1e-9)), np.log(_SCALES), self.here)
        kept: Floats = np.minimum(covered * used, made)
        return kept


def shape(days: NDArray[np.datetime64], latitude: float) -> Floats:
    """Return the hourly output of panels (d, 24), local clock hours, of mean 1 over a year.

    >>> days = np.arange("2024-01-01", "2025-01-01", dtype="M8[D]")
    >>> made = shape(days, 47.0)
    >>> round(float(made.mean()), 2), made[:, 2].sum().item(), bool(made[0].sum() < made[180].sum())
    (1.0, 0.0, True)
    """
    year = days.astype("M8[Y]").astype("M8[D]")
    angle = 2 * np.pi * (days - year).astype(np.int64) / 365.25
    declination = (
        0.006918
        - 0.399912 * np.cos(angle)
        + 0.070257 * np.sin(angle)
        - 0.006758 * np.cos(2 * angle)
    )[:, None]
    # Solar noon is near 13:00 in winter and 14:00 in summer on French clocks.
    noon = np.where(np.abs(angle - np.pi) < np.pi / 2, 13.8, 12.8)[:, None]
    hour = np.radians(15.0 * (np.arange(24) + 0.5 - noon))
    high = _height(np.radians(latitude), declination, hour)
    facing = _height(np.radians(latitude) - _TILT, declination, hour)
    clear = _CLEAR - _CLEARER * np.cos(angle)
    luck = uniform("solar/days", 4000)[np.arange(len(days)) % 4000]
    bright = clear * (_LEAST + (_MOST - _LEAST) * luck)
    made = np.where(high > 0, np.maximum(facing, 0.0), 0.0) * bright[:, None]
    result: Floats = made / made.mean()
    return result


def _height(latitude: float, declination: Floats, hour: Floats) -> Floats:
    """Return the cosine of the angle of the sun to the normal of a plane."""
    up = np.sin(latitude) * np.sin(declination)
    cosine: Floats = up + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    return cosine


def roof_of(per_kwp: float, made: Floats, load: Floats, year: float, *, hourly: bool) -> Roof:
    """Return a roof from a curve of use `load` and a shape `made`, alike, NaN where unknown.

    `year` [kWh] is the use of a year.

    >>> flat = np.ones(100)
    >>> roof = roof_of(1000.0, flat, flat, 500.0, hourly=True)
    >>> roof.kept(np.array([250.0, 500.0, 5000.0]), np.full(3, 500.0)).round().tolist()
    [250.0, 500.0, 500.0]
    """
    known = np.isfinite(load)
    use, sun = load[known].astype(np.float64), made[known]
    use, sun = np.maximum(use, 0.0) / max(use.sum(), 1e-9), sun / max(sun.sum(), 1e-9)
    here = np.array([np.minimum(use, scale * sun).sum() for scale in _SCALES])
    return Roof(per_kwp, year, here, hourly)
