"""Rows as lines of JSON and back: what a line says is checked before it is believed."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, get_type_hints

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, String

from beffroi.store.looking import BEGINNING, END
from beffroi.store.moving import said
from beffroi.store.moving.held import Held
from beffroi.store.state.types import UtcDateTime

#: Characters of a line at most: a report of a file of many series is the longest of all.
LONGEST = 64 << 20


def written(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Write some columns of a row as a line of JSON.

    >>> written({"id": 1, "at": date(2026, 1, 31), "more": 2}, ("id", "at"))
    '{"id": 1, "at": "2026-01-31"}\\n'
    """
    said = {name: _plain(row[name]) for name in names}
    return json.dumps(said, ensure_ascii=False) + "\n"


def read(path: Path, held: Held) -> Iterator[dict[str, Any]]:
    """Read the rows of a file, one by one.

    Raises:
        ValueError: with the number of the line that is not a row of the table.
    """
    columns = {name: held.table.columns[name] for name in held.names}
    forms = _forms(held)
    with path.open(encoding="utf-8") as lines:
        number = 0
        while line := lines.readline(LONGEST):
            number += 1
            try:
                row = _row(line, columns, forms)
                said.require(held.table.name, row)
                yield row
            except (ValueError, TypeError, OverflowError, RecursionError) as error:
                raise ValueError(f"{number}") from error


def _row(
    line: str, columns: Mapping[str, Column[Any]], forms: Mapping[str, type]
) -> dict[str, Any]:
    found = json.loads(line, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
    if not isinstance(found, dict) or found.keys() != columns.keys():
        raise ValueError("columns")
    return {name: _value(columns[name], value, forms) for name, value in found.items()}


def _forms(held: Held) -> dict[str, type]:
    """Return what each column of JSON holds, as its model declares it: an object or a list."""
    declared = {name: str(hint) for name, hint in get_type_hints(held.model).items()}
    return {name: list if "[list[" in hint else dict for name, hint in declared.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _finite(text: str) -> float:
    """Refuse NaN and infinities, which are no JSON and no measure, `1e999` among them."""
    found = float(text)
    if not isfinite(found):
        raise ValueError(text)
    return found


def _whole(text: str) -> int:
    """Refuse a number that no column and no float holds."""
    found = int(text)
    if abs(found) >= 1 << 63:
        raise ValueError(text[:40])
    return found


def _value(column: Column[Any], value: Any, forms: Mapping[str, type]) -> Any:
    """Return what a column holds, of the kind that it takes."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    kind = column.type
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not BEGINNING <= moment <= END:
            raise ValueError(column.name)
        return moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, JSON):
        return _one_of(value, (forms[column.name],))
    if isinstance(kind, LargeBinary):
        raise ValueError(column.name)
    return _scalar(kind, value)


def _scalar(kind: Any, value: Any) -> Any:
    if isinstance(kind, Boolean):
        return _one_of(value, (bool,))
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(kind, Integer):
        return _one_of(value, (int,))
    if isinstance(kind, Float):
        return float(_one_of(value, (int, float)))
    if isinstance(kind, String):
        if len(_one_of(value, (str,))) > (kind.length or LONGEST) or "\x00" in value:
            raise ValueError(value[:40])
        return value
    raise ValueError(kind)


def _one_of(value: Any, kinds: tuple[type, ...]) -> Any:
    if not isinstance(value, kinds):
        raise TypeError(type(value).__name__)
    return value
