"""Groups of similar authorities: by population and climate, large enough to hide in."""

import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.compare import FACTS_INVALID
from beffroi.texts import Text

#: Least members of a group: the highest of the thresholds of statistical confidentiality in France
#: (taxpayers), so that no rule that asks for fewer needs a group of its own.
LEAST = 11
_FILE = Path(__file__).with_name("groups.toml")
_POPULATION = Text(fr="la population doit être positive", en="the population must be positive")
_ZONE = Text(fr="« {zone} » n’est pas l’une des zones {zones}", en="“{zone}” is not one of {zones}")

_NOWHERE = Text(
    fr="la commune {code} n’est d’aucune zone climatique de l’arrêté",
    en="the commune {code} is of no climate zone of the decree",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is public of an authority: its population, and its climate zone (RT 2012)."""

    population: int
    zone: str


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Similar authorities: `population` is the range of their class, `zone` "" where all are."""

    population: str
    zone: str


@cache
def _bounds() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def checked(population: int, zone: str) -> Facts:
    """Return facts that groups can be made of.

    Raises:
        BeffroiError: `compare.facts_invalid`.
    """
    zones = list(_bounds()["climate"]["departements"])
    if population <= 0:
        raise BeffroiError(FACTS_INVALID, reason=_POPULATION)
    if zone not in zones:
        reason = _ZONE.fill(zone=zone[:20], zones=", ".join(zones))
        raise BeffroiError(FACTS_INVALID, reason=reason)
    return Facts(population, zone)


def zone_of(commune: str) -> str:
    """Return the climate zone of a commune, by the département of its code.

    >>> zone_of("44109"), zone_of("2A004")
    ('H2b', 'H3')

    Raises:
        BeffroiError: `compare.facts_invalid`, where the code is of no département of the decree.
    """
    for zone, departements in _bounds()["climate"]["departements"].items():
        if commune[:2] in departements:
            return str(zone)
    raise BeffroiError(FACTS_INVALID, reason=_NOWHERE.fill(code=commune[:5]))


def classed(population: int, edges: Sequence[int]) -> str:
    """Return the class of a population.

    >>> classed(499, [0, 200, 500]), classed(500, [0, 200, 500])
    ('200-499', '500-')
    """
    place = bisect_right(edges, population)
    until = str(edges[place] - 1) if place < len(edges) else ""
    return f"{edges[place - 1]}-{until}"


def partition(
    members: Mapping[int, Facts], least: int = LEAST
) -> tuple[dict[Group, list[int]], list[int]]:
    """Put authorities in groups, each in one at most, the finest that is large enough.

    Those of a group too small go to a wider one with others like them: never with those who have
    their own, or the difference of two groups would tell of those few.

    Returns:
        The members of each group, in order, and those for whom no group is large enough.
    """
    population = _bounds()["population"]
    fine, wide = population["from"], population["wide"]
    steps: tuple[Callable[[Facts], Group], ...] = (
        lambda one: Group(classed(one.population, fine), one.zone),
        lambda one: Group(classed(one.population, fine), one.zone[:2]),
        lambda one: Group(classed(one.population, fine), ""),
        lambda one: Group(classed(one.population, wide), ""),
    )
    left = dict(members)
    found: dict[Group, list[int]] = {}
    for step in steps:
        groups: dict[Group, list[int]] = defaultdict(list)
        for number, facts in sorted(left.items()):
            groups[step(facts)].append(number)
        for group, some in groups.items():
            if len(some) >= least and group not in found:
                found[group] = some
                for number in some:
                    del left[number]
    return dict(sorted(found.items())), sorted(left)
