"""How series and assets are named on the screen."""

from beffroi.decide.catalogue import Listed
from beffroi.decide.naming import QUALIFIERS
from beffroi.domains import asset_types, quantities
from beffroi.texts import Text


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
