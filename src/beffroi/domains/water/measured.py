"""What is measured on a network, and what is computed of a district from its meters."""

from beffroi.quantities import Quantity
from beffroi.texts import Text

VOLUME, PRESSURE = "water.volume", "water.pressure"
#: Gauges of tanks: the level of the water [m], or the water itself [m3].
LEVEL, TANK_VOLUME = "water.level", "water.tank_volume"
#: Rows of a district (`shares.py`), in m3 a day. `STORED` is what its tanks took in.
ENTERING, LEAVING, STORED = "water.entering", "water.leaving", "water.stored"
INPUT, DELIVERED, TOTAL = "water.input", "water.delivered", "water.delivered_total"

QUANTITIES = (
    Quantity(TANK_VOLUME, Text(fr="Volume d’eau en réservoir", en="Water in a tank"), "m3", "m3"),
    Quantity(ENTERING, Text(fr="Volume entrant", en="Volume entering"), "m3", "m3"),
    Quantity(LEAVING, Text(fr="Volume sortant", en="Volume leaving"), "m3", "m3"),
    Quantity(STORED, Text(fr="Volume mis en réserve", en="Volume stored"), "m3", "m3"),
    Quantity(INPUT, Text(fr="Volume mis en distribution", en="Volume put in"), "m3", "m3"),
    Quantity(
        DELIVERED,
        Text(fr="Volume compté chez les abonnés", en="Volume metered at customers"),
        "m3",
        "m3",
    ),
    Quantity(
        TOTAL,
        Text(fr="Total déclaré des compteurs d’abonnés", en="Total given for customers’ meters"),
        "m3",
        "m3",
    ),
    # Of samples, not of series: each result has a unit of its own.
    Quantity(
        "water.quality",
        Text(fr="Résultats d’analyses de l’eau", en="Results of analyses of water"),
        "1",
        "1",
    ),
)
