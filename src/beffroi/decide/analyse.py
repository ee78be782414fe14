"""Analysis: panels through detectors, findings stored, or replayed as they would have been."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import select

from beffroi.decide.customers.judging import watch_customers
from beffroi.decide.findings import ended, match, order, refresh, to_dicts, to_row
from beffroi.decide.judge import STEPS, Detected, Judged, halted, judge
from beffroi.decide.left import Left, left_of, unused
from beffroi.decide.parcel import answered, judge_parcel, parcel
from beffroi.decide.quality.settling import watch_quality
from beffroi.decide.sources import Meter, meters
from beffroi.decide.vanished import end_vanished
from beffroi.decide.windows import by_end, cut, started
from beffroi.domains.contract import Domain
from beffroi.periods import PARIS, utc_now
from beffroi.store.engines import Engine
from beffroi.store.federation.elsewhere import kept_here
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.switches import stops
from beffroi.store.write import WriteDoor
from beffroi.texts import Language

#: Called with what is being done, how much is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], None]
#: Meters laid out together, which bounds memory (hours of four years: about 18 MB). Few of them
#: come by smaller blocks, so that whoever waits sees the work move; each costs a tenth more.
BLOCK, FEW, SMALL_BLOCK = 128, 100, 24


@dataclass(slots=True)
class Analysis:
    """What an analysis did, or what a replay showed."""

    as_of: datetime | None = None
    organisations: int = 0
    meters: int = 0
    new: int = 0
    over: int = 0  # of the new ones, those that had already ended by themselves
    updated: int = 0
    closed: int = 0
    left: list[Left] = field(default_factory=list)
    past: list[Left] = field(default_factory=list)
    replayed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unknown(self) -> bool:
        """Whether a replay met meters, and no measure that was known at its date."""
        reasons = {item.reason for item in self.left}
        return self.as_of is not None and self.meters == 0 and "later" in reasons


@dataclass(frozen=True, slots=True)
class _Block:
    """Meters that are judged together, or what is above them."""

    domain: Domain
    meters: list[Meter]
    above: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """What is analysed, as of when, and who is told how far it is."""

    read: ReadDoor
    organisations: Sequence[int]
    domains: Sequence[Domain]
    as_of: datetime
    today: date
    progress: Progress
    engine: Engine | None = None

    def detected(self, result: Analysis) -> Iterator[tuple[Domain, Detected]]:
        """Analyse block by block, counting in `result` what was judged and what was left."""
        blocks = [block for domain in self.domains for block in self._blocks(domain)]
        whole = STEPS * sum(len(block.meters) for block in blocks)
        done = 0
        owners: set[int] = set()
        self.progress("analysis", 0, whole)
        for block, judged in self._judged(blocks):
            result.left += judged.left
            result.past += judged.past
            if not block.above:
                result.meters += len(block.meters) - len(judged.left)
            owners |= {meter.asset.organisation_id for meter in block.meters}
            for found in judged.detected:
                yield block.domain, found
            done += STEPS * len(block.meters)
            self.progress("analysis", done, whole)
        result.organisations += len(owners)
        with self.read.session() as session:
            for domain in self.domains if self.as_of < END else ():
                every = meters(session, self.organisations, domain.inputs)
                begun = {id(meter) for meter in started(every, self.as_of)}
                result.left += [left_of(m, "later") for m in every if id(m) not in begun]
            result.left += unused(session, self.organisations, self.domains)

    def _judged(self, blocks: Sequence[_Block]) -> Iterator[tuple[_Block, Judged]]:
        """Judge blocks one after the other, here or where the engine has its workers."""
        if self.engine is not None:
            tasks = (
                parcel(self.read, b.meters, b.domain, self.as_of, self.today, above=b.above)
                for b in blocks
            )
            answers = self.engine.map(judge_parcel, tasks)
            for block, answer in zip(blocks, answers, strict=True):
                yield block, answered(answer, block.domain)
            return
        whole = STEPS * sum(len(block.meters) for block in blocks)
        done = 0
        for block in blocks:
            size = len(block.meters)

            def step(share: int, begun: int = done, size: int = size) -> None:
                self.progress("analysis", begun + share * size, whole)

            yield (
                block,
                judge(
                    self.read,
                    block.meters,
                    block.domain,
                    self.as_of,
                    self.today,
                    step,
                    above=block.above,
                ),
            )
            done += STEPS * size

    def _blocks(self, domain: Domain) -> Iterator[_Block]:
        """Put together meters whose measures end at the same time, by blocks.

        What they share (weather, calendar) is then computed once. The day is that of each
        authority's own files: what others send changes nothing for it. What is above meters comes
        last, all that of an authority at once.
        """
        with self.read.session() as session:
            found = meters(session, self.organisations, domain.inputs)
        owners: dict[int, list[Meter]] = {}
        for meter in started(found, self.as_of):
            owners.setdefault(meter.asset.organisation_id, []).append(meter)
        days: dict[date, list[Meter]] = {}
        for own in owners.values():
            for day, group in by_end(((meter,) for meter in own), self.as_of):
                days.setdefault(day, []).extend(group)
        size = SMALL_BLOCK if len(found) < FEW else BLOCK
        for day in sorted(days):
            yield from (_Block(domain, block) for block in cut(days[day], size))
        if domain.gather and domain.detectors:
            yield from (_Block(domain, own, above=True) for own in owners.values())


def analyse(
    read: ReadDoor,
    write: WriteDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    progress: Progress = lambda *_: None,
    today: date | None = None,
    engine: Engine | None = None,
) -> Analysis:
    """Analyse organisations with what is known now, and store what was found.

    Meters without a recent measure on `today`, the day of the clock by default, are told apart.
    Blocks of meters are judged in this process, or over the workers of `engine`.
    """
    result = Analysis()
    today = today or utc_now().astimezone(PARIS).date()
    with read.session() as session:
        organisations = kept_here(session, organisations)
    run = _Run(read, organisations, domains, END, today, progress, engine)
    for domain, found in run.detected(result):
        _store(write, domain, found, result)
    result.closed += end_vanished(write, organisations, domains, today)
    watch_customers(read, write, organisations, domains, today)
    seen = watch_quality(write, organisations, domains, today)
    result.new, result.closed = result.new + seen["new"], result.closed + seen["closed"]
    return result


def replay(
    read: ReadDoor,
    organisations: Sequence[int],
    domains: Sequence[Domain],
    as_of: datetime,
    language: Language,
    progress: Progress = lambda *_: None,
    engine: Engine | None = None,
) -> Analysis:
    """Say what an analysis would have found at a past date; nothing is stored."""
    result = Analysis(as_of=as_of)
    today = as_of.astimezone(PARIS).date()
    run = _Run(read, organisations, domains, as_of, today, progress, engine)
    for domain, found in run.detected(result):
        with read.session() as session:
            owner = session.get_one(models.Organisation, found.organisation)
            rows = [
                (
                    to_row(item, domain, found.organisation, as_of),
                    owner,
                    session.get_one(models.Asset, item.asset),
                )
                for item in found.seen
            ]
            result.replayed += to_dicts(session, rows, language, today)
    result.replayed.sort(key=order)
    # What came later is not of the day that is replayed.
    result.left = [
        replace(item, last=min(item.last, today)) if item.last else item for item in result.left
    ]
    result.new = len(result.replayed)
    result.over = sum(row["until"] is not None for row in result.replayed)
    return result


def _store(write: WriteDoor, domain: Domain, found: Detected, result: Analysis) -> None:
    """Continue, add or end the findings of the meters that were judged; others stay as they are."""
    now = utc_now()
    organisation = found.organisation
    names = ("new", "over", "updated", "closed")
    before = [getattr(result, name) for name in names]
    with write.change("analysis.store", "analysis", organisation, domain.key) as change:
        session = change.session
        stopped = stops(session)
        session.add_all(_runs(found, now))
        stored = session.scalars(
            select(Finding)
            .where(Finding.organisation_id == organisation, Finding.domain == domain.key)
            .order_by(Finding.id)
        )
        known = [
            row
            for row in stored
            if (row.asset_id, row.quantity) in found.rows
            # Nobody looks whether what a stopped one saw goes on, and no other takes it over.
            and not halted(stopped, domain, row.detector, organisation)
        ]
        continued: set[int] = set()
        families = {detector.key: detector.family for detector in domain.detectors}
        for item in found.seen:
            if halted(stopped, domain, item.detector.key, organisation):
                continue  # a person stopped it while it ran
            finding = match(item, known, families, continued)
            if finding is None:
                session.add(to_row(item, domain, organisation, now))
                result.new += 1
                result.over += item.sighting.until is not None
            else:
                refresh(finding, item, now)
                continued.add(finding.id)
                result.updated += 1
        for finding in known:
            if finding.id not in continued and finding.until is None:
                ended(finding, found.day, now)
                result.closed += 1
        after = [getattr(result, name) for name in names]
        change.detail = {n: b - a for n, a, b in zip(names, before, after, strict=True)}


def _runs(found: Detected, now: datetime) -> list[AlgorithmRun]:
    """Return the trace of what ran, for the public register."""
    return [
        AlgorithmRun(
            organisation_id=found.organisation,
            algorithm=one.algorithm,
            version=one.version,
            at=now,
            rows=one.rows,
            seen=one.seen,
            cpu_seconds=one.cpu_seconds,
        )
        for one in found.ran
    ]
