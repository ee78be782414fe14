"""What an import says of itself, the same in CLI, API and page."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.errors import BeffroiError
from beffroi.quality import rules
from beffroi.readers.contract import REASONS, Reason
from beffroi.readers.generic import Understanding
from beffroi.texts import Language, Text

Status: TypeAlias = Literal["stored", "already", "refused", "understood", "ignored", "undone"]
#: Called with a step name, what is done and the whole (0 where unknown).
Progress: TypeAlias = Callable[[str, int, int], None]

#: Refusals kept with their line and text; the others are only counted.
REFUSALS_KEPT = 200
GAPS_KEPT = 200

STATUS: dict[str, Text] = {
    "stored": Text(fr="enregistré", en="stored"),
    "already": Text(fr="déjà importé", en="already imported"),
    "refused": Text(fr="refusé", en="refused"),
    "understood": Text(fr="compris, rien n’est enregistré", en="understood, nothing stored"),
    "ignored": Text(fr="ignoré", en="ignored"),
}


@dataclass(slots=True)
class Report:
    """What became of one file."""

    file: str
    status: Status = "refused"
    batch: int | None = None
    sha256: str = ""
    reader: str = ""
    reader_label: Text | None = None
    rows_read: int = 0
    observations: int = 0
    kept: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    conflicting: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)
    series_created: int = 0
    first: datetime | None = None
    last: datetime | None = None
    gaps: list[dict[str, Any]] = field(default_factory=list)
    gap_count: int = 0
    repairs: Counter[int] = field(default_factory=Counter)
    notes: list[Text] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)  # what a person should look at
    preview: list[dict[str, Any]] = field(default_factory=list)
    mapping: str = ""  # TOML of a mapping file that a person may correct
    error: dict[str, Any] | None = None
    ignored: Text | None = None  # why a file of a folder is passed over
    short_series: int = 0  # too short to be judged for spikes and wrong units
    last_refused: dict[str, Any] | None = None  # the one nearest to the end of the file
    cause: BeffroiError | None = None  # the error itself, for faces of several languages
    understanding: Understanding | None = None  # of a file that is read through a mapping
    veiled: bool = False  # whether something of a household stands in the file
    unnamed: bool = False  # whether the file names no meter of its own

    @classmethod
    def failed(cls, file: str, error: BeffroiError, language: Language) -> "Report":
        """Return the report of a file that cannot even be begun."""
        report = cls(file)
        report.fail(error, language)
        return report

    def fail(self, error: BeffroiError, language: Language) -> None:
        """Say that the whole file is refused."""
        self.status, self.error, self.cause = "refused", error.to_dict(language), error

    def refuse(self, table: pa.Table) -> None:
        """Count refused rows, and keep the first ones."""
        if table.num_rows == 0:
            return
        for entry in pc.value_counts(table["reason"]).to_pylist():
            self.refused[entry["values"]] += entry["counts"]
        last = table.slice(int(np.argmax(table["line"].to_numpy())), 1).to_pylist()[0]
        if self.last_refused is None or last["line"] >= self.last_refused["line"]:
            self.last_refused = last
        room = REFUSALS_KEPT - len(self.refusals)
        if room > 0:
            self.refusals += table.slice(0, room).to_pylist()

    def note(self, notes: tuple[Text, ...]) -> None:
        """Add notes that were not made yet."""
        self.notes += [note for note in dict.fromkeys(notes) if note not in self.notes]

    def warn(self, text: Text) -> None:
        """Add what a person should look at, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def to_dict(self, language: Language = "fr") -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "file": self.file,
            "status": self.status,
            "batch": self.batch,
            "sha256": self.sha256,
            "reader": self.reader,
            "format": self.reader_label.in_(language) if self.reader_label else "",
            "rows_read": self.rows_read,
            "observations": self.observations,
            "kept": self.kept,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "repeated": self.repeated,
            "conflicting": self.conflicting,
            "refused": sum(self.refused.values()),
            "refused_by_reason": dict(self.refused),
            "refusals": [
                {**row, "why": REASONS[Reason(row["reason"])].in_(language)}
                for row in self.refusals
            ],
            "series_created": self.series_created,
            "series": self.series,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "gaps": self.gaps,
            "gap_count": self.gap_count,
            "repairs": {
                rules.RULES[code].key: {
                    "count": count,
                    "label": rules.RULES[code].label.in_(language),
                }
                for code, count in sorted(self.repairs.items())
            },
            "notes": [note.in_(language) for note in self.notes],
            "warnings": [text.in_(language) for text in self.warnings],
            "preview": self.preview,
            "mapping": self.mapping,
            "error": self.error,
            "ignored": self.ignored.in_(language) if self.ignored else None,
            "short_series": self.short_series,
        }
