"""Messages as JSON, which a gateway can write by hand.

    {"series": [{
        "asset": {"type": "meter", "key": "Chaufferie 1", "name": "Chaufferie"},
        "quantity": "electricity.active_power", "kind": "mean_power", "unit": "kW",
        "source": "passerelle",
        "observations": [["2026-01-05T08:00:00+01:00", "2026-01-05T08:10:00+01:00", 12.4]]
    }]}

In the place of `observations`, columns: `start`, `end` and `values`, three lists; or `start`, one
time, with `step` in seconds and `values`, where null means that nothing was measured. What is
read at an instant has no end: `["2026-01-05T08:00:00+01:00", 12.4]`, or no list of ends.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from beffroi.ingest.messages.check import (
    AT_AN_INSTANT,
    OVER_A_TIME,
    QUALITIES,
    Declared,
    Limits,
    Message,
    declared,
    finished,
    instants,
    refused,
    too_many,
)
from beffroi.ingest.messages.plain import parsed, short
from beffroi.readers.contract import INSTANT
from beffroi.texts import Text
from beffroi.units import SeriesKind

_OBJECT = Text(fr="un objet {{…}} est attendu", en="an object {{...}} is expected").fill()
_LIST = Text(
    fr="une liste qui n’est pas vide est attendue", en="a list that is not empty is expected"
)
_UNKNOWN = Text(
    fr="« {name} » n’existe pas ; ce qui existe : {known}",
    en="“{name}” does not exist; what does: {known}",
)
_FORM = Text(
    fr="donnez « observations », ou « start » et « values » avec « end » ou « step »",
    en="give “observations”, or “start” and “values” with “end” or “step”",
)
_ROWS = Text(
    fr="chaque mesure s’écrit [début, fin, valeur], ou toutes [instant, valeur]",
    en="each measure is written [start, end, value], or all of them [instant, value]",
)
_NEEDS_END = Text(
    fr="cette sorte de série couvre une durée : donnez le début et la fin",
    en="this kind of series covers a time: give its start and its end",
)
_LENGTHS = Text(
    fr="les listes n’ont pas la même longueur", en="the lists are not of the same length"
)
_TIME = Text(
    fr="« {given} » n’est pas un instant ISO 8601 avec son décalage, comme "
    "2026-01-05T08:00:00+01:00",
    en="“{given}” is not an ISO 8601 instant with its offset, such as 2026-01-05T08:00:00+01:00",
)
_NUMBER = Text(fr="« {given} » n’est pas un nombre", en="“{given}” is not a number")
_STEP = Text(
    fr="un nombre entier de secondes, de 1 à 31 622 400, est attendu",
    en="a whole number of seconds, from 1 to 31,622,400, is expected",
)
_QUALITY = Text(
    fr="« {given} » n’est pas connu ; choisissez parmi : {known}",
    en="“{given}” is not known; choose among: {known}",
)
_LONGEST_STEP = 366 * 86_400
_ITEM = {"asset", "quantity", "kind", "unit", "source", "qualifier", "quality"}
_MEASURES = {"observations", "start", "end", "step", "values"}


@dataclass(frozen=True, slots=True)
class _Part:
    """One item of a message."""

    series: Declared
    start: pa.Array
    end: pa.Array
    value: pa.Array
    quality: int
    place: Callable[[int], str]


def read_json(body: bytes | bytearray, limits: Limits | None = None) -> Message:
    """Read and check a message written in JSON.

    Raises:
        BeffroiError: `message.unreadable`, `message.refused`, `message.too_large`.
    """
    limits = limits or Limits()
    content = parsed(body)
    return read_plain(content, limits)


def read_plain(content: object, limits: Limits | None = None) -> Message:
    """Read and check a message given as plain data: what its JSON would hold.

    Raises:
        BeffroiError: `message.refused`, `message.too_large`.
    """
    limits = limits or Limits()
    root = _object("message", content, {"series"})
    items = _list("series", root.get("series"))
    parts: list[_Part] = []
    rows = 0
    for number, item in enumerate(items):
        parts.append(_part(f"series[{number}]", item, limits.rows))
        rows += len(parts[-1].value)
        if rows > limits.rows or len(items) > limits.rows:
            raise too_many(limits)
    sizes = [len(part.value) for part in parts]
    ends = list(accumulate(sizes))

    def where(row: int) -> str:
        part = bisect_right(ends, row)
        return parts[part].place(row - (ends[part] - sizes[part]))

    return finished(
        [part.series for part in parts],
        np.repeat(np.arange(len(parts), dtype=np.int32), sizes),
        pa.concat_arrays([part.start for part in parts]),
        pa.concat_arrays([part.end for part in parts]),
        pa.concat_arrays([part.value for part in parts]),
        np.repeat(np.array([part.quality for part in parts], np.int8), sizes),
        where,
    )


def _part(place: str, item: object, most: int) -> _Part:
    said = _object(place, item, _ITEM | _MEASURES)
    asset = _object(f"{place}.asset", said.get("asset"), {"type", "key", "name"})
    described = {
        "asset_type": asset.get("type"),
        "asset": asset.get("key"),
        **({"name": asset["name"]} if asset.get("name") is not None else {}),
        **{name: said.get(name) for name in ("quantity", "kind", "unit", "source")},
        **({"qualifier": said["qualifier"]} if said.get("qualifier") is not None else {}),
    }
    series = declared(place, described)
    quality = said.get("quality", "measured")
    if not isinstance(quality, str) or quality not in QUALITIES:
        reason = _QUALITY.fill(given=str(quality)[:40], known=", ".join(QUALITIES))
        raise refused(f"{place}.quality", reason)
    given = _MEASURES & set(said)
    if given == {"observations"}:
        start, end, value, where = _rows(place, said["observations"], series.kind)
    elif given in ({"start", "values"}, {"start", "end", "values"}):
        start, end, value, where = _columns(place, said, series.kind)
    elif given == {"start", "step", "values"}:
        series = replace(series, key=replace(series.key, step_seconds=_step(place, said["step"])))
        start, end, value, where = _steps(place, said, series, most)
    else:
        raise refused(place, _FORM)
    return _Part(series, start, end, value, QUALITIES[quality], where)


_Found = tuple[pa.Array, pa.Array, pa.Array, Callable[[int], str]]


def _rows(place: str, given: object, kind: SeriesKind) -> _Found:
    rows = _list(f"{place}.observations", given)

    def where(row: int) -> str:
        return f"{place}.observations[{row}]"

    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(rows[0]) or len(row) not in (2, 3):
            raise refused(where(number), _ROWS)
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if len(columns) == 2 and kind in OVER_A_TIME:
        raise refused(where(0), _NEEDS_END)
    start = _times(columns[0], where)
    end = _times(columns[1], where) if len(columns) == 3 else start
    return start, end, _numbers(columns[-1], where), where


def _columns(place: str, said: dict[str, Any], kind: SeriesKind) -> _Found:
    def at(name: str) -> Callable[[int], str]:
        return lambda row: f"{place}.{name}[{row}]"

    values = _numbers(_list(f"{place}.values", said["values"]), at("values"))
    start = _times(_list(f"{place}.start", said["start"]), at("start"))
    if "end" not in said and kind in OVER_A_TIME:
        raise refused(place, _NEEDS_END)
    end = _times(_list(f"{place}.end", said["end"]), at("end")) if "end" in said else start
    if not len(values) == len(start) == len(end):
        raise refused(place, _LENGTHS)
    return start, end, values, at("values")


def _steps(place: str, said: dict[str, Any], series: Declared, most: int) -> _Found:
    values = _list(f"{place}.values", said["values"])
    first = _times([said["start"]], lambda _: f"{place}.start").cast(pa.int64())[0].as_py()
    step = series.key.step_seconds or 0
    numbers = _numbers(values, lambda row: f"{place}.values[{row}]", nulls=True)
    known = np.flatnonzero(numbers.is_valid().to_numpy(zero_copy_only=False))
    if abs(first) > 1 << 60 or len(values) > most * 10:
        raise refused(f"{place}.values", _LENGTHS)
    begun = first + known * (step * 1_000_000)
    ended = begun + (0 if series.kind in AT_AN_INSTANT else step * 1_000_000)
    start, end = (pa.array(times, pa.int64()).cast(INSTANT) for times in (begun, ended))
    return start, end, numbers.drop_null(), lambda row: f"{place}.values[{known[row]}]"


def _step(place: str, given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= _LONGEST_STEP:
        raise refused(f"{place}.step", _STEP)
    return given


def _times(given: Sequence[Any], where: Callable[[int], str]) -> pa.Array:
    try:
        found = instants(pa.array(given, pa.string(), from_pandas=False))
        if not found.null_count:
            return found
        error: Exception | None = None
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError) as caught:
        error = caught
    wrong = _first_wrong(given, lambda one: instants(pa.array([one], pa.string())))
    raise refused(where(wrong), _TIME.fill(given=short(given[wrong]))) from error


def _numbers(given: Sequence[Any], where: Callable[[int], str], *, nulls: bool = False) -> pa.Array:
    wrong = -1
    if not set(map(type, given)) <= ({int, float, type(None)} if nulls else {int, float}):
        wrong = next(
            row
            for row, one in enumerate(given)
            if type(one) not in (int, float) and not (nulls and one is None)
        )
    else:
        try:
            return pa.array(given, pa.float64())
        except (pa.ArrowInvalid, OverflowError):
            wrong = _first_wrong(given, lambda one: pa.array([one], pa.float64()))
    raise refused(where(wrong), _NUMBER.fill(given=short(given[wrong])))


def _first_wrong(given: Sequence[Any], read: Callable[[Any], object]) -> int:
    """Find the first item that cannot be read; only once the whole was refused."""
    for row, one in enumerate(given):
        if one is None:
            return row
        try:
            read(one)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError):
            return row
    return 0


def _object(place: str, given: object, known: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise refused(place, _OBJECT)
    for name in given:
        if name not in known:
            reason = _UNKNOWN.fill(name=short(name), known=", ".join(sorted(known)))
            raise refused(place, reason)
    return given


def _list(place: str, given: object) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise refused(place, _LIST)
    return given
