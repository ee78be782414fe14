"""A block of meters judged: laid out, sorted out, seen by the detectors of a domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from beffroi.decide.findings import Seen, seen_in
from beffroi.decide.left import Left, sort_out
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import Meter
from beffroi.domains import parameters
from beffroi.domains.contract import Domain
from beffroi.store.read import END, ReadDoor

#: A block makes progress in steps: measures laid out, what was expected, each detector.
STEPS, _LAID, _PREPARED = 100, 30, 80


@dataclass(frozen=True, slots=True)
class Detected:
    """What the detectors of a domain saw of one organisation's meters of a block."""

    organisation: int
    day: date
    rows: frozenset[tuple[int, str]]  # asset and quantity of those judged
    seen: list[Seen]


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
) -> Judged:
    """Judge a block of meters with what was known at `as_of`.

    `today` is the day at which it is asked for; `step` is told how far it is, out of `STEPS`.
    """
    panel = build_panel(read, block, domain, as_of)
    step(_LAID)
    left, past = sort_out(panel, block, domain, today, replayed=as_of < END)
    return Judged(left, past, [] if panel is None else detect(panel, block, domain, step))


def detect(
    panel: Any, block: Sequence[Meter], domain: Domain, step: Callable[[int], None]
) -> list[Detected]:
    """Run the detectors of a domain over a panel of meters."""
    numbers = parameters(domain.key)
    prepared = domain.prepare(panel, numbers)
    step(_PREPARED)
    seen: list[Seen] = []
    for index, detector in enumerate(domain.detectors, 1):
        seen += seen_in(panel, detector, detector.detect(prepared, numbers))
        step(_PREPARED + (STEPS - _PREPARED) * index // (len(domain.detectors) + 1))
    owners = {meter.asset.id: meter.asset.organisation_id for meter in block}
    return [
        Detected(
            organisation,
            panel.as_of,
            frozenset((r.asset, r.quantity) for r in panel.rows if owners[r.asset] == organisation),
            [item for item in seen if owners[item.asset] == organisation],
        )
        for organisation in sorted({owners[row.asset] for row in panel.rows})
    ]
