"""The mapping: what each column of a file is, as plain data that a person can read and correct."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from zoneinfo import ZoneInfo

from beffroi.errors import BeffroiError
from beffroi.errors.files import MAPPING_INVALID
from beffroi.quantities import QUANTITIES
from beffroi.readers.generic.encoding import KNOWN
from beffroi.texts import Text
from beffroi.units import SeriesKind, conversion, parse_unit

DATE_ORDERS = ("ymd", "dmy", "mdy", "ym", "my", "compact", "epoch", "epoch_ms", "serial")
SEPARATORS = (";", ",", "\t", "|")
_CHOICES: dict[str, tuple[str, ...]] = {
    "encoding": KNOWN,
    "separator": SEPARATORS,
    "quote": ('"', "'", ""),
    "decimal": (",", "."),
    "thousands": ("", " ", ",", ".", "'"),
    "date_order": DATE_ORDERS,
    "stamp": ("start", "end"),
    "dates": ("rows", "columns"),
    "kind": tuple(kind.value for kind in SeriesKind),
}
_STEP = re.compile(r"(\d{1,4})(s|min|h|d|mo|y)")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One column of values: its quantity, unit and kind; `asset` where the column is a meter."""

    column: str
    quantity: str
    unit: str
    kind: str
    qualifier: str = ""
    asset: str = ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """All that is needed to read a table of series.

    Columns are given by name; an empty text means none. `step` is the length that each value
    covers (`30min`, `1h`, `1d`, `1mo`, empty when unknown); `stamp` says whether the time of a
    row is the start or the end of it.
    """

    encoding: str
    separator: str
    quote: str
    decimal: str
    thousands: str
    sheet: str
    header_line: int
    dates: str  # `rows`: one column holds the dates; `columns`: titles are dates
    time: str
    hour: str
    end: str
    date_order: str
    timezone: str
    stamp: str
    step: str
    asset: str
    asset_type: str
    source: str
    asset_column: str
    qualifier_column: str
    quantity_column: str
    unit_column: str
    values: tuple[ValueColumn, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the mapping as plain data, fit for `ReadOptions.mapping`."""
        plain = asdict(self)
        plain["values"] = [asdict(value) for value in self.values]
        return plain


_TEXTS = frozenset(f.name for f in fields(FileMapping)) - {"header_line", "values"}
_VALUE_KEYS = frozenset(f.name for f in fields(ValueColumn))


def check(given: Mapping[str, object], name: str = "mapping") -> dict[str, object]:
    """Return a mapping, whole or in part, once checked without looking at a file.

    Raises:
        BeffroiError: `import.mapping_invalid`, saying which key and what it may be.
    """
    for key, value in given.items():
        if key == "values":
            continue
        if key == "header_line":
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise invalid(name, _WHOLE.fill(key=key))
        elif key in _TEXTS:
            _check_text(name, key, value)
        else:
            raise invalid(name, _UNKNOWN_KEY.fill(key=key, known=", ".join(sorted(_TEXTS))))
    return {**given, "values": _check_values(name, given)} if "values" in given else dict(given)


def step_of(text: str) -> tuple[int, str] | None:
    """Return the number and the unit of a step, or None.

    >>> step_of("30min"), step_of("1mo"), step_of("often")
    ((30, 'min'), (1, 'mo'), None)
    """
    found = _STEP.fullmatch(text)
    return (int(found[1]), found[2]) if found and int(found[1]) else None


def fixed_offset(zone: str) -> timedelta | None:
    """Return the offset of a time zone without summer time, None for Europe/Paris.

    >>> fixed_offset("UTC"), fixed_offset("Europe/Paris"), fixed_offset("+01:00")
    (datetime.timedelta(0), None, datetime.timedelta(seconds=3600))

    Raises:
        ValueError: the zone is unknown, or has a summer time that is not that of Paris.
    """
    if zone == "Europe/Paris":
        return None
    # No clock of the world is further from UTC than fourteen hours.
    if found := re.fullmatch(r"([+-])(0\d|1[0-4]):([0-5]\d)", zone, re.ASCII):
        size = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return -size if found[1] == "-" else size
    from datetime import datetime

    try:
        info = ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(zone) from error
    offsets = {
        datetime(year, month, 1, tzinfo=info).utcoffset()
        for year in range(2000, 2038)
        for month in range(1, 13)
    }
    (only, *more) = offsets
    if more or only is None:
        raise ValueError(zone)
    return only


def invalid(name: str, reason: Text) -> BeffroiError:
    """Return the error that refuses a mapping."""
    return BeffroiError(MAPPING_INVALID, name=name, reason=reason)


def _check_text(name: str, key: str, value: object) -> None:
    if not isinstance(value, str):
        raise invalid(name, _TEXT.fill(key=key))
    choices = _CHOICES.get(key)
    if choices is not None and value not in choices:
        shown = ", ".join(f"“{choice}”" for choice in choices)
        raise invalid(name, _CHOICE.fill(key=key, value=value, choices=shown))
    if key == "step" and value and step_of(value) is None:
        raise invalid(name, _BAD_STEP.fill(value=value))
    if key == "timezone":
        try:
            fixed_offset(value)
        except ValueError as error:
            raise invalid(name, _BAD_ZONE.fill(value=value)) from error


def _check_values(name: str, given: Mapping[str, object]) -> list[dict[str, str]]:
    values = given["values"]
    if not isinstance(values, list | tuple) or not values:
        raise invalid(name, _NO_VALUES)
    checked: list[dict[str, str]] = []
    for value in values:
        if not isinstance(value, Mapping) or "column" not in value:
            raise invalid(name, _NO_VALUES)
        for key, text in value.items():
            if key not in _VALUE_KEYS:
                known = ", ".join(sorted(_VALUE_KEYS))
                raise invalid(name, _UNKNOWN_KEY.fill(key=f"values.{key}", known=known))
            _check_text(name, str(key), text)
        checked.append(_check_unit(name, dict(value), by_row=bool(given.get("unit_column"))))
    columns = [value["column"] for value in checked]
    if len(set(columns)) < len(columns):
        raise invalid(name, _TWICE)
    return checked


def _check_unit(name: str, value: dict[str, str], by_row: bool) -> dict[str, str]:
    quantity = value.get("quantity")
    if quantity is not None and quantity not in QUANTITIES and not (by_row and not quantity):
        known = ", ".join(QUANTITIES)
        raise invalid(name, _BAD_QUANTITY.fill(value=quantity, known=known))
    if unit := value.get("unit"):
        try:
            value["unit"] = parse_unit(unit)
            if quantity:
                conversion(value["unit"], QUANTITIES[quantity].unit)
        except BeffroiError as error:
            raise invalid(
                name,
                Text(
                    fr=f"{error.to_dict('fr')['what']} {error.to_dict('fr')['do']}".rstrip("."),
                    en=f"{error.to_dict('en')['what']} {error.to_dict('en')['do']}".rstrip("."),
                ),
            ) from error
    return value


_UNKNOWN_KEY = Text(
    fr="la clé « {key} » n’existe pas ; clés possibles : {known}",
    en="the key “{key}” does not exist; possible keys: {known}",
)
_TEXT = Text(fr="« {key} » doit être un texte", en="“{key}” must be a text")
_WHOLE = Text(
    fr="« {key} » doit être un nombre entier, 0 s’il n’y a pas de titres",
    en="“{key}” must be a whole number, 0 when there are no titles",
)
_CHOICE = Text(
    fr="« {key} » ne peut pas valoir « {value} » ; choisissez parmi {choices}",
    en="“{key}” cannot be “{value}”; choose among {choices}",
)
_BAD_STEP = Text(
    fr="le pas « {value} » n’est pas compris ; écrivez par exemple 30min, 1h, 1d, 1mo ou 1y",
    en="the step “{value}” is not understood; write for example 30min, 1h, 1d, 1mo or 1y",
)
_BAD_ZONE = Text(
    fr="le fuseau « {value} » n’est pas compris ; écrivez Europe/Paris, UTC, un décalage fixe "
    "(+01:00) ou un fuseau sans heure d’été (Indian/Reunion)",
    en="the time zone “{value}” is not understood; write Europe/Paris, UTC, a fixed offset "
    "(+01:00) or a zone without summer time (Indian/Reunion)",
)
_NO_VALUES = Text(
    fr="il faut au moins un bloc [[values]], chacun avec sa clé « column »",
    en="at least one [[values]] block is needed, each with its key “column”",
)
_TWICE = Text(
    fr="la même colonne figure dans deux blocs [[values]]",
    en="the same column stands in two [[values]] blocks",
)
_BAD_QUANTITY = Text(
    fr="la grandeur « {value} » n’existe pas ; choisissez parmi {known}",
    en="the quantity “{value}” does not exist; choose among {known}",
)
