"""`/{organisation}/scenarios/{scenario}`: one that was kept, its plan, its history."""

from dataclasses import dataclass
from datetime import date

from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.kept import Kept, get
from beffroi.errors import BeffroiError
from beffroi.errors.base import ErrorType
from beffroi.errors.decide import REASON_MISSING, SCENARIO_INVALID, SCENARIO_WITHDRAWN
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.people import names_of
from beffroi.web.pages.scenario_outcome import Followed, Noted, followed_of
from beffroi.web.pages.scenario_outcome_words import NEWS as FOLLOWED_NEWS
from beffroi.web.pages.scenario_outcome_words import WORDS as FOLLOWED_WORDS
from beffroi.web.pages.scenario_result import Result, result_of
from beffroi.web.pages.scenario_wording import NEWS
from beffroi.web.pages.scenario_wording import ONE as WORDS

_TITLE = Text(fr="Scénario « {name} »", en="Scenario “{name}”")
_NO_DAY = Text(fr="Donnez le jour de fin des travaux.", en="Give the day when works end.")
_NO_WHO = Text(fr="Dites qui s’en charge.", en="Say who sees to it.")
_NO_WHY = Text(fr="Écrivez pourquoi.", en="Write why.")
_FAULTS: tuple[ErrorType, ...] = (REASON_MISSING, SCENARIO_INVALID, SCENARIO_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a scenario."""

    at: str
    who: str
    said: Text
    quote: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of a plan."""

    done_on: str = ""
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario, its answer, its plan, and the forms that change it."""

    base: str
    number: int
    name: str
    state: str
    version: int
    at: str
    who: str
    result: Result
    again: str
    """The address that tries it again, from the measures of now."""
    planned_by: str
    planned_on: date | None
    steps: tuple[Step, ...]
    may_decide: bool
    typed: Typed
    news: Text | None
    plan: Followed | None
    """What happened to the plan that stands, and what it saved."""
    faults: tuple[Fault, ...] = ()


def _one(visit: Visit) -> View:
    return page_of(visit)


def page_of(
    visit: Visit,
    *faults: Fault,
    typed: Typed | None = None,
    noted: Noted | None = None,
) -> View:
    """Return the page of a scenario, with what is wrong with a form of it."""
    own = visit.organisation
    with visit.reader("scenarios").session() as session:
        kept = get(session, own, visit.number("scenario"))
        followed = followed_of(visit, session, kept, noted or Noted())
    last, plan = kept.last, kept.plan
    actors = {kept.actor, kept.withdrawn_by, *(one.actor for one in kept.versions)}
    actors |= {one.actor for one in kept.plans} | {one.withdrawn_by for one in kept.plans}
    names = names_of(visit.own(), actors)
    live = kept.withdrawn_at is None
    state = "withdrawn" if not live else "planned" if plan else "kept"
    base = f"/{own}/scenarios"
    context = Shown(
        base,
        kept.id,
        kept.name,
        state,
        last.number,
        last.at.isoformat(),
        names.get(last.actor, ""),
        result_of(last.tried, visit.language),
        f"{base}/nouveau?{last.asked.address}&version={kept.id}",
        plan.who if plan else "",
        plan.done_on if plan else None,
        _steps(kept, names),
        live and visit.may(Right.DECIDE),
        typed or Typed(),
        (NEWS | FOLLOWED_NEWS).get(visit.query.get("news", "")),
        followed,
        faults,
    )
    status = 422 if faults else 200
    title = _TITLE.fill(name=kept.name)
    return View(
        "scenario.html", title, context, WORDS | FOLLOWED_WORDS, status, faulty=bool(faults)
    )


def _steps(kept: Kept, names: dict[str, str]) -> tuple[Step, ...]:
    """Return what happened, the last thing first."""
    steps = [
        Step(one.at.isoformat(), names.get(one.actor, ""), WORDS["step_version"].fill(n=one.number))
        for one in kept.versions
    ]
    for plan in kept.plans:
        said = WORDS["step_plan"].fill(who=plan.who, day=_day(plan.done_on))
        kind = "" if plan.withdrawn_at else "good"
        steps.append(Step(plan.at.isoformat(), names.get(plan.actor, ""), said, plan.why, kind))
        if plan.withdrawn_at:
            who, why = names.get(plan.withdrawn_by, ""), plan.withdrawn_why
            step = Step(plan.withdrawn_at.isoformat(), who, WORDS["step_unplan"], why, "past")
            steps.append(step)
    if kept.withdrawn_at:
        who, why = names.get(kept.withdrawn_by, ""), kept.withdrawn_why
        steps.append(Step(kept.withdrawn_at.isoformat(), who, WORDS["step_withdraw"], why, "past"))
    return tuple(sorted(steps, key=lambda one: one.at, reverse=True))


def _day(day: date) -> Text:
    return Text(fr=f"{day:%d/%m/%Y}", en=day.isoformat())


def _plan(visit: Visit) -> View | Move:
    said = Typed(visit.said("done_on"), visit.said("who").strip(), visit.said("why").strip())
    faults = [] if said.who else [Fault(_NO_WHO, "who")]
    faults += [] if said.why else [Fault(_NO_WHY, "why")]
    try:
        day = date.fromisoformat(said.done_on)
    except ValueError:
        return page_of(visit, Fault(_NO_DAY, "done_on"), *faults, typed=said)
    if faults:
        return page_of(visit, *faults, typed=said)
    number = visit.number("scenario")
    try:
        keeping.plan(visit.writer(), visit.organisation, number, day, said.who, said.why)
    except BeffroiError as error:
        return page_of(visit, _fault(error), typed=said)
    return _moved(visit, "planned")


def _unplan(visit: Visit) -> View | Move:
    try:
        number = visit.number("scenario")
        keeping.unplan(visit.writer(), visit.organisation, number, visit.said("reason"))
    except BeffroiError as error:
        return page_of(visit, _fault(error, "undo"))
    return _moved(visit, "unplanned")


def _withdraw(visit: Visit) -> View | Move:
    try:
        number = visit.number("scenario")
        keeping.withdraw(visit.writer(), visit.organisation, number, visit.said("reason"))
    except BeffroiError as error:
        return page_of(visit, _fault(error, "gone"))
    return Move(f"/{visit.organisation}/scenarios?news=withdrawn")


def _fault(error: BeffroiError, field: str = "") -> Fault:
    """Return what is wrong with a form; anything else is an error of the page.

    Raises:
        BeffroiError: what a form cannot mend.
    """
    if error.type not in _FAULTS:
        raise error
    if error.type is REASON_MISSING:
        return Fault(_NO_WHY, field)
    return Fault(error.type.what.fill(error.details), field)


def _moved(visit: Visit, news: str) -> Move:
    return Move(f"/{visit.organisation}/scenarios/{visit.number('scenario')}?news={news}")


_PATH = "/{organisation}/scenarios/{scenario}"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _one, context=Shown),
    Page("POST", f"{_PATH}/plan", holder(Right.DECIDE), _plan),
    Page("POST", f"{_PATH}/plan/retrait", holder(Right.DECIDE), _unplan),
    Page("POST", f"{_PATH}/retrait", holder(Right.DECIDE), _withdraw),
)
