"""Competences: the public services that an authority answers for, over time.

A competence is about a service, not about what an authority consumes as any customer does: its
schools keep their water meters when the water supply goes to a syndicat.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from beffroi.texts import Text

#: What is billed to a consumer, whoever runs the service.
_CONSUMERS = frozenset({"building", "delivery_point", "sub_meter"})


@dataclass(frozen=True, slots=True)
class Competence:
    """A service, the article that gives it, and whether measures are of it."""

    code: str
    label: Text
    reference: str
    watched: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A time `[since, until)` in which an organisation has a competence, and who has it then."""

    code: str
    since: date | None
    until: date | None
    holder: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time `[since, until)` in which an organisation no longer has a competence."""

    code: str
    since: date
    until: date | None
    holder: str
    act: str

    def holds(self, day: date) -> bool:
        """Tell whether the competence is elsewhere on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def competences() -> dict[str, Competence]:
    """Return the competences by code.

    >>> competences()["water"].label.en
    'drinking water'
    """
    path = Path(__file__).with_name("competences.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    return {
        code: Competence(code, Text(**one["label"]), one["reference"], one["watched"])
        for code, one in table.items()
    }


def service_of(quantity: str, asset_type: str) -> str:
    """Return the competence that a series is of; nothing where it is of none.

    >>> service_of("water.volume", "meter")
    'water'
    >>> service_of("water.volume", "delivery_point")
    ''
    >>> service_of("electricity.active_energy", "meter")
    ''
    """
    found = competences().get(quantity.partition(".")[0])
    if found is None or not found.watched or asset_type in _CONSUMERS:
        return ""
    return found.code


def gaps(terms: Iterable[Term]) -> list[Gap]:
    """List when an organisation no longer has what it had; the terms of a competence are apart.

    >>> water = Term("water", None, date(2020, 1, 1), "SIE"), Term("water", date(2024, 1, 1), None)
    >>> [(gap.since.year, gap.until.year, gap.holder) for gap in gaps(water)]
    [(2020, 2024, 'SIE')]
    """
    found = []
    ordered = sorted(terms, key=lambda term: (term.code, term.since or date.min))
    for place, term in enumerate(ordered):
        if term.until is None:
            continue
        following = ordered[place + 1 : place + 2]
        again = following[0].since if following and following[0].code == term.code else None
        if again != term.until:
            found.append(Gap(term.code, term.until, again, term.holder, term.act))
    return found
