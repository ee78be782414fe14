"""R171: daily indexes of C1 to C4 points, by temporal class; times are those of Paris."""

from collections.abc import Iterator

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.values import PIECE_VALUES, Values, add_instants, refuse_all
from beffroi.readers.enedis.words import measured, reading, why_unknown
from beffroi.readers.enedis.xml import Record, local, opens_with, records, text_of
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R171"
NOTE_OTHER = Text(
    fr="Grandeur non lue : « {what} » ({unit}).", en="Quantity not read: “{what}” ({unit})."
)


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a flow.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_hostile`.
    """
    builder, rank = PieceBuilder(), 0
    for record in records(source, FORM, "serieMesuresDatees"):
        values = Values()
        for measure in record.element.iter():
            if local(measure.tag) == "mesureDatee":
                rank += 1
                date, value = text_of(measure, "dateFin"), text_of(measure, "valeur")
                values.add(rank, date, value, Quality.MEASURED)
        _add(builder, record, values)
        if builder.rows >= PIECE_VALUES:
            yield builder.build()
            builder = PieceBuilder()
    yield builder.build()


def _add(builder: PieceBuilder, record: Record, values: Values) -> None:
    what, unit = record.text("grandeurPhysique"), record.text("unite")
    # The file names classes, not registers: HPH of the distributor is "D HPH".
    place = f"{record.text('typeCalendrier')} {record.text('codeClasseTemporelle')}".strip()
    found = reading(record.text("prmId"), what, record.text("grandeurMetier"), unit, place)
    if found is not None:
        add_instants(builder, found, values)
    elif measured(what) is None:
        builder.rows += len(values.rank)
        builder.note(NOTE_OTHER.fill(what=what, unit=unit))
    else:
        refuse_all(builder, values, why_unknown(record.text("prmId")))


def recognise(head: Head) -> float:
    """Tell an R171 flow by its header."""
    return 0.95 if opens_with(head, b"R171", b"<flux>") else 0.0


READERS = (
    Reader(
        "enedis.r171",
        Text(fr="Enedis R171, index quotidiens C1 à C4", en="Enedis R171, C1 to C4 daily indexes"),
        recognise,
        read,
    ),
)
