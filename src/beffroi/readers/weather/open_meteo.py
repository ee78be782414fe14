"""Open-Meteo's JSON: weather of a grid point by a model, hourly and daily.

Times are local, all at the one offset that the file gives (`utc_offset_seconds`): the service
applies the offset of the day of the request to the whole answer, without daylight saving
(https://github.com/open-meteo/open-meteo/issues/488). Reading them as Paris time would shift half
of a year by an hour. Levels hold at the hour; `precipitation` is the sum and
`shortwave_radiation` the mean of the hour before. Lines of refusals count the times from 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.periods.civil import Instants, localise
from beffroi.readers.building import (
    Floats,
    Mask,
    Measure,
    assemble,
    moments,
    numbers,
    query,
    refusals,
    refuse,
    text_column,
)
from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.documents import broken, json_document
from beffroi.readers.source import Head, Source
from beffroi.readers.weather.columns import DAY, HOUR, Column, gauge, rain
from beffroi.texts import Text

SOURCE = "open-meteo"
_FORMAT = "Open-Meteo JSON"
_LENGTHS = Text(
    fr="les listes n’ont pas toutes la même longueur", en="the lists are not all of one length"
)
_NO_OFFSET = Text(
    fr="le décalage horaire (utc_offset_seconds) manque", en="utc_offset_seconds is missing"
)
_NOWHERE = Text(
    fr="la position ou le décalage horaire manque ou n’a pas de sens",
    en="the position or the offset is missing or makes no sense",
)
_DAY_SECONDS = 86_400
_TEMPERATURE, _HUMIDITY, _WIND = "air_temperature", "humidity", "wind_speed"
_HOURLY_WIND = Column(gauge(SOURCE, _WIND, "", HOUR))
_HOURLY_HUMIDITY = Column(gauge(SOURCE, _HUMIDITY, "", HOUR))
_BLOCKS = {
    "hourly": {
        "temperature_2m": Column(gauge(SOURCE, _TEMPERATURE, "", HOUR)),
        "relative_humidity_2m": _HOURLY_HUMIDITY,
        "relativehumidity_2m": _HOURLY_HUMIDITY,
        "wind_speed_10m": _HOURLY_WIND,
        "windspeed_10m": _HOURLY_WIND,
        "precipitation": Column(rain(SOURCE, "", HOUR), begins=-HOUR),
        "shortwave_radiation": Column(gauge(SOURCE, "irradiance", "", HOUR), begins=-HOUR),
    },
    "daily": {
        "temperature_2m_mean": Column(gauge(SOURCE, _TEMPERATURE, "mean", DAY), ends=DAY),
        "temperature_2m_min": Column(gauge(SOURCE, _TEMPERATURE, "min", DAY), ends=DAY),
        "temperature_2m_max": Column(gauge(SOURCE, _TEMPERATURE, "max", DAY), ends=DAY),
        "relative_humidity_2m_mean": Column(gauge(SOURCE, _HUMIDITY, "mean", DAY), ends=DAY),
        "wind_speed_10m_mean": Column(gauge(SOURCE, _WIND, "mean", DAY), ends=DAY),
        "precipitation_sum": Column(rain(SOURCE, "daily", DAY), ends=DAY),
        "shortwave_radiation_sum": Column(gauge(SOURCE, "irradiance", "mean", DAY), ends=DAY),
    },
}
# Factor and offset from the units that the service offers to the canonical ones.
_UNITS = {
    "°C": (1.0, 0.0),
    "°F": (5 / 9, -160 / 9),
    "%": (1.0, 0.0),
    "m/s": (1.0, 0.0),
    "km/h": (1 / 3.6, 0.0),
    "mp/h": (0.44704, 0.0),
    "kn": (1852 / 3600, 0.0),
    "mm": (1.0, 0.0),
    "inch": (25.4, 0.0),
    "W/m²": (1.0, 0.0),
    "MJ/m²": (1e6 / _DAY_SECONDS, 0.0),  # of a day
}
_PLACE = {
    "latitude": "$.latitude",
    "longitude": "$.longitude",
    "altitude": "$.elevation",
    "offset": "$.utc_offset_seconds",
    "timezone": "$.timezone",
}
_LISTS = {
    (block, name): f"place->>'$.{block}.{name}[*]'"
    for block, columns in _BLOCKS.items()
    for name in ("time", *columns)
}
_SQL = f"""
SELECT {", ".join(f"place->>'{path}' AS {name}" for name, path in _PLACE.items())},
    {", ".join(f"{path} AS {block}_{name}" for (block, name), path in _LISTS.items())},
    {", ".join(f"place->>'$.{b}_units.{n}' AS {b}_{n}_unit" for b, n in _LISTS)}
FROM (
    SELECT unnest(CASE json_type(doc) WHEN 'ARRAY' THEN doc->'$[*]' ELSE [doc->'$'] END) AS place
    FROM cells
)
"""  # noqa: S608 - the names and paths are those above


def _recognise(head: Head) -> float:
    text = head.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text[:1] not in (b"{", b"["):
        return 0.0
    place = b'"latitude"' in text and b'"longitude"' in text
    marks = (b'"utc_offset_seconds"', b'"hourly_units"', b'"daily_units"')
    return 0.95 if place and any(mark in text for mark in marks) else 0.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A grid point: its identity, its attributes, what turns its times into instants."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    offset: float | None
    timezone: str


def _read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    table = query(_SQL, pa.table({"doc": [json_document(source, _FORMAT, "OBJECT", "ARRAY")]}))
    for number in range(table.num_rows):
        row = table.slice(number, 1)
        place = _place(source, row)
        for block in _BLOCKS:
            if len(_list(row, block, "time")):
                yield _piece(source, row, block, place)


def _place(source: Source, row: pa.Table) -> _Place:
    told = {name: text_column(row[name])[0].as_py() or "" for name in _PLACE}
    found = numbers(pa.array([told["latitude"], told["longitude"], told["offset"]]))
    position = found.values
    if not found.good[:2].all() or found.bad[2] or abs(np.nan_to_num(position[2])) > _DAY_SECONDS:
        raise broken(source, _FORMAT, _NOWHERE)
    labels = ("latitude", "longitude", "altitude")
    return _Place(
        f"{position[0]:.4f},{position[1]:.4f}",
        tuple((label, told[label]) for label in labels if told[label]),
        None if np.isnan(position[2]) else float(position[2]),
        told["timezone"],
    )


def _piece(source: Source, row: pa.Table, block: str, place: _Place) -> Piece:
    written = _list(row, block, "time")
    moment, timely = _instants(source, written, place)
    line = np.arange(1, len(written) + 1, dtype=np.int64)
    refused = [refuse(line, ~timely, Reason.BAD_TIME, written)]
    measures: list[Measure] = []
    for name, column in _BLOCKS[block].items():
        cells = _list(row, block, name)
        if not len(cells):
            continue
        if len(cells) != len(written):
            raise broken(source, _FORMAT, _LENGTHS)
        where = pc.binary_join_element_wise(pa.scalar(name), pc.fill_null(written, ""), " ")
        unit = text_column(row[f"{block}_{name}_unit"])[0].as_py() or ""
        if unit not in _UNITS:
            text = pa.array([f"{name}: {unit}"] * len(written), pa.string())
            refused.append(refuse(line, line == 1, Reason.UNKNOWN_UNIT, text))
            continue
        found = numbers(cells)
        refused.append(refuse(line, timely & found.empty, Reason.EMPTY_VALUE, where))
        refused.append(refuse(line, timely & found.bad, Reason.BAD_NUMBER, cells))
        kept = np.flatnonzero(timely & found.good)
        measures.append(_measure(column, moment[kept], found.values[kept], unit))
    assets = [(place.name, place.attributes)]
    return Piece(*assemble(assets, measures), refusals(*refused), len(written))


def _measure(column: Column, at: Instants, values: Floats, unit: str) -> Measure:
    factor, offset = _UNITS[unit]
    count = len(at)
    return Measure(
        column.draft,
        np.zeros(count, np.int64),
        at + np.timedelta64(column.begins),
        at + np.timedelta64(column.ends),
        values * factor + offset,
        np.full(count, Quality.MEASURED, np.int8),
    )


def _instants(source: Source, written: pa.Array, place: _Place) -> tuple[Instants, Mask]:
    """Turn the times of the file, local or in seconds since 1970, into instants."""
    stamps = numbers(written)
    if stamps.good.any():
        seconds = np.where(stamps.good & (np.abs(stamps.values) < 1e10), stamps.values, np.nan)
        good = ~np.isnan(seconds)
        moment = np.where(good, seconds, 0).astype("datetime64[s]").astype("datetime64[us]")
        return moment, good
    local, timely = moments(written, "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
    if place.offset is not None:
        return local - np.timedelta64(timedelta(seconds=place.offset)), timely
    if place.timezone == "Europe/Paris":
        return localise(local)[0], timely
    if place.timezone in ("", "GMT", "UTC"):
        return local, timely
    raise broken(source, _FORMAT, _NO_OFFSET)


def _list(row: pa.Table, block: str, name: str) -> pa.Array:
    return text_column(row[f"{block}_{name}"].combine_chunks().flatten())


READERS = (
    Reader(
        "weather.open_meteo",
        Text(fr="Open-Meteo (JSON)", en="Open-Meteo (JSON)"),
        _recognise,
        _read,
    ),
)
