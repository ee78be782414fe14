"""What is measured on a network, and what is computed of a district from its meters."""

from beffroi.quantities import Quantity
from beffroi.texts import Text

VOLUME = "water.volume"
#: Rows of a district (`shares.py`), in m3 a day.
ENTERING, LEAVING = "water.entering", "water.leaving"
INPUT, DELIVERED, TOTAL = "water.input", "water.delivered", "water.delivered_total"

QUANTITIES = (
    Quantity("water.flow", Text(fr="Débit d’eau", en="Water flow"), "m3/h", "m3/h", VOLUME),
    Quantity("water.pressure", Text(fr="Pression d’eau", en="Water pressure"), "bar", "bar"),
    Quantity("water.level", Text(fr="Niveau d’eau", en="Water level"), "m", "m"),
    Quantity(ENTERING, Text(fr="Volume entrant", en="Volume entering"), "m3", "m3"),
    Quantity(LEAVING, Text(fr="Volume sortant", en="Volume leaving"), "m3", "m3"),
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
