"""The assets of a plan that can be weighed: their meters, before and after the works.

Kilowatt-hours and cubic metres do not add up: what is weighed together has one unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from beffroi.decide.fitting import make_days
from beffroi.decide.scenarios.assets import (
    candidates,
    panels_of,
    rows_of,
    simulated,
    simulator_of,
)
from beffroi.decide.scenarios.kept import Version
from beffroi.decide.scenarios.noting import Note
from beffroi.decide.scenarios.told import Building
from beffroi.decide.scenarios.weighing import Weighed, quiet
from beffroi.decide.verify import BASELINE, LEAST_AFTER, LEAST_BEFORE
from beffroi.domains import parameters
from beffroi.domains.contract import Domain, Worth
from beffroi.domains.panel import Panel, Row
from beffroi.store.read import ReadDoor
from beffroi.texts import Text

_UNKNOWN = Text(fr="il n’est plus mesuré", en="it is measured no more")
_UNMEASURED = Text(
    fr="un compteur a {found} jours connus avant les travaux ; il en faut {needed}",
    en="a meter has {found} known days before the works; {needed} are needed",
)
_UNSEEN = Text(
    fr="un compteur a {found} jours connus après les travaux ; il en faut {needed}",
    en="a meter has {found} known days after the works; {needed} are needed",
)


@dataclass(frozen=True, slots=True)
class Spans:
    """The year before the works, what comes after them, and the days that count on no side."""

    before: tuple[date, date]
    after: tuple[date, date]
    events: tuple[tuple[date, date], ...]


@dataclass(slots=True)
class Weighable:
    """The assets of a plan that can be weighed together, with their meters."""

    planned: list[Building] = field(default_factory=list)
    meters: list[Weighed] = field(default_factory=list)


@dataclass(slots=True)
class Judged:
    """What can be weighed of a plan, by unit, and what cannot with the reason."""

    units: dict[str, Weighable]
    left_out: list[tuple[str, Text]]
    shortest: tuple[int, int]
    """The fewest days known before and after, of what is left out."""


def spans_of(days: Mapping[str, date], found: Sequence[Note]) -> Spans:
    """Return the periods of a plan, by the day of each lever that was pulled."""
    first, last = min(days.values()), max(days.values())
    events = [(one.since, one.until or date.max) for one in found if not one.lever]
    # What goes on from after the works changes the buildings for good: the comparison ends there.
    ends = [since for since, until in events if until == date.max and since > last]
    return Spans(
        (first - BASELINE, first - timedelta(days=1)),
        (last + timedelta(days=1), min(ends, default=date.max) - timedelta(days=1)),
        tuple(events),
    )


def judge(door: ReadDoor, organisation: int, version: Version, spans: Spans) -> Judged:
    """Look at the meters of each asset; one of which a meter cannot tell is left out whole."""
    judged = Judged({}, [], (LEAST_BEFORE, LEAST_AFTER))
    planned = _planned(door, organisation, version)
    kinds = {one.asset: one.domain for one in candidates(door, organisation)}
    panels = _panels(door, organisation, [(kinds.get(asset), asset) for asset, _ in planned])
    for asset, building in planned:
        panel, domain = panels.get(asset), kinds.get(asset)
        if panel is None or domain is None:
            judged.left_out.append((building.name, _UNKNOWN))
            judged.shortest = (0, 0)
            continue
        meters = _meters(panel, spans, simulated()[domain])
        before = min(one.days.between(*spans.before).known for one in meters)
        after = min(one.days.between(*spans.after).known for one in meters)
        if before < LEAST_BEFORE or after < LEAST_AFTER:
            lacking = before < LEAST_BEFORE
            why = _UNMEASURED if lacking else _UNSEEN
            some, needed = (before, LEAST_BEFORE) if lacking else (after, LEAST_AFTER)
            judged.left_out.append((building.name, why.fill(found=some, needed=needed)))
            judged.shortest = min(judged.shortest, (before, after))
            continue
        unit = simulator_of(domain).goods[0].unit
        together = judged.units.setdefault(unit, Weighable())
        together.planned.append(building)
        together.meters += meters
    return judged


def _panels(
    door: ReadDoor, organisation: int, wanted: Sequence[tuple[str | None, int]]
) -> dict[int, Panel]:
    """Return the rows by which each asset is weighed; none where nothing is measured any more."""
    found: dict[int, Panel] = {}
    for key, domain in simulated().items():
        assets = [asset for own, asset in wanted if own == key]
        if domain.gather is None:
            for asset in assets:
                for panel in panels_of(door, organisation, domain, [asset], apart=True):
                    found[asset] = panel
            continue
        quantity = simulator_of(key).verified
        for panel in panels_of(door, organisation, domain, assets):
            for place, row in enumerate(panel.rows):
                if row.asset in assets and row.quantity == quantity:
                    found[row.asset] = rows_of(panel, [place])
    return found


def _planned(door: ReadDoor, organisation: int, version: Version) -> list[tuple[int, Building]]:
    """Return the assets of a plan on which some lever acts, with their number: -1, unknown.

    Answers are kept by name. Where a name changed since, their order tells, unless some asset
    could not be tried.
    """
    tried, asked = version.tried, version.asked.buildings
    names = {one.asset: one.name for one in candidates(door, organisation)}
    left = list(asked)
    ordered = len(tried.buildings) == len(asked)
    found = []
    for place, one in enumerate(tried.buildings):
        same = [asset for asset in left if names.get(asset) == one.name]
        number = same[0] if same else asked[place] if ordered else -1
        if number in left:
            left.remove(number)
        if one.parts:
            found.append((number, one))
    return found


def _meters(panel: Panel, spans: Spans, domain: Domain) -> list[Weighed]:
    found = []
    for row, each in enumerate(panel.rows):
        days = make_days(
            panel.days,
            panel.daily[row],
            panel.filled[row],
            panel.temperature[row],
            panel.day_types[row],
        )
        worth = _worth(each, domain, min(panel.as_of, spans.after[1]))
        found.append(Weighed(quiet(days, spans.events), worth.eur, worth.kgco2e, worth.kwh))
    return found


def _worth(row: Row, domain: Domain, on: date) -> Worth:
    numbers = parameters(domain.key)
    if domain.worth is not None:
        return domain.worth(row, numbers, on)
    energy, given = row.quantity.partition(".")[0], row.number("price")
    price = numbers.at(f"{energy}.price", on) if given is None else given
    return Worth(price, 1.0, numbers.at(f"{energy}.emission", on))
