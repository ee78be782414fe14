"""Where a thing stands: a point WGS84 (EPSG:4326), in decimal degrees, as GNSS and GeoJSON have it.

Assets carry it as two attributes, `latitude` and `longitude`: what readers of weather files have
always made, what a table or a GeoJSON file of assets gives, and all that a map reads.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.texts import Text

LATITUDE, LONGITUDE = "latitude", "longitude"
#: Where France is (west, south, east, north) [°]: the mainland, then its lands overseas.
_MAINLAND = (-5.5, 41.2, 9.8, 51.3)
_LANDS = (
    _MAINLAND,
    (-63.3, 14.2, -60.7, 18.3),  # Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy
    (-54.8, 2.0, -51.5, 6.0),  # Guyane
    (55.1, -21.5, 55.9, -20.8),  # La Réunion
    (44.9, -13.1, 45.4, -12.6),  # Mayotte
    (-56.6, 46.6, -56.0, 47.2),  # Saint-Pierre-et-Miquelon
)
#: Coordinates as large as this are metres of a projection: Lambert 93, UTM...
_METRES = 1000.0

_HALF = Text(
    fr="latitude et longitude vont ensemble : il en manque une",
    en="latitude and longitude go together: one of them is missing",
)
_PROJECTED = Text(
    fr="ces coordonnées sont en mètres (Lambert 93 ?) ; exportez le fichier en WGS 84 "
    "(EPSG:4326), en degrés",
    en="these coordinates are in metres (Lambert 93?); export the file in WGS 84 (EPSG:4326), in "
    "degrees",
)
_RANGE = Text(
    fr="latitude {latitude} et longitude {longitude} : aucun lieu n’est là (−90 à 90, −180 à 180)",
    en="latitude {latitude} and longitude {longitude}: no place is there (−90 to 90, −180 to 180)",
)
_ZERO = Text(
    fr="latitude 0 et longitude 0 sont au large de l’Afrique : laissez vide ce qui n’est pas connu",
    en="latitude 0 and longitude 0 are off Africa: leave empty what is not known",
)
_SWAPPED = Text(
    fr="latitude {latitude} et longitude {longitude} semblent échangées",
    en="latitude {latitude} and longitude {longitude} seem to be swapped",
)


@dataclass(frozen=True, slots=True)
class Point:
    """A place WGS84 [°]."""

    longitude: float
    latitude: float


def problem_of(latitude: float | None, longitude: float | None) -> Text | None:
    """Say what is wrong with a position [°] that somebody gives; None where nothing is.

    >>> problem_of(47.25, 3.85), problem_of(None, None)
    (None, None)
    >>> problem_of(3.85, 47.25).en
    'latitude 3.85 and longitude 47.25 seem to be swapped'
    >>> problem_of(6_862_000, 652_000).en[:34]
    'these coordinates are in metres (L'
    """
    if latitude is None or longitude is None:
        return None if latitude is longitude else _HALF
    said = {LATITUDE: latitude, LONGITUDE: longitude}
    if max(abs(latitude), abs(longitude)) >= _METRES:
        return _PROJECTED
    if not _on_earth(latitude, longitude):
        return _RANGE.fill(said)
    if latitude == 0 and longitude == 0:
        return _ZERO
    if _within(_MAINLAND, latitude, longitude) and not in_france(longitude, latitude):
        return _SWAPPED.fill(said)
    return None


def point_of(attributes: Mapping[str, Any]) -> Point | None:
    """Return where the attributes of an asset say that it stands; None where they do not.

    What a file said may be text, and wrong: a map does not fail for it.

    >>> point_of({"latitude": "47,25", "longitude": 3.85})
    Point(longitude=3.85, latitude=47.25)
    >>> point_of({"latitude": "", "longitude": 3.85}) is None
    True
    """
    return point(attributes.get(LATITUDE), attributes.get(LONGITUDE))


def point(latitude: Any, longitude: Any) -> Point | None:
    """Return a point of two values of any form; None where they are none."""
    try:
        north, east = _number(latitude), _number(longitude)
    except ValueError:
        return None
    return Point(east, north) if _on_earth(north, east) and (north, east) != (0, 0) else None


def _number(value: Any) -> float:
    if isinstance(value, str):
        return float(value.replace(",", "."))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise ValueError(value)


def _on_earth(latitude: float, longitude: float) -> bool:
    known = math.isfinite(latitude) and math.isfinite(longitude)
    return known and abs(latitude) <= 90 and abs(longitude) <= 180


def in_france(longitude: float, latitude: float) -> bool:
    """Tell whether a point is about where France is, on the mainland or overseas.

    >>> in_france(3.85, 47.25), in_france(47.25, 3.85)
    (True, False)
    """
    return any(_within(land, longitude, latitude) for land in _LANDS)


def _within(land: tuple[float, float, float, float], longitude: float, latitude: float) -> bool:
    west, south, east, north = land
    return west <= longitude <= east and south <= latitude <= north
