"""What the gate answers: passed or blocked, why, and what would pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from beffroi.texts import Language, Text
from beffroi.trust.gate.coarser import Coarser
from beffroi.trust.gate.primary import Why
from beffroi.trust.gate.releases import Release


class Status(StrEnum):
    """Whether something may leave."""

    OPEN = "open"
    """As it is."""
    PROTECTED = "protected"
    """In the form given here only, with cells or rows held back."""
    BLOCKED = "blocked"


STATUSES = {
    Status.OPEN: Text(fr="publiable en l’état", en="may be published as it is"),
    Status.PROTECTED: Text(
        fr="publiable sous la forme protégée seulement",
        en="may be published in its protected form only",
    ),
    Status.BLOCKED: Text(fr="à ne pas publier", en="not to be published"),
}
HELD = {
    Why.COUNT: Text(fr="moins de {least} {label}", en="fewer than {least} {label}"),
    Why.LARGEST: Text(
        fr="un contributeur dépasse {share} % de la valeur",
        en="one contributor is above {share} % of the value",
    ),
    Why.ZERO: Text(
        fr="une valeur nulle dit celle de chacun", en="a value of zero tells that of each one"
    ),
    Why.EARLIER: Text(
        fr="une publication antérieure la retient", en="an earlier publication held it back"
    ),
}
SECONDARY = Text(
    fr="sans elle, une case retenue se calculerait", en="without it, another could be computed"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it may be seen: its codes by column, and its value where it is shown [unit]."""

    codes: tuple[tuple[str, str], ...]
    value: float | None
    why: Text | None = None
    """Why it is held back; for those who publish, not for the public."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate says of a table."""

    status: Status
    reasons: tuple[Text, ...]
    cells: tuple[Cell, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    """Of records published one by one, those that may be."""
    bits: float = 0.0
    """What the finest cells that are shown tell, see `coarser.told`."""
    bits_before: float = 0.0
    coarser: tuple[Coarser, ...] = ()
    release: Release | None = None
    """What would be kept of it, were it published."""
    warnings: tuple[Text, ...] = field(default=())

    @property
    def held(self) -> int:
        """How many cells are held back."""
        return sum(cell.value is None for cell in self.cells)

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "status": str(self.status),
            "reasons": _said(self.reasons, language),
            "warnings": _said(self.warnings, language),
            "cells": len(self.cells),
            "held_back": self.held,
            "rows": len(self.rows),
            "bits": round(self.bits, 3),
            "bits_before": round(self.bits_before, 3),
            "coarser": [
                {
                    "changes": _said(one.changes, language),
                    "levels": {d.key: list(d.levels) for d in one.form.dimensions},
                    "bits": round(one.bits, 3),
                }
                for one in self.coarser
            ],
            "held": [
                {**dict(cell.codes), "why": cell.why.in_(language)}
                for cell in self.cells
                if cell.why is not None
            ],
        }


def _said(texts: Sequence[Text], language: Language) -> list[str]:
    return [text.in_(language) for text in texts]
