"""Dated numbers of a domain: prices, factors, legal thresholds, each with its source.

A file of `parameters/*.toml` holds tables such as::

    [electricity.price]
    label = { fr = "Prix de l’électricité", en = "Electricity price" }
    unit = "EUR/kWh"
    [[electricity.price.values]]
    from = 2024-02-01
    value = 0.2016
    reference = "CRE, délibération 2024-12, annexe 1"

A value without a reference does not load. `low` and `high` beside a value are its interval at 90 %.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.domains import PARAMETER_INVALID, PARAMETER_MISSING
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on."""

    from_: date
    value: float
    reference: str
    url: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def interval(self) -> tuple[float, float, float]:
        """The value between the ends of its interval at 90 %; three times itself without one."""
        low, high = self.low, self.high
        return (
            self.value if low is None else low,
            self.value,
            self.value if high is None else high,
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of law or economy, with its history, oldest first."""

    key: str
    label: Text
    unit: str
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a domain by key."""

    table: dict[str, Parameter]

    def at(self, key: str, day: date) -> float:
        """Return the value of a parameter in force on a day.

        Raises:
            BeffroiError: `domain.parameter_missing` where none is in force.
        """
        return self.entry(key, day).value

    def entry(self, key: str, day: date) -> DatedValue:
        """Return the dated value in force on a day, with its reference."""
        parameter = self.table.get(key)
        found = [item for item in parameter.values if item.from_ <= day] if parameter else []
        if not found:
            raise BeffroiError(PARAMETER_MISSING, key=key, day=day)
        return found[-1]


def load_parameters(folder: Path) -> Parameters:
    """Read every `*.toml` of a folder.

    Raises:
        BeffroiError: `domain.parameter_invalid`, naming the file and the entry.
    """
    table: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BeffroiError(PARAMETER_INVALID, place=path.name, problem=error) from error
        for key, node in _leaves(content, ""):
            if key in table:
                raise BeffroiError(PARAMETER_INVALID, place=f"{path.name}:{key}", problem="twice")
            table[key] = _parameter(f"{path.name}:{key}", key, node)
    return Parameters(table)


def _leaves(node: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, Any]]]:
    if "values" in node:
        return [(prefix, node)]
    found: list[tuple[str, dict[str, Any]]] = []
    for key, value in node.items():
        if isinstance(value, dict):
            found += _leaves(value, f"{prefix}.{key}" if prefix else key)
    return found


def _parameter(place: str, key: str, node: dict[str, Any]) -> Parameter:
    unknown = set(node) - {"label", "unit", "values"}
    if unknown:
        raise BeffroiError(
            PARAMETER_INVALID, place=place, problem=f"unknown: {', '.join(sorted(unknown))}"
        )
    values = tuple(_dated(place, item) for item in node["values"])
    if not values or [v.from_ for v in values] != sorted({v.from_ for v in values}):
        raise BeffroiError(PARAMETER_INVALID, place=place, problem="dates must rise")
    try:
        label = Text(**node["label"])
        unit = str(node["unit"])
    except (KeyError, TypeError) as error:
        raise BeffroiError(PARAMETER_INVALID, place=place, problem=f"lacks {error}") from error
    return Parameter(key, label, unit, values)


def _dated(place: str, item: dict[str, Any]) -> DatedValue:
    try:
        start, reference = item["from"], str(item["reference"]).strip()
        value = float(item["value"])
        low, high = (float(item[end]) if end in item else None for end in ("low", "high"))
    except (KeyError, TypeError, ValueError) as error:
        raise BeffroiError(PARAMETER_INVALID, place=place, problem=f"lacks {error}") from error
    if not isinstance(start, date) or not reference:
        raise BeffroiError(PARAMETER_INVALID, place=place, problem="needs a date and a reference")
    if not (value if low is None else low) <= value <= (value if high is None else high):
        raise BeffroiError(PARAMETER_INVALID, place=place, problem="low <= value <= high")
    return DatedValue(start, value, reference, str(item.get("url", "")), low, high)
