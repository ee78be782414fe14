"""A finding as a line of a list: the same on every page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.findings import STATUS, unsure
from beffroi.decide.stakes import water_of
from beffroi.domains import algorithms, domains
from beffroi.store.state.loop import Finding
from beffroi.texts import Text

UNNAMED = Text(fr="", en="")
SEVERITY = {
    "high": Text(fr="fort", en="high"),
    "medium": Text(fr="moyen", en="medium"),
    "low": Text(fr="faible", en="low"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a list."""

    number: int
    place: str
    owner: str
    """The authority that lends it; empty where it is one's own."""
    said: str
    eur: float
    """What it costs a year [EUR]; 0 without a stake in figures."""
    unsure: bool
    status: str
    status_said: Text
    domain: Text
    since: date
    past: bool
    m3: float = 0.0
    """Water that it loses a year [m3]."""
    kind: Text = UNNAMED
    """What was seen, in a few words; empty where nobody names it any more."""


def kind_of(detector: str) -> Text:
    """Return what a detector sees, in a few words: two findings of a place are told apart by it.

    >>> kind_of("energy.dead_meter").fr
    'Compteur muet'
    """
    known = algorithms().get(detector)
    return known.label if known else UNNAMED


def own_findings(session: Session, organisation: int) -> frozenset[int]:
    """Return the numbers of an organisation's own findings: two authorities may bear one name."""
    query = select(Finding.id).where(Finding.organisation_id == organisation)
    return frozenset(session.scalars(query))


def row_of(data: Mapping[str, Any], own: Collection[int]) -> Row:
    """Return a finding that is plain data (`decide.findings.to_dict`) as a line."""
    eur = float(data["stake"]["eur_per_year"]["value"])
    known = domains()
    key = data["domain"]
    owner = "" if data["id"] in own else data["organisation"]
    return Row(
        data["id"],
        data["place"],
        owner,
        data["explanation"],
        max(eur, 0.0),
        unsure(data),
        data["status"],
        STATUS[data["status"]],
        known[key].label if key in known else Text(fr=key, en=key),
        date.fromisoformat(data["since"]),
        bool(data["past"]),
        water_of(data["stake"]),
        kind_of(data["detector"]),
    )
