"""`/{organisation}/scenarios/{scenario}/plan/...`: works and events noted, the saving verified."""

from beffroi.decide.scenarios.noting import note_event, note_work, take_back
from beffroi.decide.scenarios.outcome import verify_plan
from beffroi.errors import BeffroiError
from beffroi.errors.decide import HISTORY_SHORT, SCENARIO_INVALID
from beffroi.figures import amount
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.scenario import page_of
from beffroi.web.pages.scenario_outcome import Noted
from beffroi.web.pages.scenario_outcome_words import NO_COST, NO_DAY, NO_WHAT

_LONGEST = 500
_TOLD = (SCENARIO_INVALID, HISTORY_SHORT)


def _work(visit: Visit) -> View | Move:
    names = ("lever", "work_day", "cost", "said")
    lever, day_said, cost_said, said = (visit.said(one).strip()[:_LONGEST] for one in names)
    typed = Noted(lever=lever, work_day=day_said, cost=cost_said, said=said)
    day, faults = day_of(day_said), list[Fault]()
    cost = None
    if day is None:
        faults.append(Fault(NO_DAY, "work_day"))
    if cost_said:
        try:
            cost = amount(cost_said.removesuffix("€"))
        except ValueError:
            faults.append(Fault(NO_COST, "cost"))
    if faults or day is None:
        return page_of(visit, *faults, noted=typed)
    number, own = visit.number("scenario"), visit.organisation
    try:
        note_work(visit.writer(), own, number, lever, day, visit.today, cost_eur=cost, said=said)
    except BeffroiError as error:
        return _told(visit, error, "work_day", typed)
    return _moved(visit, "noted")


def _event(visit: Visit) -> View | Move:
    since_said, until_said, what = (
        visit.said(one).strip()[:_LONGEST] for one in ("since", "until", "what")
    )
    typed = Noted(since=since_said, until=until_said, what=what)
    since, until = day_of(since_said), day_of(until_said)
    faults = [] if since else [Fault(NO_DAY, "since")]
    faults += [Fault(NO_DAY, "until")] if until_said and until is None else []
    faults += [] if what else [Fault(NO_WHAT, "what")]
    if faults or since is None:
        return page_of(visit, *faults, noted=typed)
    try:
        note_event(visit.writer(), visit.organisation, visit.number("scenario"), since, until, what)
    except BeffroiError as error:
        return _told(visit, error, "until", typed)
    return _moved(visit, "noted")


def _take_back(visit: Visit) -> Move:
    number = visit.number("scenario")
    take_back(visit.writer(), visit.organisation, number, visit.number("note"))
    return _moved(visit, "unnoted")


def _verify(visit: Visit) -> View | Move:
    door = visit.reader("verification")
    try:
        verify_plan(door, visit.writer(), visit.organisation, visit.number("scenario"))
    except BeffroiError as error:
        return _told(visit, error, "", Noted())
    return _moved(visit, "verified")


def _told(visit: Visit, error: BeffroiError, field: str, typed: Noted) -> View:
    if error.type not in _TOLD:
        raise error
    return page_of(visit, fault_of(error, field), noted=typed)


def _moved(visit: Visit, news: str) -> Move:
    path = f"/{visit.organisation}/scenarios/{visit.number('scenario')}"
    return Move(f"{path}?news={news}#suivi")


_PATH = "/{organisation}/scenarios/{scenario}/plan"
PAGES = (
    Page("POST", f"{_PATH}/travaux", holder(Right.DECIDE), _work),
    Page("POST", f"{_PATH}/evenement", holder(Right.DECIDE), _event),
    Page("POST", f"{_PATH}/notes/{{note}}/retirer", holder(Right.DECIDE), _take_back),
    Page("POST", f"{_PATH}/verifier", holder(Right.DECIDE), _verify),
)
