"""How series are named: what one value of them says, and in which sense they count."""

from beffroi.texts import Text
from beffroi.units import SeriesKind

KINDS = {
    SeriesKind.MEAN_POWER: Text(fr="moyenne (débit, puissance)", en="mean (flow, power)"),
    SeriesKind.INTERVAL: Text(fr="quantité par période", en="amount by period"),
    SeriesKind.INDEX: Text(fr="index cumulé", en="cumulative index"),
    SeriesKind.GAUGE: Text(fr="niveau", en="level"),
    SeriesKind.COUNT: Text(fr="comptage", en="count"),
    SeriesKind.STATE: Text(fr="état", en="state"),
}

QUALIFIERS = {
    "consumption": Text(fr="soutirage", en="consumption"),
    "injection": Text(fr="injection", en="injection"),
    "informative": Text(fr="relevé informatif", en="informative reading"),
    "bill": Text(fr="facture", en="bill"),
    "published": Text(fr="relevé publié", en="published reading"),
}
