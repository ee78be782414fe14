"""The columns of values of a file: what each measures, told by its title, or by the mapping."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.readers.generic import say
from beffroi.readers.generic.mapping import ValueColumn
from beffroi.readers.generic.measures import Measure, climbs, guess, kind_of
from beffroi.readers.generic.numbers import find_style, looks_number, read_numbers
from beffroi.readers.generic.shape import Shape, is_identifier
from beffroi.readers.generic.table import Table
from beffroi.texts import Text
from beffroi.units import SeriesKind

_CLIMB_COLUMNS = 200  # columns whose values are looked at; a wide file has one kind of them


@dataclass(frozen=True, slots=True)
class Values:
    """Columns of values, sort of the asset, doubts, and the fluid that the file's name told."""

    values: tuple[ValueColumn, ...]
    asset_type: str
    doubts: tuple[Text, ...]
    hint: str


def value_columns(
    table: Table,
    shape: Shape,
    file_name: str,
    given: Mapping[str, object],
    rows: tuple[NDArray[np.datetime64], NDArray[np.int64]],
    step: str,
) -> Values:
    """Return what each column of values measures; `rows` gives local times and groups."""
    titles = [table.columns[place] for place in shape.values]
    stated = given.get("values")
    by_name = {v["column"]: v for v in stated} if isinstance(stated, list) else {}
    assets = _assets(titles) if shape.asset < 0 else [""] * len(titles)
    by_row = shape.unit >= 0 or shape.quantity >= 0
    found: list[ValueColumn] = []
    doubts: list[Text] = []
    hint = ""
    for k, (title, place) in enumerate(zip(titles, shape.values, strict=True)):
        own = by_name.get(title, {})
        measure = guess(title, file_name, own.get("unit"))
        quantity = own.get("quantity", measure.quantity)
        kind = _kind(measure, quantity, title)
        if kind is SeriesKind.INTERVAL and k < _CLIMB_COLUMNS and _climbs(table, place, *rows):
            kind = SeriesKind.INDEX
        if kind is SeriesKind.MEAN_POWER and not step and table.end < 0:
            kind = SeriesKind.GAUGE
        several = len(titles) > 1 and not assets[k]
        found.append(
            ValueColumn(
                column=title,
                quantity="" if by_row and "quantity" not in own else quantity,
                unit="" if shape.unit >= 0 else own.get("unit", measure.unit),
                kind="" if by_row and "kind" not in own else own.get("kind", kind.value),
                qualifier=own.get("qualifier", title if several else ""),
                asset=own.get("asset", assets[k]),
            )
        )
        if not by_row and len(doubts) < 10:
            doubts += _doubts(title, measure, own)
        hint = hint or ("" if "quantity" in own else measure.hint)
    return Values(tuple(found), _asset_type(table, shape, found), tuple(doubts), hint)


def _kind(measure: Measure, quantity: str, title: str) -> SeriesKind:
    if quantity == measure.quantity:
        return measure.kind
    return kind_of(quantity, title)


def _doubts(title: str, measure: Measure, own: Mapping[str, str]) -> list[Text]:
    if measure.unknown_unit and "unit" not in own:
        return [say.unit_doubt(title, measure.unknown_unit)]
    if measure.assumed and "quantity" not in own:
        return [say.quantity_doubt(title, measure.quantity)]
    return []


def _assets(titles: list[str]) -> list[str]:
    """Return the meters that titles name, or empty texts when they do not all name another."""
    found = [is_identifier(title) for title in titles]
    return found if all(found) and len(set(found)) == len(found) else [""] * len(titles)


def _asset_type(table: Table, shape: Shape, values: list[ValueColumn]) -> str:
    names = table.column(shape.asset) if shape.asset >= 0 else [value.asset for value in values]
    if all(len(name) == 14 and name.isdigit() for name in names):
        return "delivery_point"
    quantities = {value.quantity for value in values}
    if quantities == {"count.passages"}:
        return "counter"
    if quantities and all(quantity.startswith("weather.") for quantity in quantities):
        return "weather_station"
    return "meter"


def _climbs(
    table: Table, place: int, local: NDArray[np.datetime64], groups: NDArray[np.int64]
) -> bool:
    """Tell whether the values of a column never fall, within each group and in time order."""
    cells = table.column(place)
    style = find_style(cell for cell in cells[:500] if looks_number(cell))
    numbers = read_numbers(pa.array(cells, pa.string()), style).value
    order = np.lexsort((local, groups))
    edges = np.flatnonzero(np.diff(groups[order])) + 1
    parts = [part for part in np.split(numbers[order], edges)[:50] if len(part) >= 8]
    return bool(parts) and all(climbs(part) for part in parts)
