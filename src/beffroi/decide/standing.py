"""How far an installation is: what its holder should do when there is no finding to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from beffroi.decide.left import ENOUGH
from beffroi.decide.sources import meters
from beffroi.domains.contract import Domain
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.state.loop import Finding


@dataclass(frozen=True, slots=True)
class Standing:
    """What organisations have: measures, meters with enough history, analyses, past findings."""

    measured: bool
    judged: bool
    analysed: bool
    past: int
    """Findings that ended by themselves, or that somebody dismissed."""


def standing(door: ReadDoor, organisations: Sequence[int], domains: Sequence[Domain]) -> Standing:
    """Say how far some organisations are."""
    own = list(organisations)
    with door.session() as session:
        series = session.scalar(
            select(func.count())
            .select_from(models.Series)
            .where(models.Series.organisation_id.in_(own), models.Series.points > 0)
        )
        entry = session.scalar(
            select(models.JournalEntry.id)
            .where(
                models.JournalEntry.action == "analysis.store",
                models.JournalEntry.organisation_id.in_(own),
            )
            .limit(1)
        )
        past = session.scalar(
            select(func.count())
            .select_from(Finding)
            .where(Finding.organisation_id.in_(own), Finding.status.in_(("closed", "dismissed")))
        )
        judged = any(
            _enough(meter.groups, domain.least_history)
            for domain in domains
            for meter in meters(session, own, domain.inputs)
        )
    return Standing(bool(series), judged, entry is not None, int(past or 0))


def _enough(groups: list[list[models.Series]], least: int) -> bool:
    """Tell whether a meter has the history that a domain asks for, and measures most days of it."""
    points = max(sum(item.points for item in group) for group in groups)
    return _span(groups) >= timedelta(days=least) and points >= ENOUGH * least


def _span(groups: list[list[models.Series]]) -> timedelta:
    firsts = [item.first_at for group in groups for item in group if item.first_at]
    lasts = [item.last_at for group in groups for item in group if item.last_at]
    return max(lasts) - min(firsts) if firsts and lasts else timedelta(0)
