"""What a column measures: unit, quantity and kind, from its title, the file's name and its values.

A unit is never invented for an energy or a volume: without one the values are kept as
`other.value`, and the person is asked.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.quantities import QUANTITIES
from beffroi.readers.generic.words import INDEX_WORDS, USE_WORDS, fold
from beffroi.units import SeriesKind, conversion, parse_unit

ELECTRICITY = "electricity"
_FLUIDS: dict[str, tuple[str, ...]] = {
    "gas": ("gaz", "gas", "pce", "grdf"),
    "heat": ("chaleur", "heat", "chauffage", "rcu", "ecs", "calorie", "calories", "thermique"),
    "water": ("eau", "water", "aep", "hydraulique", "veolia", "sedif", "suez"),
    ELECTRICITY: (
        "electricite",
        "electricity",
        "electrique",
        "electriques",
        "elec",
        "electric",
        "prm",
        "pdl",
        "enedis",
        "linky",
        "soutirage",
        "injection",
    ),
}
_FRENCH = {"gas": "gaz", "heat": "chaleur", "water": "eau", ELECTRICITY: "électricité"}
_ENERGY, _POWER, _VOLUME = (
    frozenset({"Wh", "kWh", "MWh", "GWh"}),
    frozenset({"W", "kW"}),
    frozenset({"m3", "L"}),
)
_WEATHER = {
    "degC": "weather.air_temperature",
    "K": "weather.air_temperature",
    "W/m2": "weather.irradiance",
    "mm": "weather.rain",
    "m/s": "weather.wind_speed",
}
_BY_UNIT = {
    "VA": "electricity.apparent_power_max",
    "kVA": "electricity.apparent_power_max",
    "var": "electricity.reactive_power",
    "kvar": "electricity.reactive_power",
    "varh": "electricity.reactive_energy",
    "kvarh": "electricity.reactive_energy",
}
_FLOWS = frozenset({"m3/h", "L/s", "L/min", "L/h"})
_PRESSURES = frozenset({"bar", "mCE"})
_LEVELS = frozenset({"niveau", "niveaux", "level", "levels", "cote", "hauteur", "marnage"})
_TEMPERATURE = ("temperature", "temp", "temperatures", "t°")
_HUMIDITY = ("humidite", "humidity", "hum", "hygrometrie", "rh", "hr")
_COUNT = (
    "count",
    "counts",
    "passages",
    "passage",
    "comptage",
    "comptages",
    "nb",
    "nombre",
    "velos",
    "pietons",
    "vehicules",
    "frequentation",
    "entrees",
)
_KINDS = {
    "electricity.active_power": SeriesKind.MEAN_POWER,
    "electricity.reactive_power": SeriesKind.MEAN_POWER,
    "water.flow": SeriesKind.MEAN_POWER,
    "weather.rain": SeriesKind.INTERVAL,
    "count.passages": SeriesKind.COUNT,
}
_AMOUNTS = frozenset({"Wh", "varh", "m3"})
_BARE = frozenset({"c", "h", "m", "t", "s", "l", "k", "w", "1", "", "nb", "nombre", "count", "a"})


@dataclass(frozen=True, slots=True)
class Measure:
    """The guess for one column; `hint` is the fluid that the name of the file told, if any."""

    quantity: str
    unit: str
    kind: SeriesKind
    hint: str = ""
    assumed: bool = False  # the fluid or the unit stands nowhere
    unknown_unit: str = ""  # a unit that the title gives and that is not known


def find_unit(title: str) -> tuple[str, str]:
    """Return the unit that a title gives and what of it is not known, empty texts for none.

    >>> find_unit("Valeur (en m3)"), find_unit("equipment load [kWh]"), find_unit("Température °C")
    (('m3', ''), ('kWh', ''), ('degC', ''))
    >>> find_unit("Turbidité [NTU]"), find_unit("conso_kwh"), find_unit("Valeur")
    (('', 'NTU'), ('kWh', ''), ('', ''))
    """
    bracketed = re.findall(r"[\[(]([^\])]*)[\])]", title)
    for text in reversed(bracketed):
        unit = _unit(re.sub(r"^\s*en\s+", "", text))
        if unit:
            return unit, ""
    if bracketed and re.fullmatch(r"[\w°µ/%.^³²-]{1,8}", bracketed[-1].strip()):
        unknown = bracketed[-1].strip()
        return ("", "") if unknown.isdigit() else ("", unknown)
    words = re.split(r"[\s_]+|(?<=\w)\(", title.strip())
    for word in reversed(words):
        unit = _unit(word) if word.casefold() not in _BARE else ""
        if unit and unit != "1":
            return unit, ""
    return "", ""


def fluid_of(text: str) -> str:
    """Return the French word for the fluid that a text names, an empty text for none.

    >>> fluid_of("Consommations de gaz 2024"), fluid_of("Bâtiment")
    ('gaz', '')
    """
    return _FRENCH.get(_fluid(set(fold(text).split())), "")


def canonical_factor(quantity: str, unit: str) -> tuple[float, float]:
    """Return `(factor, offset)` from a written unit to the canonical one of the quantity.

    Raises:
        BeffroiError: `unit.unknown`, `unit.incompatible`.
    """
    target = QUANTITIES[quantity].unit
    if not unit or quantity == "other.value":
        return 1.0, 0.0
    return conversion(unit, target)


def guess(title: str, file_name: str, unit: str | None = None) -> Measure:
    """Return what a column measures; `unit` is given when a column of the file says it.

    >>> guess("heating load [kWh]", "building_000_gas").quantity
    'gas.energy'
    >>> found = guess("Conso (kWh)", "mairie_gaz_2024"); found.quantity, found.hint
    ('gas.energy', 'gas')
    >>> guess("Débit d'entrée (L/s)", "aep").quantity, guess("Niveau (m)", "aep").quantity
    ('water.flow', 'water.level')
    >>> guess("Débit (m3/h)", "gaz").quantity, guess("Valeur", "export").quantity
    ('other.value', 'other.value')
    """
    found, unknown = (unit, "") if unit is not None else find_unit(title)
    words = set(fold(title).split())
    quantity = _by_words(words, found)
    hint, assumed = "", False
    if not quantity:
        own = _fluid(words)
        named = _fluid(set(fold(file_name).split()))
        hint = named if named and not own and _has_fluid(found) else ""
        quantity, assumed = _by_fluid(own or named, found, words)
    if quantity == "other.value":
        assumed = True
    kept = found or ("" if unknown else QUANTITIES[quantity].unit)
    if quantity == "other.value":
        kept = found or "1"
    return Measure(quantity, kept, kind_of(quantity, title), hint, assumed, unknown)


def kind_of(quantity: str, title: str) -> SeriesKind:
    """Return the kind of a quantity; words such as "index" or "relevé" make it a counter."""
    amount = QUANTITIES[quantity].unit in _AMOUNTS
    words = set(fold(title).split())
    if amount and words & set(INDEX_WORDS) and not words & set(USE_WORDS):
        return SeriesKind.INDEX
    if amount:
        return SeriesKind.INTERVAL
    return _KINDS.get(quantity, SeriesKind.GAUGE)


def climbs(values: NDArray[np.float64]) -> bool:
    """Tell whether values, in the order of time, are those of a counter: large, never falling.

    >>> climbs(np.arange(1000.0, 1020.0)), climbs(np.arange(20.0))
    (True, False)
    """
    known = values[np.isfinite(values)]
    if len(known) < 8:
        return False
    steps = np.diff(known)
    return bool(
        (steps >= 0).all()
        and (steps > 0).sum() >= 3
        and known[0] > 20 * np.median(steps[steps > 0])
        and known[-1] - known[0] < 5 * known[0]
    )


def _unit(text: str) -> str:
    try:
        return parse_unit(text) if text.strip() else ""
    except BeffroiError:
        return ""


def _has_fluid(unit: str) -> bool:
    return unit in _ENERGY | _VOLUME


def _fluid(words: set[str]) -> str:
    return next((fluid for fluid, names in _FLUIDS.items() if words & set(names)), "")


def _by_words(words: set[str], unit: str) -> str:
    """Return the quantity that the unit or the words settle without the fluid."""
    if unit in _BY_UNIT:
        return _BY_UNIT[unit]
    if unit in _WEATHER:
        return _WEATHER[unit]
    if unit in _POWER:
        peak = words & {"max", "maximale", "maximum", "pmax", "pointe"}
        return "electricity.active_power_max" if peak else "electricity.active_power"
    if unit in ("", "1", "%"):
        if unit != "%" and words & set(_TEMPERATURE):
            return "weather.air_temperature"
        if words & set(_HUMIDITY):
            return "weather.humidity"
        if unit != "%" and words & set(_COUNT):
            return "count.passages"
    return ""


def _by_fluid(fluid: str, unit: str, words: set[str]) -> tuple[str, bool]:
    if unit in _ENERGY:
        if words & {"reactive"}:
            return "electricity.reactive_energy", False
        table = {"gas": "gas.energy", "heat": "heat.energy", "water": "heat.energy"}
        return table.get(fluid, "electricity.active_energy"), not fluid
    if quantity := _of_water(fluid, unit, words):
        return quantity, fluid != "water"
    if unit in _VOLUME:
        return ("gas.volume" if fluid == "gas" else "water.volume"), fluid not in ("gas", "water")
    return "other.value", True


def _of_water(fluid: str, unit: str, words: set[str]) -> str:
    """Return what a network of water is measured by, an empty text for none.

    A flow or a pressure of gas has no quantity: it is asked what it is, not taken for water.
    """
    if fluid in ("gas", "heat"):
        return ""
    if unit in _FLOWS:
        return "water.flow"
    if unit in _PRESSURES:
        return "water.pressure"
    return "water.level" if unit == "m" and words & _LEVELS else ""
