"""Measures of a water network as its supervision exports them: a folder of Parquet files.

`YEAR_pressures.parquet` (m), `YEAR_flows.parquet` (m3/h), `YEAR_levels.parquet` (m) and
`YEAR_demands.parquet` (l/h) have a column `timestamp` (UTC) and one column a sensor;
`YEAR_leaks.csv` lists known leaks, `YEAR_leak_flows_m3h.parquet` what they lost.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN
from beffroi.errors.water import CLOCK_UNREADABLE
from beffroi.readers.building import Floats

TIME = "timestamp"
_SECOND = "datetime64[s]"


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


def read_sheet(content: bytes, name: str) -> Sheet:
    """Return the measures of one Parquet file.

    Raises:
        BeffroiError: `import.file_broken`, `water.clock_unreadable`.
    """
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError) as error:
        raise BeffroiError(FILE_BROKEN, name=name, format="Parquet", reason=error) from error
    if TIME not in table.column_names or not pa.types.is_timestamp(table.schema.field(TIME).type):
        raise BeffroiError(CLOCK_UNREADABLE, name=name, column=TIME)
    times = table[TIME].to_numpy().astype(_SECOND)
    names = tuple(one for one in table.column_names if one != TIME)
    values = np.column_stack([table[one].to_numpy().astype(float) for one in names])
    order = np.argsort(times, kind="stable")
    return Sheet(names, times[order], values[order])


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
    return tuple(_leaks(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), name))


def _leaks(rows: Iterator[Mapping[str, str]], name: str) -> Iterator[KnownLeak]:
    for row in rows:
        try:
            start, end = (
                np.datetime64(row[key].strip().replace(" ", "T"), "s") for key in ("start", "end")
            )
            yield KnownLeak(row["pipe"].strip(), start, end)
        except (KeyError, ValueError, AttributeError) as error:
            raise BeffroiError(FILE_BROKEN, name=name, format="CSV", reason=error) from error
