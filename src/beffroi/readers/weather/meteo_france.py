"""Météo-France's climatological files: one CSV a département, many stations, daily or hourly.

Meanings come from the descriptors that Météo-France publishes beside the files (`Q_descriptif_
champs`, `H_descriptif_champs`): times are UTC; `RR` of a day runs from 06:00 UTC to 06:00 UTC of
the next; `T`, `U` and `FF` hold at the hour; amounts of an hour (`RR1`, `GLO`) are those of the
hour that ends at the time written. Each value has a code of quality beside it (`QRR`): 0 protected,
1 validated, 9 passed the first filters, 2 doubtful. An empty cell means that the station does not
measure it, so it is not a refusal.

The files are large and read by blocks: memory does not grow with them.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import COLUMNS, FILE_TOO_LARGE, raise_setting
from beffroi.readers.building import (
    Integers,
    Measure,
    assemble,
    asset_codes,
    moments,
    numbers,
    refusals,
    refuse,
    truth,
)
from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.documents import broken
from beffroi.readers.rows import Rows, header_lines, read_rows, repaired
from beffroi.readers.source import Head, Source
from beffroi.readers.weather.columns import DAY, HOUR, Column, gauge, rain
from beffroi.texts import Text

SOURCE = "meteo-france"
_FORMAT = "Météo-France CSV"
_HEADER_BYTES = 1 << 20
_OTHER_COLUMNS = Text(
    fr="les colonnes NUM_POSTE et de date manquent", en="columns NUM_POSTE and of date are missing"
)
_STATION = ("NOM_USUEL", "LAT", "LON", "ALTI")
_ATTRIBUTES = ("name", "latitude", "longitude", "altitude")
_SIX = timedelta(hours=6)
_J_CM2 = 1e4  # J/m2 per J/cm2

_DAILY = {
    "TM": Column(gauge(SOURCE, "air_temperature", "mean", DAY), ends=DAY),
    "TN": Column(gauge(SOURCE, "air_temperature", "min", DAY), ends=DAY),
    "TX": Column(gauge(SOURCE, "air_temperature", "max", DAY), ends=DAY),
    "RR": Column(rain(SOURCE, "daily", DAY), begins=_SIX, ends=DAY + _SIX),
    "FFM": Column(gauge(SOURCE, "wind_speed", "mean", DAY), ends=DAY),
    "UM": Column(gauge(SOURCE, "humidity", "mean", DAY), ends=DAY),
    "GLOT": Column(gauge(SOURCE, "irradiance", "mean", DAY), ends=DAY, factor=_J_CM2 / 86_400),
}
_HOURLY = {
    "T": Column(gauge(SOURCE, "air_temperature", "", HOUR)),
    "U": Column(gauge(SOURCE, "humidity", "", HOUR)),
    "FF": Column(gauge(SOURCE, "wind_speed", "", HOUR)),
    "RR1": Column(rain(SOURCE, "", HOUR), begins=-HOUR),
    "GLO": Column(gauge(SOURCE, "irradiance", "", HOUR), begins=-HOUR, factor=_J_CM2 / 3_600),
}
_TABLES = {"AAAAMMJJ": ("%Y%m%d", _DAILY), "AAAAMMJJHH": ("%Y%m%d%H", _HOURLY)}


def _names(data: bytes) -> list[str]:
    return [name.strip() for name in header_lines(data)[0].split(";")]


def _recognise(head: Head, time: str) -> float:
    names = set(_names(head.data))
    return 0.95 if {"NUM_POSTE", time} <= names and names & set(_TABLES[time][1]) else 0.0


def _read(source: Source, options: ReadOptions, time: str) -> Iterator[Piece]:
    with source.open() as stream:
        names = _names(stream.read(_HEADER_BYTES))
    if len(names) > options.max_columns:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=source.name,
            limit=options.max_columns,
            what=COLUMNS,
            remedy=raise_setting("max_columns"),
        )
    if "NUM_POSTE" not in names or time not in names:
        raise broken(source, _FORMAT, _OTHER_COLUMNS)
    wanted = [name for name in _TABLES[time][1] if name in names]
    used = ["NUM_POSTE", time, *_STATION, *wanted, *(f"Q{name}" for name in wanted)]
    columns = {name: names.index(name) for name in used if name in names}
    for rows in read_rows(source, _FORMAT, columns, len(names)):
        yield _piece(rows, time, wanted)


def _piece(rows: Rows, time: str, wanted: list[str]) -> Piece:
    cells, lines = rows.cells, rows.lines
    layout, columns = _TABLES[time]
    number, written = cells["NUM_POSTE"], cells[time]
    moment, dated = moments(written, layout)
    dated &= truth(pc.equal(pc.utf8_length(written), len(time)))
    named = truth(pc.match_substring_regex(number, r"^\d{1,8}$"))
    blank = truth(pc.equal(number, "")) & truth(pc.equal(written, ""))
    usable = named & dated
    refused = [
        rows.malformed,
        refuse(lines, ~named & ~blank, Reason.BAD_ROW, number),
        refuse(lines, named & ~dated, Reason.BAD_TIME, written),
    ]
    codes, stations = _stations(cells, number)
    measures: list[Measure] = []
    for name in wanted:
        found = numbers(cells[name])
        refused.append(refuse(lines, usable & found.bad, Reason.BAD_NUMBER, cells[name]))
        kept = np.flatnonzero(usable & found.good)
        at, quality = moment[kept], _quality(cells.get(f"Q{name}"), kept)
        column = columns[name]
        value = found.values[kept] * column.factor
        start, end = at + np.timedelta64(column.begins), at + np.timedelta64(column.ends)
        measures.append(Measure(column.draft, codes[kept], start, end, value, quality))
    count = int(np.count_nonzero(~blank)) + rows.malformed.num_rows
    return Piece(*assemble(stations, measures), refusals(*refused), count)


def _stations(
    cells: Mapping[str, pa.Array], number: pa.Array
) -> tuple[Integers, list[tuple[str, tuple[tuple[str, str], ...]]]]:
    """Return the station of each row, and the stations with what the file says of them."""
    codes, names = asset_codes(number)
    first = np.unique(codes, return_index=True)[1]
    told = {
        label: [repaired(text) for text in cells[name].take(pa.array(first)).to_pylist()]
        for label, name in zip(_ATTRIBUTES, _STATION, strict=True)
        if name in cells
    }
    return codes, [
        # A spreadsheet drops the zero that begins the numbers of départements 01 to 09.
        (name.zfill(8), tuple((label, texts[k]) for label, texts in told.items() if texts[k]))
        for k, name in enumerate(names)
    ]


def _quality(cells: pa.Array | None, kept: NDArray[np.int64]) -> NDArray[np.int8]:
    if cells is None:
        return np.full(len(kept), Quality.MEASURED, np.int8)
    sure = truth(pc.is_in(cells, value_set=pa.array(["0", "1", "9", ""])))
    return np.where(sure[kept], Quality.MEASURED, Quality.SUSPECT).astype(np.int8)


def _reader(key: str, time: str, fr: str, en: str) -> Reader:
    return Reader(
        key,
        Text(fr=fr, en=en),
        lambda head: _recognise(head, time),
        lambda source, options: _read(source, options, time),
    )


READERS = (
    _reader(
        "weather.meteo_france_daily",
        "AAAAMMJJ",
        "Météo-France, données quotidiennes (CSV)",
        "Météo-France, daily data (CSV)",
    ),
    _reader(
        "weather.meteo_france_hourly",
        "AAAAMMJJHH",
        "Météo-France, données horaires (CSV)",
        "Météo-France, hourly data (CSV)",
    ),
)
