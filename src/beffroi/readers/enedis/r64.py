"""R64: indexes at instants, as JSON. Labels may be garbled: codes alone are believed.

The grids of the supplier and of the distributor hold the same energy. Where both are there, the
distributor's is kept, with the total; the other one is refused as a double count.
"""

from collections.abc import Iterator
from typing import Any

from beffroi.readers.contract import Piece, Quality, Reader, ReadOptions, Reason
from beffroi.readers.enedis.json import child, items, measures, opens_with, text
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.values import Values, add_instants, plausible, refuse_all
from beffroi.readers.enedis.words import fold, reading, stage_quality, why_unknown
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R64"
NOTE_GRID = Text(
    fr="La grille du distributeur est retenue avec le total ; celle du fournisseur, qui compte la "
    "même énergie, est écartée.",
    en="The distributor’s grid is kept with the total; the supplier’s, which counts the same "
    "energy, is set aside.",
)


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a document.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    rank = 0
    for measure in measures(source, FORM):
        builder = PieceBuilder()
        for context in items(measure, "contexte"):
            for group in items(context, "grandeur"):
                rank = _group(builder, text(measure, "idPrm"), context, group, rank)
        yield builder.build()


def _group(
    builder: PieceBuilder, prm: str, context: dict[str, Any], group: dict[str, Any], rank: int
) -> int:
    stage = stage_quality(text(context, "etapeMetier"))
    met: list[tuple[str, Values]] = []
    for register, node in _registers(group):
        values = Values()
        for value in items(node, "valeur"):
            rank += 1
            quality = plausible(text(value, "iv"))
            quality = stage if quality is Quality.MEASURED else quality
            values.add(rank, text(value, "d"), text(value, "v"), quality)
        met.append((register, values))
    distributor = any(grid_of(register) == "D" and values.rank for register, values in met)
    for register, values in met:
        found = reading(
            prm,
            text(group, "grandeurPhysique"),
            text(group, "grandeurMetier"),
            text(group, "unite"),
            register,
        )
        if found is None:
            refuse_all(builder, values, why_unknown(prm))
        elif distributor and grid_of(register) == "F":
            builder.note(NOTE_GRID)
            refuse_all(builder, values, Reason.DOUBLE_COUNT)
        else:
            add_instants(builder, found, values)
    return rank


def _registers(group: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the registers of a quantity and what each holds."""
    for calendar in items(group, "calendrier"):
        for node in items(calendar, "classeTemporelle"):
            place = f"{calendar_grid(calendar)} {text(node, 'idClasseTemporelle')}".strip()
            yield _register(node) or place, node
    total = child(group, "cadranTotalisateur")
    if total:
        yield _register(total) or "T", total


def _register(node: dict[str, Any]) -> str:
    """Return a register as HDM files name it.

    >>> _register({"codeCadran": "IDX_EAS_D2"})
    'EAS D2'
    """
    return text(node, "codeCadran").removeprefix("IDX_").replace("_", " ")


def calendar_grid(calendar: dict[str, Any]) -> str:
    """Return the grid of a calendar: D of the distributor, F of the supplier, empty if unknown."""
    code = text(calendar, "codeGrille") or text(calendar, "libelleGrille")
    known = {"d": "D", "f": "F"}.get(fold(code)[:1], "")
    name = text(calendar, "idCalendrier") or text(calendar, "codeCalendrier")
    return known or {"DI": "D", "FC": "F"}.get(name[:2], "")


def grid_of(register: str) -> str:
    """Return the grid of a register: D, F, or T for the total.

    >>> grid_of("EAS D2"), grid_of("F HP"), grid_of("EAS T")
    ('D', 'F', 'T')
    """
    words = register.split()
    place = words[1] if len(words) > 1 and len(words[0]) > 1 else register
    return place[:1]


def recognise(head: Head) -> float:
    """Tell an R64 document by its keys."""
    if not opens_with(head, b'"idPrm"', b'"contexte"'):
        return 0.0
    return 0.9 if b'"R64"' in head.data or b'"valeur"' in head.data else 0.0


READERS = (
    Reader(
        "enedis.r64",
        Text(fr="Enedis R64, index (JSON)", en="Enedis R64, indexes (JSON)"),
        recognise,
        read,
    ),
)
