"""R50: load curves of C5 points, one record a point and a day; a time marks the end of its step."""

from collections.abc import Iterator

from beffroi.readers.contract import Piece, Reader, ReadOptions, Reason
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import MINUTE
from beffroi.readers.enedis.values import PIECE_VALUES, Values, add_curve, plausible, refuse_all
from beffroi.readers.enedis.words import curve
from beffroi.readers.enedis.xml import local, opens_with, records, text_of
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R50"


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a flow.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`.
    """
    builder, rank = PieceBuilder(), 0
    for record in records(source, FORM, "Donnees_Releve"):
        values = Values()
        for point in record.element:
            if local(point.tag) == "PDC":
                rank += 1
                quality = plausible(text_of(point, "IV"))
                values.add(rank, text_of(point, "H"), text_of(point, "V"), quality)
        found = curve(record.context.get("Id_PRM", ""), "EA", "CONS", "W")
        step = record.context.get("Pas_Publication", "")
        minutes = int(step) if step.isdecimal() and len(step) < 4 else 0
        if found is None:
            refuse_all(builder, values, Reason.BAD_ROW)
        else:
            add_curve(builder, found, values, Stamp.END, minutes * MINUTE)
        if builder.rows >= PIECE_VALUES:
            yield builder.build()
            builder = PieceBuilder()
    yield builder.build()


def recognise(head: Head) -> float:
    """Tell an R50 flow by its header."""
    return 0.95 if opens_with(head, b"<R50", b"<Identifiant_Flux>") else 0.0


READERS = (
    Reader(
        "enedis.r50",
        Text(fr="Enedis R50, courbes de charge C5", en="Enedis R50, C5 load curves"),
        recognise,
        read,
    ),
)
