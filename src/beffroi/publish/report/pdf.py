"""A report as a PDF that everybody can read: tagged (PDF/UA-1), dated by its data, fonts within."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import beffroi
from beffroi.publish.report.document import Document
from beffroi.publish.report.drawings import FONT
from beffroi.publish.report.libraries import library

_TEMPLATE = Path(__file__).with_name("report.typ")
#: Where the bundle of the pages keeps the font; without it, that of the library serves.
FONTS = Path(beffroi.__file__).parent / "web" / "bundle" / "fonts"


def pdf(document: Document, made: date, accent: str) -> bytes:
    """Write a report as PDF/UA-1; the same document gives the same bytes.

    Args:
        document: The report, laid out.
        made: The day that the file says it was made on: that of its data.
        accent: The colour of the authority.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    typst = library("typst")
    content = {
        **asdict(document),
        "accent": accent,
        "font": FONT if FONTS.is_dir() else "Libertinus Serif",
    }
    written: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        font_paths=[FONTS] if FONTS.is_dir() else [],
        ignore_system_fonts=True,  # the same file on every machine
        pdf_standards="ua-1",
        timestamp=datetime.combine(made, time(12), UTC),
    )
    return written
