"""R151: daily indexes and maximum powers of C5 points.

A date stands for the end of that day: the index of 2 February is the one of 3 February at 00:00,
which the differences with HDM indexes and R50 curves confirm.
"""

from collections import defaultdict
from collections.abc import Iterator

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.values import (
    PIECE_VALUES,
    Values,
    add_days,
    add_instants,
    plausible,
    refuse_all,
)
from beffroi.readers.enedis.words import Curve, curve, index, why_unknown
from beffroi.readers.enedis.xml import Record, local, opens_with, records, text_of
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R151"
_GRIDS = {"Classe_Temporelle_Distributeur": "D", "Classe_Temporelle": "F"}
_Met = defaultdict[Curve | Reason, Values]


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a flow: both grids as series apart, never to be summed.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`.
    """
    indexes: _Met = defaultdict(Values)
    maxima: _Met = defaultdict(Values)
    rank = 0
    for record in records(source, FORM, "Donnees_Releve"):
        rank = _record(record, rank, indexes, maxima)
        if sum(len(values.rank) for values in indexes.values()) >= PIECE_VALUES:
            yield _piece(indexes, maxima)
            indexes, maxima = defaultdict(Values), defaultdict(Values)
    yield _piece(indexes, maxima)


def _record(record: Record, rank: int, indexes: _Met, maxima: _Met) -> int:
    prm, day = record.context.get("Id_PRM", ""), record.text("Date_Releve")
    for child in record.element:
        name = local(child.tag)
        value = text_of(child, "Valeur")
        if name in _GRIDS:
            rank += 1
            register = f"EAS {_GRIDS[name]}{text_of(child, 'Rang_Cadran')}"
            unit = record.context.get("Unite_Mesure_Index", "Wh")
            quality = plausible(text_of(child, "Indice_Vraisemblance"))
            key = index(prm, "EA", register, unit) or why_unknown(prm)
            indexes[key].add(rank, day, value, quality)
        elif name == "Puissance_Maximale":
            rank += 1
            unit = record.context.get("Unite_Mesure_Puissance", "VA")
            key = curve(prm, "PMA", "CONS", unit) or why_unknown(prm)
            maxima[key].add(rank, day, value, Quality.MEASURED)
    return rank


def _piece(indexes: _Met, maxima: _Met) -> Piece:
    builder = PieceBuilder()
    for met, values in indexes.items():
        if isinstance(met, Reason):
            refuse_all(builder, values, met)
        else:
            add_instants(builder, met, values, days=1)
    for met, values in maxima.items():
        if isinstance(met, Reason):
            refuse_all(builder, values, met)
        else:
            add_days(builder, met, values)
    return builder.build()


def recognise(head: Head) -> float:
    """Tell an R151 flow by its header."""
    return 0.95 if opens_with(head, b"<R151", b"<Identifiant_Flux>") else 0.0


READERS = (
    Reader(
        "enedis.r151",
        Text(
            fr="Enedis R151, index quotidiens et puissances maximales C5",
            en="Enedis R151, C5 daily indexes and maximum powers",
        ),
        recognise,
        read,
    ),
)
