"""What a tank of a district holds at the level that is measured in it.

Water that a tank takes in at night enters its district and is neither used nor lost; it is given
back by day. A night flow that ignores it takes it for a leak (Farley and Trow, 2003, chapter 5).
"""

import itertools
import math
import re
from collections.abc import Mapping
from typing import Any

from beffroi.domains.contract import Holder, Share, Stock
from beffroi.domains.panel import Row
from beffroi.domains.water.measured import INPUT, LEVEL, STORED, TANK_VOLUME
from beffroi.figures import written_day
from beffroi.texts import Text

INSIDE, AHEAD = "inside", "ahead"
#: A table has so many pairs at least.
_LEAST = 2
_NUMBER = r"([0-9]++(?:[.,][0-9]++)?+)"
#: Nothing is tried twice: a very long text must not take a very long time.
_PAIR = re.compile(rf"(?<![0-9]){_NUMBER}\s*+:\s*+{_NUMBER}")
_ITSELF = Stock((0.0, 1.0), (0.0, 1.0))
_UNPLACED = Text(
    fr="Réservoir « {name} » : dites s’il est dans le secteur, après ses compteurs d’entrée, ou en "
    "tête, avant eux (« Place dans le secteur »). D’ici là, il n’est pas compté.",
    en="Tank “{name}”: say whether it is inside the district, after its inlet meters, or ahead of "
    "them (“Place in the district”). Until then it is not counted.",
)
_UNREAD = Text(
    fr="Le niveau du réservoir « {name} » manque : une nuit où il se remplit se lit comme une "
    "fuite. Importez ce niveau.",
    en="The level of the tank “{name}” is missing: a night when it fills reads like a leak. Import "
    "this level.",
)
_UNSIZED = Text(
    fr="Réservoir « {name} » : donnez son diamètre, la surface de l’eau ou son volume selon le "
    "niveau. Sans eux, le niveau mesuré ne dit pas combien d’eau il tient, et n’est pas compté.",
    en="Tank “{name}”: give its diameter, the surface of its water or its volume by level. Without "
    "them, the level that is measured does not say how much it holds, and is not counted.",
)
_UNCLEAR = Text(
    fr="Réservoir « {name} » : son volume selon le niveau est illisible. Écrivez deux paires au "
    "moins, qui montent, comme « 0 : 0 ; 1 : 60 ; 3,5 : 240 ».",
    en="Tank “{name}”: its volume by level cannot be read. Write two pairs at least, growing, such "
    "as “0 : 0; 1 : 60; 3.5 : 240”.",
)
_SILENT = Text(
    fr="Le niveau du réservoir « {name} » n’est plus reçu depuis le {day} : depuis, les nuits et "
    "les bilans de ce secteur ne peuvent être lus.",
    en="The level of the tank “{name}” has not been received since {day}: since then, the nights "
    "and balances of this district cannot be read.",
)


def stored(row: Row) -> tuple[Share, ...]:
    """Say what a gauge of a tank adds to the rows of the district that the tank is inside of.

    >>> given = {"building_id": 3, "tank_place": "inside", "tank_diameter_m": 10.0}
    >>> [(one.quantity, one.factor) for one in stored(Row(1, 7, "tank", "x", LEVEL, given))]
    [('water.stored', 1.0), ('water.input', -1.0)]
    """
    above = row.attributes.get("building_id")
    if not isinstance(above, int) or row.attributes.get("tank_place") != INSIDE:
        return ()
    stock = _ITSELF if row.quantity == TANK_VOLUME else stock_of(row)
    if stock is None:
        return ()
    return (Share(above, STORED, stock=stock), Share(above, INPUT, -1.0, stock=stock))


def stock_of(row: Row) -> Stock | None:
    """Return what a tank holds [m3] at each level [m]; None where people did not say enough.

    A table comes before the surface of the water, and that before a diameter.

    >>> given = {"tank_section_m2": 120.0, "tank_diameter_m": 10.0}
    >>> stock_of(Row(1, 7, "tank", "x", LEVEL, given)).holds
    (0.0, 120.0)
    """
    if str(row.attributes.get("tank_table") or "").strip():
        return table_of(str(row.attributes["tank_table"]))
    surface, diameter = row.number("tank_section_m2"), row.number("tank_diameter_m")
    if surface is None and diameter is not None and diameter > 0:
        surface = math.pi * diameter * diameter / 4
    if surface is None or not 0 < surface < math.inf:
        return None
    return Stock((0.0, 1.0), (0.0, surface))


def table_of(text: str) -> Stock | None:
    """Read pairs of a level and a volume, None where they are not pairs that grow.

    >>> table_of("0 : 0 ; 1 : 60 ; 3,5 : 240")
    Stock(reads=(0.0, 1.0, 3.5), holds=(0.0, 60.0, 240.0))
    >>> table_of("0 : 0 ; 1 : 60 ; 1 : 70"), table_of("2 : 60"), table_of("cuve ronde")
    (None, None, None)
    """
    found = _PAIR.findall(text)
    if len(found) < _LEAST or re.sub(r"[\s;|]", "", _PAIR.sub("", text)):
        return None
    reads, holds = (tuple(float(pair[k].replace(",", ".")) for pair in found) for k in (0, 1))
    grows = all(a < b < math.inf for one in (reads, holds) for a, b in itertools.pairwise(one))
    return Stock(reads, holds) if grows else None


def lacks_of(tank: Holder) -> Text | None:
    """Say what keeps a tank from being counted, None where nothing does."""
    place = tank.attributes.get("tank_place")
    if place == AHEAD:
        return None
    text = _UNPLACED if place != INSIDE else _why(tank)
    day = written_day(tank.silent_since) if tank.silent_since else ""
    return text.fill(name=tank.name, day=day) if text is not None else None


def _why(tank: Holder) -> Text | None:
    if not tank.quantities:
        return _UNREAD
    if TANK_VOLUME not in tank.quantities and not _sized(tank.attributes):
        return _UNCLEAR if str(tank.attributes.get("tank_table") or "").strip() else _UNSIZED
    return _SILENT if tank.silent_since is not None else None


def _sized(attributes: Mapping[str, Any]) -> bool:
    return stock_of(Row(-1, -1, "tank", "", LEVEL, attributes)) is not None
