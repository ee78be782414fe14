"""By what meters are grouped, and the groups of each."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.territory.profile import DENSITIES, POPULATIONS, Profile, population_class
from beffroi.texts import Text

#: Most series of an authority in each group of estates; the last one has no end.
_MOST = (10, 50)
_ESTATES: dict[str, Text] = {
    "1-10": Text(fr="jusqu’à 10 séries", en="up to 10 series"),
    "11-50": Text(fr="11 à 50 séries", en="11 to 50 series"),
    "51-": Text(fr="plus de 50 séries", en="more than 50 series"),
}
#: Of the asset, or of what it serves; declared in `domains/assets.py`.
INCOME = "income_decile"
_DECILES = {
    str(decile): Text(fr="décile {n}", en="decile {n}").fill(n=decile) for decile in range(1, 11)
}


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to group meters: what of, the groups in order, and who is in none of them."""

    label: Text
    groups: Mapping[str, Text]
    outside: Text


@dataclass(frozen=True, slots=True)
class Place:
    """What groups a meter: the estate of its authority, its territory, the decile of its quarter.

    `decile` is what the register of assets holds, whatever was written there.
    """

    series: int
    profile: Profile
    decile: str | None


GROUPINGS: dict[str, Grouping] = {
    "estate": Grouping(
        Text(fr="taille du parc", en="size of the estate"),
        _ESTATES,
        Text(fr="sans série", en="without any series"),
    ),
    "population": Grouping(
        Text(fr="population", en="population"),
        POPULATIONS,
        Text(
            fr="population du territoire inconnue ici",
            en="population of the territory not known here",
        ),
    ),
    "density": Grouping(
        Text(fr="type de territoire", en="type of territory"),
        DENSITIES,
        Text(
            fr="type de territoire inconnu ici (grille de densité)",
            en="type of territory not known here (grid of density)",
        ),
    ),
    "income": Grouping(
        Text(fr="décile de revenu du quartier", en="income decile of the quarter"),
        _DECILES,
        Text(
            fr="sans décile au registre des équipements", en="no decile in the register of assets"
        ),
    ),
}


def groups_of(place: Place) -> dict[str, str | None]:
    """Return the group of a meter in each grouping, None where it is of none.

    >>> groups_of(Place(11, Profile(population=800, density="7"), "12"))
    {'estate': '11-50', 'population': '500-1999', 'density': '7', 'income': None}
    """
    return {
        "estate": estate(place.series),
        "population": population_class(place.profile.population),
        "density": place.profile.density,
        "income": place.decile if place.decile in _DECILES else None,
    }


def estate(series: int) -> str | None:
    """Return the group of an authority that has so many series.

    >>> estate(10), estate(11), estate(51), estate(0)
    ('1-10', '11-50', '51-', None)
    """
    return list(_ESTATES)[bisect_left(_MOST, series)] if series else None
