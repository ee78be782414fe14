"""Written times to naive instants, on whole columns.

A column whose cells have all the same width is read as a matrix of digits; what does not fit
goes through one regular expression, each different text once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.readers.building import Mask

Ints = NDArray[np.int64]
_CLOCK = (
    r"(?:[T ,]+(?:à |at )?(?P<H>\d{1,2})(?:(?:[:hH.](?P<M>\d{2})?)(?::?(?P<S>\d{2})"
    r"(?:[.,](?P<f>\d{1,9}))?)?)?(?: ?(?P<p>[AaPp])\.?[Mm]\.?)?)?"
)
_OFFSET = r" ?(?P<o>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?"
_DATES = {
    "ymd": r"(?P<Y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
    "dmy": r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<Y>\d{4}|\d{2})",
    "mdy": r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<Y>\d{4}|\d{2})",
    "ym": r"(?P<Y>\d{4})[-/.](?P<m>\d{1,2})",
    "my": r"(?P<m>\d{1,2})[-/.](?P<Y>\d{4})",
}
_COMPACT = r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T _]?(?P<H>\d{2})(?P<M>\d{2})?(?P<S>\d{2})?)?"
_EXTRA = ("H", "M", "S", "f", "p", "o")
_EPOCHS = {"epoch": 1_000_000, "epoch_ms": 1_000}
_SERIAL_ZERO = np.datetime64("1899-12-30", "us")
_FIRST, _LAST = np.datetime64("1900-01-01", "us"), np.datetime64("2100-01-01", "us")
_US = "datetime64[us]"


@dataclass(frozen=True, slots=True)
class Times:
    """Times as written, shape (n,): naive `local`, offset from UTC, and which could be read.

    `offset` is NaT where the text has none; `local` is NaT where it could not be read.
    """

    local: NDArray[np.datetime64]
    offset: NDArray[np.timedelta64]

    @property
    def good(self) -> Mask:
        """True where the time could be read."""
        return ~np.isnat(self.local)


def read_times(cells: pa.Array, order: str) -> Times:
    """Read a column of texts written in one order (`DATE_ORDERS`).

    >>> found = read_times(pa.array(["31/12/2021 23:30", "1/1/22 0h15", "31/02/2021"]), "dmy")
    >>> [str(time) for time in found.local.astype("M8[m]")]
    ['2021-12-31T23:30', '2022-01-01T00:15', 'NaT']
    """
    if order in (*_EPOCHS, "serial"):
        return _counted(cells, order)
    local = np.full(len(cells), "NaT", dtype=_US)
    offset = np.full(len(cells), "NaT", dtype="timedelta64[us]")
    rest = _by_width(cells, order, local, offset)
    if len(rest):
        texts = cells.take(pa.array(rest)).dictionary_encode()
        found = _by_pattern(texts.dictionary, order)
        codes = pc.fill_null(texts.indices, 0).to_numpy(zero_copy_only=False)
        if len(found.local):
            local[rest], offset[rest] = found.local[codes], found.offset[codes]
    return Times(local, offset)


def join_hours(dates: pa.Array, hours: pa.Array) -> pa.Array:
    """Join a column of dates and a column of hours into one column of texts.

    >>> join_hours(pa.array(["2021-01-01T00:00:00"]), pa.array(["7"])).to_pylist()
    ['2021-01-01 7']
    """
    days = pc.replace_substring_regex(dates, r"[T ]0?0:00(:00)?$", "")
    return pc.binary_join_element_wise(days, pc.utf8_trim_whitespace(hours), " ")


@cache
def pattern(order: str) -> str:
    """Return the regular expression of an order, anchored, with named groups."""
    if order == "compact":
        return f"^{_COMPACT}{_OFFSET}$"
    return f"^{_DATES[order]}{_CLOCK}{_OFFSET}$"


def _by_width(
    cells: pa.Array, order: str, local: NDArray[np.datetime64], offset: NDArray[np.timedelta64]
) -> Ints:
    """Fill in what is written as the first cell is, and return the places of the rest."""
    everything = np.arange(len(cells))
    found = re.match(pattern(order), cells[0].as_py() or "") if len(cells) else None
    if found is None or found.groupdict().get("p") or not found.string.isascii():
        return everything
    width = len(found.string)
    ends = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    same = np.diff(ends) == width
    if not same.all():
        places = np.flatnonzero(same)
        part = cells.take(pa.array(places))
        kept = _fill(part, found, local, offset, places)
        return np.setdiff1d(everything, kept, assume_unique=True)
    kept = _fill(cells, found, local, offset, everything)
    return everything[:0] if len(kept) == len(cells) else np.setdiff1d(everything, kept)


def _fill(
    cells: pa.Array,
    found: re.Match[str],
    local: NDArray[np.datetime64],
    offset: NDArray[np.timedelta64],
    places: Ints,
) -> Ints:
    """Read cells of one width by position; return the places of those that could be."""
    width = len(found.string)
    start = int(np.frombuffer(cells.buffers()[1], np.int32)[cells.offset])
    letters = np.frombuffer(cells.buffers()[2], np.uint8)[start : start + len(cells) * width]
    matrix = letters.reshape(len(cells), width)
    model = np.frombuffer(found.string.encode(), np.uint8)
    digit = (model >= 48) & (model <= 57)
    sign = found.start("o") if (found.groupdict().get("o") or "Z")[0] in "+-" else -1
    ok = np.ones(len(cells), dtype=bool)
    for column in range(width):
        letter = matrix[:, column]
        if digit[column]:
            ok &= (letter - np.uint8(48)) <= 9  # unsigned: what is below 0 wraps around
        elif column == sign:
            ok &= (letter == 43) | (letter == 45)
        else:
            ok &= letter == model[column]
    parts = {
        name: _number(matrix, *found.span(name))
        for name, text in found.groupdict().items()
        if text and name not in ("o", "p")
    }
    times = _assemble(parts, len(cells), _scale(found.groupdict().get("f") or ""))
    offsets = np.full(len(cells), "NaT", dtype="timedelta64[us]")
    if found.groupdict().get("o"):
        offsets[:] = 0
        if sign >= 0:
            begin, end = found.span("o")
            minutes = _number(matrix, begin + 1, begin + 3) * 60
            minutes += _number(matrix, end - 2, end) if end - begin > 3 else 0
            minutes = np.where(matrix[:, sign] == 45, -minutes, minutes)
            offsets = (minutes * 60_000_000).astype("timedelta64[us]")
    ok &= ~np.isnat(times)
    local[places[ok]], offset[places[ok]] = times[ok], offsets[ok]
    return places[ok]


def _number(matrix: NDArray[np.uint8], begin: int, end: int) -> Ints:
    total = np.zeros(len(matrix), dtype=np.int32)
    for column in range(begin, end):
        total *= 10
        total += matrix[:, column]
        total -= 48
    return total.astype(np.int64)


def _by_pattern(texts: pa.Array, order: str) -> Times:
    fields = pc.extract_regex(pc.utf8_trim_whitespace(pc.fill_null(texts, "")), pattern(order))
    right = pc.is_valid(fields).to_numpy(zero_copy_only=False)
    names = re.compile(pattern(order)).groupindex

    def column(name: str) -> pa.Array:
        return pc.fill_null(pc.struct_field(fields, name), "")

    parts = {
        name: _integers(column(name), "12" if name == "f" else "0")
        for name in names
        if name not in ("o", "p", "f")
    }
    scale: Ints | int = 0
    if "f" in names:
        written = column("f")
        parts["f"] = _integers(written, "0")
        scale = 10 ** (
            6 - pc.utf8_length(written).to_numpy(zero_copy_only=False).astype(np.int64).clip(0, 6)
        )
    if "p" in names:
        half = pc.utf8_lower(column("p")).to_numpy(zero_copy_only=False)
        hours = parts["H"]
        parts["H"] = np.where(half == "", hours, hours % 12 + np.where(half == "p", 12, 0))
    if "Y" in parts:
        short = parts["Y"] < 100
        parts["Y"] = np.where(short & right, parts["Y"] + 2000, parts["Y"])
    local = _assemble(parts, len(texts), scale)
    local[~right] = np.datetime64("NaT")
    return Times(local, _offsets(column("o")))


def _integers(texts: pa.Array, empty: str) -> Ints:
    filled = pc.if_else(pc.equal(texts, ""), empty, pc.utf8_slice_codeunits(texts, 0, 6))
    found: Ints = pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _offsets(texts: pa.Array) -> NDArray[np.timedelta64]:
    digits = pc.replace_substring_regex(texts, r"[^0-9]", "")
    numbers = _integers(digits, "0")
    whole = pc.greater(pc.utf8_length(digits), 2).to_numpy(zero_copy_only=False)
    minutes = np.where(whole, numbers // 100 * 60 + numbers % 100, numbers * 60)
    minus = pc.starts_with(texts, "-").to_numpy(zero_copy_only=False)
    found = (np.where(minus, -minutes, minutes) * 60_000_000).astype("timedelta64[us]")
    found[pc.equal(texts, "").to_numpy(zero_copy_only=False)] = np.timedelta64("NaT")
    return found


def _scale(fraction: str) -> int:
    return 10 ** (6 - len(fraction)) if 0 < len(fraction) <= 6 else 0


def _assemble(parts: Mapping[str, Ints], n: int, scale: Ints | int) -> NDArray[np.datetime64]:
    """Put the fields together; NaT where there is no such day or time (24:00 is the next day)."""
    zero = np.zeros(n, dtype=np.int64)
    year, month = parts["Y"], parts["m"]
    day = parts.get("d", zero + 1)
    hour, minute = parts.get("H", zero), parts.get("M", zero)
    second, fraction = parts.get("S", zero), parts.get("f", zero)
    months = (year - 1970) * 12 + month - 1
    start = months.astype("datetime64[M]")
    dates = start.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    right = (month >= 1) & (month <= 12) & (day >= 1) & (dates.astype("datetime64[M]") == start)
    right &= (hour < 24) | ((hour == 24) & (minute == 0) & (second == 0))
    right &= (minute < 60) & (second < 60) & (year >= 1900) & (year < 2100)
    clock = ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction * scale
    times: NDArray[np.datetime64] = dates.astype(_US) + clock.astype("timedelta64[us]")
    times[~right] = np.datetime64("NaT")
    return times


def _counted(cells: pa.Array, order: str) -> Times:
    """Read seconds or milliseconds since 1970 (UTC), or days since 1899-12-30 (local)."""
    plain = pc.replace_substring(pc.utf8_trim_whitespace(pc.fill_null(cells, "")), ",", ".")
    right = pc.match_substring_regex(plain, r"^\d{1,14}(\.\d{1,12})?$")
    number = pc.cast(pc.if_else(right, plain, None), pa.float64()).to_numpy(zero_copy_only=False)
    offset = np.full(len(cells), "NaT", dtype="timedelta64[us]")
    with np.errstate(invalid="ignore"):
        if order == "serial":
            # A serial is a fraction of a day: the nearest second is what was meant.
            us = np.round(number * 86_400) * 1e6
            zero = _SERIAL_ZERO
        else:
            us, zero = np.round(number * _EPOCHS[order]), np.datetime64(0, "us")
            offset[:] = 0
        inside = (
            np.isfinite(us)
            & (us >= (_FIRST - zero).astype(int))
            & (us < (_LAST - zero).astype(int))
        )
    local = np.full(len(cells), "NaT", dtype=_US)
    local[inside] = zero + us[inside].astype("timedelta64[us]")
    return Times(local, offset)
