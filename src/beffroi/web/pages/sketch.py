"""A map as a drawing of the server: outlines and findings, where no script draws a moving one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from beffroi.commons.outlines import Box, Placed
from beffroi.decide.places import Marked

WIDTH = 800
#: Outlines of neighbours that a page holds: the rest is beyond what is looked at.
_MOST_AROUND = 60
#: Beyond so many communes, lines are drawn to three pixels: a page stays light.
_MANY = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """A commune: an SVG path."""

    path: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A finding: where its mark is, of which severity, and what it says."""

    x: float
    y: float
    severity: str
    said: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """Outlines and marks in a frame of 800 by `height`."""

    height: int
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    box: Box
    grain: int = 1
    """What places are rounded to [pixels]."""

    @property
    def scale(self) -> float:
        """Pixels a degree of longitude."""
        return WIDTH / (self.box[2] - self.box[0])

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is, at the middle of the frame."""
        return 1 / cos(radians((self.box[1] + self.box[3]) / 2))

    @property
    def height(self) -> int:
        return max(round((self.box[3] - self.box[1]) * self.scale * self.stretch), 1)

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        west, north = self.box[0], self.box[3]
        down = (north - latitude) * self.scale * self.stretch
        across = (longitude - west) * self.scale
        return self.grain * round(across / self.grain), self.grain * round(down / self.grain)


def sketch(
    box: Box, own: Sequence[Placed], around: Sequence[Placed], found: Iterable[Marked]
) -> Sketch:
    """Draw what is within bounds; lines are no finer than the drawing."""
    frame = _Frame(box, 3 if len(own) > _MANY else 1)
    shapes = [
        *(Shape(_path(frame, one), one.name, own=False) for one in around[:_MOST_AROUND]),
        *(Shape(_path(frame, one), one.name, own=True) for one in own),
    ]
    dots = []
    for one in found:
        if one.point is not None:
            x, y = frame.at(one.point.longitude, one.point.latitude)
            dots.append(Dot(x, y, one.severity, one.place))
    return Sketch(frame.height, tuple(shapes), tuple(dots))


def _path(frame: _Frame, one: Placed) -> str:
    parts = []
    for ring in (ring for surface in one.surfaces for ring in surface):
        points = list(dict.fromkeys(frame.at(east, north) for east, north in ring))
        if len(points) > 2:
            parts.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(parts)
