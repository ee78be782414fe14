"""What each meter, and each tank, counts for in the balance of its district."""

from collections.abc import Mapping
from typing import Any

from beffroi.domains.contract import Gather, Share
from beffroi.domains.panel import Row
from beffroi.domains.water.lacking import lacks
from beffroi.domains.water.measured import (
    DELIVERED,
    ENTERING,
    INPUT,
    LEAVING,
    LEVEL,
    TANK_VOLUME,
    TOTAL,
    VOLUME,
)
from beffroi.domains.water.tanks import stored

#: Meters of customers break, and are changed: their sum is known where nearly all of it is.
#: Nothing replaces a meter that water enters or leaves by.
LEAST_CUSTOMERS = 0.9
#: Fewer homes would be read one by one in the sum of them, as in the totals of households.
LEAST_CONNECTIONS = 10


def shares(row: Row) -> tuple[Share, ...]:
    """Say what a meter of water adds to the rows of districts.

    A meter belongs to the district of which its `role` says what it does there. One that water
    enters by from another district (`from_district`) leaves that one. What a tank of the district
    takes in is taken from what is put in, and what it gives is added (`tanks.py`).

    >>> row = Row(1, 7, "meter", "x", VOLUME, {"building_id": 3, "role": "inlet"})
    >>> [(one.above, one.quantity, one.factor) for one in shares(row)]
    [(3, 'water.entering', 1.0), (3, 'water.input', 1.0)]
    """
    if row.quantity in (LEVEL, TANK_VOLUME):
        return stored(row)
    above = row.attributes.get("building_id")
    if row.quantity != VOLUME or not isinstance(above, int):
        return ()
    role = str(row.attributes.get("role", ""))
    if role == "outlet":
        return _out(above)
    if role == "inlet":
        other = str(row.attributes.get("from_district") or "").strip()
        entering = (Share(above, ENTERING), Share(above, INPUT))
        return entering + (_out(other) if other else ())
    if role == "customer":
        return (Share(above, DELIVERED, least=LEAST_CUSTOMERS),)
    return (Share(above, TOTAL),) if role == "customers" else ()


def _out(above: int | str) -> tuple[Share, ...]:
    return (Share(above, LEAVING), Share(above, INPUT, -1.0))


def _many(attributes: Mapping[str, Any]) -> bool:
    """Tell whether a district is known to have too many homes to say when one is lived in.

    >>> _many({"connections": 10}), _many({"connections": 9}), _many({})
    (True, False, False)
    """
    connections = Row(-1, -1, "district", "", INPUT, attributes).number("connections")
    return connections is not None and connections >= LEAST_CONNECTIONS


GATHER = Gather(
    "district", shares, lacks, holders=("tank",), gauges=(TANK_VOLUME, LEVEL), open=_many
)
