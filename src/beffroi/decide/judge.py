"""A block of meters judged: laid out, sorted out, seen by the detectors of a domain."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from beffroi.decide.findings import Seen, seen_in
from beffroi.decide.gathering import gathered
from beffroi.decide.left import Left, sort_out
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import Meter
from beffroi.domains import parameters
from beffroi.domains.contract import Algorithm, Domain
from beffroi.domains.panel import Panel
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.store.switches import Stops, stops

#: A block makes progress in steps: measures laid out, what was expected, each detector.
STEPS, _LAID, _PREPARED = 100, 30, 80


@dataclass(frozen=True, slots=True)
class Detected:
    """What the detectors of a domain saw of one organisation's meters of a block."""

    organisation: int
    day: date
    rows: frozenset[tuple[int, str]]  # asset and quantity of those judged
    seen: list[Seen]
    ran: list["Ran"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ran:
    """An algorithm that ran over the meters of an organisation, and what it cost."""

    algorithm: str
    version: str
    rows: int
    seen: int
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a block: meters left out, meters of the past, what was seen by owner."""

    left: list[Left]
    past: list[Left]
    detected: list[Detected]


def judge(
    read: ReadDoor,
    block: Sequence[Meter],
    domain: Domain,
    as_of: datetime,
    today: date,
    step: Callable[[int], None] = lambda _: None,
    *,
    above: bool = False,
) -> Judged:
    """Judge a block of meters with what was known at `as_of`, or what is `above` them.

    `today` is the day at which it is asked for; `step` is told how far it is, out of `STEPS`.
    """
    if above:
        panel = gathered(read, block, domain, as_of)
        step(_LAID)
        if panel is None:
            return Judged([], [], [])
        owners = _owners(read, {row.asset for row in panel.rows})
        return Judged([], [], detect(panel, owners, domain, step, partial(stops_of, read)))
    panel = build_panel(read, block, domain, as_of)
    step(_LAID)
    left, past = sort_out(panel, block, domain, today, replayed=as_of < END)
    if panel is None:
        return Judged(left, past, [])
    owners = {meter.asset.id: meter.asset.organisation_id for meter in block}
    return Judged(left, past, detect(panel, owners, domain, step, partial(stops_of, read)))


def _owners(read: ReadDoor, assets: Collection[int]) -> dict[int, int]:
    query = select(models.Asset.id, models.Asset.organisation_id)
    with read.session() as session:
        rows = session.execute(query.where(models.Asset.id.in_(assets)))
        return {row.id: row.organisation_id for row in rows}


def stops_of(read: ReadDoor) -> Stops:
    """Return what people stopped, as it is now."""
    with read.session() as session:
        return stops(session)


def detect(
    panel: Panel,
    owners: Mapping[int, int],
    domain: Domain,
    step: Callable[[int], None],
    look: Callable[[], Stops],
) -> list[Detected]:
    """Run the detectors of a domain over a panel, but those that a person stopped.

    `owners` gives the organisation of each asset.
    """
    numbers = parameters(domain.key)
    rows = Counter(owners[row.asset] for row in panel.rows)
    stopped = look()
    if all(halted(stopped, domain, one.key, owner) for one in domain.detectors for owner in rows):
        return []
    begin = time.process_time()
    prepared = domain.prepare(panel, numbers)
    spent = (time.process_time() - begin) / max(len(domain.models), 1)
    step(_PREPARED)
    seen: list[Seen] = []
    ran = {owner: [_ran(one, rows, owner, spent, []) for one in domain.models] for owner in rows}
    for index, detector in enumerate(domain.detectors, 1):
        stopped = look()
        running = {own for own in rows if not halted(stopped, domain, detector.key, own)}
        if running:
            begin = time.process_time()
            found = seen_in(panel, detector, detector.detect(prepared, numbers))
            spent = time.process_time() - begin
            found = [item for item in found if owners[item.asset] in running]
            seen += found
            for owner in running:
                own = [item for item in found if owners[item.asset] == owner]
                ran[owner].append(_ran(detector, rows, owner, spent, own))
        step(_PREPARED + (STEPS - _PREPARED) * index // (len(domain.detectors) + 1))
    return [
        Detected(
            organisation,
            panel.as_of,
            frozenset((r.asset, r.quantity) for r in panel.rows if owners[r.asset] == organisation),
            [item for item in seen if owners[item.asset] == organisation],
            ran[organisation],
        )
        for organisation in sorted(rows)
    ]


def halted(stopped: Stops, domain: Domain, detector: str, organisation: int) -> bool:
    """Tell whether a person stopped a detector, or a model that its domain leans on."""
    keys = (detector, *(model.key for model in domain.models))
    return any(stopped.holds(key, organisation) for key in keys)


def _ran(
    algorithm: Algorithm, rows: Counter[int], owner: int, spent: float, seen: Sequence[Seen]
) -> Ran:
    """Count what ran; the work on a block is shared by the meters that it is about."""
    share = spent * rows[owner] / rows.total()
    return Ran(algorithm.key, algorithm.version, rows[owner], len(seen), share)
