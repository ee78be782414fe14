"""What the bench by kind of place counts: which findings are of which faults, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np

from beffroi.analysis.proportions import spread, wilson
from beffroi.demo.generate.model import FaultKind, Truth
from beffroi.demo.place import LAST_DAY
from beffroi.territory.profile import POPULATIONS
from benchmarks.detection.replay import Said

LEAST = 10
#: A finding dates a fault to within so many days.
NEAR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Family:
    """Faults that some detectors look for: those put in, those of the simulation, who says them."""

    put: tuple[str, ...]
    own: frozenset[FaultKind]
    detectors: frozenset[str]


FAMILIES = {
    "rises": Family(
        (
            "base load +15 %",
            "running at night",
            "heating in summer",
            "step of 20 %",
            "step of 40 %",
        ),
        frozenset(
            {
                FaultKind.STEP_UP,
                FaultKind.DRIFT,
                FaultKind.BASE_LOAD_RISE,
                FaultKind.OUT_OF_HOURS,
                FaultKind.SUMMER_HEATING,
                FaultKind.HOLIDAY_HEATING,
            }
        ),
        frozenset(
            f"energy.{key}"
            for key in ("step", "drift", "base_load_rise", "closed_hours", "summer_heating")
        ),
    ),
    "silent": Family(
        ("dead", "stuck"),
        frozenset({FaultKind.DEAD_METER, FaultKind.STUCK_METER}),
        frozenset({"energy.dead_meter", "energy.stuck_meter"}),
    ),
}


@dataclass(slots=True)
class Watched:
    """A meter: what groups it, what is true of it, what was said of it."""

    use: str
    population: str
    faults: tuple[Truth, ...]
    said: tuple[Said, ...]
    delays: dict[str, list[int | None]] = field(default_factory=dict)
    """Of each fault that was put in: days to the first word, None where there was none."""


def is_of(said: Said, fault: Truth) -> bool:
    """Tell whether a finding is of a fault: said from its start on, and dated within it."""
    since = said.seen.sighting.since
    begun = fault.start - NEAR <= since and fault.start <= said.first
    return begun and since <= (fault.end or LAST_DAY)


def line(watched: Sequence[Watched], name: str, by: str, group: str) -> dict[str, Any]:
    """Return the figures of one group."""
    family = FAMILIES[name]
    delays = [day for one in watched for put in family.put for day in one.delays.get(put, ())]
    seen = [day for day in delays if day is not None]
    told = [
        any(is_of(said, fault) for fault in one.faults if fault.kind in family.own)
        for one in watched
        for said in one.said
        if said.seen.detector in family.detectors
    ]
    return {
        "family": name,
        "by": by,
        "group": group,
        "meters": len(watched),
        "cases": len(delays),
        "seen": len(seen),
        "delay": float(np.median(seen)) if seen else None,
        "said": len(told),
        "true": sum(told),
    }


def lines(watched: Sequence[Watched]) -> list[dict[str, Any]]:
    """Return the figures of every group of every family, and of all meters together."""
    uses = sorted({one.use for one in watched})
    classes = [key for key in POPULATIONS if any(one.population == key for one in watched)]
    found = []
    for name in FAMILIES:
        found.append(line(watched, name, "all", "all"))
        for by, groups in (("use", uses), ("population", classes)):
            for group in groups:
                own = [one for one in watched if getattr(one, by) == group]
                found.append(line(own, name, by, group))
    return found


def show(result: dict[str, Any]) -> None:
    """Print the figures as Markdown."""
    print(
        f"**Simulated**: {result['communes']} communes, {result['meters']} meters, two years.\n\n"
        "| faults | by | group | meters | put in | recall in 60 days (95 %) | median delay (days) |"
        " findings | precision (95 %) |\n|---|---|---|---:|---:|---:|---:|---:|---:|"
    )
    for one in result["groups"]:
        delay = "-" if one["delay"] is None else f"{one['delay']:.0f}"
        print(
            f"| {one['family']} | {one['by']} | {one['group']} | {one['meters']} | {one['cases']}"
            f" | {_share(one['seen'], one['cases'])} | {delay} | {one['said']}"
            f" | {_share(one['true'], one['said'])} |"
        )
    print(f"\nGaps between groups of {LEAST} cases at least:\n")
    for name in FAMILIES:
        for by in ("use", "population"):
            own = [one for one in result["groups"] if (one["family"], one["by"]) == (name, by)]
            for what, k, n in (("recall", "seen", "cases"), ("precision", "true", "said")):
                told = [one for one in own if one[n] >= LEAST]
                gap = spread([one[k] for one in told], [one[n] for one in told])
                if gap is not None:
                    word = "established" if gap.established else "not established"
                    print(f"- {what}, {name}, by {by}: {gap.difference:.2f}, {word}.")


def _share(cases: int, of: int) -> str:
    if of < LEAST:
        return f"{cases} of {of}"
    low, high = wilson(cases, of)
    return f"{cases / of:.2f} ({low:.2f} to {high:.2f})"
