"""Clean tables read straight from their bytes, some letters of every row at a time.

Most of what meters export is regular: each line has as many cells, numbers are digits, the same
date stands in row after row and the same meter too. Such a block is read eight letters at once as
one integer a row, on whole columns. Anything else answers None, and the caller reads that block in
the way that knows every case: what is read here is what it would have read.
"""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Mask = NDArray[np.bool_]

#: Letters of a cell that may be looked at; as many stand before the text: no look falls out.
WIDEST = 40
_SMALL = 1 << 16  # bytes
_FEW = 4_096  # different texts of one column of a block
_ZEROS = np.uint64(0x3030303030303030)
_TENS = np.uint64(0x7676767676767676)  # added to a byte above 9, reaches its highest bit
_HIGH = np.uint64(0x8080808080808080)
_LOW = np.uint64(0x0101010101010101)
_CLOCK = re.compile(rb"(?<=[T ])\d\d:\d\d(?=(:\d\d([.,]\d{1,6})?)?( ?(Z|[+-]\d\d:?\d\d))?$)")


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the cells of one column begin and end, shapes (n,)."""

    begin: Ints
    end: Ints


@dataclass(frozen=True, slots=True)
class Runs:
    """Neighbouring rows that say the same: where each run begins and its length, shapes (k,)."""

    first: Ints
    length: Ints


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of one width: runs of rows that differ by their hours and minutes only.

    `texts` (k,) are the first times of the runs; `minutes` (n,) counts from midnight.
    """

    runs: Runs
    texts: pa.Array
    minutes: Ints

    def spread(self, first: Ints) -> Ints:
        """Return the times of all rows [us], given those of the first rows of the runs (k,)."""
        us = self.minutes * 60_000_000
        us += np.repeat(first - us[self.runs.first], self.runs.length)
        return us


class Plain:
    """Rows of a block that all have the same number of cells."""

    def __init__(self, data: bytes, marks: Ints, returns: bool) -> None:
        padded = b"\0" * WIDEST + data + b"\0" * 8
        self._letters = np.frombuffer(padded, np.uint8)
        self._words: Words = np.ndarray((len(padded) - 7,), "<u8", padded, 0, (1,))
        self._marks = marks + WIDEST
        self._returns = returns
        self.rows = len(marks)

    def column(self, place: int) -> Spans:
        """Return where the cells of a column stand; -1 is the last column."""
        marks = self._marks
        place %= marks.shape[1]
        begin = marks[:, place - 1] + 1 if place else np.append(WIDEST, marks[:-1, -1] + 1)
        last = self._returns and place == marks.shape[1] - 1
        return Spans(begin, marks[:, place] - 1 if last else np.ascontiguousarray(marks[:, place]))

    def texts(self, cells: Spans, rows: Ints) -> list[str]:
        """Return some cells as texts; a column from which few are wanted."""
        pairs = zip(cells.begin[rows].tolist(), cells.end[rows].tolist(), strict=True)
        return [self._letters[a:b].tobytes().decode("utf-8", "replace") for a, b in pairs]

    def lines(self, rows: Ints) -> list[str]:
        """Return some rows as they stand."""
        return self.texts(Spans(self.column(0).begin, self.column(-1).end), rows)

    def _last(self, end: Ints, size: Ints) -> Words:
        """Return the last letters before `end`, eight at most, what stands before them zeroed."""
        drop = (64 - 8 * np.clip(size, 0, 8)).astype(np.uint64)
        words: Words = self._words[end - 8]
        return (words >> drop) << drop

    def _digits(self, end: Ints, size: Ints) -> tuple[Ints, bool]:
        """Return the number that eight letters or fewer write, and whether all are digits."""
        drop = (64 - 8 * size).astype(np.uint64)
        words = ((self._words[end - 8] ^ _ZEROS) >> drop) << drop
        right = not (((words + _TENS) | words) & _HIGH).any()
        words = (words * np.uint64(10) + (words >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
        words = (words * np.uint64(100) + (words >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
        words = (words * np.uint64(10_000) + (words >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
        return words.view(np.int64), right

    def numbers(self, cells: Spans, decimal: str = "") -> tuple[NDArray[np.float64], Mask] | None:
        """Read numbers of at most eight digits before the decimal sign and seven after it.

        Returns:
            Values, 0 where empty, and which cells are empty, shapes (n,).
        """
        size = cells.end - cells.begin
        empty = size == 0
        minus = (self._letters[cells.begin] == ord("-")) & ~empty
        size -= minus
        if not len(size) or size.max() > 16 or (minus & (size == 0)).any():
            return None
        places = self._decimals(cells.end, size, decimal) if decimal else None
        if places is None:
            if size.max() > 8:
                return None
            whole, right = self._digits(cells.end, size)
            value = whole.astype(np.float64)
        else:
            dotted = places + (places > 0)
            before = size - dotted
            if before.max() > 8 or (before < (~empty)).any():
                return None
            whole, right = self._digits(cells.end - dotted, before)
            part, also = self._digits(cells.end, places)
            power = _POWERS[places]
            # Whole numbers below 2**53 and an exact power of ten: the division rounds once.
            value, right = (whole * power + part) / power, right and also
        if not right:
            return None
        return (np.where(minus, -value, value) if minus.any() else value), empty

    def _decimals(self, end: Ints, size: Ints, decimal: str) -> Ints | None:
        """Return how many letters follow the decimal sign of each cell; None without any sign."""
        sign = np.uint64(ord(decimal)) * _LOW
        other = self._last(end, size) ^ sign
        found = (other - _LOW) & ~other & _HIGH
        if not found.any():
            return None
        lowest = found & (~found + np.uint64(1))
        places = 7 - (np.bitwise_count(lowest - np.uint64(1)).astype(np.int64) >> 3)
        return np.where(found != 0, places, 0)

    def clock(self, cells: Spans) -> Clock | None:
        """Read a column of times that all have the width of the first one."""
        width = int(cells.end[0] - cells.begin[0]) if self.rows else 0
        if not 8 <= width <= WIDEST or (cells.end - cells.begin != width).any():
            return None
        begin = int(cells.begin[0])
        found = _CLOCK.search(self._letters[begin : begin + width].tobytes())
        if found is None:
            return None
        at = found.start()
        letters = np.arange(width)
        told = np.isin(letters, (at, at + 1, at + 3, at + 4))
        changed = np.zeros(self.rows, bool)
        changed[0] = True
        for place in (*range(0, width - 8, 8), width - 8):
            mask = np.where(told[place : place + 8], 0, 255).astype(np.uint8).view("<u8")[0]
            words = self._words[cells.begin + place] & mask
            changed[1:] |= words[1:] != words[:-1]
        words = self._words[cells.begin + (at - 3)] ^ _ZEROS
        byte = [(words >> np.uint64(8 * k)) & np.uint64(255) for k in (3, 4, 6, 7)]
        hour, minute = byte[0] * np.uint64(10) + byte[1], byte[2] * np.uint64(10) + byte[3]
        if max(int(part.max()) for part in byte) > 9 or hour.max() > 23 or minute.max() > 59:
            return None
        runs = _runs(changed)
        texts = self._matrix(cells.begin[runs.first], width)
        if texts is None:
            return None
        return Clock(runs, texts, (hour * np.uint64(60) + minute).view(np.int64))

    def _matrix(self, begin: Ints, width: int) -> pa.Array | None:
        """Return cells of one width as texts, None where they are not plain letters."""
        letters = self._letters[begin[:, None] + np.arange(width)]
        if (letters > 127).any():
            return None
        ends = np.arange(len(begin) + 1, dtype=np.int32) * np.int32(width)
        buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(letters.tobytes())]
        return pa.Array.from_buffers(pa.string(), len(begin), buffers)

    def labels(self, cells: Spans) -> pa.DictionaryArray | None:
        """Return a column of few different texts as a dictionary."""
        size = cells.end - cells.begin
        widest = int(size.max(initial=0))
        if widest > WIDEST:
            return None
        changed = np.zeros(self.rows, bool)
        changed[:1] = True
        changed[1:] = size[1:] != size[:-1]
        words = [self._last(cells.end - k, size - k) for k in range(0, widest, 8)]
        for word in words:
            changed[1:] |= word[1:] != word[:-1]
        runs = _runs(changed)
        codes = _codes([size.view(np.uint64)[runs.first], *(word[runs.first] for word in words)])
        many = int(codes.max(initial=-1)) + 1
        if many > _FEW:
            return None
        first = np.zeros(many, np.int64)
        first[codes[::-1]] = runs.first[::-1]
        indices = np.repeat(codes.astype(np.int32), runs.length)
        return pa.DictionaryArray.from_arrays(
            pa.array(indices), pa.array(self.texts(cells, first), pa.string())
        )


def cut(data: bytes, separator: str, columns: int) -> Plain | None:
    """Cut whole lines into cells; None where a line has another number of them, or a quote.

    >>> plain = cut(b"a;1,5\\nb;\\n", ";", 2)
    >>> [found.tolist() for found in plain.numbers(plain.column(1), ",")]
    [[1.5, 0.0], [False, True]]
    """
    if not data or b'"' in data or b"\0" in data:
        return None
    if not data.endswith(b"\n"):
        data += b"\n"
    letters = np.frombuffer(data, np.uint8)
    marks_at = (letters == 10) | (letters == ord(separator))
    # Where cells are nearly all empty their places would fill several times the memory of the text.
    if len(data) > _SMALL and 4 * np.count_nonzero(marks_at) > len(data):
        return None
    places = np.flatnonzero(marks_at)
    if columns < 2 or len(places) % columns:
        return None
    marks = places.reshape(-1, columns)
    ends = marks[:, -1]
    if (letters[ends] != 10).any() or (letters[marks[:, :-1]] == 10).any():
        return None
    returns = b"\r" in data
    if returns and not ((letters[ends - 1] == 13).all() and data.count(b"\r") == len(ends)):
        return None
    return Plain(data, marks, returns)


def _runs(changed: Mask) -> Runs:
    first = np.flatnonzero(changed)
    return Runs(first, np.diff(np.append(first, len(changed))))


def _codes(words: list[Words]) -> Ints:
    """Return one number for each different row of words, shape (n,), in the order met."""
    codes = np.zeros(len(words[0]), np.int64)
    for word in words:
        own = pa.array(word).dictionary_encode()
        pairs = codes * len(own.dictionary) + own.indices.to_numpy().astype(np.int64)
        codes = pa.array(pairs).dictionary_encode().indices.to_numpy().astype(np.int64)
    return codes


_POWERS = 10 ** np.arange(9, dtype=np.int64)
