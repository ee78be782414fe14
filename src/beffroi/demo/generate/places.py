"""Where simulated communes stand, how many people live there, who they belong to."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from beffroi.demo.generate.model import Organisation
from beffroi.demo.generate.names import commune_name, false_siren, intercommunality_name

GROUP = 48  # communes of an intercommunality
STATION_EVERY = 12  # communes around one weather station

# Open country of metropolitan France, well inside its borders; the first hosts the demonstration.
_CENTRES = (
    (47.25, 3.85), (46.95, 1.70), (48.35, 0.10), (44.75, 1.20), (45.95, 0.25), (48.70, 4.20),
    (47.55, 5.40), (46.35, 2.75), (44.25, 0.20), (48.10, -1.10), (48.25, -2.80), (49.25, 2.60),
    (47.95, 1.20), (45.35, 2.10), (46.65, -0.60), (44.60, 3.10), (43.75, 1.30), (46.25, 4.60),
    (49.05, 0.35), (48.65, 6.00), (45.40, 3.50), (47.45, -0.25), (43.90, 2.40), (45.10, -0.05),
)  # fmt: skip
_RADIUS = 0.27  # degrees of latitude, about 30 km
_GOLDEN = np.pi * (3 - np.sqrt(5))  # angle that spreads points evenly on a disc

# Natural logarithm of the population. The communes of France have a mean of 6.19 and a standard
# deviation of 1.30 (INSEE, legal populations, communes below 20,000); these are the small rural
# ones of one intercommunality of about 20,000 inhabitants, around its centre.
_LOG_MEAN, _LOG_SIGMA = 5.46, 0.90
_SMALLEST, _LARGEST = 38, 2_200
_CENTRE_LOW, _CENTRE_HIGH = 2_800, 4_200


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the map: degrees WGS84, metres above sea level."""

    latitude: float
    longitude: float
    altitude: float


def group_place(group: int) -> Place:
    """Return the middle of an intercommunality."""
    turn, place = divmod(group, len(_CENTRES))
    latitude, longitude = _CENTRES[place]
    reach = 0.012 * turn
    north, east = reach * np.cos(turn * _GOLDEN), reach * np.sin(turn * _GOLDEN)
    altitude = 220 + 90 * np.sin(3 * latitude + 5 * longitude)
    return Place(latitude + float(north), longitude + float(east), float(altitude))


def commune_place(seed: int, index: int) -> Place:
    """Return where a commune stands: the communes of a group share a disc of about 30 km."""
    group, rank = divmod(index, GROUP)
    centre = group_place(group)
    rng = np.random.default_rng([seed, 1, index])
    reach = _RADIUS * np.sqrt(rank / GROUP)
    angle = rank * _GOLDEN + rng.normal(0, 0.05)
    latitude = centre.latitude + reach * np.cos(angle) + rng.normal(0, 0.008)
    longitude = centre.longitude + 1.45 * reach * np.sin(angle) + rng.normal(0, 0.012)
    altitude = max(30.0, centre.altitude + rng.normal(0, 60))
    return Place(round(float(latitude), 5), round(float(longitude), 5), round(float(altitude)))


def population(seed: int, index: int) -> int:
    """Return the inhabitants of a commune; the first of each group is its centre."""
    rng = np.random.default_rng([seed, 2, index])
    if index % GROUP == 0:
        return int(rng.integers(_CENTRE_LOW, _CENTRE_HIGH))
    drawn = np.exp(rng.normal(_LOG_MEAN, _LOG_SIGMA))
    return int(np.clip(drawn, _SMALLEST, _LARGEST))


def commune_organisation(seed: int, index: int) -> Organisation:
    """Return a commune as a legal entity."""
    place = commune_place(seed, index)
    return Organisation(
        siren=false_siren(0, index),
        name=commune_name(seed, index),
        kind="commune",
        population=population(seed, index),
        latitude=place.latitude,
        longitude=place.longitude,
        attributes={"simulated": True, "altitude": place.altitude},
    )


@lru_cache(maxsize=2)
def intercommunality(seed: int, group: int) -> Organisation:
    """Return an intercommunality; its population is that of its 48 communes.

    >>> intercommunality(3, 0).kind
    'epci'
    """
    members = range(group * GROUP, (group + 1) * GROUP)
    place = commune_place(seed, members[0])
    return Organisation(
        siren=false_siren(1, group),
        name=intercommunality_name(commune_name(seed, members[0])),
        kind="epci",
        population=sum(population(seed, index) for index in members),
        latitude=place.latitude,
        longitude=place.longitude,
        attributes={"simulated": True},
    )
