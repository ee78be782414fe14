"""GeoJSON (RFC 7946) read with care: features, rings, the middle of a surface."""

import json
import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from beffroi.territory.points import Point
from beffroi.texts import Text

#: Points of a closed line, the first one again at its end [° WGS84: longitude, latitude].
Ring: TypeAlias = tuple[tuple[float, float], ...]
#: The ring around a surface, then those of its holes.
Polygon: TypeAlias = tuple[Ring, ...]

_WORLD = ("CRS84", "4326", "OGC:1.3")
NOT_GEOJSON = Text(
    fr="ce n’est pas du GeoJSON (une « FeatureCollection »)",
    en="it is no GeoJSON (a “FeatureCollection”)",
)
OTHER_CRS = Text(
    fr="ses coordonnées sont en « {crs} » ; exportez-le en WGS 84 (EPSG:4326)",
    en="its coordinates are in “{crs}”; export it in WGS 84 (EPSG:4326)",
)
_RING = Text(
    fr="un contour n’est pas une suite de points en degrés",
    en="an outline is no line of points in degrees",
)


class GeoJsonError(ValueError):
    """What is wrong with a file or a geometry, in words."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


def features(data: bytes) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """Yield the properties and the geometry of each feature of a file.

    >>> list(features(b'{"type": "FeatureCollection", "features": []}'))
    []

    Raises:
        GeoJsonError: where it is no such file, or its coordinates are of another system.
    """
    try:
        whole = json.loads(data.decode("utf-8-sig"))
        if whole["type"] != "FeatureCollection":
            raise ValueError(whole["type"])
        found = [(one.get("properties") or {}, one.get("geometry")) for one in whole["features"]]
        named = (whole.get("crs") or {}).get("properties", {}).get("name", _WORLD[0])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GeoJsonError(NOT_GEOJSON) from error
    if not any(word in str(named) for word in _WORLD):
        raise GeoJsonError(OTHER_CRS.fill(crs=str(named)[:60]))
    for properties, geometry in found:
        if not isinstance(properties, dict) or not isinstance(geometry, dict | None):
            raise GeoJsonError(NOT_GEOJSON)
        yield properties, geometry


def polygons(geometry: Mapping[str, Any]) -> tuple[Polygon, ...]:
    """Return the surfaces of a geometry, to about a metre; none where it is a point or a line.

    Raises:
        GeoJsonError: where a ring is none.
    """
    given = geometry.get("coordinates")
    several: Any = {"Polygon": [given], "MultiPolygon": given}.get(str(geometry.get("type")), [])
    try:
        return tuple(tuple(_ring(ring) for ring in surface) for surface in several)
    except (TypeError, ValueError, IndexError) as error:
        raise GeoJsonError(_RING) from error


def _ring(points: Any) -> Ring:
    found: list[tuple[float, float]] = []
    for each in points:
        east, north = round(float(each[0]), 5), round(float(each[1]), 5)
        if not (math.isfinite(east) and abs(east) <= 180 and abs(north) <= 90):
            raise ValueError(each)
        if not found or found[-1] != (east, north):
            found.append((east, north))
    if len(found) < 4 or found[0] != found[-1]:
        raise ValueError("a ring is closed and has three sides at least")
    return tuple(found)


def middle(surfaces: tuple[Polygon, ...]) -> Point:
    """Return the centre of gravity of the largest of some surfaces.

    >>> middle((((((0.0, 0.0), (2.0, 0.0), (2.0, 4.0), (0.0, 4.0), (0.0, 0.0)),)),))
    Point(longitude=1.0, latitude=2.0)
    """
    return max((_centre(surface[0]) for surface in surfaces), key=lambda one: one[0])[1]


def _centre(ring: Ring) -> tuple[float, Point]:
    """Return the area of a ring [°²] and its centre of gravity (the shoelace formula)."""
    (x0, y0), area, east, north = ring[0], 0.0, 0.0, 0.0
    for (xa, ya), (xb, yb) in pairwise(ring):
        ax, ay, bx, by = xa - x0, ya - y0, xb - x0, yb - y0  # small numbers keep their digits
        cross = ax * by - bx * ay
        area += cross / 2
        east += (ax + bx) * cross / 6
        north += (ay + by) * cross / 6
    if not area:
        return 0.0, Point(x0, y0)
    return abs(area), Point(round(x0 + east / area, 5), round(y0 + north / area, 5))
