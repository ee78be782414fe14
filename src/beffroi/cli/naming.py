"""How series and assets are named on the screen."""

from beffroi.decide.catalogue import Listed
from beffroi.domains import asset_types, quantities
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


def title(row: Listed) -> Text:
    """Return the name of a series: what is measured, where, in which sense."""
    known = quantities()
    quantity = row.series.quantity
    what = known[quantity].label if quantity in known else Text(fr=quantity, en=quantity)
    sense = QUALIFIERS.get(row.series.qualifier, row.series.qualifier)
    return Text(fr="{asset} : {what}{sense}", en="{asset}: {what}{sense}").fill(
        asset=row.asset.name,
        what=what,
        sense=Text(fr=", {s}", en=", {s}").fill(s=sense) if sense else "",
    )


def asset_type(key: str) -> Text:
    """Return the name of a type of asset, as it is declared."""
    declared = asset_types().get(key)
    return declared.label if declared else Text(fr=key, en=key)
