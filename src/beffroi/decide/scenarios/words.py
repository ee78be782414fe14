"""A scenario in sentences, the same on every face."""

from beffroi.decide.scenarios.told import Tried
from beffroi.domains.contract import Estimate
from beffroi.figures import numbers
from beffroi.texts import Text

_SAVING = Text(
    fr="Économie attendue : {kwh} kWh par an (entre {low} et {high} à 90 %), soit {eur} € et "
    "{kg} kg de CO₂e.",
    en="Expected saving: {kwh} kWh a year (between {low} and {high} at 90%), or {eur} EUR and "
    "{kg} kg of CO₂e.",
)
_UNSURE = Text(
    fr="Économie incertaine : {kwh} kWh par an, mais l’intervalle à 90 % va de {low} à {high} kWh.",
    en="Uncertain saving: {kwh} kWh a year, but the 90% interval runs from {low} to {high} kWh.",
)
_NOTHING = Text(
    fr="Aucun levier ne s’applique à ce qui est choisi : les raisons sont dites plus bas.",
    en="No lever applies to what is chosen: the reasons are said below.",
)
_PAID = Text(
    fr="Pour {cost} € (entre {low} et {high}), remboursés en {back}.",
    en="For {cost} EUR (between {low} and {high}), paid back in {back}.",
)
_NEVER = Text(
    fr="Pour {cost} € (entre {low} et {high}), que les économies ne remboursent sans doute pas "
    "avant {year}.",
    en="For {cost} EUR (between {low} and {high}), which savings likely do not pay back before "
    "{year}.",
)
_UNPRICED = Text(
    fr="Le coût n’est pas connu : donnez celui d’un devis, ou la surface du bâtiment.",
    en="The cost is not known: give that of a quotation, or the floor area of the building.",
)
_AT_ONCE = Text(fr="moins d’un an", en="less than a year")
_BETWEEN = Text(
    fr="{value} ans (entre {low} et {high})", en="{value} years (between {low} and {high})"
)
_MORE = Text(
    fr="{value} ans (entre {low} et plus de {last})",
    en="{value} years (between {low} and more than {last})",
)
#: What every answer is to be read with.
CAUTION = Text(
    fr="Ordres de grandeur, hors TVA, en euros d’aujourd’hui : un devis remplace un coût, une "
    "étude remplace un effet.",
    en="Orders of magnitude, without VAT, in euros of today: a quotation replaces a cost, a study "
    "replaces an effect.",
)


def sentences(tried: Tried) -> tuple[Text, ...]:
    """Say what a scenario saves, then what it costs."""
    if not tried.parts:
        return (_NOTHING,)
    kwh = tried.saving.kwh
    words = {
        "kwh": numbers(kwh.value),
        "low": numbers(kwh.low),
        "high": numbers(kwh.high),
        "eur": numbers(tried.saving.eur.value),
        "kg": numbers(tried.saving.kgco2e.value),
    }
    unsure = kwh.low <= 0 <= kwh.high
    return ((_UNSURE if unsure else _SAVING).fill(words), _cost(tried))


def _cost(tried: Tried) -> Text:
    if tried.cost is None:
        return _UNPRICED
    words = ends(tried.cost) | {"cost": numbers(tried.cost.value)}
    back = payback(tried)
    return _NEVER.fill(words, year=tried.last) if back is None else _PAID.fill(words, back=back)


def payback(tried: Tried) -> Text | None:
    """Say in how many years a cost is paid back; None where it likely is not."""
    middle, low, high = tried.payback
    if middle is None or low is None:
        return None
    if middle < 1 and (high or 0) < 1:
        return _AT_ONCE
    words = {"value": numbers(middle, 1), "low": numbers(low, 1)}
    if high is None:
        return _MORE.fill(words, last=tried.last - tried.first + 1)
    return _BETWEEN.fill(words, high=numbers(high, 1))


def ends(one: Estimate) -> dict[str, Text]:
    """Return the ends of an interval, to fill a text with."""
    return {"low": numbers(one.low), "high": numbers(one.high)}
