"""The JSON of GRDF's customer portal: readings by meter, and local temperatures by day.

`{PCE: {"idPce", "releves": [{"journeeGaziere", "energieConsomme", ...}]}}`; daily readings name
their gas day, published billing periods have only their two dates. Lines of refusals count the
readings from 1.
"""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.readers.building import (
    Measure,
    assemble,
    moments,
    numbers,
    query,
    refusals,
    refuse,
    text_column,
    truth,
)
from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.documents import json_document, stem
from beffroi.readers.grdf.readings import (
    INFORMATIVE,
    PUBLISHED,
    SOURCE,
    TEMPERATURE,
    Readings,
    gas_hours,
    next_day,
    to_piece,
    unnamed_note,
)
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

_FORMAT = "GRDF JSON"
_FIELDS: Final = (
    "journeeGaziere",
    "dateDebutReleve",
    "dateFinReleve",
    "natureReleve",
    "energieConsomme",
    "volumeBrutConsomme",
    "indexDebut",
    "indexFin",
    "qualificationReleve",
    "temperature",
)
_READINGS = f"""
WITH meters AS (
    SELECT unnest(json_keys(doc)) AS pce, unnest(json_extract(doc, '$.*')) AS meter FROM cells
), readings AS (
    SELECT coalesce(meter->>'$.idPce', pce) AS pce,
        unnest(json_extract(meter, '$.releves[*]')) AS reading
    FROM meters
)
SELECT row_number() OVER () AS line, pce, json_type(reading) = 'OBJECT' AS whole,
    {", ".join(f"reading->>'$.{name}' AS {name}" for name in _FIELDS)}
FROM readings
"""  # noqa: S608 - the names are those above
_DAYS = """
SELECT row_number() OVER () AS line, day, value->>'$' AS value
FROM (
    SELECT unnest(json_keys(doc)) AS day, unnest(json_extract(doc, '$.*')) AS value FROM cells
)
"""
_DAY_HEAD = re.compile(rb'\s*\{\s*"\d{4}-\d{2}-\d{2}"\s*:\s*(-?\d|null)')


def _recognise_readings(head: Head) -> float:
    text = head.data.lstrip(b"\xef\xbb\xbf \r\n\t")
    marks = (b'"releves"', b'"energieConsomme"', b'"dateDebutReleve"')
    return 0.95 if text[:1] == b"{" and all(mark in text for mark in marks) else 0.0


def _read_readings(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    document = json_document(source, _FORMAT)
    table = query(_READINGS, pa.table({"doc": [document]}))
    cells = {name: text_column(table[name]) for name in ("pce", *_FIELDS)}
    named, has_day = moments(cells["journeeGaziere"], "%Y-%m-%d")
    first, has_first = moments(_date_part(cells["dateDebutReleve"]), "%Y-%m-%d")
    last, has_last = moments(_date_part(cells["dateFinReleve"]), "%Y-%m-%d")
    start = np.where(has_day, named, first).astype("datetime64[D]")
    end = np.where(has_day, next_day(start), last.astype("datetime64[D]"))
    nature = pc.utf8_lower(pc.fill_null(cells["natureReleve"], ""))
    published = truth(pc.starts_with(nature, "publi")) | (truth(pc.equal(nature, "")) & ~has_day)
    yield to_piece(
        Readings(
            line=table["line"].to_numpy().astype(np.int64),
            pce=cells["pce"],
            qualifier=np.where(published, PUBLISHED, INFORMATIVE),
            start=gas_hours(start),
            end=gas_hours(end),
            dated=has_day | (has_first & has_last),
            when=pc.coalesce(cells["journeeGaziere"], cells["dateDebutReleve"]),
            energy=cells["energieConsomme"],
            volume=cells["volumeBrutConsomme"],
            first=cells["indexDebut"],
            last=cells["indexFin"],
            qualification=cells["qualificationReleve"],
            temperature=cells["temperature"],
            malformed=~truth(table["whole"].combine_chunks()),
        )
    )


def _date_part(cells: pa.Array) -> pa.Array:
    """Keep the date of a time: the portal's `06:00:00+00:00` is 06:00 in Paris all year."""
    return pc.utf8_slice_codeunits(cells, 0, 10)


def _recognise_temperatures(head: Head) -> float:
    return 0.7 if _DAY_HEAD.match(head.data.lstrip(b"\xef\xbb\xbf")) else 0.0


def _read_temperatures(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    table = query(_DAYS, pa.table({"doc": [json_document(source, _FORMAT)]}))
    line, days = table["line"].to_numpy().astype(np.int64), text_column(table["day"])
    cells = text_column(table["value"])
    found, (moment, dated) = numbers(cells), moments(days, "%Y-%m-%d")
    kept = np.flatnonzero(dated & found.good)
    day = moment[kept].astype("datetime64[D]")
    name = stem(source)
    series, observations = assemble(
        [(f"{SOURCE}-{name}", (("name", name),))],
        [
            Measure(
                TEMPERATURE,
                np.zeros(len(kept), np.int64),
                gas_hours(day),
                gas_hours(next_day(day)),
                found.values[kept],
                np.full(len(kept), Quality.MEASURED, np.int8),
            )
        ],
    )
    refused = refusals(
        refuse(line, ~dated, Reason.BAD_TIME, days),
        refuse(line, dated & found.empty, Reason.EMPTY_VALUE, days),
        refuse(line, dated & found.bad, Reason.BAD_NUMBER, cells),
    )
    yield Piece(series, observations, refused, len(line), (unnamed_note(name),))


READERS = (
    Reader(
        "grdf.portal_json",
        Text(fr="GRDF, espace client (JSON)", en="GRDF customer portal (JSON)"),
        _recognise_readings,
        _read_readings,
    ),
    Reader(
        "grdf.temperatures_json",
        Text(
            fr="GRDF, températures locales par jour (JSON)",
            en="GRDF, local temperatures by day (JSON)",
        ),
        _recognise_temperatures,
        _read_temperatures,
    ),
)
