"""A scenario in sentences, the same on every face."""

from collections.abc import Iterable

from beffroi.decide.scenarios.told import Amounts, Tried
from beffroi.domains.contract import NOTHING, Estimate
from beffroi.domains.levers import KWH, M3
from beffroi.figures import numbers
from beffroi.texts import Text

_AMOUNT = Text(
    fr="{value} {unit} par an (entre {low} et {high} à 90 %)",
    en="{value} {unit} a year (between {low} and {high} at 90%)",
)
_AND = Text(fr=" et ", en=" and ")
_SAVING = Text(
    fr="Économie attendue : {amounts}, soit {eur} € et {kg} kg de CO₂e.",
    en="Expected saving: {amounts}, or {eur} EUR and {kg} kg of CO₂e.",
)
_UNSURE = Text(
    fr="Économie incertaine : {value} {unit} par an, mais l’intervalle à 90 % va de {low} à {high} "
    "{unit}.",
    en="Uncertain saving: {value} {unit} a year, but the 90% interval runs from {low} to {high} "
    "{unit}.",
)
#: How units are written for people.
UNITS = {KWH: "kWh", M3: "m³"}
_DIALS = {
    "1": Text(fr="", en=""),
    "K": Text(fr="°C", en="°C"),
    "kWp": Text(fr="kWc", en="kWp"),
    "year": Text(fr="ans", en="years"),
    "d": Text(fr="jours", en="days"),
    "m": Text(fr="m", en="m"),
    "meter": Text(fr="", en=""),
    "valve": Text(fr="", en=""),
    "m3/km/d": Text(fr="m³ par km et par jour", en="m³ a km and a day"),
}
#: What a cost is counted by.
PER = {
    "once": Text(fr="€", en="EUR"),
    "m2": Text(fr="€ par m² de plancher", en="EUR by m² of floor"),
    "kWp": Text(fr="€ par kWc", en="EUR by kWp"),
    "km": Text(fr="€ par km", en="EUR by km"),
    "meter": Text(fr="€ par compteur", en="EUR by meter"),
    "valve": Text(fr="€ par réducteur", en="EUR by valve"),
}
_NOTHING = Text(
    fr="Aucun levier ne s’applique à ce qui est choisi : les raisons sont dites plus bas.",
    en="No lever applies to what is chosen: the reasons are said below.",
)
_NO_CHANGE = Text(
    fr="Ces leviers ne changent rien à ce qui est choisi.",
    en="These levers change nothing in what is chosen.",
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
_YEARLY = Text(
    fr="« {lever} » se paie à nouveau chaque année : {cost} €.",
    en="“{lever}” is paid again every year: {cost} EUR.",
)
_EVERY = Text(
    fr="« {lever} » se paie à nouveau tous les {n} ans : {cost} €.",
    en="“{lever}” is paid again every {n} years: {cost} EUR.",
)
_UNPRICED = Text(
    fr="Le coût n’est pas connu : donnez celui d’un devis, ou la taille de l’équipement.",
    en="The cost is not known: give that of a quotation, or the size of the asset.",
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
    words = {
        "eur": numbers(tried.saving.eur.value),
        "kg": numbers(tried.saving.kgco2e.value),
    }
    amounts = [(unit, of_unit(tried.saving, unit)) for unit in tried.units]
    for unit, one in amounts:
        if one.low <= 0 <= one.high and one != NOTHING:
            return (_UNSURE.fill(_said(unit, one)), _cost(tried), *_again(tried))
    told = [_AMOUNT.fill(_said(unit, one)) for unit, one in amounts if one != NOTHING]
    if not told:
        return (_NO_CHANGE, _cost(tried))
    joined = Text(fr=_AND.fr.join(one.fr for one in told), en=_AND.en.join(one.en for one in told))
    return (_SAVING.fill(words, amounts=joined), _cost(tried), *_again(tried))


def _again(tried: Tried) -> list[Text]:
    """Say which costs come back."""
    told = []
    for part in tried.parts:
        if part.every and part.cost is not None:
            words = {"lever": part.label, "cost": numbers(part.cost.value), "n": part.every}
            told.append((_YEARLY if part.every == 1 else _EVERY).fill(words))
    return told


def unit_of(dial: str) -> Text:
    """Return the unit of a dial as people read it.

    >>> unit_of("kWp").fr, unit_of("%").fr
    ('kWc', '%')
    """
    return _DIALS.get(dial, Text(fr=dial, en=dial))


def units_of(found: Iterable[Tried]) -> tuple[str, ...]:
    """Return the units in which any of some scenarios saves something, water first."""
    known = {unit for one in found for unit in one.units}
    return tuple(unit for unit in (M3, KWH) if unit in known)


def of_unit(amounts: Amounts, unit: str) -> Estimate:
    """Return what amounts hold of a unit."""
    return amounts.m3 if unit == M3 else amounts.kwh


def _said(unit: str, one: Estimate) -> dict[str, object]:
    return {**ends(one), "value": numbers(one.value), "unit": UNITS[unit]}


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
