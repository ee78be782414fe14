"""Simulated outlines of simulated communes: neighbours share each line between them.

Each commune is what lies nearest to its middle (its Voronoi cell), with lines that wander as those
of rivers and ridges do. No commune of France has such an outline, nor a code that begins with 00.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from beffroi.demo.generate.names import commune_name
from beffroi.demo.generate.places import GROUP, commune_place
from beffroi.territory.outlines import Outline

Points = NDArray[np.float64]
#: Codes of an invented département: there is room for as many communes.
CODES = 1000
#: A line is cut in two so many times, each middle moved by a share of the length beside the line.
_CUTS, _WANDER = 4, 0.07
#: How far around the middle the outer communes may reach, in radii of the group.
_RIM, _POINTS_OF_RIM = 1.42, 40


def commune_code(index: int) -> str:
    """Return the code of a simulated commune; empty beyond the thousand that have one.

    >>> commune_code(0), commune_code(1000)
    ('00000', '')
    """
    return f"00{index:03d}" if index < CODES else ""


def outlines(seed: int, group: int) -> list[Outline]:
    """Return the outlines of the communes of a group that have a code.

    >>> len(outlines(676, 0))
    48
    """
    members = [i for i in range(group * GROUP, (group + 1) * GROUP) if commune_code(i)]
    if not members:
        return []
    every = [commune_place(seed, i) for i in range(group * GROUP, (group + 1) * GROUP)]
    centres = np.array([(one.longitude, one.latitude) for one in every])
    # In a plane where a kilometre is as long to the east as to the north.
    middle, squeeze = centres.mean(axis=0), np.cos(np.radians(centres[:, 1].mean()))
    plane = (centres - middle) * (squeeze, 1.0)
    cells = Voronoi(np.vstack([plane, _rim(plane)]))
    lines = _lines(cells, seed, group)
    found = []
    for index in members:
        ring = _ring(cells, lines, index - group * GROUP) / (squeeze, 1.0) + middle
        points = [(round(float(x), 5), round(float(y), 5)) for x, y in ring]
        surfaces = (((*points, points[0]),),)
        found.append(Outline(commune_code(index), commune_name(seed, index), surfaces))
    return found


def _rim(plane: Points) -> Points:
    """Return points around all others, which bound the cells of the outer ones."""
    reach = _RIM * np.sqrt((plane**2).sum(axis=1)).max()
    turns = np.linspace(0, 2 * np.pi, _POINTS_OF_RIM, endpoint=False)
    return np.asarray(reach * np.column_stack([np.cos(turns), np.sin(turns)]))


def _lines(cells: Voronoi, seed: int, group: int) -> dict[tuple[int, int], Points]:
    """Return each line between two corners, drawn once: both neighbours have the same."""
    found = {}
    for number, corners in enumerate(cells.ridge_vertices):
        low, high = sorted(corners)
        if low < 0:  # it goes on for ever, beyond the rim
            continue
        rng = np.random.default_rng([seed, 8, group, number])
        found[low, high] = _wandering(cells.vertices[low], cells.vertices[high], rng)
    return found


def _wandering(start: Points, end: Points, rng: np.random.Generator) -> Points:
    points = np.array([start, end])
    for _ in range(_CUTS):
        step = np.diff(points, axis=0)
        aside = np.column_stack([-step[:, 1], step[:, 0]])
        moved = np.clip(rng.normal(0, _WANDER, len(step)), -0.14, 0.14)
        middles = (points[:-1] + points[1:]) / 2 + aside * moved[:, None]
        joined = np.empty((2 * len(points) - 1, 2))
        joined[0::2], joined[1::2] = points, middles
        points = joined
    return points


def _ring(cells: Voronoi, lines: dict[tuple[int, int], Points], place: int) -> Points:
    """Return the outline of a cell, corner after corner, without its last point."""
    corners = cells.regions[cells.point_region[place]]
    parts = []
    for here, there in zip(corners, [*corners[1:], corners[0]], strict=True):
        line = lines[min(here, there), max(here, there)]
        parts.append((line if here < there else line[::-1])[:-1])
    return np.vstack(parts)
