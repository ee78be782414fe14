"""`/{organisation}/demandes`: what persons ask about their data, with the time that is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.registers import REGISTER_INVALID
from beffroi.periods import PARIS, utc_now
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.trust.personal.requests import KINDS, OUTCOMES, listed, new
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.personal.record import PURPOSE
from beffroi.web.pages.personal.words import REQUESTS as WORDS

TITLE = Text(fr="Demandes des personnes", en="Requests of persons")
NEW = Text(fr="Inscrire une demande", en="Record a request")
MANY = 30
LONGEST_REFERENCE = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list."""

    number: int
    kind: Text
    reference: str
    received_on: str
    due_on: str
    left: Text
    state: str
    """`late`, `soon`, `open` or `closed`."""


@dataclass(frozen=True, slots=True)
class Requests:
    """A page of requests, those that press first."""

    base: str
    waiting: int
    late: int
    lines: tuple[Line, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class New:
    """The form of a new request."""

    base: str
    kinds: tuple[Option, ...]
    reference: str
    received: str
    today: str
    faults: tuple[Fault, ...] = ()


def line_of(told: Mapping[str, Any]) -> Line:
    """Return a request that is plain data as a line."""
    left, late = told["days_left"], told["late"]
    if left is None:
        said, state = OUTCOMES[told["outcome"]], "closed"
        said = WORDS["closed_late" if late else "closed"].fill(outcome=said)
    elif left < 0:
        said = WORDS["late_one" if left == -1 else "late"].fill(n=-left)
        state = "late"
    else:
        said = WORDS["left_one" if left == 1 else "left"].fill(n=left)
        state = "soon" if left <= 7 else "open"
    return Line(
        told["id"],
        KINDS[told["kind"]],
        told["reference"],
        told["received_on"],
        told["due_on"],
        said,
        state,
    )


def _list(visit: Visit) -> View:
    today = utc_now().astimezone(PARIS).date()
    rows = [line_of(one) for one in listed(visit.reader(PURPOSE), [visit.organisation], today)]
    pages = max(1, -(-len(rows) // MANY))
    page = min(max(number_of(visit.query.get("p", "1")), 1), pages)
    context = Requests(
        f"/{visit.organisation}/demandes",
        sum(one.state != "closed" for one in rows),
        sum(one.state == "late" for one in rows),
        tuple(rows[(page - 1) * MANY : page * MANY]),
        page,
        pages,
    )
    return View("personal/requests.html", TITLE, context, WORDS)


def _form(visit: Visit) -> View:
    visit.reader(PURPOSE)
    return _page(visit, "access", "", "")


def _page(
    visit: Visit, kind: str, reference: str, received: str, faults: tuple[Fault, ...] = ()
) -> View:
    today = utc_now().astimezone(PARIS).date().isoformat()
    context = New(
        f"/{visit.organisation}/demandes",
        tuple(Option(key, label, key == kind) for key, label in KINDS.items()),
        reference,
        received or today,
        today,
        faults,
    )
    status = 422 if faults else 200
    return View("personal/new.html", NEW, context, WORDS, status, faulty=bool(faults))


def _new(visit: Visit) -> View | Move:
    visit.reader(PURPOSE)
    kind, reference = visit.said("kind"), visit.said("reference").strip()
    received = visit.said("received").strip()
    day, faults = day_of(received), []
    if kind not in KINDS:
        faults.append(Fault(WORDS["wrong_kind"], "kind"))
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        faults.append(Fault(WORDS["wrong_reference"], "reference"))
    if day is None:
        faults.append(Fault(WORDS["wrong_day"], "received"))
    else:
        try:
            if not faults:
                row = new(visit.writer(), visit.organisation, kind, reference, day)
                return Move(f"/{visit.organisation}/demandes/{row.id}?done=request_new")
        except BeffroiError as error:
            if error.type is not REGISTER_INVALID:
                raise
            faults.append(fault_of(error, "received"))
    return _page(visit, kind, reference[:LONGEST_REFERENCE], received[:20], tuple(faults))


_PATH = "/{organisation}/demandes"
PAGES = (
    Page("GET", _PATH, holder(Right.HANDLE_REQUESTS), _list, context=Requests, asks=("p",)),
    Page("GET", f"{_PATH}/nouvelle", holder(Right.HANDLE_REQUESTS), _form),
    Page("POST", f"{_PATH}/nouvelle", holder(Right.HANDLE_REQUESTS), _new),
)
