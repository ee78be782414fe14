"""The reader of any table of series: what is left when no format is recognised."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from beffroi.errors import BeffroiError
from beffroi.errors.files import BYTES, FILE_TOO_LARGE, FIXED_LIMIT
from beffroi.quantities import QUANTITIES
from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.generic.blocks import Block, Rows, blocks, read_block
from beffroi.readers.generic.clean import clean_piece
from beffroi.readers.generic.heads import long_head
from beffroi.readers.generic.mapping import check
from beffroi.readers.generic.pieces import Assembler
from beffroi.readers.generic.pivot import Pivot, long_rows, tables
from beffroi.readers.generic.sample import decode, text_rows
from beffroi.readers.generic.sheets import Workbook, as_texts, is_document, sheet_rows
from beffroi.readers.generic.understand import understand_book, understand_text
from beffroi.readers.generic.understanding import PreviewRow, Understanding
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

TEXT_MARK = 0.2
BOOK_MARK = 0.1
PREVIEW_ROWS = 10
MAX_TURNED_BYTES = 64 << 20
_SLOW_BLOCKS = 6  # blocks read as texts after one whose numbers were not plain


def understand(source: Source, options: ReadOptions, *, preview: bool = True) -> Understanding:
    """Return how a file is read, with the reasons, the doubts and, if asked, its first rows.

    Raises:
        BeffroiError: `import.not_understood` with what was tried, `import.mapping_invalid`,
            `import.file_empty`, `import.file_broken`, `import.file_hostile`,
            `import.file_too_large`.
    """
    known, book = _understand(source, options)
    if not preview:
        return known
    with suppress(BeffroiError):  # a step to ask for: the doubts say so
        for piece in _pieces(source, known, book):
            return replace(known, preview=_preview(piece))
    return known


def read(source: Source, options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a file; the first piece says what was decided.

    Raises:
        BeffroiError: as `understand`.
    """
    known, book = _understand(source, options)
    notes = (*known.decided, *known.doubts)
    for piece in _pieces(source, known, book):
        yield replace(piece, notes=(*notes, *piece.notes), unnamed=known.unnamed)
        notes = ()


def recognise_text(head: Head) -> float:
    """Answer a low mark for a text with a column of times and a column of numbers."""
    if is_document(head):
        return 0.0
    with suppress(BeffroiError):
        understand_text(head, {}, ReadOptions().max_columns)
        return TEXT_MARK
    return 0.0


def recognise_book(head: Head) -> float:
    """Answer a low mark for an XLSX or ODS document."""
    return BOOK_MARK if is_document(head) else 0.0


def _understand(source: Source, options: ReadOptions) -> tuple[Understanding, Workbook | None]:
    given = check(options.mapping or {}, source.name)
    if options.asset:
        given.setdefault("asset", options.asset)
    head = source.head()
    if is_document(head):
        book = Workbook(source, options.max_columns)
        return understand_book(book, given), book
    return _known_text(long_head(source), json.dumps(given), options.max_columns), None


@lru_cache(maxsize=1)
def _known_text(head: Head, given: str, max_columns: int) -> Understanding:
    """Understand a text once: an import asks first whether it can, then reads."""
    return understand_text(head, json.loads(given), max_columns)


def _pieces(source: Source, known: Understanding, book: Workbook | None) -> Iterator[Piece]:
    assembler = Assembler(known)
    rows: Iterator[Rows | Piece]
    if known.pivot is not None:
        rows = _turned(source, known, known.pivot, book)
    else:
        rows = _sheet(book, known, assembler) if book else _text(source, known, assembler)
    for part in rows:
        if isinstance(part, Piece):
            yield part
        elif part.table.num_rows or len(part.refused):
            yield assembler.piece(part)


def _turned(
    source: Source, known: Understanding, pivot: Pivot, book: Workbook | None
) -> Iterator[Rows]:
    """Yield the long table of a file whose titles are dates; such a file is small."""
    mapping = known.mapping
    if book:
        cells = [as_texts(row) for row in book.rows(mapping.sheet)]
        found = list(zip(cells, range(1, len(cells) + 1), strict=True))
    else:
        head = source.head(MAX_TURNED_BYTES)
        if not head.whole:
            raise BeffroiError(
                FILE_TOO_LARGE,
                name=source.name,
                limit=MAX_TURNED_BYTES,
                what=BYTES,
                remedy=FIXED_LIMIT,
            )
        text, _ = decode(head, mapping.encoding)
        found = list(text_rows(text, mapping.separator, mapping.quote))
    rows, lines = [row for row, _ in found], [line for _, line in found]
    return tables(long_rows(rows, lines, pivot), len(pivot.columns))


def _sheet(book: Workbook, known: Understanding, assembler: Assembler) -> Iterator[Rows]:
    wanted = sorted({*assembler.texts(), *assembler.values()})
    return sheet_rows(book, known.mapping.sheet, known.first_line, wanted)


def _text(source: Source, known: Understanding, assembler: Assembler) -> Iterator[Rows | Piece]:
    mapping = known.mapping
    texts = dict.fromkeys((f"c{place}" for place in assembler.texts()), pa.string())
    places = [f"c{place}" for place in assembler.values()]
    as_texts = {**texts, **dict.fromkeys(places, pa.string())}
    # Plain numbers are read on the way by Arrow; anything else goes through texts.
    as_floats = {**dict.fromkeys(places, pa.float64()), **texts}
    slow = 1 << 62 if mapping.thousands else 0
    for block in blocks(source, mapping.encoding, known.first_line):
        if not slow and (clean := clean_piece(block, assembler)) is not None:
            yield clean
            continue
        if not slow:
            try:
                yield _rows(block, known, as_floats)
                continue
            except pa.ArrowInvalid:
                slow = _SLOW_BLOCKS
        yield _rows(block, known, as_texts)
        slow -= 1


def _rows(block: Block, known: Understanding, wanted: dict[str, pa.DataType]) -> Rows:
    mapping = known.mapping
    dialect = (mapping.separator, mapping.quote)
    return read_block(block, dialect, len(known.columns), wanted, mapping.decimal)


def _preview(piece: Piece) -> tuple[PreviewRow, ...]:
    rows: list[PreviewRow] = []
    for row in piece.observations.slice(0, PREVIEW_ROWS).to_pylist():
        draft = piece.series[row["series"]]
        rows.append(
            PreviewRow(
                asset=draft.asset,
                quantity=draft.quantity,
                qualifier=draft.qualifier,
                kind=draft.kind.value,
                start=row["start"],
                end=row["end"],
                value=row["value"],
                unit=QUANTITIES[draft.quantity].unit,
            )
        )
    return tuple(rows)


READERS = (
    Reader(
        "generic.text",
        Text(fr="Tableau de mesures (CSV)", en="Table of measures (CSV)"),
        recognise_text,
        read,
    ),
    Reader(
        "generic.sheet",
        Text(fr="Tableau de mesures (XLSX, ODS)", en="Table of measures (XLSX, ODS)"),
        recognise_book,
        read,
    ),
)
