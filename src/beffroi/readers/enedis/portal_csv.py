"""Load curves from the customer portal as CSV: the older `Horodate;Valeur`, the newer `debut;kW`.

The older one is in W and its times end their step; the newer one is in kW, with decimal commas
and a literal `null`, and its times begin their step. Neither names the delivery point inside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.documents import broken, stem
from beffroi.readers.enedis.curves import NO_POINTS, Tail
from beffroi.readers.enedis.lines import Lines, cells, whole_lines
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import emit, read_points
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import parse_times
from beffroi.readers.enedis.words import Curve, curve, fold
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis portal CSV"
_POINT = re.compile(r"(?<!\d)\d{14}(?!\d)")
_NO_COLUMNS = Text(fr="ses colonnes ne sont pas celles attendues", en="its columns are not known")
NOTE_OLD = Text(
    fr="Courbe du portail : valeurs en W, l’horodate marque la fin du pas.",
    en="Curve of the portal: values in W, the time marks the end of the step.",
)
NOTE_NEW = Text(
    fr="Courbe du portail : valeurs en kW, l’horodate marque le début du pas.",
    en="Curve of the portal: values in kW, the time marks the start of the step.",
)
NOTE_NAME = Text(
    fr="Le fichier ne nomme pas de point de livraison : le numéro {prm} vient de son nom.",
    en="The file names no delivery point: the number {prm} comes from its name.",
)
NOTE_UNKNOWN = Text(
    fr="Ni le fichier ni son nom ne donnent le point de livraison : le nom « {name} » en tient "
    "lieu, à moins d’en dire un autre (--asset NOM).",
    en="Neither the file nor its name gives the delivery point: the name “{name}” stands for it, "
    "unless another one is said (--asset NAME).",
)
NOTE_GIVEN = Text(
    fr="Le fichier ne nomme pas de point de livraison : celui donné, « {name} », est pris.",
    en="The file names no delivery point: the one given, “{name}”, is taken.",
)
NOTE_WAY = Text(
    fr="Sens lu dans le nom du fichier : injection.",
    en="Direction read in the name of the file: injection.",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of one of the two files, and what their times and values are."""

    time: str
    value: str
    unit: str
    stamp: Stamp
    note: Text


_LAYOUTS = (
    Layout("horodate", "valeur", "W", Stamp.END, NOTE_OLD),
    Layout("debut", "kw", "kW", Stamp.START, NOTE_NEW),
)


@dataclass(frozen=True, slots=True)
class Named:
    """The delivery point and the direction of a file that does not say them inside.

    `unnamed` is the point where its number is written nowhere.
    """

    point: str
    way: str
    unnamed: str


def point_of(source: Source, options: ReadOptions, builder: PieceBuilder) -> Named:
    """Return the delivery point that is given, or that the name of a file gives, with notes."""
    base = re.split(r"[/\\]", source.name)[-1]
    found = _POINT.search(base)
    injection = re.search(r"(?:^|[^a-z])(prod|inj)", base.casefold()) is not None
    way = "PROD" if injection else "CONS"
    if injection:
        builder.note(NOTE_WAY)
    if options.asset:
        builder.note(NOTE_GIVEN.fill(name=options.asset))
        return Named(options.asset, way, options.asset)
    if found:
        builder.note(NOTE_NAME.fill(prm=found.group()))
        return Named(found.group(), way, "")
    name = stem(source)
    builder.note(NOTE_UNKNOWN.fill(name=name))
    return Named(name, way, name)


def read(source: Source, options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a file, piece after piece.

    Raises:
        BeffroiError: `import.file_broken` when the columns are not known.
    """
    builder = PieceBuilder()
    named = point_of(source, options, builder)
    names: list[str] = []
    layout: Layout | None = None
    found: Curve | None = None
    tail: Tail | None = None
    for lines in whole_lines(source, FORM):
        if layout is None:
            line, mark, rest = lines.data.partition(b"\n")
            names = [fold(name) for name in line.decode().split(";")]
            layout = _layout(names)
            lines = Lines(rest, lines.first + len(mark))
            if layout is not None:
                builder.note(layout.note)
                found = curve(named.point, "PA", named.way, layout.unit)
        if layout is None or found is None:
            raise broken(source, FORM, _NO_COLUMNS)
        if builder.rows:
            yield replace(builder.build(), unnamed=named.unnamed)
            builder = PieceBuilder()
        tail = _advance(lines, names, layout, found, tail, builder)
    if found is not None and tail is not None:
        emit(tail, NO_POINTS, found, builder, final=True)
    yield replace(builder.build(), unnamed=named.unnamed)


def _layout(names: list[str]) -> Layout | None:
    if len(set(names)) < len(names):
        return None
    return next((item for item in _LAYOUTS if {item.time, item.value} <= set(names)), None)


def _advance(
    lines: Lines,
    names: list[str],
    layout: Layout,
    found: Curve,
    tail: Tail | None,
    builder: PieceBuilder,
) -> Tail | None:
    rows = cells(lines, names, builder)
    if len(rows.line) == 0:
        return tail
    times = parse_times(rows.columns[layout.time])
    if tail is None:
        tail = Tail(layout.stamp, bool(times.valid.any() and not times.zoned.any()))
    good = times.valid & (times.zoned != tail.naive)
    points = read_points(
        rows, times, rows.columns[layout.value], good, builder, factor=found.factor
    )
    return emit(tail, points, found, builder, final=False)


def recognise(head: Head) -> float:
    """Tell a file by its first line."""
    line = head.data.split(b"\n", 1)[0][:400].decode(errors="replace")
    names = [fold(name) for name in line.split(";")]
    if names in (["horodate", "valeur"], ["debut", "kw"]):
        return 0.9
    layout = _layout(names)
    return 0.7 if layout is not None and layout.value == "kw" and len(names) < 4 else 0.0


READERS = (
    Reader(
        "enedis.portal_csv",
        Text(
            fr="Enedis, courbe de l’espace client (CSV)", en="Enedis, customer portal curve (CSV)"
        ),
        recognise,
        read,
    ),
)
