"""A report in the form that somebody asked for."""

import json
import re
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from beffroi.publish.report.composing import compose
from beffroi.publish.report.content import Report
from beffroi.publish.report.pdf import pdf
from beffroi.publish.report.workbook import workbook
from beffroi.texts import Language, Text

#: The forms of a report, with the type that a browser is told.
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_WORD = Text(fr="rapport", en="report")


def written(report: Report, kind: str, language: Language) -> bytes:
    """Write a report; `kind` is one of `KINDS`. The same report gives the same bytes.

    Raises:
        BeffroiError: `register.documents_missing`.
    """
    if kind == "json":
        return json.dumps(plain(report, language), ensure_ascii=False, indent=1).encode()
    write = pdf if kind == "pdf" else workbook
    return write(compose(report, language), report.made, report.accent)


def plain(value: Any, language: Language) -> Any:
    """Return a report as plain data in one language.

    >>> plain({"a": (Text(fr="oui", en="yes"), date(2025, 1, 1))}, "en")
    {'a': ['yes', '2025-01-01']}
    """
    if isinstance(value, Text):
        return value.in_(language)
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name), language) for one in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one, language) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, language) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def file_name(report: Report, kind: str, language: Language) -> str:
    """Return the name of the file of a report: what every system can keep.

    >>> slug("Saint-Étienne-du-Grès (45)")
    'saint-etienne-du-gres-45'
    """
    return f"{_WORD.in_(language)}-{slug(report.organisation)}-{report.name}.{kind}"


def slug(name: str) -> str:
    """Return a name in letters without accents, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60] or "beffroi"
