"""What was published, as files that programs read: CSV, JSON."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beffroi.texts import cell

LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
_RESULTS = (
    *("place", "what", "done_on", "from", "to", "days", "proven", "increase_proven"),
    *("cost_eur", "expected_kwh", "measured_kwh"),
)
_INTERVALS = ("promised_kwh_per_year", "promised_eur_per_year", "avoided_kwh", "avoided_eur")
_BOUNDS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Dated:
    """A version of something that was published, and by whom."""

    key: str
    version: int
    publisher: str
    published_at: datetime
    content: Mapping[str, Any]


def csv_of(one: Dated) -> bytes:
    """Write a version as CSV (UTF-8, commas): one line of headings, then one a row."""
    text = io.StringIO()
    writer: Any = csv.writer(text, lineterminator="\r\n")
    content = one.content
    rows = _results(content) if content["kind"] == "results" else _table(content)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def json_of(one: Dated) -> bytes:
    """Write a version as JSON, with what it is, whose, and under which licence."""
    content = one.content
    told: dict[str, Any] = {
        "key": one.key,
        "title": content["label"],
        "publisher": one.publisher,
        "version": one.version,
        "published_at": one.published_at.isoformat(),
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "simulated": content["simulated"],
        "held_back": content["held_back"],
    }
    if content["kind"] == "results":
        told["results"] = content["items"]
    else:
        names = [column["name"] for column in content["columns"]]
        told |= {
            "unit": content["unit"],
            "measure": content["measure"],
            "method": content.get("method"),
            "references": content["references"],
            "columns": content["columns"],
            "codes": content["codes"],
            "rows": [dict(zip([*names, "value"], row, strict=True)) for row in content["rows"]],
        }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _table(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    names = [column["name"] for column in content["columns"]]
    yield [*names, content["measure"], "unit", "held_back"]
    for *codes, value in content["rows"]:
        yield [*codes, value, content["unit"], value is None]


def _results(content: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield [*_RESULTS, *(f"{name}_{bound}" for name in _INTERVALS for bound in _BOUNDS)]
    for item in content["items"]:
        intervals = [item.get(name, {}).get(bound) for name in _INTERVALS for bound in _BOUNDS]
        yield [*(item.get(name) for name in _RESULTS), *intervals]


def _cell(value: Any) -> str:
    """Write a cell; a text that a spreadsheet would run is only text.

    >>> _cell("=1+1"), _cell(-2.5), _cell(None), _cell(True), _cell(1200.0)
    ("'=1+1", '-2.5', '', '1', '1200')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = str(value)
    return cell(text)
