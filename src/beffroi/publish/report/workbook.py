"""A report as a workbook: a sheet a section, figures as numbers, texts never as formulas."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from beffroi.publish.report.document import (
    Block,
    Cards,
    Cell,
    Chart,
    Column,
    Document,
    Items,
    Table,
)
from beffroi.publish.report.libraries import library

#: How units are written in a format of numbers.
_FORMS = {"EUR": '#,##0.00 "€"', "%": '0.0 "%"', "kWh": '#,##0 "kWh"', "MWh": '#,##0.0 "MWh"'}
_WIDE, _BROAD, _PLAIN, _NARROW = 60, 44, 26, 14
#: Columns of this part of the width hold sentences.
_TALKS = 3
_LONGEST_NAME = 31


def workbook(document: Document, made: date, accent: str) -> bytes:
    """Write a report as a workbook; the same document gives the same bytes.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    made_of = io.BytesIO()
    # What people typed is text, whatever it begins with: neither a formula nor a link.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = library("xlsxwriter").Workbook(made_of, plain)
    at = datetime.combine(made, time(12), UTC).replace(tzinfo=None)
    book.set_properties(
        {
            "title": f"{document.title} – {document.organisation}, {document.period}",
            "author": document.organisation,
            "subject": document.subject,
            "created": at,
        }
    )
    styles = _Styles(book, accent)
    for section in document.sections:
        sheet = book.add_worksheet(section.title[:_LONGEST_NAME])
        _Sheet(sheet, styles).section(document, section.title, section.blocks)
    book.close()
    return made_of.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any, accent: str) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": accent})
        self.head = book.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": accent, "text_wrap": True}
        )
        self.caption = book.add_format({"bold": True})
        self.quiet = book.add_format({"italic": True, "font_color": "#4a4f55"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.numbers: dict[str, Any] = {}

    def number(self, unit: str) -> Any:
        """Return the format of a unit."""
        if unit not in self.numbers:
            form = _FORMS.get(unit, f'#,##0.0 "{unit}"')
            self.numbers[unit] = self.book.add_format({"num_format": form, "valign": "top"})
        return self.numbers[unit]


class _Sheet:
    """Writes a sheet from top to bottom."""

    def __init__(self, sheet: Any, styles: _Styles) -> None:
        self.sheet, self.styles, self.line = sheet, styles, 0
        self.widths: dict[int, int] = {}

    def section(self, document: Document, title: str, blocks: Sequence[Block]) -> None:
        """Write a section."""
        self._say(title, self.styles.title)
        self._say(f"{document.organisation} · {document.period} · {document.about}")
        if document.warning:
            self._say(document.warning, self.styles.caption)
        for block in blocks:
            self.line += 1
            self._block(block)
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, width)

    def _block(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._table(block.table)
        elif isinstance(block, Cards):
            for card in block.cards:
                cells = (Cell(card.label), Cell(card.figure, card.number, card.unit))
                self._row((*cells, Cell(card.note)), (_PLAIN, _NARROW, _WIDE))
        elif isinstance(block, Items):
            for item in block.items:
                self._row((Cell(item),), (_WIDE,))
        else:
            if block.head:
                self._say(block.head, self.styles.caption)
            self._row((Cell(block.text),), (_WIDE,))

    def _table(self, table: Table) -> None:
        self._say(table.caption, self.styles.caption)
        for column, one in enumerate(table.columns):
            self.sheet.write_string(self.line, column, one.title, self.styles.head)
        self.line += 1
        widths = [
            _NARROW if one.figures else _PLAIN if one.part < 3 else 44 for one in table.columns
        ]
        for row in table.rows:
            self._row(row, widths)

    def _row(self, row: Sequence[Cell], widths: Sequence[int]) -> None:
        for column, cell in enumerate(row):
            self.widths[column] = max(self.widths.get(column, 0), widths[column])
            if cell.number is not None:
                form = self.styles.number(cell.unit)
                self.sheet.write_number(self.line, column, cell.number, form)
            else:
                self.sheet.write_string(self.line, column, cell.text, self.styles.text)
        self.line += 1

    def _say(self, text: str, style: Any = None) -> None:
        self.sheet.write_string(self.line, 0, text, style or self.styles.quiet)
        self.line += 1


def _width(column: Column) -> int:
    if column.figures:
        return _NARROW
    return _PLAIN if column.part < _TALKS else _BROAD
