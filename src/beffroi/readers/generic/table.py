"""Where the table begins in a sample: time columns, names of columns, first row of data."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from beffroi.readers.generic.measures import find_unit
from beffroi.readers.generic.numbers import is_missing, looks_number
from beffroi.readers.generic.sample import Cells, Sample
from beffroi.readers.generic.times import join_hours, pattern, read_times
from beffroi.readers.generic.words import (
    END_WORDS,
    HOUR_WORDS,
    START_WORDS,
    TIME_WORDS,
    fold,
    has,
    is_end,
    is_start,
)

_DATED = tuple(re.compile(pattern(order)) for order in ("ymd", "dmy", "mdy", "ym", "my"))
_HOUR = re.compile(r"\d{1,2}([:hH]\d{0,2}(:\d{2})?)?")
_PROBE = 150
_WRITTEN = ("ymd", "dmy", "mdy", "compact", "ym", "my")
_COUNTED = ("epoch", "epoch_ms", "serial")
_BOUNDS = {"epoch": (6e8, 4.1e9), "epoch_ms": (6e11, 4.1e12), "serial": (15e3, 73e3)}
_ORDERS = (*_WRITTEN, *_COUNTED)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sample: names of its columns, its rows of data and their time columns.

    `header_line` is 0 without titles; columns are given by place, -1 for none.
    """

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    header_line: int
    first_line: int
    time: int
    hour: int
    end: int
    order: str
    doubtful_order: bool = False

    def column(self, place: int) -> list[str]:
        """Return the cells of a column."""
        return [row[place] for row in self.rows]

    def time_cells(self, place: int) -> pa.Array:
        """Return the cells of a time column, joined with the hours where they stand apart."""
        cells = pa.array(self.column(place), pa.string())
        return (
            join_hours(cells, pa.array(self.column(self.hour), pa.string()))
            if (self.hour >= 0 and place == self.time)
            else cells
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a mapping says of the table: line of the titles, time columns by name, date order."""

    header_line: int | None = None
    time: str = ""
    hour: str | None = None
    end: str | None = None
    order: str = ""


def find_table(sample: Sample, known: Known) -> Table | None:
    """Return the table of a sample, or None when no column of times stands beside another one."""
    width = _width(sample.rows)
    if width < 2:
        return None
    header_line = known.header_line
    if header_line is None and known.time:
        titled = (
            line
            for row, line in zip(sample.rows, sample.lines, strict=True)
            if known.time in names(row, width)
        )
        header_line = next(titled, None)
    first = _first_row(sample, width, header_line)
    if first is None:
        return None
    rows = [row for row in sample.rows[first:] if len(row) == width and any(row)]
    if not rows:
        return None
    header = _header(sample, first, header_line)
    columns = names(sample.rows[header] if header is not None else (), width)
    times = _time_columns(columns, rows)
    if known.time in columns:
        place = columns.index(known.time)
        order = known.order or _order([row[place] for row in rows if row[place]], _ORDERS)
        times = {place: order, **{p: o for p, o in times.items() if p != place}} if order else {}
    if not times:
        return None
    table = Table(
        columns,
        tuple(rows),
        0 if header is None else sample.lines[header],
        sample.lines[first],
        -1,
        -1,
        -1,
        "",
    )
    return _with_times(table, times, known)


def names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return one name a column: unique, never empty.

    >>> names(("Date", "kWh", "kWh"), 4)
    ('Date', 'kWh', 'kWh (2)', 'colonne 4')
    """
    seen: Counter[str] = Counter()
    found: list[str] = []
    for place in range(width):
        name = " ".join(cells[place].split()) if place < len(cells) else ""
        name = name or f"colonne {place + 1}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def dated(text: str) -> bool:
    """Tell whether a cell looks like a date.

    >>> dated("01/02/2021 00:30"), dated("2021-02"), dated("12.5"), dated("1.2021")
    (True, True, False, False)
    """
    return any(rule.match(text) for rule in _DATED) and not looks_number(text)


def _width(rows: Sequence[Cells]) -> int:
    tail = [len(row) for row in rows[len(rows) // 3 :] if any(row)] or [0]
    return Counter(tail[: _PROBE * 10]).most_common(1)[0][0]


def _first_row(sample: Sample, width: int, header_line: int | None) -> int | None:
    """Return the place of the first row of data."""
    if header_line is not None:
        after = (place for place, line in enumerate(sample.lines) if line > header_line)
        return next((p for p in after if any(sample.rows[p])), None)
    wide = [place for place, row in enumerate(sample.rows) if len(row) == width]
    with_date = (
        p
        for p in wide
        if any(dated(cell) for cell in sample.rows[p][:50])
        and (
            any(looks_number(cell) or is_missing(cell) for cell in sample.rows[p])
            or _alike(sample.rows, p)
        )
    )
    place = next(with_date, None)
    if place is not None:
        return place
    # Times that are plain numbers show by their title only.
    titled = (
        p
        for p in wide
        if any(has(cell, TIME_WORDS) for cell in sample.rows[p][:50])
        and not any(looks_number(cell) for cell in sample.rows[p])
    )
    place = next(titled, None)
    return None if place is None or place + 1 >= len(sample.rows) else place + 1


def _alike(rows: Sequence[Cells], place: int) -> bool:
    """Tell whether the next row has dates in the same columns: a row of data without values."""
    if place + 1 >= len(rows) or len(rows[place + 1]) != len(rows[place]):
        return False
    here = [k for k, cell in enumerate(rows[place][:50]) if dated(cell)]
    return here == [k for k, cell in enumerate(rows[place + 1][:50]) if dated(cell)]


def _header(sample: Sample, first: int, header_line: int | None) -> int | None:
    if header_line is not None:
        return next((p for p, line in enumerate(sample.lines) if line == header_line), None)
    for place in range(first - 1, -1, -1):
        row = sample.rows[place]
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        plain = not any(dated(cell) for cell in filled)
        texts = sum(not looks_number(cell) for cell in filled)
        # Identifiers of meters are titles made of digits: the title of the time is not.
        return place if plain and len(filled) >= 2 and texts >= 1 else None
    return None


def _time_columns(columns: tuple[str, ...], rows: Sequence[Cells]) -> dict[int, str]:
    """Return the order of the dates of each column that holds times."""
    probe = [*rows[:_PROBE], *rows[_PROBE :: max(1, len(rows) // _PROBE)]]
    found: dict[int, str] = {}
    counted: dict[int, str] = {}
    for place, name in enumerate(columns):
        cells = [row[place] for row in probe if row[place]]
        if not cells or len(found) > 8:
            continue
        if sum(dated(cell) for cell in cells) >= 0.6 * len(cells):
            found[place] = _order(cells, _WRITTEN)
        elif has(name, (*TIME_WORDS, *START_WORDS, *END_WORDS)) and not find_unit(name)[0]:
            counted[place] = _order(cells, ("compact", *_COUNTED))
    # Plain numbers are times only where no column has written dates.
    return {place: order for place, order in (found or counted).items() if order}


def _order(cells: list[str], orders: Sequence[str]) -> str:
    """Return the first order in which almost every cell is a time (day before month)."""
    texts = pa.array(cells, pa.string())
    marks = {
        order: float(read_times(texts, order).good.mean())
        for order in orders
        if _plausible(order, cells)
    }
    best = max(marks, key=marks.__getitem__, default="")
    return best if best and marks[best] >= 0.6 else ""


def _plausible(order: str, cells: list[str]) -> bool:
    """Tell whether numbers may be times: an epoch after 1990, a serial after 1941."""
    low, high = _BOUNDS.get(order, (0.0, 0.0))
    return not high or all(low < _float(cell) < high for cell in cells[:20])


def _float(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return 0.0


def _with_times(table: Table, times: dict[int, str], known: Known) -> Table:
    starts = [p for p in times if is_start(table.columns[p])]
    ends = [p for p in times if is_end(table.columns[p])]
    neither = [p for p in times if p not in starts and p not in ends]
    time = (starts or neither or ends)[0]
    if known.time in table.columns:
        time = table.columns.index(known.time)
    end = next((p for p in ends if p != time), -1) if time not in ends else -1
    end = _named(table.columns, known.end, end)
    hour = _named(table.columns, known.hour, _hour_column(table, time))
    order = known.order or times[time]
    doubtful = False
    if order in ("dmy", "mdy"):
        cells = pa.array(table.column(time), pa.string())
        other = "mdy" if order == "dmy" else "dmy"
        doubtful = float(read_times(cells, other).good.mean()) > 0.99
    return replace(table, time=time, hour=hour, end=end, order=order, doubtful_order=doubtful)


def _named(columns: tuple[str, ...], name: str | None, found: int) -> int:
    if name is None:
        return found
    return columns.index(name) if name in columns else -1


def _hour_column(table: Table, time: int) -> int:
    probe = table.rows[:_PROBE]
    if any(
        re.search(r"\d[T ]+\d", row[time]) and not re.search(r"[T ]0?0:00(:00)?$", row[time])
        for row in probe
    ):
        return -1
    for place, name in enumerate(table.columns):
        words = fold(name).split()
        if place == time or not words or not set(words) & set(HOUR_WORDS):
            continue
        cells = [row[place] for row in probe if row[place]]
        right = [c for c in cells if _HOUR.fullmatch(c) and int(re.split("[:hH]", c)[0]) <= 24]
        if cells and len(right) >= 0.8 * len(cells):
            return place
    return -1
