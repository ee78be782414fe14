"""Times as Enedis writes them, read on whole columns without a loop over rows."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.periods import civil_date, localise

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Column: TypeAlias = "pa.Array[pa.Scalar]"

MINUTE = 60_000_000
DAY = 1_440 * MINUTE
_FIRST, _LAST = (int(np.datetime64(day, "us").astype(np.int64)) for day in ("1990", "2100"))
_CLOCK = r"(?:[T ](?P<H>\d{2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.\d{1,9})?)?)?"
_SHAPES = (
    rf"^(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_CLOCK}(?P<z>Z|[+-]\d{{2}}:?\d{{2}})?$",
    rf"^(?P<d>\d{{2}})/(?P<m>\d{{2}})/(?P<y>\d{{4}}){_CLOCK}(?P<z>)$",
)


@dataclass(frozen=True, slots=True)
class Times:
    """Columns of shape (n,): microseconds since 1970, and what they are worth.

    `us` is UTC where `zoned`, wall-clock time elsewhere, 0 where not `valid`.
    """

    us: Ints
    valid: Bools
    zoned: Bools

    def utc(self) -> "Times":
        """Return the same instants in UTC; wall-clock times are those of Paris, in file order."""
        naive = self.valid & ~self.zoned
        if not naive.any():
            return self
        us = self.us.copy()
        us[naive] = localise(us[naive].view("M8[us]"))[0].astype("M8[us]").astype(np.int64)
        return Times(us, self.valid, self.valid.copy())


def parse_times(text: Column) -> Times:
    """Read a column of strings, shape (n,), as times.

    Known shapes: `2021-03-28`, `2021-03-28 02:30`, `2021-03-28T02:30:00`, the same with
    `+02:00`, `Z` or milliseconds, `28/03/2021` and `28/03/2021 02:30[:00]`. Anything else, a
    date that does not exist, and one before 1990 or after 2099 are not valid.

    >>> times = parse_times(pa.array(["1999-12-31", "2021-03-28T02:00:00+02:00", "31/02/2021"]))
    >>> times.valid.tolist(), str(times.us[1:2].view("M8[us]")[0])
    ([True, True, False], '2021-03-28T00:00:00.000000')
    """
    bounds = pc.min_max(pc.utf8_length(text))
    if not bounds["min"].is_valid or bounds["min"] != bounds["max"]:
        return _lenient(text)
    # A clean column is read at once, in C++; a failed attempt is dear, hence the look before.
    zone = "UTC" if bounds["min"].as_py() > 19 else None
    try:
        stamps = pc.cast(text, pa.timestamp("us", tz=zone))
    except pa.ArrowInvalid:
        return _lenient(text)
    us = _ints(stamps.cast(pa.int64()))
    return _checked(us, ~_nulls(stamps), np.full(len(us), zone is not None))


def _lenient(text: Column) -> Times:
    """Read the times that are readable among others that are not."""
    count = len(text)
    us, valid, zoned = np.zeros(count, np.int64), np.zeros(count, bool), np.zeros(count, bool)
    trimmed = pc.utf8_trim_whitespace(text)
    for shape in _SHAPES:
        parts = pc.extract_regex(trimmed, shape)
        rows = np.flatnonzero(~_nulls(parts))
        if len(rows):
            found = parts.take(pa.array(rows))
            us[rows], valid[rows], zoned[rows] = _assemble(found)
    return _checked(us, valid, zoned)


def _assemble(parts: Column) -> tuple[Ints, Bools, Bools]:
    year, month, day = (_number(parts, name) for name in "ymd")
    hour, minute, second = (_number(parts, name) for name in "HMS")
    month_ok = (month >= 1) & (month <= 12)
    months = ((year - 1970) * 12 + np.where(month_ok, month, 1) - 1).astype("M8[M]")
    first = months.astype("M8[D]").astype(np.int64)
    length = (months + 1).astype("M8[D]").astype(np.int64) - first
    valid = month_ok & (day >= 1) & (day <= length) & (hour < 24) & (minute < 60) & (second < 60)
    us = (first + day - 1) * DAY + (hour * 60 + minute) * MINUTE + second * 1_000_000
    zone = pc.struct_field(parts, "z")
    shift = pc.extract_regex(zone, r"^(?P<s>[+-])(?P<h>\d{2}):?(?P<m>\d{2})$")
    sign = np.where(np.asarray(pc.equal(pc.struct_field(shift, "s"), "-").fill_null(False)), -1, 1)
    us -= sign * (_number(shift, "h") * 60 + _number(shift, "m")) * MINUTE
    return us, valid, np.asarray(pc.not_equal(pc.fill_null(zone, ""), ""))


def _number(parts: Column, name: str) -> Ints:
    """Return a group of digits as numbers, 0 where the group is absent."""
    digits = pc.fill_null(pc.struct_field(parts, name), "0")
    digits = pc.if_else(pc.equal(digits, ""), "0", digits)
    return _ints(digits.cast(pa.int64()))


def _checked(us: Ints, valid: Bools, zoned: Bools) -> Times:
    valid = valid & (us >= _FIRST) & (us < _LAST)
    return Times(np.where(valid, us, 0), valid, zoned)


def in_range(us: Ints) -> bool:
    """Tell whether all times are within the years that are read."""
    return bool(len(us) and us.min() >= _FIRST and us.max() < _LAST)


def _ints(column: Column) -> Ints:
    return np.asarray(column.fill_null(0), dtype=np.int64)


def _nulls(column: Column) -> Bools:
    return np.asarray(column.is_null(), dtype=bool)


def paris_days(us: Ints) -> tuple[Ints, Ints]:
    """Return the instants at which the Paris days that hold the instants begin and end.

    >>> start, end = paris_days(parse_times(pa.array(["2021-10-31T12:00:00Z"])).us)
    >>> ((end - start) // (60 * MINUTE)).tolist()
    [25]
    """
    return day_edges(civil_date(us.view("M8[us]")))


def day_edges(days: NDArray[np.datetime64]) -> tuple[Ints, Ints]:
    """Return the instants at which Paris days (`datetime64[D]`, shape (n,)) begin and end."""
    unique, place = np.unique(days, return_inverse=True)
    both = np.concatenate([unique, unique + 1]).astype("M8[us]")
    edges = localise(both)[0].astype("M8[us]").astype(np.int64)
    return edges[: len(unique)][place], edges[len(unique) :][place]
