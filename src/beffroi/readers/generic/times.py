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
# An offset goes with a clock only: 2021-01-04 is no month with an offset of four hours.
_OFFSET = r"(?: ?(?P<o>Z|z|UTC|[+-]\d{2}(?::?\d{2})?))?"
_CLOCK = (
    r"(?:[T ,]+(?:à |at )?(?P<H>\d{1,2})(?:(?:[:hH.](?P<M>\d{2})?)(?::?(?P<S>\d{2})"
    r"(?:[.,](?P<f>\d{1,9}))?)?)?(?: ?(?P<p>[AaPp])\.?[Mm]\.?)?" + _OFFSET + ")?"
)
_DATES = {
    "ymd": r"(?P<Y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
    "dmy": r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<Y>\d{4}|\d{2})",
    "mdy": r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<Y>\d{4}|\d{2})",
    "ym": r"(?P<Y>\d{4})[-/.](?P<m>\d{1,2})",
    "my": r"(?P<m>\d{1,2})[-/.](?P<Y>\d{4})",
}
_COMPACT = (
    r"(?P<Y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
    r"(?:[T _]?(?P<H>\d{2})(?P<M>\d{2})?(?P<S>\d{2})?" + _OFFSET + ")?"
)
_EPOCHS = {"epoch": 1_000_000, "epoch_ms": 1_000}
_SERIAL_ZERO = np.datetime64("1899-12-30", "us")
_FIRST, _LAST = np.datetime64("1900-01-01", "us"), np.datetime64("2100-01-01", "us")
_US = "datetime64[us]"
_MONTHS = (
    np.arange("1900-01", "2100-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
)
_MONTH_STARTS, _MONTH_DAYS = _MONTHS[:-1], np.diff(_MONTHS)


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
        return f"^{_COMPACT}$"
    return f"^{_DATES[order]}{_CLOCK}$"


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
    # One row a position: each step below then runs over neighbouring bytes.
    matrix = letters.reshape(len(cells), width).T.copy(order="C")
    model = np.frombuffer(found.string.encode(), np.uint8)
    sign = found.start("o") if (found.groupdict().get("o") or "Z")[0] in "+-" else -1
    ok = np.ones(len(cells), dtype=bool)
    for place in range(width):
        letter = matrix[place]
        if 48 <= model[place] <= 57:
            letter -= np.uint8(48)  # unsigned: what is below 0 wraps around
            ok &= letter <= 9
        elif place == sign:
            ok &= (letter == 43) | (letter == 45)
        else:
            ok &= letter == model[place]
    parts = {
        name: _number(matrix, *found.span(name))
        for name, text in found.groupdict().items()
        if text and name not in ("o", "p")
    }
    times = _assemble(parts, _scale(found.groupdict().get("f") or ""))
    offsets = np.full(len(cells), "NaT", dtype="timedelta64[us]")
    if found.groupdict().get("o"):
        offsets[:] = 0
        if sign >= 0:
            begin, end = found.span("o")
            minutes = _number(matrix, begin + 1, begin + 3) * 60
            minutes += _number(matrix, end - 2, end) if end - begin > 3 else 0
            minutes = np.where(matrix[sign] == 45, -minutes, minutes)
            offsets = (minutes * 60_000_000).astype("timedelta64[us]")
    ok &= ~np.isnat(times)
    if ok.all() and len(places) == len(local):
        local[:], offset[:] = times, offsets
        return places
    local[places[ok]], offset[places[ok]] = times[ok], offsets[ok]
    return places[ok]


def _number(digits: NDArray[np.uint8], begin: int, end: int) -> Ints:
    total = digits[begin].astype(np.int32)
    for place in range(begin + 1, end):
        total *= 10
        total += digits[place]
    wide: Ints = total.astype(np.int64)
    return wide


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
    local = _assemble(parts, scale)
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


def _assemble(parts: Mapping[str, Ints], scale: Ints | int) -> NDArray[np.datetime64]:
    """Put fields shaped (n,) together; NaT where there is no such time (24:00 is the next day)."""
    year, month, day = parts["Y"], parts["m"], parts.get("d", 1)
    right = (year >= 1900) & (year < 2100) & (month >= 1) & (month <= 12)
    place = np.where(right, (year - 1900) * 12 + month - 1, 0)
    right &= (day >= 1) & (day <= _MONTH_DAYS[place])
    total = _MONTH_STARTS[place] + (day - 1)
    if "H" in parts:
        hour, minute, second = parts["H"], parts.get("M", 0), parts.get("S", 0)
        right &= ((hour < 24) & (minute < 60) & (second < 60)) | (
            (hour == 24) & (minute == 0) & (second == 0)
        )
        total = ((total * 24 + hour) * 60 + minute) * 60 + second
    else:
        total = total * 86_400
    total = total * 1_000_000
    if "f" in parts:
        total += parts["f"] * scale
    times: NDArray[np.datetime64] = total.view(_US)
    if not right.all():
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
