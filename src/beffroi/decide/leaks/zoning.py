"""Where to search, drawn: the pipes of a zone as lines, and what holds them as a polygon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from beffroi.readers.water.epanet import WaterModel
from beffroi.territory.points import Point
from beffroi.territory.projections import to_degrees

#: How far beyond its pipes a zone goes [m]: plans are a few metres off.
_MARGIN = 25.0
_AROUND = [(np.cos(turn), np.sin(turn)) for turn in np.arange(8) * np.pi / 4]
_DIGITS = 6  # of a degree: ten centimetres

Place: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A pipe of a zone: its name, the chance that it leaks, where the model puts its ends."""

    pipe: str
    chance: float
    ends: tuple[Place, Place] | None


def lines(model: WaterModel, pipes: Sequence[tuple[str, float]]) -> tuple[Line, ...]:
    """Return the pipes of a zone, in their order."""
    known = {one.name: (one.start, one.end) for one in model.pipes}
    places = model.places

    def ends(pipe: str) -> tuple[Place, Place] | None:
        start, end = known.get(pipe, ("", ""))
        return (places[start], places[end]) if start in places and end in places else None

    return tuple(Line(pipe, chance, ends(pipe)) for pipe, chance in pipes)


def hull(drawn: Sequence[Line], epsg: int | None) -> dict[str, Any] | None:
    """Return what holds some pipes as a GeoJSON polygon, in WGS84; None where nothing says where.

    >>> zone = hull([Line("p", 1.0, ((3.0, 46.0), (3.001, 46.0)))], 4326)
    >>> zone["type"], zone["coordinates"][0][0] == zone["coordinates"][0][-1]
    ('Polygon', True)
    """
    known = [place for line in drawn for place in line.ends or ()]
    if not known or epsg is None:
        return None
    ring = _hull(sorted({place for at in _points(known, epsg) for place in _around(at)}))
    return {"type": "Polygon", "coordinates": [[list(place) for place in [*ring, ring[0]]]]}


def middle(line: Line, epsg: int | None) -> Point | None:
    """Return the middle of a pipe; None where nothing says where it is."""
    if epsg is None or line.ends is None:
        return None
    a, b = _points(line.ends, epsg)
    return Point(
        round((a.longitude + b.longitude) / 2, _DIGITS),
        round((a.latitude + b.latitude) / 2, _DIGITS),
    )


def plain(line: Line) -> Mapping[str, Any]:
    """Return a pipe of a zone as plain data."""
    ends = [list(place) for place in line.ends or ()]
    return {"pipe": line.pipe, "chance": round(line.chance, 4), "ends": ends}


def _points(places: Sequence[Place], epsg: int) -> list[Point]:
    given = np.array(places, dtype=np.float64)
    longitude, latitude = to_degrees(epsg, given[:, 0], given[:, 1])
    return [Point(*at) for at in zip(longitude.tolist(), latitude.tolist(), strict=True)]


def _around(at: Point) -> list[Place]:
    """Return places a margin away from one, all around."""
    north = _MARGIN / 111_320
    east = north / max(float(np.cos(np.radians(at.latitude))), 0.01)
    return [
        (round(at.longitude + east * x, _DIGITS), round(at.latitude + north * y, _DIGITS))
        for x, y in _AROUND
    ]


def _hull(places: Sequence[Place]) -> list[Place]:
    """Return the convex hull of places in order, counterclockwise (Andrew's chain)."""
    lower, upper = _chain(places), _chain(places[::-1])
    return [*lower[:-1], *upper[:-1]]


def _chain(places: Sequence[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in places:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], place) <= 0:
            kept.pop()
        kept.append(place)
    return kept


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
