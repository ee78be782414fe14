"""Units: the canonical ones kept inside, the conversions done at the edges.

Inside, values are plain floats in canonical units (Wh, W, m3, degC, ...). A unit written in a
file or asked for on a screen is converted once, here, by pint.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from beffroi.errors.base import BeffroiError
from beffroi.errors.ground import UNIT_INCOMPATIBLE, UNIT_UNKNOWN

if TYPE_CHECKING:
    import pint


class Aggregation(StrEnum):
    """How several observations become one."""

    SUM = "sum"
    MEAN = "mean"  # weighted by duration
    MIN = "min"
    MAX = "max"
    LAST = "last"
    INTEGRATE = "integrate"  # power over time gives energy
    DIFFERENCE = "difference"  # cumulative index gives consumption


class SeriesKind(StrEnum):
    """What one observation of a series says."""

    MEAN_POWER = "mean_power"  # mean rate over [start, end)
    INTERVAL = "interval"  # amount over [start, end)
    INDEX = "index"  # cumulative counter at an instant
    GAUGE = "gauge"  # level at an instant, or mean level over [start, end)
    COUNT = "count"  # number of events over [start, end)
    STATE = "state"  # coded state from an instant on

    @property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """The aggregations that make sense, the usual one first.

        >>> SeriesKind.INDEX.aggregations[0].value
        'difference'
        >>> Aggregation.SUM in SeriesKind.GAUGE.aggregations
        False
        """
        return _ALLOWED[self]


_ALLOWED: dict[SeriesKind, tuple[Aggregation, ...]] = {
    SeriesKind.MEAN_POWER: (
        Aggregation.INTEGRATE,
        Aggregation.MEAN,
        Aggregation.MIN,
        Aggregation.MAX,
    ),
    SeriesKind.INTERVAL: (Aggregation.SUM, Aggregation.MIN, Aggregation.MAX),
    SeriesKind.INDEX: (Aggregation.DIFFERENCE, Aggregation.LAST),
    SeriesKind.GAUGE: (Aggregation.MEAN, Aggregation.MIN, Aggregation.MAX, Aggregation.LAST),
    SeriesKind.COUNT: (Aggregation.SUM, Aggregation.MIN, Aggregation.MAX),
    SeriesKind.STATE: (Aggregation.LAST,),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A canonical unit: its key inside, its name for pint, how people write it in files."""

    key: str
    pint: str
    spellings: tuple[str, ...] = ()
    integral: str | None = None  # unit obtained by integrating over hours
    # Units that pint takes for another: they convert only among units of the same family.
    family: str = ""


# Spellings are matched without case, spaces and accents; only "mW…" keeps its case, a milliwatt.
UNITS: dict[str, Unit] = {
    unit.key: unit
    for unit in (
        Unit("Wh", "watt_hour"),
        Unit("kWh", "kilowatt_hour", ("kw.h", "kwh pcs", "kwh ef", "kw/h")),
        Unit("MWh", "megawatt_hour"),
        Unit("GWh", "gigawatt_hour"),
        Unit("W", "watt", ("watt", "watts"), "Wh"),
        Unit("kW", "kilowatt", (), "kWh"),
        Unit("VA", "volt_ampere", family="apparent"),
        Unit("kVA", "kilovolt_ampere", family="apparent"),
        Unit("var", "volt_ampere", ("vars",), "varh", "reactive"),
        Unit("kvar", "kilovolt_ampere", (), "kvarh", "reactive"),
        Unit("varh", "volt_ampere * hour", ("var.h",), family="reactive"),
        Unit("kvarh", "kilovolt_ampere * hour", family="reactive"),
        Unit("m3", "meter ** 3", ("m^3", "metre cube", "metres cubes")),
        Unit("L", "liter", ("litre", "litres", "liters")),
        Unit("m3/h", "meter ** 3 / hour", (), "m3"),
        Unit("L/s", "liter / second", ("l/sec",)),
        Unit("L/min", "liter / minute", ("l/mn",)),
        Unit("L/h", "liter / hour"),
        Unit("degC", "degC", ("°c", "celsius", "c")),
        Unit("K", "kelvin", ("kelvin",)),
        Unit("K.d", "kelvin * day", ("dju", "degres-jours")),
        Unit("%", "percent", ("percent", "pourcent")),
        Unit("W/m2", "watt / meter ** 2", ("w.m-2", "w/m^2")),
        Unit("J/cm2", "joule / centimeter ** 2"),
        Unit("mm", "millimeter", ("millimetres",)),
        Unit("m", "meter", ("metre", "metres")),
        Unit("m/s", "meter / second", ("m.s-1",)),
        Unit("bar", "bar", ("bars",)),
        Unit("mCE", "meter_H2O", ("m.c.e", "mh2o", "mwc")),
        Unit("hPa", "hectopascal"),
        Unit("s", "second", ("seconde", "secondes")),
        Unit("h", "hour", ("heures",)),
        Unit("kg", "kilogram"),
        Unit("t", "metric_ton", ("tonne", "tonnes")),
        Unit("kgCO2e", "kilogram", ("kgeqco2", "kgeq.co2"), family="emission"),
        Unit("ug/m3", "microgram / meter ** 3", ("µg/m3", "µg-m3")),
        Unit("EUR", "dimensionless", ("€", "euro", "euros"), family="money"),
        Unit("1", "dimensionless", ("", "nb", "nombre", "count")),
    )
}

#: What the units of almost every file measure, and how much of it: pint, which converts the
#: others, takes half a second to load. A test checks each pair against pint.
_USUAL: dict[str, tuple[str, float]] = {
    "Wh": ("energy", 1.0),
    "kWh": ("energy", 1e3),
    "MWh": ("energy", 1e6),
    "W": ("power", 1.0),
    "kW": ("power", 1e3),
    "VA": ("power", 1.0),
    "kVA": ("power", 1e3),
    "var": ("power", 1.0),
    "kvar": ("power", 1e3),
    "varh": ("energy", 1.0),
    "kvarh": ("energy", 1e3),
    "L": ("volume", 1e-3),
    "m3": ("volume", 1.0),
    "degC": ("temperature", 1.0),
    "%": ("share", 1.0),
    "W/m2": ("irradiance", 1.0),
}


def parse_unit(text: str) -> str:
    """Return the key of the unit that a file or a person wrote.

    Case, spaces and accents do not count, except that `mWh` is not taken for `MWh`.

    >>> parse_unit("m³"), parse_unit("KWH"), parse_unit("°C"), parse_unit("Mètres cubes")
    ('m3', 'kWh', 'degC', 'm3')

    Raises:
        BeffroiError: `unit.unknown`.
    """
    stripped = text.strip().strip("[]()").strip()
    if stripped in UNITS:
        return stripped
    found = _spellings().get(_plain(stripped))
    if found is None or stripped.startswith("mW"):
        raise BeffroiError(UNIT_UNKNOWN, unit=text)
    return found


def conversion(source: str, target: str) -> tuple[float, float]:
    """Return `(factor, offset)` such that `target_value = source_value * factor + offset`.

    >>> conversion("kWh", "Wh")
    (1000.0, 0.0)

    Raises:
        BeffroiError: `unit.unknown`, or `unit.incompatible` when no conversion exists.
    """
    if source == target:
        return 1.0, 0.0
    return _conversion(parse_unit(source), parse_unit(target))


@cache
def _conversion(source: str, target: str) -> tuple[float, float]:
    if UNITS[source].family != UNITS[target].family:
        raise BeffroiError(UNIT_INCOMPATIBLE, unit=source, target=target)
    if source in _USUAL and target in _USUAL:
        (kind, factor), (wanted, unit) = _USUAL[source], _USUAL[target]
        if kind != wanted:
            raise BeffroiError(UNIT_INCOMPATIBLE, unit=source, target=target)
        return _rounded(factor / unit), 0.0
    import pint

    registry = _registry()
    try:
        zero = registry.Quantity(0.0, UNITS[source].pint).to(UNITS[target].pint).magnitude
        one = registry.Quantity(1.0, UNITS[source].pint).to(UNITS[target].pint).magnitude
    except pint.errors.PintError as error:
        raise BeffroiError(UNIT_INCOMPATIBLE, unit=source, target=target) from error
    return _rounded(one - zero), _rounded(zero)


def _rounded(number: float) -> float:
    """Drop the last digits, which are those of pint's own arithmetic."""
    return float(f"{number:.12g}")


@cache
def _registry() -> "pint.UnitRegistry[float]":
    import pint

    return pint.UnitRegistry(cache_folder=None)


@cache
def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for unit in UNITS.values():
        for spelling in (unit.key, *unit.spellings):
            table.setdefault(_plain(spelling), unit.key)
    return table


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())
