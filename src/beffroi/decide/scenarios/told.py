"""What a scenario answers: amounts with their interval at 90 %, as plain data."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, dataclass, fields, is_dataclass
from functools import cache
from math import floor, isfinite, log10
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np

from beffroi.analysis.chance import HIGH, LOW
from beffroi.domains.contract import NOTHING, Estimate
from beffroi.domains.levers import KWH, M3
from beffroi.domains.panel import Floats
from beffroi.texts import Language, Text

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a year is made of, or what it saves."""

    kwh: Estimate
    eur: Estimate
    kgco2e: Estimate
    m3: Estimate = NOTHING


@dataclass(frozen=True, slots=True)
class Part:
    """What one lever gives on what those before it left; `cost` None where nothing tells it."""

    lever: str
    label: Text
    saving: Amounts
    cost: Estimate | None
    every: int = 0
    """Years after which an expense comes back; 0 for what is paid for its life."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A lever that cannot be tried on an asset, or on none of those that are chosen."""

    lever: str
    label: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Building:
    """A building, or a district, and what the levers do to it."""

    asset: int
    name: str
    before: Amounts
    saving: Amounts
    parts: tuple[Part, ...]
    skipped: tuple[Skipped, ...]
    said: tuple[Text, ...] = ()
    """What its measures tell, and what had to be drawn."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An asset whose measures do not allow a scenario."""

    asset: int
    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Horizon:
    """What adds up from the first year to the end of a year: money once works are paid."""

    year: int
    eur: Estimate | None
    kgco2e: Estimate
    kwh: Estimate
    m3: Estimate = NOTHING


@dataclass(frozen=True, slots=True)
class Tried:
    """A scenario tried. `first` is the first year; money is without VAT, in euros of today.

    `payback` is in years; a bound beyond the last year is None, and `payback` itself where the
    cost is not known or most draws never pay back.
    """

    first: int
    last: int
    buildings: tuple[Building, ...]
    refused: tuple[Refused, ...]
    before: Amounts
    saving: Amounts
    parts: tuple[Part, ...]
    cost: Estimate | None
    payback: tuple[float | None, float | None, float | None]
    horizons: tuple[Horizon, ...]
    net: tuple[Horizon, ...]
    """The same at the end of each year, for a chart."""
    idle: tuple[Skipped, ...] = ()
    """Levers of which no asset is chosen."""

    @property
    def units(self) -> tuple[str, ...]:
        """What is saved or used, in the order in which it is told.

        Water comes first: the energy that moved it goes with it.
        """
        amounts = {M3: self.before.m3, KWH: self.before.kwh}
        found = tuple(unit for unit, one in amounts.items() if one != NOTHING)
        return found or (KWH,)

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return plain data, texts in a language."""
        plain: dict[str, Any] = _plain(asdict(self), language)
        return plain


def stored(tried: Tried) -> dict[str, Any]:
    """Return plain data to keep: texts in both languages, assets by name, not by number.

    The numbers of rows of one installation mean nothing in the next one.
    """
    data = asdict(tried)
    for one in (*data["buildings"], *data["refused"]):
        one["asset"] = 0
    return data


def restored(data: Mapping[str, Any]) -> Tried:
    """Return what was kept."""
    made: Tried = _typed(data, Tried)
    return made


def _typed(value: Any, kind: Any) -> Any:
    """Make plain data of a declared type, whatever way JSON writes it."""
    if is_dataclass(kind) and isinstance(kind, type):
        if value is None:
            return None
        hints = _hints(kind)
        # What was kept before a field was there has its usual value.
        known = [one for one in fields(kind) if one.name in value or not _has_default(one)]
        return kind(**{one.name: _typed(value[one.name], hints[one.name]) for one in known})
    inner = [one for one in get_args(kind) if one not in (type(None), ...)]
    if get_origin(kind) is tuple:
        return tuple(_typed(one, inner[0]) for one in value)
    if inner and value is not None:  # optional
        return _typed(value, inner[0])
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of the fields of a form: reading them again takes longer than filling it."""
    return get_type_hints(kind)


def _has_default(one: Field[Any]) -> bool:
    return one.default is not MISSING


def _plain(value: Any, language: Language) -> Any:
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            return value[language]
        return {key: _plain(one, language) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, language) for one in value]
    return value


def estimate(draws: Floats) -> Estimate:
    """Return the mean of draws, which adds up, and their interval at 90 %.

    >>> estimate(np.arange(101.0))
    Estimate(value=50.0, low=5.0, high=95.0)
    """
    low, high = np.quantile(draws, [LOW, HIGH])
    amounts = (float(draws.mean()), float(low), float(high))
    size = max(map(abs, amounts))
    return Estimate(*(rounded(one, size) for one in amounts))


def years(draws: Floats) -> tuple[float | None, float | None, float | None]:
    """Return the middle of draws and their interval, None for what is beyond all years.

    >>> years(np.array([2.0, 3.0, np.inf]))
    (3.0, 2.0, None)
    """
    ordered = np.sort(draws)
    places = [round(chance * (len(ordered) - 1)) for chance in (0.5, LOW, HIGH)]
    middle, low, high = (float(ordered[place]) for place in places)
    return _known(middle), _known(low), _known(high)


def _known(value: float) -> float | None:
    return round(value, 1) if isfinite(value) else None


def rounded(value: float, size: float) -> float:
    """Keep three figures of the largest amount beside it: more would say what nobody knows.

    >>> rounded(12345.6, 12345.6), rounded(0.21, 700.0), rounded(-0.123456, 0.123456)
    (12300.0, 0.0, -0.123)
    """
    if size == 0 or not isfinite(size):
        return 0.0
    return round(value, _DIGITS - 1 - floor(log10(size)))
