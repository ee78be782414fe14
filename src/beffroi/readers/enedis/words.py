"""The words of Enedis files: which quantity, which direction, which quality, which series."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import cache

from beffroi.errors import BeffroiError
from beffroi.readers.contract import Quality, Reason, SeriesDraft
from beffroi.units import SeriesKind, conversion, parse_unit

SOURCE = "enedis"
CONSUMPTION, INJECTION = "consumption", "injection"


class Measured(StrEnum):
    """What a meter measures; the value is the code that names its registers."""

    ACTIVE = "EA"
    REACTIVE = "ER"
    INDUCTIVE = "ERI"
    CAPACITIVE = "ERC"
    MAX_POWER = "PMA"
    OVERRUN = "DD"


_CODES = {
    **dict.fromkeys(("ea", "pa", "energie active", "puissance active"), Measured.ACTIVE),
    **dict.fromkeys(("er", "pr", "energie reactive", "puissance reactive"), Measured.REACTIVE),
    **dict.fromkeys(
        ("eri", "pri", "energie reactive inductive", "puissance reactive inductive"),
        Measured.INDUCTIVE,
    ),
    **dict.fromkeys(
        ("erc", "prc", "energie reactive capacitive", "puissance reactive capacitive"),
        Measured.CAPACITIVE,
    ),
    **dict.fromkeys(
        ("pma", "pmax", "puissance maximale", "puissance maximale atteinte"), Measured.MAX_POWER
    ),
    **dict.fromkeys(("dd", "dq", "duree de depassement"), Measured.OVERRUN),
}
_SUFFIX = {Measured.INDUCTIVE: " inductive", Measured.CAPACITIVE: " capacitive"}


def fold(text: str) -> str:
    """Return a label without accents, case, byte order mark, quotes and outer spaces.

    >>> fold(' "Etape métier"')
    'etape metier'
    """
    plain = unicodedata.normalize("NFKD", text.strip("\ufeff \t\r\n\"'\u00a0"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def measured(text: str) -> Measured | None:
    """Return what a `Grandeur physique` (code or label) is, None where it is not read here.

    >>> measured("Energie active").value, measured("PRI").value, measured("TF")
    ('EA', 'ERI', None)
    """
    return _CODES.get(fold(text))


def direction(text: str) -> str | None:
    """Return the direction of a `Grandeur métier`.

    >>> direction("CONS"), direction("Production"), direction("?")
    ('consumption', 'injection', None)
    """
    word = fold(text)
    if word.startswith(("cons", "sout")):
        return CONSUMPTION
    return INJECTION if word.startswith(("prod", "inj")) else None


def stage_quality(stage: str) -> Quality:
    """Return the quality that an `Etape métier` says.

    >>> stage_quality("Comptage Corrigé").name, stage_quality("BRUT").name
    ('CORRECTED', 'MEASURED')
    """
    return Quality.CORRECTED if "corr" in fold(stage) else Quality.MEASURED


def draft(prm: str, quantity: str, kind: SeriesKind, qualifier: str) -> SeriesDraft:
    """Return a series of a delivery point."""
    return SeriesDraft(prm, "delivery_point", quantity, kind, SOURCE, qualifier)


@dataclass(frozen=True, slots=True)
class Curve:
    """A series, and the factor from the unit of the file to its canonical unit."""

    series: SeriesDraft
    factor: float


_MEAN, _SUM, _LEVEL = SeriesKind.MEAN_POWER, SeriesKind.INTERVAL, SeriesKind.GAUGE
_REACTIVE = {
    "var": ("electricity.reactive_power", _MEAN),
    "varh": ("electricity.reactive_energy", _SUM),
}
_QUANTITIES: dict[Measured, dict[str, tuple[str, SeriesKind]]] = {
    Measured.ACTIVE: {
        "W": ("electricity.active_power", _MEAN),
        "Wh": ("electricity.active_energy", _SUM),
    },
    Measured.REACTIVE: _REACTIVE,
    Measured.INDUCTIVE: _REACTIVE,
    Measured.CAPACITIVE: _REACTIVE,
    Measured.MAX_POWER: {
        "W": ("electricity.active_power_max", _LEVEL),
        "VA": ("electricity.apparent_power_max", _LEVEL),
    },
    Measured.OVERRUN: {"s": ("electricity.overrun_time", _SUM)},
}
# Watts, volt-amperes and vars share a dimension: only what is written tells them apart.
_CANONICAL = {
    **dict.fromkeys(("W", "kW"), "W"),
    **dict.fromkeys(("Wh", "kWh", "MWh"), "Wh"),
    **dict.fromkeys(("VA", "kVA"), "VA"),
    **dict.fromkeys(("var", "kvar"), "var"),
    **dict.fromkeys(("varh", "kvarh"), "varh"),
    **dict.fromkeys(("s", "h"), "s"),
}


def canonical(unit: str) -> tuple[str, float] | None:
    """Return the canonical unit and the factor to it, None for a unit not met in Enedis files.

    >>> canonical("kVAr"), canonical("VA"), canonical("°C")
    (('var', 1000.0), ('VA', 1.0), None)
    """
    try:
        key = parse_unit(unit)
    except BeffroiError:
        return None
    target = _CANONICAL.get(key)
    return None if target is None else (target, conversion(key, target)[0])


def why_unknown(prm: str) -> Reason:
    """Return why a series is not known: nothing names its point, or its quantity or unit is odd."""
    return Reason.UNKNOWN_UNIT if prm else Reason.BAD_ROW


@cache
def curve(prm: str, what: str, way: str, unit: str, step: timedelta | None = None) -> Curve | None:
    """Return the curve of a physical and a business quantity, None where they are not known.

    Amounts a day are a series apart from amounts a finer step: the same energy, never summed.

    >>> found = curve("1", "PRI", "CONS", "kVAr")
    >>> found.series.quantity, found.series.qualifier, found.factor
    ('electricity.reactive_power', 'consumption inductive', 1000.0)
    """
    kind_of, sense, known = measured(what), direction(way), canonical(unit)
    if not prm or kind_of is None or sense is None or known is None:
        return None
    found = _QUANTITIES[kind_of].get(known[0])
    if found is None:
        return None
    quantity, kind = found
    name = sense + _SUFFIX.get(kind_of, "")
    if kind is SeriesKind.INTERVAL and step is not None and step >= timedelta(days=1):
        name += " daily"
    return Curve(replace(draft(prm, quantity, kind, name), step=step), known[1])


def reading(prm: str, what: str, way: str, unit: str, register: str) -> Curve | None:
    """Return the series of a value read off a meter: an index, or a maximum reached.

    `register` is the register of the meter (`EAS D2`), or the grid and class that stand for it
    where the file names no register (`D HPH`): `EAS`, `EAI` or the code of the quantity precede.

    >>> reading("1", "EA", "PROD", "Wh", "D HPH").series.qualifier
    'index EAI D HPH'
    >>> reading("1", "PMA", "CONS", "kVA", "D HPH").series.qualifier
    'consumption D HPH'
    """
    kind_of, sense, known = measured(what), direction(way), canonical(unit)
    if kind_of is None or sense is None or known is None:
        return None
    if kind_of is Measured.MAX_POWER:
        level = curve(prm, what, way, unit)
        if level is None:
            return None
        series = replace(level.series, qualifier=f"{sense} {register}".strip())
        return replace(level, series=series)
    if register[:1] == "E":
        return index(prm, what, register, unit)
    code = kind_of.value + (f" {sense}" if sense == INJECTION else "")
    if kind_of is Measured.ACTIVE:
        code = "EAI" if sense == INJECTION else "EAS"
    return index(prm, what, f"{code} {register}".strip(), unit)


def index(prm: str, what: str, register: str, unit: str) -> Curve | None:
    """Return the series of a cumulative register such as `EAS F1`, None where it is not known.

    The first letter of the second word is the grid: F of the supplier, D of the distributor,
    T the total. All grids count the same energy: they are never summed together.

    >>> index("1", "EA", "EAS D4", "kWh").series.qualifier
    'index EAS D4'
    """
    kind_of, known = measured(what), canonical(unit)
    if not prm or kind_of is None or known is None:
        return None
    amounts = {
        unit: quantity
        for unit, (quantity, kind) in _QUANTITIES[kind_of].items()
        if kind is SeriesKind.INTERVAL
    }
    if known[0] not in amounts:
        return None
    series = draft(prm, amounts[known[0]], SeriesKind.INDEX, f"index {register}")
    return Curve(series, known[1])
