"""`/{organisation}/constats/{finding}/travaux`: what was done, and what it saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.decisions import act, cancel, live_actions
from beffroi.decide.findings import get
from beffroi.decide.verify import sentence, verify
from beffroi.decide.weather import sheltering
from beffroi.errors import BeffroiError
from beffroi.errors.decide import (
    ACTION_INVALID,
    ACTION_MISSING,
    ACTION_UNDECIDED,
    HISTORY_SHORT,
    REASON_MISSING,
)
from beffroi.store.state.loop import Action, Outcome
from beffroi.store.state.models import Asset
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.acting_words import WORDS
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.forms import day_of

_TITLE = Text(fr="Ce qui a été fait : {place}", en="What was done: {place}")
_TOLD = (ACTION_INVALID, ACTION_MISSING, ACTION_UNDECIDED, HISTORY_SHORT, REASON_MISSING)
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, and what it saved, where that was verified."""

    number: int
    day: date
    cost: float
    """[EUR]"""
    what: str
    saved: Text | None
    proven: bool
    last: bool
    """Whether it is the one that is verified."""


@dataclass(frozen=True, slots=True)
class Works:
    """What was done about a finding, and the form to note more."""

    base: str
    finding: str
    done: tuple[Done, ...]
    what: str
    day: str
    cost: str
    faults: tuple[Fault, ...]


def _place(session: Session, finding: int, organisation: int) -> str:
    """Return what people call the place of a finding: what its meter serves, else the meter."""
    asset = session.get_one(Asset, get(session, finding, [organisation]).asset_id)
    return session.get_one(Asset, asset.parent_id).name if asset.parent_id else asset.name


def _page(
    visit: Visit, typed: Mapping[str, str] | None = None, faults: tuple[Fault, ...] = ()
) -> View:
    finding, typed = _require(visit), typed or {}
    with visit.own().look(visit.organisation) as session:
        place = _place(session, finding, visit.organisation)
        actions = live_actions(session, finding)
        outcomes = {one.id: _outcome(session, one) for one in actions}
    base = f"/{visit.organisation}/constats/{finding}"
    context = Works(
        f"{base}/travaux",
        base,
        tuple(
            Done(
                one.id,
                one.done_on,
                one.cost_eur,
                one.what,
                sentence(outcome.result) if (outcome := outcomes[one.id]) else None,
                bool(outcome and outcome.proven),
                one is actions[-1],
            )
            for one in actions
        ),
        typed.get("what", ""),
        typed.get("day", ""),
        typed.get("cost", ""),
        faults,
    )
    status = 422 if faults else 200
    return View(
        "acting.html", _TITLE.fill(place=place), context, WORDS, status, faulty=bool(faults)
    )


def _require(visit: Visit) -> int:
    finding = visit.number("finding")
    with visit.reader("findings").session() as session:
        get(session, finding, [visit.organisation])
    return finding


def _outcome(session: Session, action: Action) -> Outcome | None:
    query = select(Outcome).where(Outcome.action_id == action.id)
    return session.scalar(query.order_by(Outcome.id.desc()).limit(1))


def _note(visit: Visit) -> View | Move:
    finding = _require(visit)
    typed = {name: visit.said(name).strip()[:_LONGEST] for name in ("what", "day", "cost")}
    day, cost = day_of(typed["day"]), _euros(typed["cost"])
    wrong = {"what": not typed["what"], "day": day is None, "cost": cost is None}
    faults = tuple(Fault(WORDS[f"wrong_{name}"], name) for name, found in wrong.items() if found)
    if day is None or cost is None or faults:
        return _page(visit, typed, faults)
    try:
        act(visit.writer(), finding, day, cost, typed["what"])
    except BeffroiError as error:
        return _told(visit, error, typed, "day")
    return _back(visit, "acted")


def _euros(given: str) -> float | None:
    r"""Return an amount as it was typed; None where it is none.

    >>> _euros("1 250,50 €"), _euros("1\u202f250"), _euros("-3"), _euros("peu"), _euros("")
    (1250.5, 1250.0, None, None, 0.0)
    """
    bare = "".join(given.split()).removesuffix("€").replace(",", ".")
    if not bare:
        return 0.0
    if not bare.replace(".", "", 1).isdecimal() or len(bare) > 12:
        return None
    return float(bare)


def _verify(visit: Visit) -> View | Move:
    finding, door = _require(visit), visit.reader("verification")
    try:
        verify(sheltering(door, visit.organisation), visit.writer(), finding)
    except BeffroiError as error:
        return _told(visit, error, {}, "")
    return _back(visit, "verified")


def _withdraw(visit: Visit) -> View | Move:
    finding = _require(visit)
    try:
        cancel(visit.writer(), finding, visit.number("action"), visit.said("reason")[:2000])
    except BeffroiError as error:
        return _told(visit, error, {}, "")
    return _back(visit, "act_withdrawn")


def _told(visit: Visit, error: BeffroiError, typed: Mapping[str, str], field: str) -> View:
    if error.type not in _TOLD:
        raise error
    about = field if error.type is ACTION_INVALID else ""
    return _page(visit, typed, (fault_of(error, about),))


def _back(visit: Visit, done: str) -> Move:
    return Move(f"/{visit.organisation}/constats/{visit.number('finding')}/travaux?done={done}")


_PATH = "/{organisation}/constats/{finding}/travaux"
PAGES = (
    Page("GET", _PATH, holder(Right.DECIDE), _page, context=Works),
    Page("POST", _PATH, holder(Right.DECIDE), _note),
    Page("POST", f"{_PATH}/verifier", holder(Right.DECIDE), _verify),
    Page("POST", f"{_PATH}/{{action}}/retirer", holder(Right.DECIDE), _withdraw),
)
