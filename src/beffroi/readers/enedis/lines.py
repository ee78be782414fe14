"""Delimited text in pieces of whole lines: memory stays flat with the size of the file."""

from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from beffroi.readers.contract import Reason
from beffroi.readers.documents import broken
from beffroi.readers.enedis.pieces import TEXT_LENGTH, PieceBuilder
from beffroi.readers.enedis.times import Column, Ints
from beffroi.readers.source import Source
from beffroi.texts import Text

_CODED = pa.dictionary(pa.int32(), pa.string())
PIECE_BYTES = 8 << 20
BLOCK_BYTES = 1 << 20
MANY_LINES = 1 << 20  # in one piece: real ones have eight times fewer
MAX_LINE_BYTES = 1 << 20
_UTF16 = Text(fr="le texte est en UTF-16", en="the text is UTF-16")
_ENDLESS = Text(fr="une ligne n’a pas de fin", en="a line has no end")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some whole lines in UTF-8, and the number of the first one in the file (from 1)."""

    data: bytes
    first: int


def whole_lines(source: Source, form: str) -> Iterator[Lines]:
    """Yield a file in pieces that end where a line ends.

    Text that is not UTF-8 is read as Windows-1252.

    Raises:
        BeffroiError: `import.file_broken` for a line of more than a mebibyte or UTF-16.
    """
    first, rest = 1, b""
    with source.open() as stream:
        while block := stream.read(PIECE_BYTES):
            if first == 1 and not rest and block[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise broken(source, form, _UTF16)
            cut = block.rfind(b"\n") + 1
            if cut == 0:
                rest += block
            else:
                for part in _thin(_utf8(b"".join((rest, memoryview(block)[:cut])))):
                    yield Lines(part, first)
                    first += count_lines(part)
                rest = block[cut:]
            if len(rest) > MAX_LINE_BYTES:
                raise broken(source, form, _ENDLESS)
    if rest:
        yield Lines(_utf8(rest), first)


def _thin(data: bytes) -> Iterator[bytes]:
    """Cut a piece again where its lines are nearly empty: what is kept of each outweighs it."""
    step = PIECE_BYTES if count_lines(data) <= MANY_LINES else BLOCK_BYTES
    done = 0
    while done < len(data):
        stop = data.find(b"\n", done + step - 1) + 1 or len(data)
        yield data[done:stop]
        done = stop


def count_lines(data: bytes) -> int:
    """Count the ends of lines: several times faster than `bytes.count` where they are near."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == 10))


def _utf8(data: bytes) -> bytes:
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode()
    return data


@dataclass(frozen=True, slots=True)
class Cells:
    """Columns of strings by name, each of shape (n,), and the line of each row."""

    columns: dict[str, Column]
    line: Ints

    def text(self, rows: Ints) -> list[str]:
        """Return some rows as they stand in the file, for people to find them again."""
        picked = [column.take(pa.array(rows)).to_pylist() for column in self.columns.values()]
        return [
            ";".join(cell or "" for cell in row)[:TEXT_LENGTH] for row in zip(*picked, strict=True)
        ]


def cells(
    lines: Lines,
    names: list[str],
    builder: PieceBuilder,
    delimiter: str = ";",
    coded: frozenset[str] = frozenset(),
) -> Cells:
    """Split lines into named columns; rows with another count of cells are refused.

    Columns `coded` come as dictionaries: they hold few different texts.

    Quotes are taken off, not interpreted: a stray one would swallow all that follows. Blank
    lines are passed over.
    """
    data = lines.data.replace(b'"', b"") if b'"' in lines.data else lines.data
    if not data or data.isspace():
        return Cells({name: pa.array([], pa.string()) for name in names}, np.empty(0, np.int64))
    table, odd = _table(data, names, delimiter, coded)
    odd_at = np.array(odd.places, dtype=np.int64)
    place = np.arange(table.num_rows + len(odd_at), dtype=np.int64)
    place = np.delete(place, odd_at) + lines.first
    builder.refuse(odd_at + lines.first, Reason.BAD_ROW, odd.texts)
    builder.rows += len(odd_at)
    columns = {name: _flat(table.column(name)) for name in names}
    return _without_blank(Cells(columns, place), builder)


@dataclass(slots=True)
class _Odd:
    """Rows with another count of cells: packed, for they may be a million short lines."""

    places: "array[int]" = field(default_factory=lambda: array("q"))
    texts: list[str] = field(default_factory=list)

    def note(self, row: pacsv.InvalidRow) -> str:
        """Keep one and go on."""
        self.places.append(int(row.number or 0) - 1)
        self.texts.append(row.text)
        return "skip"


def _table(
    data: bytes, names: list[str], delimiter: str, coded: frozenset[str]
) -> tuple[pa.Table, _Odd]:
    """Return the rows, and the place and text of those with another count of cells."""

    def parse(block: int, on_odd: Callable[[pacsv.InvalidRow], str], *, threads: bool) -> pa.Table:
        return pacsv.read_csv(
            pa.BufferReader(data),
            pacsv.ReadOptions(column_names=names, use_threads=threads, block_size=block),
            pacsv.ParseOptions(
                delimiter=delimiter,
                quote_char=False,
                ignore_empty_lines=False,
                invalid_row_handler=on_odd,
            ),
            pacsv.ConvertOptions(
                column_types={name: _CODED if name in coded else pa.string() for name in names},
                strings_can_be_null=False,
            ),
        )

    odd = _Odd()
    if len(data) > BLOCK_BYTES:
        # Threads do not know the places of odd rows, and a line may be longer than a block: either
        # stops them, and one thread reads the piece.
        with suppress(pa.ArrowInvalid):
            return parse(BLOCK_BYTES, lambda _: "error", threads=True), odd
    return parse(len(data) + 1, odd.note, threads=False), odd


def _flat(column: "pa.ChunkedArray[pa.Scalar]") -> Column:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _without_blank(found: Cells, builder: PieceBuilder) -> Cells:
    empty = np.ones(len(found.line), bool)
    for column in found.columns.values():
        if pa.types.is_string(column.type) and empty.any():
            empty &= np.asarray(pc.equal(column, ""))
    builder.rows += int(len(empty) - empty.sum())
    if not empty.any():
        return found
    keep = pa.array(~empty)
    kept = {name: column.filter(keep) for name, column in found.columns.items()}
    return Cells(kept, found.line[~empty])
