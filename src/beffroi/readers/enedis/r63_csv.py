"""R63 as CSV: load curves, several points and quantities in one file, Paris wall-clock times.

`Identifiant PRM;Date de début;…;Horodate;Valeur;Nature;Pas;Indice de vraisemblance;…`, with accents
or without. Each row declares its step. Files of different years stamp one end of it or the other:
the period asked for tells which.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.documents import broken
from beffroi.readers.enedis.curves import NO_POINTS, Tail
from beffroi.readers.enedis.lines import Lines, cells, whole_lines
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import emit
from beffroi.readers.enedis.r63_rows import CODED, NEEDED, PERIOD, Group, groups, header
from beffroi.readers.enedis.stamps import Decision, decide, step_of
from beffroi.readers.enedis.times import DAY, day_edges
from beffroi.readers.enedis.words import Curve, curve, why_unknown
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R63 CSV"
_COLUMNS = Text(fr="il y manque des colonnes", en="columns are missing")
_Key = tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """Where reading stands: decisions taken, and the curves not yet settled to their end."""

    source: Source
    names: list[str]
    delimiter: str
    decisions: dict[_Key, Decision] = field(default_factory=dict)
    open: dict[_Key, tuple[Curve, Tail]] = field(default_factory=dict)
    last: Decision | None = None  # what the last row of the file tells


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a file, piece after piece.

    Raises:
        BeffroiError: `import.file_broken` when columns are missing.
    """
    state: _Reading | None = None
    builder = PieceBuilder()
    for lines in whole_lines(source, FORM):
        if state is None:
            state, lines = _open(source, lines)
        # A piece goes out once another follows: the last one takes what curves held back.
        if builder.rows:
            yield builder.build()
            builder = PieceBuilder()
        _advance(state, lines, builder)
    if state is not None:
        _close(state, set(), builder)
    yield builder.build()


def _open(source: Source, lines: Lines) -> tuple[_Reading, Lines]:
    line, mark, rest = lines.data.partition(b"\n")
    text = line.decode()
    delimiter = max(";\t,", key=text.count)
    names = header(text, delimiter)
    if not set(names) >= NEEDED or len(set(names)) < len(names):
        raise broken(source, FORM, _COLUMNS)
    return _Reading(source, names, delimiter), Lines(rest, lines.first + len(mark))


def _advance(state: _Reading, lines: Lines, builder: PieceBuilder) -> None:
    found = cells(lines, state.names, builder, state.delimiter, CODED & set(state.names))
    if len(found.line) == 0:
        return
    seen = set()
    for group in groups(found, builder):
        seen.add(group.key)
        _add(state, group, builder)
    # A series that this piece lacks is over: its curve need not be carried further.
    _close(state, seen, builder)


def _add(state: _Reading, group: Group, builder: PieceBuilder) -> None:
    step = int(group.points.step.max())
    daily = timedelta(microseconds=DAY) if step >= DAY else None
    prm, what, way, unit = group.key
    found = curve(prm, what, way, unit, daily)
    if found is None:
        named = [" ".join(group.key)] * len(group.points)
        builder.refuse(group.points.line, why_unknown(prm), named)
        return
    if daily is not None:
        _add_days(group, found, builder)
        return
    if group.key not in state.decisions:
        state.decisions[group.key] = _decide(state, group, step)
        builder.note(state.decisions[group.key].note)
    known = state.open.get(group.key)
    if known is not None and known[1].naive != group.naive:
        emit(known[1], NO_POINTS, found, builder, final=True)
        known = None
    tail = known[1] if known else Tail(state.decisions[group.key].stamp, group.naive)
    points = replace(group.points, value=group.points.value * found.factor)
    state.open[group.key] = found, emit(tail, points, found, builder, final=False)


def _add_days(group: Group, found: Curve, builder: PieceBuilder) -> None:
    kept = group.points.part(group.points.kept)
    start, end = day_edges((kept.us // DAY).astype("M8[D]"))
    builder.add(found.series, start, end, kept.value * found.factor, kept.quality)


def _decide(state: _Reading, group: Group, step: int) -> Decision:
    # In a file that goes back in time the first row is the last of the period.
    decision = decide(group.first, group.first, step, *group.period)
    if decision.told:
        return decision
    last = _last_row(state)
    return last if last.told else decision


def _last_row(state: _Reading) -> Decision:
    """Return what the last row of the file tells; the file is gone through once for it."""
    if state.last is None:
        line = b""
        for lines in whole_lines(state.source, FORM):
            line = lines.data.rstrip(b"\r\n").rpartition(b"\n")[2] or line
        row = line.decode(errors="replace").replace('"', "").split(state.delimiter)
        said = dict(zip(state.names, (cell.strip() for cell in row), strict=False))
        time, step = said.get("horodate", ""), step_of(said.get("pas", ""))
        period = [said.get(name, "") for name in PERIOD]
        state.last = decide(time, time, step, *period)
    return state.last


def _close(state: _Reading, seen: set[_Key], builder: PieceBuilder) -> None:
    for key in [key for key in state.open if key not in seen]:
        found, tail = state.open.pop(key)
        emit(tail, NO_POINTS, found, builder, final=True)


def recognise(head: Head) -> float:
    """Tell an R63 file by the names of its columns."""
    line = head.data.split(b"\n", 1)[0][:2000].decode(errors="replace")
    names = set(header(line, max(";\t,", key=line.count)))
    return 0.9 if names >= NEEDED and "identifiant calendrier" not in names else 0.0


READERS = (
    Reader(
        "enedis.r63_csv",
        Text(fr="Enedis R63, courbes de charge (CSV)", en="Enedis R63, load curves (CSV)"),
        recognise,
        read,
    ),
)
