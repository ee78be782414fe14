"""What kind of place a territory is: its class of population and its density."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan

from beffroi.territory.density import LEVELS
from beffroi.texts import Text

#: Least inhabitants of each class, as Insee groups communes by size.
_FROM = (0, 500, 2_000, 10_000, 50_000)
POPULATIONS: dict[str, Text] = {
    "0-499": Text(fr="moins de 500 habitants", en="under 500 inhabitants"),
    "500-1999": Text(fr="500 à 1 999 habitants", en="500 to 1,999 inhabitants"),
    "2000-9999": Text(fr="2 000 à 9 999 habitants", en="2,000 to 9,999 inhabitants"),
    "10000-49999": Text(fr="10 000 à 49 999 habitants", en="10,000 to 49,999 inhabitants"),
    "50000-": Text(fr="50 000 habitants et plus", en="50,000 inhabitants and more"),
}
#: A territory where no level of density holds more than half of the inhabitants.
SEVERAL = "several"
DENSITIES: dict[str, Text] = {
    **LEVELS,
    SEVERAL: Text(fr="plusieurs types de communes", en="several types of communes"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What the files that were loaded tell of a territory; None where they do not.

    `density` is a key of `DENSITIES`.
    """

    population: int | None = None
    density: str | None = None


def density_of(communes: Iterable[tuple[str | None, int | None]]) -> str | None:
    """Return the type of a territory from the level and the inhabitants of each of its communes.

    That of all of them, else that where more than half of the inhabitants live.

    >>> density_of([("7", 100), ("5", 101)]), density_of([("7", 100), ("5", 100)])
    ('5', 'several')
    >>> density_of([("7", None), ("7", None)]), density_of([("7", 100), (None, 5)])
    ('7', None)
    """
    people: dict[str, float] = {}
    for level, inhabitants in communes:
        if level is None:
            return None
        people[level] = people.get(level, 0) + (nan if inhabitants is None else inhabitants)
    if not people:
        return None
    most = max(people, key=people.__getitem__)
    alone = len(people) == 1 or people[most] > sum(people.values()) / 2
    return most if alone else SEVERAL


def population_class(population: int | None) -> str | None:
    """Return the key of `POPULATIONS` of so many inhabitants.

    >>> population_class(499), population_class(500), population_class(50_000)
    ('0-499', '500-1999', '50000-')
    >>> population_class(None) is None
    True
    """
    if population is None:
        return None
    return list(POPULATIONS)[bisect_right(_FROM, population) - 1]
