"""The buildings of a plan that can be weighed: their meters, before and after the works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.decide.fitting import make_days
from beffroi.decide.panel import build_panel
from beffroi.decide.scenarios.buildings import candidates, groups_of, simulated
from beffroi.decide.scenarios.kept import Version
from beffroi.decide.scenarios.noting import Note
from beffroi.decide.scenarios.told import Building
from beffroi.decide.scenarios.weighing import Weighed, quiet
from beffroi.decide.verify import BASELINE, LEAST_AFTER, LEAST_BEFORE
from beffroi.domains import parameters
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.store.read import END, ReadDoor
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
class Judged:
    """The buildings of a plan that can be weighed, and those that cannot with the reason."""

    planned: list[Building]
    meters: list[Weighed]
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
    """Look at the meters of each building; one of which a meter cannot tell is left out whole."""
    groups, domain = groups_of(door, organisation), simulated()
    numbers = parameters(domain.key)
    judged = Judged([], [], [], (LEAST_BEFORE, LEAST_AFTER))
    for asset, building in _planned(door, organisation, version):
        own = groups.get(asset, [])
        panel = build_panel(door, own, domain, END) if own else None
        if panel is None:
            judged.left_out.append((building.name, _UNKNOWN))
            judged.shortest = (0, 0)
            continue
        meters = _meters(panel, spans, numbers)
        before = min(one.days.between(*spans.before).known for one in meters)
        after = min(one.days.between(*spans.after).known for one in meters)
        if before < LEAST_BEFORE or after < LEAST_AFTER:
            lacking = before < LEAST_BEFORE
            why = _UNMEASURED if lacking else _UNSEEN
            some, needed = (before, LEAST_BEFORE) if lacking else (after, LEAST_AFTER)
            judged.left_out.append((building.name, why.fill(found=some, needed=needed)))
            judged.shortest = min(judged.shortest, (before, after))
            continue
        judged.planned.append(building)
        judged.meters += meters
    return judged


def _planned(door: ReadDoor, organisation: int, version: Version) -> list[tuple[int, Building]]:
    """Return the buildings of a plan on which some lever acts, with their number: -1, unknown.

    Answers are kept by name. Where a name changed since, their order tells, unless some building
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


def _meters(panel: Panel, spans: Spans, numbers: Parameters) -> list[Weighed]:
    found = []
    for row, each in enumerate(panel.rows):
        days = make_days(
            panel.days,
            panel.daily[row],
            panel.filled[row],
            panel.temperature[row],
            panel.day_types[row],
        )
        energy = each.quantity.partition(".")[0]
        at, given = min(panel.as_of, spans.after[1]), each.number("price")
        price = numbers.at(f"{energy}.price", at) if given is None else given
        factor = numbers.at(f"{energy}.emission", at)
        found.append(Weighed(quiet(days, spans.events), price, factor))
    return found
