"""The record of processing as a workbook and as a PDF; the libraries are in `beffroi[documents]`.

Texts that people wrote are data for both: no formula in the workbook, no markup in the PDF.
"""

import json
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.registers import DOCUMENTS_MISSING
from beffroi.texts import Language, Text

_TITLE = Text(
    fr="Registre des traitements – {organisation}", en="Record of processing – {organisation}"
)
_MADE = Text(fr="Établi le {day}", en="Made on {day}")
_TO_COMPLETE = Text(fr="à compléter", en="to be completed")
_TEMPLATE = Path(__file__).with_name("record.typ")
_WIDTH = 32


def cells(entry: dict[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return the fields of an entry with what is said of each, or that it is to be completed."""
    return [
        (
            one["name"],
            "\n".join(text for text in (one["generated"], one["completed"]) if text)
            or _TO_COMPLETE.in_(language),
        )
        for one in entry["fields"].values()
    ]


def workbook(path: Path, entries: list[dict[str, Any]], language: Language) -> None:
    """Write a workbook: a column a field, a row an entry.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    book = _library("xlsxwriter").Workbook(path, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for line, entry in enumerate(entries, 1):
        sheet.write_string(line, 0, entry["name"], bold)
        for column, (name, text) in enumerate(cells(entry, language), 1):
            sheet.write_string(0, column, name, bold)
            sheet.write_string(line, column, text, wrapped)
    sheet.set_column(0, len(entries[0]["fields"]) if entries else 0, _WIDTH)
    sheet.freeze_panes(1, 1)
    book.close()


def pdf(
    path: Path, entries: list[dict[str, Any]], organisation: str, on: date, language: Language
) -> None:
    """Write a PDF: a table an entry.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    content = {
        "title": _TITLE.format(language, organisation=organisation),
        "made": _MADE.fill(day=Text(fr=f"{on:%d/%m/%Y}", en=on.isoformat())).in_(language),
        "language": language,
        "entries": [{"name": e["name"], "cells": cells(e, language)} for e in entries],
    }
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    path.write_bytes(_library("typst").compile(_TEMPLATE.read_bytes(), sys_inputs=inputs))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except (ImportError, PackageNotFoundError) as error:
        raise BeffroiError(DOCUMENTS_MISSING, name=name) from error
