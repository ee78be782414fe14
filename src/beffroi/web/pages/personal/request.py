"""`/{organisation}/demandes/{request}`: one request, its clock, its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.registers import ANSWERED, REGISTER_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.trust.personal.requests import OUTCOMES, answer, extend, listed
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.people import names_of
from beffroi.web.pages.personal.record import PURPOSE
from beffroi.web.pages.personal.requests import Line, line_of
from beffroi.web.pages.personal.words import REQUESTS as WORDS

LONGEST = 2000
_TITLE = Text(fr="Demande n° {n}", en="Request no. {n}")
_WHAT = Text(fr="demande", en="request")


@dataclass(frozen=True, slots=True)
class Request:
    """A request whole."""

    base: str
    line: Line
    extended_why: str
    answered_on: str
    answered_by: str
    answer: str
    outcomes: tuple[Option, ...]
    may_extend: bool
    text: str = ""
    why: str = ""
    faults: tuple[Fault, ...] = ()


def _told(visit: Visit) -> dict[str, Any]:
    """Return the request of the address; another's is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    number, today = visit.number("request"), utc_now().astimezone(PARIS).date()
    for one in listed(visit.reader(PURPOSE), [visit.organisation], today):
        if one["id"] == number:
            return one
    raise BeffroiError(NOT_FOUND, what=_WHAT, key=visit.path["request"][:20], command="requests")


def _one(visit: Visit) -> View:
    return _page(visit, _told(visit))


def _page(
    visit: Visit,
    told: dict[str, Any],
    *,
    outcome: str = "",
    text: str = "",
    why: str = "",
    faults: tuple[Fault, ...] = (),
) -> View:
    by = told["answered_by"] or ""
    line = line_of(told)
    context = Request(
        f"/{visit.organisation}/demandes",
        line,
        told["extended_why"] or "",
        told["answered_on"] or "",
        names_of(visit.own(), {by})[by] if by else "",
        told["answer"] or "",
        tuple(Option(key, label, key == outcome) for key, label in OUTCOMES.items()),
        line.state in ("soon", "open") and told["extended_why"] is None,
        text,
        why,
        faults,
    )
    status = 422 if faults else 200
    title = _TITLE.fill(n=told["id"])
    return View("personal/request.html", title, context, WORDS, status, faulty=bool(faults))


def _answer(visit: Visit) -> View | Move:
    told, outcome = _told(visit), visit.said("outcome")
    text, faults = visit.said("text").strip(), list[Fault]()
    if outcome not in OUTCOMES:
        faults.append(Fault(WORDS["wrong_outcome"], "outcome"))
    faults += _wrong(text, "text")
    if not faults:
        faults += _done(lambda: answer(visit.writer(), told["id"], outcome, text), "text")
    if faults:
        return _page(visit, told, outcome=outcome, text=text, faults=tuple(faults))
    return Move(f"/{visit.organisation}/demandes/{told['id']}?done=request_answer")


def _extend(visit: Visit) -> View | Move:
    told, why = _told(visit), visit.said("why").strip()
    today = utc_now().astimezone(PARIS).date()
    faults = _wrong(why, "why")
    if not faults:
        faults = _done(lambda: extend(visit.writer(), told["id"], why, today), "why")
    if faults:
        return _page(visit, told, why=why, faults=tuple(faults))
    return Move(f"/{visit.organisation}/demandes/{told['id']}?done=request_extend")


def _wrong(text: str, field: str) -> list[Fault]:
    if not text:
        return [Fault(WORDS["wrong_empty"], field)]
    return [Fault(WORDS["wrong_long"], field)] if len(text) > LONGEST else []


def _done(act: Callable[[], object], field: str) -> list[Fault]:
    try:
        act()
    except BeffroiError as error:
        if error.type not in (REGISTER_INVALID, ANSWERED):
            raise
        return [fault_of(error, field if error.type is REGISTER_INVALID else "")]
    return []


_PATH = "/{organisation}/demandes/{request}"
PAGES = (
    Page("GET", _PATH, holder(Right.HANDLE_REQUESTS), _one, context=Request),
    Page("POST", f"{_PATH}/repondre", holder(Right.HANDLE_REQUESTS), _answer),
    Page("POST", f"{_PATH}/prolonger", holder(Right.HANDLE_REQUESTS), _extend),
)
