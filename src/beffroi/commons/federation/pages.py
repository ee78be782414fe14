"""A page: for some windows of time of some series, all the measures that stand there now.

Whatever changed, and however (late, corrected, undone, erased), the answer is the same: what stands
now. What a subscriber holds in these windows and the page does not is withdrawn. The page that ends
a round lists all the series that are lent, with the extent of what may be seen of each.

Measures travel as plain columns, 29 bytes a measure: nothing to decode, hence nothing that a
hostile sender may do to a decoder. The whole is compressed by HTTP, within a limit.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.federation import ANSWER_REFUSED
from beffroi.texts import Text

#: Bytes of a whole answer, measures of a page, series that one may list.
LARGEST, MOST_ROWS, MOST_SERIES = 96 << 20, 2_000_000, 200_000
_COLUMNS = {"series": "<i4", "start": "<i8", "end": "<i8", "value": "<f8", "quality": "<i1"}
_WINDOWS = {"series": "<i4", "low": "<i8", "high": "<i8"}
_CUT = Text(fr="elle est coupée, ou trop longue", en="it is cut, or too long")
_FORM = Text(fr="elle n’a pas la forme d’une page", en="it has not the form of a page")
_OUTSIDE = Text(
    fr="une mesure est hors de ce que la page annonce",
    en="a measure is outside of what the page announces",
)
_UNKNOWN = Text(fr="une série n’y est pas annoncée", en="a series is not announced in it")
_WINDOW = Text(fr="une fenêtre de temps est vide ou répétée", en="a window is empty or repeated")

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Described:
    """A series as a page describes it; values are in `unit`, the canonical one there."""

    asset_type: str
    asset: str
    name: str
    insee: str
    quantity: str
    unit: str
    kind: str
    source: str
    qualifier: str


_FIELDS = frozenset(Described.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `series` of each table is a place in `series`, instants are us since 1970, UTC."""

    series: tuple[Described, ...]
    rows: Columns
    """series, start, end, value, quality; one row a measure."""
    windows: Columns
    """series, low, high: `[low, high)` of the start of measures."""
    extents: Columns
    """On the page that ends a round, of each series that is lent: all that may be seen of it."""

    def parts(self) -> list[bytes]:
        """Return it as it travels."""
        head = {
            "series": [list(asdict(one).values()) for one in self.series],
            "windows": [self.windows[name].tolist() for name in _WINDOWS],
            "extents": [self.extents[name].tolist() for name in _WINDOWS],
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        columns = [self.rows[name].astype(kind).tobytes() for name, kind in _COLUMNS.items()]
        return [text.encode(), *columns]

    @classmethod
    def read(cls, parts: Sequence[bytes | memoryview]) -> "Page":
        """Read a page, and check that it says what it announces and nothing else.

        Raises:
            BeffroiError: `federation.answer_refused`.
        """
        try:
            head = json.loads(bytes(parts[0]))
            series = tuple(_described(row) for row in head["series"])
            windows, extents = (_table(head[name]) for name in ("windows", "extents"))
            rows: Columns = {
                name: np.frombuffer(part, kind)
                for (name, kind), part in zip(_COLUMNS.items(), parts[1:], strict=True)
            }
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise refused(_FORM) from error
        page = cls(series, rows, windows, extents)
        page._check()
        return page

    def _check(self) -> None:
        sizes = {len(column) for column in self.rows.values()}
        if len(sizes) != 1 or max(sizes) > MOST_ROWS or len(self.series) > MOST_SERIES:
            raise refused(_FORM)
        for table in (self.rows, self.windows, self.extents):
            places = table["series"]
            if len(places) and not (places.min() >= 0 and places.max() < len(self.series)):
                raise refused(_UNKNOWN)
        if len(set(self.series)) < len(self.series):
            raise refused(_FORM)
        for table in (self.windows, self.extents):
            _require_apart(table)
        if not np.all(held(self.windows, self.rows["series"], self.rows["start"])):
            raise refused(_OUTSIDE)


def held(windows: Columns, series: NDArray[Any], start: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each measure whether it begins in a window of its series; windows are apart."""
    if not len(windows["series"]):
        return np.zeros(len(series), bool)
    order = np.lexsort((windows["low"], windows["series"]))
    low, high, owner = (windows[name][order] for name in ("low", "high", "series"))
    # One number for both: the place of an instant among those of all windows, after its series.
    instants = np.unique(low)
    wide = len(instants) + 1
    keys = owner.astype(np.int64) * wide + np.searchsorted(instants, low, side="right")
    asked = series.astype(np.int64) * wide + np.searchsorted(instants, start, side="right")
    place = np.searchsorted(keys, asked, side="right") - 1
    known = np.maximum(place, 0)
    found: NDArray[np.bool_] = (place >= 0) & (owner[known] == series) & (start < high[known])
    return found


def packed(note: str, parts: Sequence[bytes]) -> bytes:
    """Put a note and its content together, each part after its length."""
    return b"".join(len(one).to_bytes(8, "big") + one for one in (note.encode(), *parts))


def unpacked(body: bytes | bytearray) -> tuple[str, list[memoryview]]:
    """Take a note and its content apart.

    Raises:
        BeffroiError: `federation.answer_refused`.
    """
    view, place = memoryview(body).toreadonly(), 0
    parts: list[memoryview] = []
    while place < len(view) and len(parts) <= len(_COLUMNS) + 1:
        size = int.from_bytes(view[place : place + 8], "big")
        place += 8
        if place + size > len(view):
            raise refused(_CUT)
        parts.append(view[place : place + size])
        place += size
    if place != len(view) or len(parts) < 2:
        raise refused(_CUT)
    try:
        return bytes(parts[0]).decode(), parts[1:]
    except UnicodeDecodeError as error:
        raise refused(_FORM) from error


def columns(names: Sequence[str] = tuple(_WINDOWS)) -> Columns:
    """Return columns without a row.

    >>> columns()["low"].tolist()
    []
    """
    kinds = {**_COLUMNS, **_WINDOWS}
    return {name: np.zeros(0, kinds[name]) for name in names}


def refused(reason: Text) -> BeffroiError:
    """Say that an answer will not do."""
    return BeffroiError(ANSWER_REFUSED, reason=reason)


def _described(row: Any) -> Described:
    if not (isinstance(row, list) and all(isinstance(one, str) for one in row)):
        raise TypeError("no series")
    return Described(*row)


def _table(columns: Any) -> Columns:
    found = {
        name: np.asarray(column, kind)
        for (name, kind), column in zip(_WINDOWS.items(), columns, strict=True)
    }
    for name, column in zip(_WINDOWS, columns, strict=True):
        whole = all(type(one) is int for one in column)
        if not whole or found[name].ndim != 1 or len(column) != len(found["series"]):
            raise TypeError("no windows")
    return found


def _require_apart(table: Columns) -> None:
    order = np.lexsort((table["low"], table["series"]))
    series, low, high = (table[name][order] for name in _WINDOWS)
    touching = (series[1:] == series[:-1]) & (low[1:] < high[:-1])
    if np.any(touching) or np.any(high < low):
        raise refused(_WINDOW)
