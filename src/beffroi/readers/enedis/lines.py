"""Delimited text in pieces of whole lines: memory stays flat with the size of the file."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

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
                yield Lines(_utf8(b"".join((rest, memoryview(block)[:cut]))), first)
                first += count_lines(block)
                rest = block[cut:]
            if len(rest) > MAX_LINE_BYTES:
                raise broken(source, form, _ENDLESS)
    if rest:
        yield Lines(_utf8(rest), first)


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
    place = np.arange(table.num_rows + len(odd), dtype=np.int64)
    odd_at = np.array([at for at, _ in odd], dtype=np.int64)
    place = np.delete(place, odd_at) + lines.first
    builder.refuse(odd_at + lines.first, Reason.BAD_ROW, [text for _, text in odd])
    builder.rows += len(odd)
    columns = {name: _flat(table.column(name)) for name in names}
    return _without_blank(Cells(columns, place), builder)


def _table(
    data: bytes, names: list[str], delimiter: str, coded: frozenset[str]
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Return the rows, and the place and text of those with another count of cells."""
    odd: list[tuple[int, str]] = []

    def on_odd(row: pacsv.InvalidRow) -> str:
        odd.append((int(row.number or 0) - 1, row.text))
        return "skip"

    def parse(block: int, *, threads: bool) -> pa.Table:
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

    if len(data) > BLOCK_BYTES:
        with suppress(pa.ArrowInvalid):  # a line longer than a block
            table = parse(BLOCK_BYTES, threads=True)
            if not odd:
                return table, []
        odd.clear()
    # Threads do not know the places of odd rows: those files are read again by one.
    return parse(len(data) + 1, threads=False), odd


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
