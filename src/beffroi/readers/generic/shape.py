"""Which columns are values, which name the thing measured, the quantity or the unit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from beffroi.readers.generic.measures import find_unit, guess
from beffroi.readers.generic.numbers import is_missing, looks_number
from beffroi.readers.generic.table import Table, dated
from beffroi.readers.generic.words import (
    ID_WORDS,
    QUANTITY_WORDS,
    REFERENCE_WORDS,
    UNIT_WORDS,
    UNUSED_WORDS,
    VALUE_WORDS,
    fold,
    has,
)

_PROBE = 400


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns by place, -1 for none. Long files have `asset`; wide ones have many `values`."""

    values: tuple[int, ...]
    asset: int = -1
    qualifier: int = -1
    quantity: int = -1
    unit: int = -1


@dataclass(frozen=True, slots=True)
class _Columns:
    numeric: list[int]
    texts: list[int]
    blank: list[int]


def find_shape(table: Table) -> Shape | None:
    """Return the shape of a table, or None when no column holds numbers."""
    columns = _sort_out(table)
    ids = _identifiers(table, columns)
    unit = next(
        (
            p
            for p in columns.texts
            if has(table.columns[p], UNIT_WORDS)
            and any(find_unit(f"[{cell}]")[0] for cell in set(table.column(p)))
        ),
        -1,
    )
    values = [p for p in columns.numeric if p not in ids and not _unused(table.columns[p])]
    if not values:
        values = _last_resort(table, columns, ids)
    if not values:
        return None
    ids = [p for p in ids if p not in values]
    quantity = _quantity_column(table, columns.texts, {unit, *ids})
    if unit >= 0 or quantity >= 0:
        named = [p for p in values if has(table.columns[p], VALUE_WORDS)]
        values = (named or values)[:1]
    elif not ids:
        values = _with_blanks(table, values, columns.blank)
    shape = Shape(tuple(values), ids[0] if ids else -1, -1, quantity, unit)
    return _told_apart(table, shape, [*ids[1:], *columns.texts])


def has_numbers(table: Table) -> bool:
    """Tell whether some column beside the times holds numbers, be they only identifiers."""
    return bool(_sort_out(table).numeric)


def is_identifier(text: str) -> str:
    """Return the identifier of a meter that a title is or holds, an empty text otherwise.

    >>> is_identifier("PRM 30001234567890 (kWh)"), is_identifier("Mairie 2024")
    ('30001234567890', '')
    """
    digits = [word for word in fold(text).split() if word.isdigit() and len(word) >= 6]
    return digits[0] if len(digits) == 1 else ""


def _sort_out(table: Table) -> _Columns:
    found = _Columns([], [], [])
    for place in range(len(table.columns)):
        if place in (table.time, table.hour, table.end):
            continue
        cells = [row[place] for row in _probe(table) if row[place] and not is_missing(row[place])]
        if not cells:
            found.blank.append(place)
        elif sum(looks_number(cell) for cell in cells) >= 0.6 * len(cells):
            found.numeric.append(place)
        elif not any(dated(cell) for cell in cells[:20]):
            found.texts.append(place)
    return found


def _probe(table: Table) -> Iterable[tuple[str, ...]]:
    every = max(1, (len(table.rows) - _PROBE) // _PROBE)
    return (*table.rows[:_PROBE], *table.rows[_PROBE::every])


def _identifiers(table: Table, columns: _Columns) -> list[int]:
    """Return the columns that name the thing measured, the most precise first."""
    ranked: list[tuple[int, int, int]] = []
    for place in (*columns.numeric, *columns.texts):
        title = table.columns[place]
        cells = [row[place] for row in _probe(table) if row[place]]
        rank = next((k for k, words in enumerate(ID_WORDS) if has(title, words)), None)
        if rank is None and all(len(cell) == 14 and cell.isdigit() for cell in cells):
            rank = 0
        whole = place in columns.texts or all(_whole(cell) for cell in cells)
        if rank is not None and whole and not find_unit(title)[0]:
            ranked.append((rank, -len(set(cells)), place))
    return [place for _, _, place in sorted(ranked)]


def _whole(cell: str) -> bool:
    return cell.removesuffix(".0").isdigit()


def _unused(title: str) -> bool:
    return has(title, UNUSED_WORDS) and not find_unit(title)[0] and not has(title, VALUE_WORDS)


def _last_resort(table: Table, columns: _Columns, ids: list[int]) -> list[int]:
    """Return the column that varies most, when titles left no column of values."""
    titles = table.columns
    places = [
        p for p in columns.numeric if not has(titles[p], REFERENCE_WORDS) and not _unused(titles[p])
    ]
    left = [(len(set(table.column(p))), -p) for p in places]
    return [-max(left)[1]] if left and (len(columns.numeric) == 1 or ids) else []


def _quantity_column(table: Table, texts: list[int], taken: set[int]) -> int:
    for place in texts:
        if place in taken or not has(table.columns[place], QUANTITY_WORDS):
            continue
        words = set(table.column(place))
        if len(words) <= 40 and any(
            guess(word, "", unit).quantity != "other.value" and not guess(word, "", unit).assumed
            for word in words
            for unit in ("kWh", "m3", "")
        ):
            return place
    return -1


def _with_blanks(table: Table, values: list[int], blank: list[int]) -> list[int]:
    """Add the columns without any value yet whose title says that they are values."""
    return sorted(
        [
            *values,
            *(
                p
                for p in blank
                if find_unit(table.columns[p])[0] or is_identifier(table.columns[p])
            ),
        ]
    )


def _told_apart(table: Table, shape: Shape, candidates: list[int]) -> Shape:
    """Add the column without which several rows would be the same series at the same time."""
    if not _repeats(table, shape):
        return shape
    for place in candidates:
        if place in (shape.asset, shape.unit, shape.quantity):
            continue
        long = shape.asset >= 0
        trial = replace(shape, qualifier=place) if long else replace(shape, asset=place)
        if not _repeats(table, trial):
            return trial
    return shape


def _repeats(table: Table, shape: Shape) -> bool:
    """Tell whether more rows repeat than an autumn's hour explains."""
    places = [
        p
        for p in (table.time, table.hour, table.end, shape.asset, shape.qualifier, shape.quantity)
        if p >= 0
    ]
    keys = [tuple(row[p] for p in places) for row in table.rows]
    return len(keys) - len(set(keys)) > max(1, len(keys) // 20)
