"""From metres of French maps to WGS 84: the conformal conic projections of mainland France.

RGF93 and WGS 84 are taken for one another: they differ by less than a metre.

References: IGN, NT/G 71, Projection cartographique conique conforme de Lambert; arrêté du 5 mars
2019 (Lambert-93 and the nine zones CC42 to CC50).
"""

from dataclasses import dataclass
from math import exp, log, pi, radians, sin, sqrt, tan

import numpy as np
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.territory import CRS_UNKNOWN

Floats = NDArray[np.float64]
#: The ellipsoid IAG GRS 1980: half of the great axis [m], first eccentricity.
_AXIS = 6_378_137.0
_FLAT = 1 / 298.257222101
_ECCENTRICITY = sqrt(2 * _FLAT - _FLAT**2)
#: Of which coordinates are longitudes and latitudes in degrees already.
DEGREES = frozenset({4326, 4258, 4171})
_STEPS = 8  # of the latitude: the ellipsoid is nearly a sphere


@dataclass(frozen=True, slots=True)
class _Cone:
    """A cone that cuts the ellipsoid at two parallels [°], with its origin [°, m]."""

    low: float
    high: float
    middle: float
    east: float
    north: float


def _cone(epsg: int) -> _Cone | None:
    if epsg == 2154:
        return _Cone(44.0, 49.0, 46.5, 700_000.0, 6_600_000.0)
    if 3942 <= epsg <= 3950:
        middle = float(epsg - 3900)
        return _Cone(middle - 0.75, middle + 0.75, middle, 1_700_000.0, (middle - 41) * 1e6 + 2e5)
    return None


def epsg_of(text: str) -> int:
    """Return the number of a reference system that is known here.

    >>> epsg_of("EPSG:2154"), epsg_of("Lambert 93"), epsg_of("cc46")
    (2154, 2154, 3946)

    Raises:
        BeffroiError: `territory.crs_unknown`.
    """
    plain = "".join(text.lower().replace("epsg:", "").replace("-", "").split())
    if plain.startswith("cc") and plain[2:].isdigit():
        plain = str(3900 + int(plain[2:]))
    plain = {"lambert93": "2154", "l93": "2154", "wgs84": "4326"}.get(plain, plain)
    number = int(plain) if plain.isdecimal() and len(plain) < 6 else 0
    if number not in DEGREES and _cone(number) is None:
        raise BeffroiError(CRS_UNKNOWN, crs=text[:40])
    return number


def to_degrees(epsg: int, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes [°] of coordinates [m, or ° already], of any shape.

    >>> place = to_degrees(2154, np.array([700_000.0]), np.array([6_600_000.0]))
    >>> [round(float(one[0]), 9) for one in place]
    [3.0, 46.5]

    Raises:
        BeffroiError: `territory.crs_unknown`.
    """
    cone = _cone(epsg)
    if cone is None:
        if epsg in DEGREES:
            return east, north
        raise BeffroiError(CRS_UNKNOWN, crs=f"EPSG:{epsg}")
    low, high, middle = (radians(one) for one in (cone.low, cone.high, cone.middle))
    slope = log(_normal(high) * _cos(high) / (_normal(low) * _cos(low))) / (
        _isometric(low) - _isometric(high)
    )
    scale = _normal(low) * _cos(low) * exp(slope * _isometric(low)) / slope
    pole = cone.north + scale * exp(-slope * _isometric(middle))
    aside, down = east - cone.east, pole - north
    radius = np.hypot(aside, down)
    isometric = -np.log(radius / scale) / slope
    longitude = 3.0 + np.degrees(np.arctan2(aside, down) / slope)
    return longitude, np.degrees(_latitude(isometric))


def _cos(latitude: float) -> float:
    return sqrt(1 - sin(latitude) ** 2)


def _normal(latitude: float) -> float:
    return _AXIS / sqrt(1 - (_ECCENTRICITY * sin(latitude)) ** 2)


def _isometric(latitude: float) -> float:
    part = _ECCENTRICITY * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - part) / (1 + part)) ** (_ECCENTRICITY / 2))


def _latitude(isometric: Floats) -> Floats:
    found: Floats = 2 * np.arctan(np.exp(isometric)) - pi / 2
    for _ in range(_STEPS):
        part = _ECCENTRICITY * np.sin(found)
        stretched = ((1 + part) / (1 - part)) ** (_ECCENTRICITY / 2) * np.exp(isometric)
        found = 2 * np.arctan(stretched) - pi / 2
    return found
