"""Measures of a water network as its supervision exports them: a folder of Parquet files.

`YEAR_pressures.parquet` (m), `YEAR_flows.parquet` (m3/h), `YEAR_levels.parquet` (m) and
`YEAR_demands.parquet` (l/h) have a column `timestamp` (UTC) and one column a sensor;
`YEAR_leaks.csv` lists known leaks, `YEAR_leak_flows_m3h.parquet` what they lost.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN
from beffroi.errors.water import CLOCK_UNREADABLE
from beffroi.readers.building import Floats

TIME = "timestamp"
_SECOND = "datetime64[s]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Measures of several sensors: `times` UTC in order, `values` of shape (n, s), NaN unknown."""

    names: tuple[str, ...]
    times: NDArray[np.datetime64]
    values: Floats

    def since(self, first: np.datetime64, end: np.datetime64) -> "Sheet":
        """Return the measures within [first, end)."""
        kept = (self.times >= first) & (self.times < end)
        return Sheet(self.names, self.times[kept], self.values[kept])


def read_sheet(content: bytes, name: str, since: np.datetime64 | None = None) -> Sheet:
    """Return the measures of one Parquet file, from an instant on where it is given.

    Raises:
        BeffroiError: `import.file_broken`, `water.clock_unreadable`.
    """
    try:
        file = pq.ParquetFile(io.BytesIO(content))
        table = file.read_row_groups(_recent(file.metadata, since))
    except (pa.ArrowException, OSError) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format="Parquet", reason=error) from error
    if TIME not in table.column_names or not pa.types.is_timestamp(table.schema.field(TIME).type):
        raise BeffroiError(CLOCK_UNREADABLE, name=name, column=TIME)
    times = table[TIME].to_numpy().astype(_SECOND)
    names = tuple(one for one in table.column_names if one != TIME)
    values = np.empty((times.size, len(names)))
    for column, one in enumerate(names):
        values[:, column] = _numbers(table[one])
    order = np.argsort(times, kind="stable")
    if since is not None:
        order = order[times[order] >= since]
    return Sheet(names, times[order], values[order])


def _numbers(column: pa.ChunkedArray) -> Floats:
    """Return the numbers of a column, NaN where there is none; those of a text are read too.

    >>> _numbers(pa.chunked_array([["12,5", " 7 ", "panne", None]])).tolist()
    [12.5, 7.0, nan, nan]
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        plain = pc.replace_substring(pc.utf8_trim_whitespace(column.cast(pa.string())), ",", ".")
        number = pc.match_substring_regex(plain, _NUMBER)
        column = pc.if_else(number, plain, None).cast(pa.float64())
    elif not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
        return np.full(len(column), np.nan)
    values: Floats = column.cast(pa.float64(), safe=False).to_numpy().astype(float)
    return np.where(np.isfinite(values), values, np.nan)


def _recent(about: pq.FileMetaData, since: np.datetime64 | None) -> list[int]:
    """List the groups of rows that may hold something from an instant on."""
    if since is None:
        return list(range(about.num_row_groups))
    kept = []
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        columns = (group.column(place) for place in range(group.num_columns))
        clock = next((one for one in columns if one.path_in_schema == TIME), None)
        bounds = clock.statistics if clock is not None else None
        last = bounds.max if bounds is not None and bounds.has_min_max else None
        if not isinstance(last, datetime) or np.datetime64(_plain(last), "s") >= since:
            kept.append(number)
    return kept


def _plain(moment: datetime) -> datetime:
    """Return an instant of a file in UTC, without its zone, as NumPy has it."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def joined(sheets: list[Sheet]) -> Sheet:
    """Return several sheets as one, in the order of time; a sensor absent from one is unknown."""
    names = tuple(dict.fromkeys(name for one in sheets for name in one.names))
    times = np.concatenate([one.times for one in sheets])
    values = np.full((times.size, len(names)), np.nan)
    row = 0
    for one in sheets:
        columns = [names.index(name) for name in one.names]
        values[row : row + one.times.size, columns] = one.values
        row += one.times.size
    order = np.argsort(times, kind="stable")
    return Sheet(names, times[order], values[order])


@dataclass(frozen=True, slots=True)
class KnownLeak:
    """A leak that was found: its pipe, and when it began and ended."""

    pipe: str
    start: np.datetime64
    end: np.datetime64


def read_leaks(content: bytes, name: str) -> tuple[KnownLeak, ...]:
    """Return the leaks of a CSV file with columns `pipe`, `start` and `end`.

    Raises:
        BeffroiError: `import.file_broken`.
    """
    try:
        return tuple(_leaks(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), name))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format="CSV", reason=error) from error


def _leaks(rows: Iterator[Mapping[str, str]], name: str) -> Iterator[KnownLeak]:
    for row in rows:
        try:
            start, end = (
                np.datetime64(row[key].strip().replace(" ", "T"), "s") for key in ("start", "end")
            )
            yield KnownLeak(row["pipe"].strip(), start, end)
        except (KeyError, ValueError, AttributeError) as error:
            raise BeffroiError(FILE_BROKEN, name=name, format="CSV", reason=error) from error
