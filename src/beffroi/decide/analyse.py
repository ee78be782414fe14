"""Analysis: panels through detectors, findings stored, or replayed as they would have been."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import select

from beffroi.decide.findings import Seen, ended, match, refresh, seen_in, to_dict, to_row
from beffroi.decide.panel import build_panel
from beffroi.domains import parameters
from beffroi.domains.contract import Domain
from beffroi.periods import utc_now
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.write import WriteDoor
from beffroi.texts import Language

Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(slots=True)
class Analysis:
    """What an analysis did, or what a replay showed."""

    as_of: datetime | None = None
    organisations: int = 0
    meters: int = 0
    new: int = 0
    updated: int = 0
    closed: int = 0
    replayed: list[dict[str, Any]] = field(default_factory=list)


def detect(
    door: ReadDoor, organisation: int, domain: Domain, as_of: datetime
) -> tuple[list[Seen], date | None, set[int]]:
    """Run the detectors of a domain over what an organisation knew at `as_of`.

    Returns:
        What was seen, the day of the analysis (None without measures), and the assets looked at.
    """
    panel = build_panel(door, organisation, domain, as_of)
    if panel is None:
        return [], None, set()
    numbers = parameters(domain.key)
    prepared = domain.prepare(panel, numbers)
    seen: list[Seen] = []
    for detector in domain.detectors:
        seen += seen_in(panel, detector, detector.detect(prepared, numbers))
    return seen, panel.as_of, {row.asset for row in panel.rows}


def analyse(
    read: ReadDoor,
    write: WriteDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    progress: Progress = lambda *_: None,
) -> Analysis:
    """Analyse organisations with what is known now, and store what was found."""
    result = Analysis()
    for done, organisation in enumerate(organisations, 1):
        for domain in domains:
            seen, day, assets = detect(read, organisation, domain, END)
            if day is None:
                continue
            result.meters += len(assets)
            _store(write, organisation, domain, seen, day, result)
        result.organisations += 1
        progress("analyse", done, len(organisations))
    return result


def replay(
    read: ReadDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    as_of: datetime,
    language: Language,
    progress: Progress = lambda *_: None,
) -> Analysis:
    """Say what an analysis would have found at a past date; nothing is stored."""
    result = Analysis(as_of=as_of)
    for done, organisation in enumerate(organisations, 1):
        for domain in domains:
            seen, day, assets = detect(read, organisation, domain, as_of)
            if day is None:
                continue
            result.meters += len(assets)
            with read.session() as session:
                owner = session.get_one(models.Organisation, organisation)
                for item in seen:
                    row = to_row(item, domain, organisation, as_of)
                    asset = session.get_one(models.Asset, item.asset)
                    result.replayed.append(to_dict(row, owner.name, asset, language))
        result.organisations += 1
        progress("analyse", done, len(organisations))
    result.replayed.sort(key=lambda row: -row["stake"]["eur_per_year"]["value"])
    result.new = len(result.replayed)
    return result


def _store(
    write: WriteDoor,
    organisation: int,
    domain: Domain,
    seen: Sequence[Seen],
    day: date,
    result: Analysis,
) -> None:
    now = utc_now()
    before = (result.new, result.updated, result.closed)
    with write.change("analysis.store", "analysis", organisation, domain.key) as change:
        session = change.session
        known = list(
            session.scalars(
                select(Finding).where(
                    Finding.organisation_id == organisation, Finding.domain == domain.key
                )
            )
        )
        continued: set[int] = set()
        for item in seen:
            finding = match(item, known)
            if finding is None:
                session.add(to_row(item, domain, organisation, now))
                result.new += 1
            else:
                refresh(finding, item, now)
                continued.add(finding.id)
                result.updated += 1
        for finding in known:
            if finding.id not in continued and finding.until is None:
                ended(finding, day, now)
                result.closed += 1
        after = (result.new, result.updated, result.closed)
        names = ("new", "updated", "closed")
        change.detail = {n: b - a for n, a, b in zip(names, before, after, strict=True)}
