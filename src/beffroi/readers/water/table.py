"""Measures of a water network as CSV: what most supervisions export.

One line an instant, one column a sensor, under its name in the model. The separator, the decimal
mark and the order of dates are found; instants that state no offset are read in a given time zone.
"""

import io
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN
from beffroi.errors.water import CELL_UNREADABLE, CLOCK_UNREADABLE, ZONE_UNKNOWN
from beffroi.readers.building import Floats
from beffroi.readers.generic.clock import Clock
from beffroi.readers.generic.encoding import find_encoding
from beffroi.readers.generic.mapping import SEPARATORS
from beffroi.readers.generic.numbers import NumberStyle, find_style, looks_number, read_numbers
from beffroi.readers.generic.times import Times, read_times
from beffroi.readers.water.scada import TIME, Sheet
from beffroi.texts import Text

#: As the first line of a file may call its clock; else it is the first column.
_CLOCKS = frozenset((TIME, "horodate", "horodatage", "date", "datetime", "time", "date et heure"))
_ORDERS = ("ymd", "dmy")
_HEAD = 1 << 16
_SAMPLE = 2_000
_TWICE = Text(fr="la colonne {name} y est deux fois", en="the column {name} is there twice")


def read_table(
    content: bytes, name: str, zone: str = "UTC", since: np.datetime64 | None = None
) -> Sheet:
    """Return the measures of one CSV file, from an instant on where it is given.

    >>> found = read_table(b"Horodate;n1;n2\\n01/07/2024 02:00;31,5;\\n", "p.csv", "Europe/Paris")
    >>> found.names, str(found.times[0]), found.values.tolist()
    (('n1', 'n2'), '2024-07-01T00:00:00', [[31.5, nan]])

    Args:
        content: Bytes of the file.
        name: Its name, for errors.
        zone: Time zone of the instants that state no offset: `UTC`, `Europe/Paris`, `+01:00`...
        since: First instant, UTC; cells before it are not looked at.

    Raises:
        BeffroiError: `import.file_broken`, `water.clock_unreadable`, `water.cell_unreadable`,
            `water.zone_unknown`.
    """
    text = content.decode(find_encoding(content[:_HEAD]), "replace").removeprefix("\ufeff")
    table = _cells(text, name)
    clock = next((one for one in table.column_names if one.casefold() in _CLOCKS), "")
    clock = clock or table.column_names[0]
    times = _instants(table[clock], name, clock, zone)
    names = tuple(one for one in table.column_names if one != clock)
    style = _style(table.select(names))
    order = np.argsort(times, kind="stable")
    if since is not None:
        order = order[times[order] >= since]
    values = np.empty((order.size, len(names)))
    for place, one in enumerate(names):
        values[:, place] = _numbers(
            table[one].combine_chunks().take(order), name, one, style, order
        )
    return Sheet(names, times[order], values)


def _cells(text: str, name: str) -> pa.Table:
    """Read every cell as a text."""
    first, _, _ = text.partition("\n")
    parse = pv.ParseOptions(delimiter=max(SEPARATORS, key=first.count))
    heads = [one.strip().strip('"') for one in first.split(parse.delimiter)]
    twice = next((one for one, times in Counter(heads).items() if times > 1), None)
    if twice is not None:
        reason = _TWICE.fill(name=twice)
        raise BeffroiError(FILE_BROKEN, name=name, format="CSV", reason=reason)
    read = pv.ReadOptions(column_names=heads, skip_rows=1)
    convert = pv.ConvertOptions(column_types=dict.fromkeys(heads, pa.string()))
    try:
        return pv.read_csv(io.BytesIO(text.encode()), read, parse, convert)
    except (pa.ArrowException, OSError) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format="CSV", reason=error) from error


def _instants(cells: pa.ChunkedArray, name: str, clock: str, zone: str) -> NDArray[np.datetime64]:
    try:
        dial = Clock(zone)
    except ValueError as error:
        raise BeffroiError(ZONE_UNKNOWN, zone=zone) from error
    plain = cells.combine_chunks()
    best = max((read_times(plain, order) for order in _ORDERS), key=_readable)
    if not len(plain) or not best.good.all():
        raise BeffroiError(CLOCK_UNREADABLE, name=name, column=clock)
    return dial.instants(best, np.zeros(len(plain), np.int64), [name]).astype("datetime64[s]")


def _readable(times: Times) -> int:
    return int(times.good.sum())


def _style(cells: pa.Table) -> NumberStyle:
    """Find how the file writes numbers, from its first lines."""
    lines = cells.slice(0, max(1, _SAMPLE // max(1, cells.num_columns)))
    found = (one for column in lines.columns for one in column.to_pylist() if looks_number(one))
    return find_style(found)


def _numbers(
    cells: pa.Array, name: str, column: str, style: NumberStyle, rows: NDArray[np.int64]
) -> Floats:
    found = read_numbers(cells, style)
    bad = np.isnan(found.value) & ~found.empty & ~found.missing
    if bad.any():
        place = int(bad.argmax())
        # The first line is that of the names, and lines count from one.
        line, cell = int(rows[place]) + 2, cells[place].as_py()[:40]
        raise BeffroiError(CELL_UNREADABLE, name=name, column=column, line=line, cell=cell)
    return found.value
