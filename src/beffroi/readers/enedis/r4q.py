"""R4Q (R4x): load curves of C1 to C4 points; a time marks the start of its step."""

from collections.abc import Iterator

from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import MINUTE
from beffroi.readers.enedis.values import PIECE_VALUES, Values, add_curve, nature, refuse_all
from beffroi.readers.enedis.words import curve, why_unknown
from beffroi.readers.enedis.xml import local, opens_with, records
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R4x"


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a flow.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`.
    """
    builder, rank = PieceBuilder(), 0
    for record in records(source, FORM, "Donnees_Courbe"):
        values = Values()
        for point in record.element:
            if local(point.tag) == "Donnees_Point_Mesure":
                rank += 1
                quality = nature(point.get("Statut_Point"))
                values.add(rank, point.get("Horodatage"), point.get("Valeur_Point"), quality)
        prm = record.context.get("Identifiant_PRM", "")
        found = curve(
            prm,
            record.text("Grandeur_Physique"),
            record.text("Grandeur_Metier"),
            record.text("Unite_Mesure"),
        )
        step = record.text("Granularite")
        minutes = int(step) if step.isdecimal() and len(step) < 4 else 0
        if found is None:
            refuse_all(builder, values, why_unknown(prm))
        else:
            add_curve(builder, found, values, Stamp.START, minutes * MINUTE)
        if builder.rows >= PIECE_VALUES:
            yield builder.build()
            builder = PieceBuilder()
    yield builder.build()


def recognise(head: Head) -> float:
    """Tell an R4x flow by its header."""
    return 0.95 if opens_with(head, b"<Courbe", b"<Identifiant_Flux>R4") else 0.0


READERS = (
    Reader(
        "enedis.r4q",
        Text(fr="Enedis R4Q, courbes de charge C1 à C4", en="Enedis R4Q, C1 to C4 load curves"),
        recognise,
        read,
    ),
)
