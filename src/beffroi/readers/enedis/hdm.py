"""HDM: the history of measures that SGE sends: load curves, indexes and maximum powers.

A file holds one block or several, of one delivery point or several, each with two lines of
preamble, a line of column names and its rows. Seen in real files: UTF-8 with or without a byte
order mark, semicolons, an offset on every time, steps that change on the way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.documents import broken
from beffroi.readers.enedis.curves import NO_POINTS, Tail
from beffroi.readers.enedis.hdm_blocks import Block, Kind, open_block, segments, take_opening
from beffroi.readers.enedis.hdm_rows import (
    NOTE_CALENDAR,
    NOTE_END,
    NOTE_OTHER,
    NOTE_START,
    curve_of,
    read_curve,
    read_index,
    read_maximum,
    tail_of,
)
from beffroi.readers.enedis.lines import Lines, cells, whole_lines
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import emit
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.words import Curve, fold
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis HDM"
_COLUMNS = Text(
    fr="les colonnes annoncées ligne {line} ne sont pas celles attendues",
    en="the columns named on line {line} are not those expected",
)
_CUT = Text(
    fr="le fichier s’arrête avant les noms de ses colonnes",
    en="the file ends before the names of its columns",
)


@dataclass(frozen=True, slots=True)
class _State:
    """Where reading stands: the opening met so far, the block, what its curve carries over."""

    opening: list[bytes] = field(default_factory=list)
    block: Block | None = None
    curve: Curve | None = None
    tail: Tail | None = None


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a file, piece after piece.

    Raises:
        BeffroiError: `import.file_broken` when an opening is missing, cut or lacks its columns.
    """
    state, builder = _State(), PieceBuilder()
    for lines in whole_lines(source, FORM):
        # A piece goes out once another follows: the last one takes what its curve held back.
        if builder.rows:
            yield builder.build()
            builder = PieceBuilder()
        for opens, part in segments(lines):
            if opens:
                _close(state, source, builder)
                state = _State()
            state = _advance(state, part, source, builder)
    _close(state, source, builder)
    yield builder.build()


def _advance(state: _State, lines: Lines, source: Source, builder: PieceBuilder) -> _State:
    """Read some lines of a block."""
    if state.block is None:
        opening, lines = take_opening(state.opening, lines)
        block = open_block(opening)
        if block is None:
            return replace(state, opening=opening)
        state = _start(block, source, lines.first, builder)
    block = state.block
    if block is None or block.kind in (Kind.CALENDAR, Kind.OTHER):
        return state
    if state.curve is not None and state.tail is not None:
        return replace(state, tail=read_curve(state.curve, state.tail, block, lines, builder))
    found = cells(lines, list(block.names), builder)
    if len(found.line) == 0:
        return state
    if block.kind is Kind.INDEX:
        read_index(block, found, builder)
    else:
        read_maximum(block, found, builder)
    return state


def _start(block: Block, source: Source, line: int, builder: PieceBuilder) -> _State:
    if block.kind is Kind.CALENDAR:
        builder.note(NOTE_CALENDAR)
        return _State(block=block)
    curve = curve_of(block)
    if block.kind is Kind.OTHER or curve is None:
        builder.note(NOTE_OTHER.fill(label=block.label, what=block.what, unit=block.unit))
        return _State(block=replace(block, kind=Kind.OTHER))
    needed = {"horodate"} if block.kind is Kind.INDEX else {"horodate", "valeur"}
    if not needed <= set(block.names) or len(set(block.names)) < len(block.names):
        raise broken(source, FORM, _COLUMNS.fill(line=line - 1))
    if block.kind is not Kind.CURVE:
        return _State(block=block)
    tail = tail_of(block)
    builder.note(NOTE_START if tail.stamp is Stamp.START else NOTE_END)
    return _State(block=block, curve=curve, tail=tail)


def _close(state: _State, source: Source, builder: PieceBuilder) -> None:
    if state.opening and state.block is None:
        raise broken(source, FORM, _CUT)
    if state.curve is not None and state.tail is not None:
        emit(state.tail, NO_POINTS, state.curve, builder, final=True)


def recognise(head: Head) -> float:
    """Tell an HDM file by its preamble."""
    first = fold(head.data[:400].decode(errors="replace").split("\n", 1)[0])
    labels = [fold(label) for label in first.split(";")]
    return 0.95 if labels[:2] == ["identifiant prm", "type de donnees"] else 0.0


READERS = (
    Reader(
        "enedis.hdm",
        Text(
            fr="Enedis, historique de mesures (SGE)",
            en="Enedis, history of measures (SGE)",
        ),
        recognise,
        read,
    ),
)
