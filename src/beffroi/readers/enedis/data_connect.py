"""Data Connect: the answers of Enedis's customer API (metering data v4 and v5), as JSON.

A time marks the end of its step; daily energies and maxima carry their day. The file does not say
whether it is consumption or injection, unless by `flow_direction`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions
from beffroi.readers.documents import broken
from beffroi.readers.enedis.json import child, document, items, opens_with, text
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.stamps import step_of
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import DAY
from beffroi.readers.enedis.values import Values, add_curve, add_days, refuse_all
from beffroi.readers.enedis.words import curve, fold, stage_quality, why_unknown
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis Data Connect"
NOTE_WAY = Text(
    fr="Le fichier ne dit pas s’il s’agit de consommation ou d’injection : lu comme consommation.",
    en="The file does not say whether it is consumption or injection: read as consumption.",
)
_SHAPE = Text(fr="aucune mesure n’y est désignée", en="it names no reading")


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of an answer, or of several in a list.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    whole = document(source, FORM)
    answers = items({"all": whole}, "all")
    readings = [child(answer, "meter_reading") or answer for answer in answers]
    readings = [reading for reading in readings if text(reading, "usage_point_id")]
    if not readings:
        raise broken(source, FORM, _SHAPE)
    rank = 0
    for reading in readings:
        piece, rank = _piece(reading, rank)
        yield piece


def _piece(reading: dict[str, Any], rank: int) -> tuple[Piece, int]:
    builder, values = PieceBuilder(), Values()
    kind = child(reading, "reading_type")
    quality = stage_quality(text(reading, "quality"))
    for point in items(reading, "interval_reading"):
        rank += 1
        estimated = text(point, "measure_type").upper() in ("E", "H", "P")
        step = step_of(text(point, "interval_length"))
        values.add(
            rank,
            text(point, "date"),
            text(point, "value"),
            Quality.ESTIMATED if estimated else quality,
            step,
        )
    unit, way = text(kind, "unit"), text(kind, "flow_direction")
    if not way:
        builder.note(NOTE_WAY)
    highest = fold(text(kind, "aggregate")).startswith("max") or unit.endswith("VA")
    daily = highest or not any(values.step)
    found = curve(
        text(reading, "usage_point_id"),
        "PMA" if highest else "EA",
        "PROD" if fold(way) in ("reverse", "production") else "CONS",
        unit,
        timedelta(microseconds=DAY) if daily and not highest else None,
    )
    if found is None:
        refuse_all(builder, values, why_unknown(text(reading, "usage_point_id")))
    elif (daily and unit != "W") or highest:
        add_days(builder, found, values)
    else:
        add_curve(builder, found, values, Stamp.END)
    return builder.build(), rank


def recognise(head: Head) -> float:
    """Tell an answer by its keys."""
    return 0.95 if opens_with(head, b'"usage_point_id"', b'"interval_reading"') else 0.0


READERS = (
    Reader(
        "enedis.data_connect",
        Text(fr="Enedis Data Connect (JSON)", en="Enedis Data Connect (JSON)"),
        recognise,
        read,
    ),
)
