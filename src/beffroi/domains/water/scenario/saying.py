"""What the measures of a district tell, in words, before any lever is pulled."""

from math import floor, log10

import numpy as np

from beffroi.analysis.chance import HIGH, LOW
from beffroi.domains.panel import Floats
from beffroi.domains.water.assets import MATERIALS
from beffroi.domains.water.scenario.district import District
from beffroi.domains.water.scenario.mains import worst_first
from beffroi.figures import numbers
from beffroi.texts import Text

_SHOWN = 3
_LOST = Text(
    fr="Fuites du réseau : {lost} m³ par an (de {low} à {high}), dont {floor} inévitables et "
    "{running} que l’on peut chercher.",
    en="Leaks of the network: {lost} m³ a year (from {low} to {high}), of which {floor} cannot be "
    "avoided and {running} may be searched for.",
)
_SEEN = Text(
    fr="Les nuits montrent une fuite en cours de {flow} m³/h : elle compte pour une année entière.",
    en="Nights show a leak that goes on, of {flow} m³/h: it counts for a whole year.",
)
_BY_NIGHT = Text(
    fr="Sans relevés d’abonnés, les fuites sont déduites du débit de nuit : la fourchette est "
    "large.",
    en="Without readings of customers, leaks are told from the night flow: the interval is wide.",
)
_NO_PRESSURE = Text(
    fr="Pression moyenne inconnue : tirée entre {low} et {high} m. Donnez-la pour resserrer.",
    en="Mean pressure unknown: drawn between {low} and {high} m. Give it to know better.",
)
_UNREAD = Text(
    fr="Linéaires non lus : {words}. Écrivez « fonte grise 1950 : 3,2 ».",
    en="Lengths that were not read: {words}. Write “grey cast iron 1950: 3.2”.",
)
_FIRST = Text(
    fr="Casses attendues sur les conduites : {breaks} par an. À renouveler d’abord : {first}.",
    en="Breaks expected on mains: {breaks} a year. To be renewed first: {first}.",
)
_LENGTH = Text(fr="{material}, années {decade} ({km} km)", en="{material}, the {decade}s ({km} km)")
_UNDATED = Text(fr="{material}, date inconnue ({km} km)", en="{material}, date unknown ({km} km)")
_LABELS = dict(MATERIALS)


def says(district: District) -> tuple[Text, ...]:
    """Say what a district loses, and what had to be drawn for want of a measure."""
    lost = district.lost
    words = {
        "lost": _round(float(lost.mean())),
        "low": _round(float(np.quantile(lost, LOW))),
        "high": _round(float(np.quantile(lost, HIGH))),
        "floor": _round(float(district.floor.mean())),
        "running": _round(float(district.running.mean())),
    }
    told = [_LOST.fill(words)]
    if district.seen > 0:
        told.append(_SEEN.fill(flow=numbers(district.seen, 1)))
    if district.by_night:
        told.append(_BY_NIGHT)
    if not district.known_pressure:
        ends = _ends(district.pressure)
        told.append(_NO_PRESSURE.fill(low=ends[0], high=ends[1]))
    if district.unread:
        told.append(_UNREAD.fill(words=" ; ".join(district.unread)))
    if district.mains:
        told.append(_mains(district))
    return tuple(told)


def _mains(district: District) -> Text:
    pairs = zip(district.breaks, district.mains, strict=True)
    yearly = sum(float(rate.mean()) * one.km for rate, one in pairs)
    first = []
    for place in worst_first(district.breaks)[:_SHOWN]:
        one = district.mains[place]
        form = _UNDATED if one.decade is None else _LENGTH
        material, km = _LABELS[one.material], numbers(one.km, 1)
        first.append(form.fill(material=material, km=km, decade=one.decade or 0))
    joined = Text(
        fr="\u00a0; ".join(one.fr for one in first), en="; ".join(one.en for one in first)
    )
    return _FIRST.fill(breaks=numbers(yearly, 1), first=joined)


def _ends(draws: Floats) -> tuple[Text, Text]:
    low, high = (float(np.quantile(draws, chance)) for chance in (LOW, HIGH))
    return numbers(low), numbers(high)


def _round(value: float) -> Text:
    """Write an amount with two figures: more would say what nobody knows.

    >>> _round(61_834.0).en
    '62,000'
    """
    size = floor(log10(abs(value))) if abs(value) >= 1 else 0
    return numbers(round(value, 1 - size))
