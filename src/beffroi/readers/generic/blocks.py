"""A text file as blocks of whole lines, then as Arrow tables: flat memory whatever the size."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_TOO_LARGE, FIXED_LIMIT, LINE_BYTES
from beffroi.readers.contract import REFUSED_SCHEMA, Reason
from beffroi.readers.generic.encoding import utf8_chunks
from beffroi.readers.source import Source

MAX_LINE_BYTES = 16 << 20
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as UTF-8 bytes; `line` is the number of the first one in the file."""

    data: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a block: a table of the wanted columns, the line of each row, malformed lines."""

    table: pa.Table
    lines: NDArray[np.int64]
    refused: pa.Table = field(default_factory=REFUSED_SCHEMA.empty_table)


def blocks(source: Source, encoding: str, first_line: int) -> Iterator[Block]:
    """Yield the lines of a file from `first_line` on, in blocks of some mebibytes.

    Raises:
        BeffroiError: `import.file_too_large` when a line passes `MAX_LINE_BYTES`.
    """
    rest, line = b"", 1
    with source.open() as stream:
        for chunk in utf8_chunks(stream, encoding):
            data = rest + chunk
            end = data.rfind(b"\n")
            if b"\r" in data:
                data, end = _unix(data)
            if end < 0:
                _check_line(source.name, data)
                rest = data
                continue
            whole, rest = data[: end + 1], data[end + 1 :]
            _check_line(source.name, rest)
            yield from _from_line(Block(whole, line), first_line)
            line += whole.count(b"\n")
    if rest:
        yield from _from_line(Block(rest.replace(b"\r", b"\n"), line), first_line)


def read_block(
    block: Block,
    dialect: tuple[str, str],
    columns: int,
    wanted: dict[str, pa.DataType],
    decimal: str,
) -> Rows:
    """Cut a block into rows and keep the wanted columns, named c0, c1, ...

    Raises:
        pa.ArrowInvalid: a cell does not fit the type asked for (texts always fit).
    """
    separator, quote = dialect
    data, odd = _without_odd_quotes(block.data, quote)
    try:
        table, bad = _parse(data, separator, quote, columns, wanted, decimal)
    except pa.ArrowInvalid as error:
        if "conversion error" in str(error):
            if "UTF8" in str(error):
                clean = Block(data.decode("utf-8", "replace").encode(), block.line)
                return read_block(clean, dialect, columns, wanted, decimal)
            raise
        # A quotation mark in the middle of a cell makes lines run together: take it as a letter.
        table, bad = _parse(data, separator, "", columns, wanted, decimal)
    if not bad and not len(odd):
        return Rows(table, block.line + np.arange(table.num_rows))
    return _numbered(block, table, np.array(bad, dtype=np.int64), odd)


def _parse(
    data: bytes,
    separator: str,
    quote: str,
    columns: int,
    wanted: dict[str, pa.DataType],
    decimal: str,
) -> tuple[pa.Table, list[int]]:
    bad: list[int] = []
    if not data:  # the only line was blanked
        return pa.table({name: pa.array([], type_) for name, type_ in wanted.items()}), bad

    def skip(row: pa_csv.InvalidRow) -> str:
        bad.append(row.number - 1)
        return "skip"

    table = pa_csv.read_csv(
        pa.BufferReader(data),
        read_options=pa_csv.ReadOptions(
            column_names=[f"c{place}" for place in range(columns)],
            use_threads=False,
            block_size=len(data) + 1,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=separator,
            quote_char=quote or False,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        convert_options=pa_csv.ConvertOptions(
            include_columns=list(wanted),
            column_types=wanted,
            decimal_point=decimal,
            null_values=[""],
            strings_can_be_null=False,
        ),
    )
    return table.combine_chunks(), bad


def _numbered(
    block: Block, table: pa.Table, bad: NDArray[np.int64], odd: NDArray[np.int64]
) -> Rows:
    lines = block.data.split(b"\n")
    total = table.num_rows + len(bad)
    kept = np.ones(total, dtype=bool)
    kept[bad] = False
    wrong = np.union1d(bad, odd)
    wrong = wrong[[bool(lines[place].strip()) for place in wrong]]
    texts = [lines[place][: 4 * _SHOWN].decode("utf-8", "replace")[:_SHOWN] for place in wrong]
    refused = pa.table(
        [pa.array(wrong + block.line, pa.int64()), [Reason.BAD_ROW.value] * len(wrong), texts],
        schema=REFUSED_SCHEMA,
    )
    return Rows(table, block.line + np.flatnonzero(kept), refused)


def _without_odd_quotes(data: bytes, quote: str) -> tuple[bytes, NDArray[np.int64]]:
    """Blank the lines with an odd number of quotation marks: they would swallow the next ones."""
    nothing = np.empty(0, dtype=np.int64)
    if not quote or quote.encode() not in data:
        return data, nothing
    letters = np.frombuffer(data, np.uint8)
    breaks = np.flatnonzero(letters == 10)
    marks = np.flatnonzero(letters == ord(quote))
    odd = np.flatnonzero(np.bincount(np.searchsorted(breaks, marks)) % 2)
    if not len(odd):
        return data, nothing
    lines = data.split(b"\n")
    for place in odd:
        lines[place] = b""
    return b"\n".join(lines), odd


def _unix(data: bytes) -> tuple[bytes, int]:
    """Turn line ends into line feeds; a last carriage return waits for its line feed."""
    held = data.endswith(b"\r")
    body = data[:-1] if held else data
    body = body.replace(b"\r\n", b"\n")
    if b"\r" in body:
        body = body.replace(b"\r", b"\n")
    return (body + b"\r" if held else body), body.rfind(b"\n")


def _from_line(block: Block, first_line: int) -> Iterator[Block]:
    """Drop the lines before the first one that is wanted."""
    before = first_line - block.line
    if before <= 0:
        yield block
        return
    at = 0
    for _ in range(before):
        at = block.data.find(b"\n", at) + 1
        if not at:
            return
    if at < len(block.data):
        yield Block(block.data[at:], first_line)


def _check_line(name: str, data: bytes) -> None:
    if len(data) > MAX_LINE_BYTES:
        raise BeffroiError(
            FILE_TOO_LARGE,
            name=name,
            limit=MAX_LINE_BYTES,
            what=LINE_BYTES,
            remedy=FIXED_LIMIT,
        )
