"""Tables whose titles are dates: a row a meter, a column a period, turned into a long table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa

from beffroi.readers.generic.blocks import Rows
from beffroi.readers.generic.headings import Period, period_of
from beffroi.readers.generic.measures import find_unit, fluid_of
from beffroi.readers.generic.numbers import is_missing, looks_number
from beffroi.readers.generic.sample import Cells, Sample
from beffroi.readers.generic.table import dated, names
from beffroi.readers.generic.words import ID_WORDS, USE_WORDS, fold, has

PERIOD, VALUE = "période", "valeur"
_PROBE_ROWS, _PROBE_CELLS = 40, 60
_TOTALS = re.compile(
    r"((sous |s )?(total|totaux|tot|moyenne|moyennes|cumul|ensemble|mean|sum)|dont|evolution"
    r"|variation|ecart|cout|couts|prix|montant|depense|depenses)\b.*"
)
_PIECE_ROWS = 100_000
_INDEX_WORDS = {"index", "indexes", "totalisateur"}  # « relevés » names tables of use as well
_YEARS = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Pivot:
    """Where periods and names stand: `columns` name what the long table holds."""

    header: int  # place of the row of titles
    periods: tuple[tuple[int, date], ...]
    kept: tuple[int, ...]  # columns that name, as they are
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    order: str
    year_from: str = ""  # where the year was found, if no title gives it


def find_pivot(sample: Sample, given: Mapping[str, object]) -> Pivot | None:
    """Return where the periods of a sample stand, None where its dates run down a column."""
    if given.get("dates") == "rows":
        return None
    order = "mdy" if given.get("date_order") == "mdy" else "dmy"
    line = given.get("header_line")
    for place, row in enumerate(sample.rows[:_PROBE_ROWS]):
        if isinstance(line, int) and sample.lines[place] != line:
            continue
        if sum(period_of(cell, order) is not None for cell in row[:_PROBE_CELLS]) >= 2:
            found = _pivot(sample, place, order)
            if found is not None:
                return found
    return None


def long_sample(sample: Sample, pivot: Pivot) -> Sample:
    """Return the sample of the long table that a pivot makes."""
    rows = list(long_rows(sample.rows, sample.lines, pivot))
    texts = (pivot.columns, *(cells for cells, _ in rows))
    return replace(sample, rows=texts, lines=(1, *(line + 1 for _, line in rows)))


def long_rows(
    rows: Sequence[Cells], lines: Sequence[int], pivot: Pivot
) -> Iterator[tuple[Cells, int]]:
    """Yield the rows of the long table, each with the line where its value stands."""
    dates = [(place, _written(day, pivot.order)) for place, day in pivot.periods]
    for row, line in zip(rows[pivot.header + 1 :], lines[pivot.header + 1 :], strict=True):
        cells = (*row, *[""] * (max(place for place, _ in dates) + 1 - len(row)))
        if not any(cells[place] for place, _ in dates) or is_total(cells, pivot):
            continue
        named = tuple(cells[place] for place in pivot.kept)
        yield from (((*named, day, cells[place]), line) for place, day in dates)


def is_total(cells: Cells, pivot: Pivot) -> bool:
    """Tell whether a row sums others up: its use is counted already."""
    first = next((cells[place] for place in pivot.kept if cells[place]), "")
    other = any(mark in first for mark in ("€", "%"))  # a row of another unit than the table's
    return other or _TOTALS.fullmatch(fold(first)) is not None


def tables(rows: Iterable[tuple[Cells, int]], columns: int) -> Iterator[Rows]:
    """Yield long rows as tables of texts, named c0, c1, ..."""
    part: list[tuple[Cells, int]] = []
    for row in rows:
        part.append(row)
        if len(part) == _PIECE_ROWS:
            yield _table(part, columns)
            part = []
    if part:
        yield _table(part, columns)


def _table(part: list[tuple[Cells, int]], columns: int) -> Rows:
    texts = {
        f"c{place}": pa.array([cells[place] for cells, _ in part], pa.string())
        for place in range(columns)
    }
    return Rows(pa.table(texts), np.array([line for _, line in part], dtype=np.int64))


def _pivot(sample: Sample, header: int, order: str) -> Pivot | None:
    titles = sample.rows[header]
    found = {p: period for p, t in enumerate(titles) if (period := period_of(t, order))}
    periods = _of_one_length(found)
    below = [row for row in sample.rows[header + 1 : header + 400] if any(row)]
    others = [p for p in range(len(titles)) if p not in periods and p not in found]
    if len(periods) < 2 or not others or not _numbers_below(below, periods):
        return None
    if any(_is_dated(below, place) for place in others):
        return None
    above = " ".join(c for row in sample.rows[:header] for c in row if c)
    year, told = _year(periods, above, sample)
    if not year:
        return None
    days = [(place, period.first(year)) for place, period in periods.items()]
    steps = {(later[1] > sooner[1]) - (later[1] < sooner[1]) for sooner, later in pairwise(days)}
    if len(steps) != 1 or steps == {0}:
        return None
    kept = [p for p in others if _names(titles[p], below, p)]
    every = names(titles, len(titles))
    value = _value_title(titles, [titles[p] for p in kept], list(periods), above)
    columns = (*(every[p] for p in kept), PERIOD, value)
    ignored = tuple(every[p] for p in others if p not in kept and titles[p])
    return Pivot(header, tuple(days), tuple(kept), columns, ignored, order, told)


def _of_one_length(found: Mapping[int, Period]) -> dict[int, Period]:
    """Return the periods of the length that most have: « 2024 » may close twelve months."""
    lengths = [period.length for period in found.values()]
    usual = max(lengths, key=lengths.count, default="")
    return {place: period for place, period in found.items() if period.length == usual}


def _numbers_below(rows: list[Cells], periods: Mapping[int, Period]) -> bool:
    """Tell whether numbers stand under the periods, other than years."""
    cells = [
        row[p]
        for row in rows
        for p in periods
        if p < len(row) and row[p] and not is_missing(row[p])
    ]
    numbers = sum(looks_number(cell) for cell in cells)
    years = sum(_YEARS.fullmatch(cell) is not None for cell in cells)
    return numbers > 0 and numbers >= 0.6 * len(cells) and years < 0.6 * len(cells)


def _is_dated(rows: list[Cells], place: int) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    return bool(cells) and sum(dated(cell) for cell in cells) >= 0.6 * len(cells)


def _names(title: str, rows: list[Cells], place: int) -> bool:
    """Tell whether a column names the meter, its fluid or its unit, rather than sums it up."""
    if _TOTALS.fullmatch(fold(title)):
        return False
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    numeric = sum(looks_number(cell) for cell in cells) >= 0.6 * len(cells)
    return bool(cells) and (not numeric or any(has(title, words) for words in ID_WORDS))


def _year(periods: Mapping[int, Period], above: str, sample: Sample) -> tuple[int, str]:
    """Return the year of months named alone, 0 where none can be told, and where it was found."""
    if all(period.year for period in periods.values()):
        return 1, ""
    for text in (above, sample.sheet, sample.stem):
        years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))
        if len(years) == 1:
            return int(*years), text[:80]
    return 0, ""


def _value_title(
    titles: Sequence[str], named: Sequence[str], periods: Sequence[int], above: str
) -> str:
    """Return the title of the values: with the unit and the fluid that the table says of all."""
    units = {find_unit(titles[place])[0] for place in periods}
    own = units.pop() if len(units) == 1 else ""
    unit = next(filter(None, (own, find_unit(above)[0], *(find_unit(t)[0] for t in named))), "")
    words = set(fold(" ".join((above, *named))).split())
    index = "index" if words & _INDEX_WORDS and not words & set(USE_WORDS) else ""
    parts = (VALUE, index, fluid_of(above) or fluid_of(" ".join(named)), unit and f"({unit})")
    return " ".join(filter(None, parts))


def _written(day: date, order: str) -> str:
    return f"{day:%m/%d/%Y}" if order == "mdy" else day.isoformat()
