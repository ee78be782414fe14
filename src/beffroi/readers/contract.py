"""What a reader is: bytes to Arrow with a schema, and nothing else.

A reader never stores, never asks the network, never keeps a whole large file in memory: it
yields pieces. It hands out what the file says, in the canonical unit of the quantity; repair
comes later and elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum, StrEnum

import pyarrow as pa

from beffroi.readers.source import Head, Source
from beffroi.texts import Text
from beffroi.units import SeriesKind

INSTANT = pa.timestamp("us", tz="UTC")

#: One row an observation. `series` indexes `Piece.series`; gauges, states and indexes at an
#: instant have `end` equal to `start`; means and amounts cover `[start, end)`.
READ_SCHEMA = pa.schema(
    [
        pa.field("series", pa.int32(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("quality", pa.int8(), nullable=False),
    ]
)

#: One row a refused cell or line: where it stands in the file, why, and what stands there.
REFUSED_SCHEMA = pa.schema(
    [
        pa.field("line", pa.int64(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
    ]
)


class Quality(IntEnum):
    """How the source itself qualifies a value."""

    MEASURED = 0
    ESTIMATED = 1
    CORRECTED = 2
    SUSPECT = 3


class Reason(StrEnum):
    """Why a row or a cell was not kept. `REASONS` gives the sentence for people."""

    EMPTY_VALUE = "empty_value"
    NO_DATA = "no_data"
    BAD_NUMBER = "bad_number"
    TOO_LARGE = "too_large"
    BAD_TIME = "bad_time"
    BAD_ROW = "bad_row"
    UNKNOWN_UNIT = "unknown_unit"
    DOUBLE_COUNT = "double_count"
    TRANSFERRED = "transferred"  # no reader says it, nor what follows: ingest does
    FUTURE = "future"
    ELSEWHERE = "elsewhere"
    NO_COMMUNE = "no_commune"


REASONS: dict[Reason, Text] = {
    Reason.EMPTY_VALUE: Text(fr="valeur vide", en="empty value"),
    Reason.NO_DATA: Text(fr="absence de données déclarée", en="declared as missing"),
    Reason.BAD_NUMBER: Text(fr="nombre illisible", en="unreadable number"),
    Reason.TOO_LARGE: Text(
        fr="nombre plus grand que toute mesure", en="number larger than any measure"
    ),
    Reason.BAD_TIME: Text(fr="date illisible", en="unreadable time"),
    Reason.BAD_ROW: Text(fr="ligne incomplète ou mal formée", en="incomplete or malformed row"),
    Reason.UNKNOWN_UNIT: Text(fr="unité inconnue", en="unknown unit"),
    Reason.DOUBLE_COUNT: Text(
        fr="même énergie déjà comptée dans l’autre grille",
        en="same energy already counted in the other grid",
    ),
    Reason.TRANSFERRED: Text(
        fr="compétence transférée à cette date", en="competence transferred by then"
    ),
    Reason.FUTURE: Text(fr="date dans l’avenir", en="date in the future"),
    Reason.ELSEWHERE: Text(
        fr="commune hors du territoire de la collectivité",
        en="commune outside of the territory of the authority",
    ),
    Reason.NO_COMMUNE: Text(
        fr="code de commune qui n’existe pas", en="code of a commune that does not exist"
    ),
}


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series as a file describes it.

    Two files that describe the same series must yield equal `asset`, `quantity`, `source` and
    `qualifier`: that is its identity. `source` names the provider of the measure, not the file
    format (`enedis`, `grdf`, `meteo-france`), so that the same curve met in two formats is one
    series; `qualifier` tells series of one quantity and asset apart (`consumption`,
    `injection`, `index EAS F1`, `published`).
    """

    asset: str  # identifier of the thing measured: PRM, PCE, meter or station number
    asset_type: str  # "delivery_point", "weather_station", "meter", ...
    quantity: str  # a key of `beffroi.quantities`
    kind: SeriesKind
    source: str
    qualifier: str = ""
    step: timedelta | None = None  # usual step, None where irregular or unknown
    attributes: tuple[tuple[str, str], ...] = ()  # of the asset: name, latitude, segment...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: its series, observations (`READ_SCHEMA`), refusals, rows gone through."""

    series: tuple[SeriesDraft, ...]
    observations: pa.Table
    refused: pa.Table = field(default_factory=REFUSED_SCHEMA.empty_table)
    rows: int = 0
    notes: tuple[Text, ...] = ()  # what was decided while reading, in plain words
    unnamed: str = ""  # what stands for the meter of a file that names none: given, or its name
    results: pa.Table | None = None  # what a laboratory found (`results.RESULT_SCHEMA`)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about a file that the file does not say.

    `mapping` is the content of a mapping file (see `readers/generic`), used by that reader only;
    `asset` names the meter of a file that names none.
    """

    mapping: Mapping[str, object] | None = None
    asset: str = ""
    max_columns: int = 20_000


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: how to tell it by content and how to read it.

    `recognise` looks at the head only and answers between 0.0 (not it) and 1.0 (surely it); it
    never raises. `read` yields pieces and raises `BeffroiError` when the file is broken.
    """

    key: str
    label: Text
    recognise: Callable[[Head], float]
    read: Callable[[Source, ReadOptions], Iterator[Piece]]
