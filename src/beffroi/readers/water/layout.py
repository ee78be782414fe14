"""Where the columns of a customer's water file stand, and in which unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.readers.documents import plain
from beffroi.units import conversion

_WITHIN = 30  # lines
_DELIMITERS = (";", "\t", ",")
_UNIT = re.compile(r"\(([^()]{1,12})\)\s*$")
_METER = re.compile(r"(?:^|[\s:;,\t\"])([A-Z0-9][A-Z0-9-]{4,30})\"?\s*[;,\t]*\s*$", re.IGNORECASE)
_OTHER_FLUIDS = ("kwh", "energie", "gaz", "pce")


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of volumes: its place and the factor to m3 (None where the unit is unknown)."""

    place: int
    factor: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The header of a file: `line` counts the lines above the rows."""

    line: int
    delimiter: str
    width: int
    quoted: bool
    date: int
    index: Amount | None
    volume: Amount | None
    state: int | None  # whether the value is measured or estimated
    meter: int | None
    meter_named: str  # the number of the meter in the lines of title, or ""


def find_layout(lines: Sequence[str]) -> Layout | None:
    """Find the header among the first lines; None where there is none of this kind."""
    for number, line in enumerate(lines[:_WITHIN]):
        for delimiter in _DELIMITERS:
            names = [plain(name.strip().strip('"')) for name in line.split(delimiter)]
            found = _layout(names, number, delimiter, line, lines[:number])
            if found is not None:
                return found
    return None


def _layout(
    names: list[str], number: int, delimiter: str, line: str, title: Sequence[str]
) -> Layout | None:
    dates = [place for place, name in enumerate(names) if name.startswith("date")]
    raw = [part.strip().strip('"') for part in line.split(delimiter)]
    index = _amount(names, raw, "index")
    volume = _amount(names, raw, "consommation") or _amount(names, raw, "volume")
    context = " ".join([*names, *(plain(text) for text in title)])
    if not dates or (index is None and volume is None):
        return None
    if any(word in context for word in _OTHER_FLUIDS):
        return None
    states = [k for k, name in enumerate(names) if "estime" in name or name.startswith("qualite")]
    meters = [k for k, name in enumerate(names) if "compteur" in name and not _UNIT.search(name)]
    return Layout(
        line=number + 1,
        delimiter=delimiter,
        width=len(names),
        quoted='"' in line,
        date=dates[0],
        index=index,
        volume=volume,
        state=states[0] if states else None,
        meter=meters[0] if meters else None,
        meter_named=_named(title),
    )


def _amount(names: list[str], raw: list[str], word: str) -> Amount | None:
    for place, name in enumerate(names):
        unit = _UNIT.search(raw[place])
        if name.startswith(word) and unit:
            return Amount(place, _factor(unit.group(1)), raw[place])
    return None


def _factor(unit: str) -> float | None:
    try:
        return conversion(unit.strip(), "m3")[0]
    except BeffroiError:
        return None


def _named(title: Sequence[str]) -> str:
    """Find the number of the meter in the lines above the header."""
    for line in title:
        if "compteur" in plain(line):
            found = _METER.search(line.strip())
            if found and any(character.isdigit() for character in found.group(1)):
                return found.group(1)
    return ""
