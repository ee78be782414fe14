"""How detection does for each kind of place, in a simulation whose faults are known.

The counts are those of the benchmark `detection/groups`; a house test compares.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from beffroi.domains.cards import Group, Groups
from beffroi.domains.energy.assets import USES
from beffroi.domains.energy.uses import registered
from beffroi.territory.profile import POPULATIONS
from beffroi.texts import Text

_BENCH, _DAY = "detection/groups", date(2026, 11, 29)
#: By group: faults put in, those said within 60 days, median days to the first word, distinct
#: findings, those of them that are of a fault.
_Counts: TypeAlias = Mapping[str, tuple[int, int, float | None, int, int]]
_BY = {
    "all": (
        Text(fr="tous les compteurs", en="all meters"),
        {"all": Text(fr="ensemble", en="together")},
    ),
    "use": (
        Text(fr="par usage du bâtiment", en="by use of the building"),
        {key: Text(fr=french, en=english) for key, french, english in USES},
    ),
    "population": (
        Text(fr="par population de la commune", en="by population of the commune"),
        POPULATIONS,
    ),
}
_RISES: Mapping[str, _Counts] = {
    "all": {
        "all": (2050, 1266, 14.0, 396, 71),
    },
    "use": {
        "church": (207, 120, 14.0, 102, 0),
        "gym": (46, 32, 14.0, 4, 1),
        "hall": (411, 148, 14.0, 120, 19),
        "library": (99, 68, 14.0, 4, 1),
        "nursery": (70, 52, 14.0, 4, 0),
        "pool": (17, 16, 14.0, 2, 1),
        "school": (286, 165, 14.0, 87, 11),
        "townhall": (686, 503, 14.0, 62, 33),
        "workshop": (228, 162, 14.0, 11, 5),
    },
    "population": {
        "0-499": (1258, 757, 14.0, 273, 47),
        "500-1999": (558, 346, 14.0, 91, 14),
        "2000-9999": (234, 163, 14.0, 32, 10),
    },
}
_SILENCES: Mapping[str, _Counts] = {
    "all": {
        "all": (1296, 1227, 3.0, 27, 21),
    },
    "use": {
        "church": (142, 142, 3.0, 8, 8),
        "gym": (30, 29, 7.0, 0, 0),
        "hall": (274, 259, 3.0, 8, 6),
        "library": (58, 57, 3.0, 0, 0),
        "nursery": (42, 37, 3.0, 0, 0),
        "pool": (16, 16, 7.0, 1, 1),
        "school": (166, 147, 3.0, 5, 1),
        "townhall": (422, 402, 3.0, 2, 2),
        "workshop": (146, 138, 3.0, 3, 3),
    },
    "population": {
        "0-499": (802, 764, 3.0, 19, 16),
        "500-1999": (350, 328, 3.0, 6, 3),
        "2000-9999": (144, 135, 3.0, 2, 2),
    },
}


def _groups(family: str, counts: Mapping[str, _Counts]) -> tuple[Groups, ...]:
    return tuple(
        Groups(
            _BY[by][0],
            _BENCH,
            family,
            by,
            _DAY,
            tuple(Group(key, _BY[by][1][registered(key)], *row) for key, row in found.items()),
        )
        for by, found in counts.items()
    )


#: All rises and the detectors that say them together, then dead and stuck meters.
RISES, SILENCES = _groups("rises", _RISES), _groups("silent", _SILENCES)
