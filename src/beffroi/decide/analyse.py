"""Analysis: panels through detectors, findings stored, or replayed as they would have been."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import select

from beffroi.decide.findings import Seen, ended, match, refresh, seen_in, to_dict, to_row
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import meters
from beffroi.domains import parameters
from beffroi.domains.contract import Domain
from beffroi.periods import PARIS, utc_now
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.write import WriteDoor
from beffroi.texts import Language

Progress: TypeAlias = Callable[[str, int, int], None]
#: Meters laid out together: what bounds memory (hours of four years: about 70 MB).
BLOCK = 500


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


@dataclass(frozen=True, slots=True)
class Detected:
    """What the detectors of a domain saw of one organisation."""

    organisation: int
    day: date
    meters: int
    seen: list[Seen]


def detect(
    door: ReadDoor, organisations: Sequence[int], domain: Domain, as_of: datetime
) -> list[Detected]:
    """Run the detectors of a domain over what some organisations knew at `as_of`."""
    panel = build_panel(door, organisations, domain, as_of)
    if panel is None:
        return []
    numbers = parameters(domain.key)
    prepared = domain.prepare(panel, numbers)
    seen: list[Seen] = []
    for detector in domain.detectors:
        seen += seen_in(panel, detector, detector.detect(prepared, numbers))
    with door.session() as session:
        assets = session.scalars(
            select(models.Asset).where(models.Asset.id.in_({row.asset for row in panel.rows}))
        )
        owners = {asset.id: asset.organisation_id for asset in assets}
    return [
        Detected(
            organisation,
            panel.as_of,
            sum(owners[row.asset] == organisation for row in panel.rows),
            [item for item in seen if owners[item.asset] == organisation],
        )
        for organisation in sorted(set(owners.values()))
    ]


def _together(door: ReadDoor, organisations: Sequence[int], domain: Domain) -> Iterator[list[int]]:
    """Put together organisations whose measures end on the same day, by blocks of `BLOCK` series.

    What they share (weather, calendar) is then computed once; an organisation whose files end
    earlier is not judged on days that it has not sent.
    """
    with door.session() as session:
        found = meters(session, organisations, domain.inputs)
    ends: dict[int, date] = {}
    sizes: Counter[int] = Counter()
    for meter in found:
        owner = meter.asset.organisation_id
        lasts = [s.last_at for group in meter.groups for s in group if s.last_at]
        last = max(lasts).astimezone(PARIS).date()
        ends[owner] = max(last, ends.get(owner, last))
        sizes[owner] += 1
    for day in sorted(set(ends.values())):
        block: list[int] = []
        for owner in sorted(o for o, end in ends.items() if end == day):
            if block and sum(sizes[o] for o in block) + sizes[owner] > BLOCK:
                yield block
                block = []
            block.append(owner)
        yield block


def analyse(
    read: ReadDoor,
    write: WriteDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    progress: Progress = lambda *_: None,
) -> Analysis:
    """Analyse organisations with what is known now, and store what was found."""
    result = Analysis()
    for domain, found in _run(read, organisations, domains, END, progress):
        result.organisations += 1
        result.meters += found.meters
        _store(write, found.organisation, domain, found.seen, found.day, result)
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
    for domain, found in _run(read, organisations, domains, as_of, progress):
        result.organisations += 1
        result.meters += found.meters
        with read.session() as session:
            owner = session.get_one(models.Organisation, found.organisation)
            for item in found.seen:
                row = to_row(item, domain, found.organisation, as_of)
                asset = session.get_one(models.Asset, item.asset)
                result.replayed.append(to_dict(session, row, owner.name, asset, language))
    result.replayed.sort(key=lambda row: -row["stake"]["eur_per_year"]["value"])
    result.new = len(result.replayed)
    return result


def _run(
    read: ReadDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    as_of: datetime,
    progress: Progress,
) -> Iterator[tuple[Domain, Detected]]:
    done = 0
    for domain in domains:
        for block in _together(read, organisations, domain):
            for found in detect(read, block, domain, as_of):
                yield domain, found
            done += len(block)
            progress("analyse", done, len(organisations) * len(domains))


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
        families = {detector.key: detector.family for detector in domain.detectors}
        for item in seen:
            finding = match(item, known, families, continued)
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
