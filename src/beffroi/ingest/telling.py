"""A report as a page keeps it: plain data, each sentence in both languages, bounded in size."""

from typing import Any

from beffroi.errors import BeffroiError
from beffroi.ingest.report import Report
from beffroi.quality.rules import RULES
from beffroi.readers.generic import Understanding
from beffroi.texts import Text

#: What is kept of lists that may be long: a person looks at their beginning.
SERIES, REFUSALS, ROWS, GAPS = 40, 30, 5, 10
_LONGEST = 200


def told(report: Report, *, veiled: bool = False) -> dict[str, Any]:
    """Return what a report says; `veiled`, nothing of what stands in the file."""
    points = {one["asset"] for one in report.series}
    return {
        "file": "" if veiled else report.file,
        "status": str(report.status),
        "batch": report.batch,
        "reader": report.reader,
        "format": both(report.reader_label) if report.reader_label else None,
        "rows": report.rows_read,
        "observations": report.observations,
        "kept": report.kept,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "conflicting": report.conflicting,
        "refused": dict(report.refused),
        "refusals": [] if veiled else [_refusal(row) for row in report.refusals[:REFUSALS]],
        "points": 0 if veiled else len(points),
        "series_count": len(report.series),
        "series": [] if veiled else [_series(one) for one in report.series[:SERIES]],
        "series_created": report.series_created,
        "from": report.first.isoformat() if report.first else None,
        "to": report.last.isoformat() if report.last else None,
        "preview": [] if veiled else [_row(row) for row in report.preview[:ROWS]],
        "gap_count": report.gap_count,
        "repairs": [
            {"label": both(RULES[code].label), "count": count}
            for code, count in sorted(report.repairs.items())
        ],
        "notes": [] if veiled else [both(text) for text in report.notes],
        "warnings": [] if veiled else [both(text) for text in report.warnings],
        "error": _error(report.cause, veiled=veiled) if report.cause else None,
        "ignored": both(report.ignored) if report.ignored else None,
        "unnamed": report.unnamed,
        "veiled": veiled,
        "mapping": "" if veiled else report.mapping,
        "understood": None if veiled else _understood(report.understanding),
    }


def both(text: Text) -> dict[str, str]:
    """Return a text as plain data."""
    return {"fr": text.fr, "en": text.en}


def _error(error: BeffroiError, *, veiled: bool) -> dict[str, Any]:
    what = error.type.title if veiled else error.type.what.fill(error.details)
    return {
        "code": error.type.code,
        "title": both(error.type.title.fill(error.details)),
        "what": both(what),
        "do": both(error.type.do.fill(error.details)),
    }


def _refusal(row: dict[str, Any]) -> dict[str, Any]:
    return {"line": row["line"], "reason": row["reason"], "text": str(row["text"])[:_LONGEST]}


def _series(one: dict[str, Any]) -> dict[str, Any]:
    names = ("asset", "quantity", "qualifier", "kind", "points", "step_seconds")
    return {name: one.get(name) for name in names}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "series": row["series"],
        "start": row["start"].isoformat(),
        "end": row["end"].isoformat(),
        "value": row["value"],
    }


def _understood(found: Understanding | None) -> dict[str, Any] | None:
    """Return how a table was read: what a form lets a person correct."""
    if found is None:
        return None
    return {
        "columns": list(found.columns)[:_LONGEST],
        "lasting": found.lasting(),
        "mapping": found.mapping.to_dict(),
        "doubts": [both(text) for text in found.doubts],
    }
