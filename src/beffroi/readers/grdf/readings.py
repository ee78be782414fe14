"""Readings of gas meters, as columns, to a piece: the part that all GRDF formats share."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.periods.civil import Instants, localise
from beffroi.readers.building import (
    Integers,
    Mask,
    Measure,
    assemble,
    asset_codes,
    numbers,
    refusals,
    refuse,
    truth,
)
from beffroi.readers.contract import Piece, Quality, Reason, SeriesDraft
from beffroi.texts import Text
from beffroi.units import SeriesKind

SOURCE = "grdf"
QUALIFIERS = ("informative", "published", "injection informative", "injection published")
INFORMATIVE, PUBLISHED, INJECTION = 0, 1, 2  # INJECTION is added to one of the two
_DAY = timedelta(days=1)
_SIX = np.timedelta64(6, "h")
_WH = 1000.0  # per kWh
_STEPS = (_DAY, None, _DAY, None)
_POINT = "delivery_point"
ENERGY = SeriesDraft("", _POINT, "gas.energy", SeriesKind.INTERVAL, SOURCE)
VOLUME = SeriesDraft("", _POINT, "gas.volume", SeriesKind.INTERVAL, SOURCE)
INDEX = SeriesDraft("", _POINT, "gas.volume", SeriesKind.INDEX, SOURCE)
TEMPERATURE = SeriesDraft(
    "", "weather_station", "weather.air_temperature", SeriesKind.GAUGE, SOURCE, step=_DAY
)


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings row by row; every column is shaped (n,), cells are texts as the file has them."""

    line: Integers
    pce: pa.Array
    qualifier: Integers  # index in QUALIFIERS
    start: Instants
    end: Instants
    dated: Mask  # both times were read
    when: pa.Array  # what the file writes for the time, shown when refused
    energy: pa.Array  # kWh
    volume: pa.Array  # m3
    first: pa.Array  # index at the beginning, m3
    last: pa.Array
    qualification: pa.Array
    temperature: pa.Array | None = None  # degC
    first_at: Instants | None = None  # where the indexes have times of their own
    last_at: Instants | None = None
    malformed: Mask | None = None
    notes: tuple[Text, ...] = ()


def gas_hours(days: NDArray[np.datetime64]) -> Instants:
    """Return the instants (UTC) at which gas days begin: 06:00 in Paris.

    >>> str(gas_hours(np.array(["2021-07-01"], "M8[D]"))[0])
    '2021-07-01T04:00:00.000000'
    """
    return localise((days.astype("datetime64[D]") + _SIX).astype("datetime64[us]"))[0]


def next_day(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Return the days after."""
    following: NDArray[np.datetime64] = np.add(days.astype("datetime64[D]"), np.timedelta64(1, "D"))
    return following


def unnamed_note(name: str) -> Text:
    """Return the note that says that the name of the file stands for the meter."""
    return Text(
        fr="Le fichier ne nomme pas de point de livraison : son nom « {name} » en tient lieu.",
        en="The file names no delivery point: its name “{name}” stands for it.",
    ).fill(name=name)


def to_piece(readings: Readings) -> Piece:
    """Turn readings into a piece; a row that cannot be used is refused with its reason."""
    usable, refused = _usable(readings)
    codes, names = asset_codes(readings.pce)
    quality = _quality(readings.qualification)
    measures: list[Measure] = []
    for column in _columns(readings):
        found = numbers(column.cells)
        refused.append(refuse(readings.line, usable & found.bad, Reason.BAD_NUMBER, column.cells))
        if column.needed:
            empty = usable & found.empty
            refused.append(refuse(readings.line, empty, Reason.EMPTY_VALUE, column.cells))
        for code, qualifier in enumerate(column.qualifiers):
            kept = np.flatnonzero(usable & found.good & column.wanted & (column.code == code))
            measures.append(
                Measure(
                    replace(column.draft, qualifier=qualifier, step=column.steps[code]),
                    codes[kept] + column.station * len(names),
                    column.start[kept],
                    column.end[kept],
                    found.values[kept] * column.factor,
                    quality[kept],
                )
            )
    assets = [(name, ()) for name in (*names, *(f"{SOURCE}-{name}" for name in names))]
    series, observations = assemble(assets, measures)
    return Piece(series, observations, refusals(*refused), len(readings.line), readings.notes)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of numbers and the series it feeds: `qualifiers[code]`, usual step beside."""

    draft: SeriesDraft
    cells: pa.Array
    start: Instants
    end: Instants
    code: Integers
    wanted: Mask
    qualifiers: tuple[str, ...]
    steps: tuple[timedelta | None, ...]
    factor: float = 1.0
    needed: bool = False
    station: int = 0  # 1 where the asset is the weather station of the delivery point


def _columns(readings: Readings) -> list[_Column]:
    count = len(readings.line)
    every, zero = np.ones(count, bool), np.zeros(count, np.int64)
    whole = (readings.start, readings.end, readings.qualifier, every, QUALIFIERS, _STEPS)
    first_at = readings.start if readings.first_at is None else readings.first_at
    last_at = readings.end if readings.last_at is None else readings.last_at
    columns = [
        _Column(ENERGY, readings.energy, *whole, factor=_WH, needed=True),
        _Column(VOLUME, readings.volume, *whole),
    ]
    for cells, at, wanted in (
        (readings.first, first_at, ~_repeats(readings, first_at, last_at)),
        (readings.last, last_at, every),
    ):
        timely = wanted & ~np.isnat(at)
        columns.append(_Column(INDEX, cells, at, at, zero, timely, ("index",), (None,)))
    if readings.temperature is not None:
        span = (readings.start, readings.end, zero, every, ("",), (_DAY,))
        columns.append(_Column(TEMPERATURE, readings.temperature, *span, station=1))
    return columns


def _repeats(readings: Readings, first_at: Instants, last_at: Instants) -> Mask:
    """Tell the rows whose first index is the last index of the row before, written once more."""
    mask = np.zeros(len(readings.line), bool)
    first, last = numbers(readings.first).values, numbers(readings.last).values
    codes, _ = asset_codes(readings.pce)
    same = (first[1:] == last[:-1]) & (first_at[1:] == last_at[:-1]) & (codes[1:] == codes[:-1])
    mask[1:] = same
    return mask


def _usable(readings: Readings) -> tuple[Mask, list[pa.Table]]:
    """Return the rows that can be used, and the refusals of the others."""
    nameless = truth(pc.equal(pc.fill_null(readings.pce, ""), ""))
    malformed = nameless if readings.malformed is None else nameless | readings.malformed
    labels = pc.fill_null(readings.qualification, "")
    absent = truth(pc.starts_with(pc.utf8_lower(labels), "absence")) & ~malformed
    timely = readings.dated & (readings.end > readings.start)
    late = ~timely & ~absent & ~malformed
    return ~(malformed | absent | late), [
        refuse(readings.line, malformed, Reason.BAD_ROW, readings.when),
        refuse(readings.line, absent, Reason.NO_DATA, labels),
        refuse(readings.line, late, Reason.BAD_TIME, readings.when),
    ]


def _quality(labels: pa.Array) -> NDArray[np.int8]:
    """Read the qualification by its first letters: accents are often damaged on the way."""
    words = pc.utf8_lower(pc.fill_null(labels, ""))
    quality = np.full(len(words), Quality.SUSPECT, np.int8)
    quality[truth(pc.equal(words, ""))] = Quality.MEASURED
    for prefix, value in (
        ("mes", Quality.MEASURED),
        ("est", Quality.ESTIMATED),
        ("corr", Quality.CORRECTED),
    ):
        quality[truth(pc.starts_with(words, prefix))] = value
    return quality
