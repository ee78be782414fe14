"""`/{organisation}/carte`: assets and findings where they are, live, and as they were before.

The list is whole without a script and says what the map shows; the script adds a map that moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from beffroi.commons.outlines import Box
from beffroi.decide.findings import STATUS
from beffroi.decide.places import How, Marked, Positions, first_day, marked
from beffroi.demo.place import is_demo
from beffroi.domains import domains
from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.mapping.base import BASES, Base
from beffroi.web.mapping.ground import FRANCE, Land, land_of, widened
from beffroi.web.mapping.kept import plane_of
from beffroi.web.pages.declaring import Page, View, Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.map_words import MAP, SCRIPT, TITLE, WALL
from beffroi.web.pages.policy import policy
from beffroi.web.pages.rendering import SPOKEN
from beffroi.web.pages.rows import UNNAMED, kind_of
from beffroi.web.pages.shell import organisation_of
from beffroi.web.pages.sketch import Sketch, sketch
from beffroi.web.pages.wording import FINDINGS

MANY = 25
#: How far back the map goes [months].
_MONTHS = 60
_WALL_ROWS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding in the list of the map: the fields of a line, and where it is."""

    number: int
    place: str
    owner: str
    said: str
    eur: float
    unsure: bool
    status: str
    status_said: Text
    domain: Text
    since: date
    severity: str
    longitude: float | None
    latitude: float | None
    exact: bool
    past: bool = False
    m3: float = 0.0
    """Water that it loses a year [m3]."""
    kind: Text = UNNAMED
    """What was seen, in a few words."""


@dataclass(frozen=True, slots=True)
class Carte:
    """The map of an organisation at a moment."""

    name: str
    base: str
    api: str
    spots: tuple[Spot, ...]
    total: int
    page: int
    pages: int
    asked: str
    """The filters, as they stand in the address."""
    months: tuple[Option, ...]
    domain: tuple[Option, ...]
    day: date
    """The moment that is looked at."""
    today: date
    drawing: Sketch
    communes: int
    box: Box
    assets: int
    nowhere: int
    at: datetime
    waiting: int
    under_way: int
    at_stake: float
    """What findings that wait surely cost a year [EUR]."""
    tiles: Base | None
    """The base map of somebody else, where a setting asks for it."""
    simulated: bool


def _map(visit: Visit) -> View:
    wall = visit.query.get("mur") == "1"
    context = _carte(visit, _WALL_ROWS if wall else MANY)
    more = {"worker-src": "'self'"}
    if context.tiles is not None:
        more |= {"img-src": context.tiles.origin, "connect-src": context.tiles.origin}
    spoken = {f"{SPOKEN}{key}": text for key, text in SCRIPT.items()}
    words = {**FINDINGS, **MAP, **(WALL if wall else {}), **spoken}
    headers = {"Content-Security-Policy": policy(more)}
    template = "wall.html" if wall else "map.html"
    return View(template, TITLE, context, words, headers=headers)


def _carte(visit: Visit, many: int) -> Carte:
    number, today = visit.organisation, visit.today
    door = visit.reader("map")
    with visit.own().look(number) as session:
        land = land_of(session, number, today, around=True)
        row = organisation_of(session, number)
        name = row.name if row else ""
    every = marked(door, number, visit.language, today, land.ground)
    plane = plane_of(visit.store, door, number)
    months, day = _months(visit, every, today)
    domain = visit.query.get("domain", "")
    domain = domain if domain in domains() else ""
    found = [one for one in every if one.stands(day) and domain in ("", one.domain)]
    chosen = number_of(visit.query.get("choisi", ""))
    found.sort(key=lambda one: one.number != chosen)  # what was chosen on the map comes first
    pages = max(1, -(-len(found) // many))
    page = min(max(number_of(visit.query.get("p", "1")), 1), pages)
    waiting = [one for one in found if one.status == "open" and not one.owner]
    box = _box(land, found, plane.positions)
    month = next(one.value for one in months if one.chosen)
    kept = (("mois", month), ("domain", domain))
    return Carte(
        name,
        f"/{number}",
        f"/api/organisations/{number}",
        tuple(_spot(one) for one in found[(page - 1) * many : page * many]),
        len(found),
        page,
        pages,
        "&".join(f"{key}={value}" for key, value in kept if value),
        months,
        tuple(Option(key, one.label, key == domain) for key, one in sorted(domains().items())),
        day,
        today,
        sketch(box, land.own, land.around, found),
        len(land.own),
        box,
        len(plane.positions.number) + plane.positions.nowhere,
        plane.positions.nowhere,
        utc_now(),
        len(waiting),
        sum(one.status in ("acting", "watching", "done") and not one.owner for one in found),
        sum(one.eur for one in waiting if not one.unsure),
        BASES.get(visit.store.settings.map_base),
        is_demo(visit.store.home.root),
    )


def _months(visit: Visit, found: Sequence[Marked], today: date) -> tuple[tuple[Option, ...], date]:
    """Return the moments that may be looked at, the present first, and the day that is."""
    asked, day = visit.query.get("mois", ""), today
    first = first_day(found, today)
    options = [Option("", MAP["now"], chosen=True)]
    last = today.replace(day=1) - timedelta(days=1)
    while last >= first and len(options) <= _MONTHS:
        value = f"{last:%Y-%m}"
        label = Text(
            fr=format_date(last, "LLLL y", locale="fr_FR"),
            en=format_date(last, "LLLL y", locale="en_GB"),
        )
        if value == asked:
            day = last
            options[0] = Option("", MAP["now"], chosen=False)
        options.append(Option(value, MAP["end_of"].fill(month=label), value == asked))
        last = last.replace(day=1) - timedelta(days=1)
    return tuple(options), day


def _spot(one: Marked) -> Spot:
    known = domains()
    return Spot(
        one.number,
        one.place,
        one.owner,
        one.said,
        one.eur,
        one.unsure,
        one.status,
        STATUS[one.status],
        known[one.domain].label if one.domain in known else Text(fr=one.domain, en=one.domain),
        one.since,
        one.severity,
        one.point.longitude if one.point else None,
        one.point.latitude if one.point else None,
        one.how is How.EXACT,
        m3=one.m3,
        kind=kind_of(one.detector),
    )


def _box(land: Land, found: Sequence[Marked], assets: Positions) -> Box:
    """Return what is looked at first: communes, else what stands somewhere, else the country."""
    if land.box is not None:
        return land.box
    easts = [one.point.longitude for one in found if one.point]
    norths = [one.point.latitude for one in found if one.point]
    if len(assets.number):
        easts += [float(assets.longitude.min()), float(assets.longitude.max())]
        norths += [float(assets.latitude.min()), float(assets.latitude.max())]
    if not easts:
        return FRANCE
    return widened([(min(easts), min(norths), max(easts), max(norths))])


PAGES = (Page("GET", "/{organisation}/carte", holder(Right.READ_INDICATORS), _map, context=Carte),)
