"""`/{organisation}/abonnes`: what was seen behind the meters of households, for the service."""

from dataclasses import dataclass
from datetime import date

from beffroi.decide.customers.following import STATUS, looked
from beffroi.decide.customers.telling import Told, told
from beffroi.domains import algorithms
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Page, View, Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.subscribers.words import LISTING as WORDS

TITLE = Text(fr="Abonnés à l’eau", en="Water subscribers")
PURPOSE = "water service"
MANY = 25
#: What the list shows first: what the service has before it.
_WAITS = "waits"
_SETS = {_WAITS: ("open", "watching"), **{key: (key,) for key in STATUS}, "all": tuple(STATUS)}
_LABELS = {
    _WAITS: Text(fr="à traiter ou à surveiller", en="to follow up or watched"),
    **STATUS,
    "all": Text(fr="tous", en="all"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was seen, as a line."""

    reference: str
    home: str
    what: Text
    said: str
    since: date
    m3: float
    eur: float
    status: str
    status_said: Text


@dataclass(frozen=True, slots=True)
class Subscribers:
    """What was seen behind the meters of households, filtered by the address."""

    base: str
    status: tuple[Option, ...]
    asked: str
    rows: tuple[Line, ...]
    total: int
    page: int
    pages: int


def line_of(visit: Visit, one: Told) -> Line:
    """Return something that was seen as a line."""
    known = algorithms().get(one.detector)
    return Line(
        one.reference,
        one.home,
        known.label if known else Text(fr=one.detector, en=one.detector),
        one.said.in_(visit.language),
        one.since,
        max(one.m3, 0.0),
        max(one.eur, 0.0),
        one.status,
        STATUS[one.status],
    )


def _list(visit: Visit) -> View:
    asked = visit.query.get("status", _WAITS)
    asked = asked if asked in _SETS else _WAITS
    looked(visit.writer(), visit.organisation)
    found = told(visit.reader(PURPOSE), visit.organisation, _SETS[asked])
    pages = max(-(-len(found) // MANY), 1)
    page = min(max(number_of(visit.query.get("p", "1")), 1), pages)
    context = Subscribers(
        f"/{visit.organisation}/abonnes",
        tuple(Option(key, label, key == asked) for key, label in _LABELS.items()),
        f"status={asked}",
        tuple(line_of(visit, one) for one in found[(page - 1) * MANY : page * MANY]),
        len(found),
        page,
        pages,
    )
    return View("subscribers/list.html", TITLE, context, WORDS)


PAGES = (
    Page(
        "GET",
        "/{organisation}/abonnes",
        holder(Right.READ_HOUSEHOLDS),
        _list,
        context=Subscribers,
        asks=("status", "p"),
    ),
)
