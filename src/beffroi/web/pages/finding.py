"""`/{organisation}/constats/{finding}`: one finding whole, and the decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.decide.decisions import WORDS as CHOICE_WORDS
from beffroi.decide.decisions import decide
from beffroi.decide.findings import get
from beffroi.decide.ranking import shown
from beffroi.domains import algorithms
from beffroi.errors import BeffroiError
from beffroi.errors.decide import ACTION_LIVE
from beffroi.store.state.models import Asset
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.charts import Drawing, drawing
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import CHOICES, faults_of
from beffroi.web.pages.people import names_of
from beffroi.web.pages.rows import Row, own_findings, row_of
from beffroi.web.pages.wording import FINDING as WORDS

_TITLE = Text(fr="{place}, constat n° {n}", en="{place}, finding no. {n}")
_UNITS = (("eur_per_year", "EUR"), ("kwh_per_year", "kWh"), ("kgco2e_per_year", "kgCO2e"))


@dataclass(frozen=True, slots=True)
class Stake:
    """What a finding costs a year in one unit, with its interval at 90 %."""

    unit: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a finding."""

    at: str
    who: str
    said: Text
    quote: str = ""
    kind: str = ""
    """How it is shown: `good` for a proven saving, `past` for what no longer counts."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What saw it."""

    key: str
    name: Text
    version: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, its evidence, its history, and the form to decide."""

    row: Row
    base: str
    stakes: tuple[Stake, ...]
    confidence: float
    until: str | None
    measured_to: str | None
    ideas: tuple[str, ...]
    drawing: Drawing | None
    reads_measures: bool
    algorithm: Algorithm | None
    steps: tuple[Step, ...]
    may_decide: bool
    try_it: str
    """The address at which a scenario is tried on the building; empty where none can be."""
    decided: bool
    """Whether a decision stands, which may be undone."""
    choice: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()


def _one(visit: Visit) -> View:
    return _page(visit)


def _page(visit: Visit, choice: str = "", reason: str = "", faults: tuple[Fault, ...] = ()) -> View:
    number, door = visit.organisation, visit.reader("findings")
    data = shown(door, visit.number("finding"), visit.language, visit.today)
    with door.session() as session:
        row = row_of(data, own_findings(session, number))
    own = not row.owner
    context = Shown(
        row,
        f"/{number}/constats",
        _stakes(data),
        100 * data["confidence"],
        data["until"],
        data["measured_to"],
        tuple(one["label"] for one in data["actions"]),
        drawing(data["chart"], visit.language) if data["chart"] else None,
        door.scope.measures,
        _algorithm(data),
        _steps(visit, data["history"]),
        own and visit.may(Right.DECIDE),
        _try_it(visit, row.number) if own else "",
        row.status in ("acting", "watching", "dismissed"),
        choice,
        reason,
        faults,
    )
    title = _TITLE.fill(place=row.place, n=row.number)
    status = 422 if faults else 200
    return View("finding.html", title, context, WORDS, status, faulty=bool(faults))


def _try_it(visit: Visit, finding: int) -> str:
    """Return where a scenario is tried on the building of a finding."""
    number = visit.organisation
    with visit.own().look(number) as session:
        asset = session.get(Asset, get(session, finding, [number]).asset_id)
    if asset is None or asset.household:
        return ""
    return f"/{number}/scenarios/nouveau?b.{asset.parent_id or asset.id}=1"


def _stakes(data: Mapping[str, Any]) -> tuple[Stake, ...]:
    if data["stake"]["eur_per_year"]["value"] <= 0:
        return ()
    return tuple(Stake(unit, **data["stake"][key]) for key, unit in _UNITS)


def _algorithm(data: Mapping[str, Any]) -> Algorithm | None:
    known = algorithms().get(data["detector"])
    return Algorithm(known.key, known.label, data["version"]) if known else None


def _steps(visit: Visit, history: list[dict[str, Any]]) -> tuple[Step, ...]:
    """Return what happened, the last thing first."""
    names = names_of(visit.own(), {one["actor"] for one in history if one.get("actor")})
    return tuple(_step(one, names) for one in reversed(history))


def _step(one: Mapping[str, Any], names: Mapping[str, str]) -> Step:
    who = names.get(str(one.get("actor", "")), "")
    if one["kind"] == "decision":
        said = WORDS["decided"].fill(choice=CHOICE_WORDS[one["choice"]])
        return Step(one["at"], who, said, one["reason"], "" if one["live"] else "past")
    if one["kind"] == "action":
        return Step(one["at"], who, WORDS["acted"], one["what"], "" if one["live"] else "past")
    if one["kind"] == "withdrawal":
        return Step(one["at"], who, WORDS["withdrawn"], one["reason"], "past")
    sentence = Text(fr=one["sentence"], en=one["sentence"])  # said in the language of the reader
    return Step(one["at"], "", sentence, kind="good" if one["proven"] else "")


def _decide(visit: Visit) -> View | Move:
    return _choose(visit, visit.said("choice"), CHOICES)


def _reopen(visit: Visit) -> View | Move:
    return _choose(visit, "reopen", ("reopen",))


def _choose(visit: Visit, choice: str, choices: tuple[str, ...]) -> View | Move:
    number, finding = visit.organisation, visit.number("finding")
    reason, door = visit.said("reason").strip(), visit.writer()
    with door.look(number) as session:
        get(session, finding, [number])  # another's is not told apart from none
    faults = faults_of(choice, reason, choices)
    if not faults:
        try:
            decide(door, finding, choice, reason)
        except BeffroiError as error:
            if error.type is not ACTION_LIVE:
                raise
            faults = [fault_of(error)]
    if faults:
        return _page(visit, choice, reason, tuple(faults))
    return Move(f"/{number}/constats/{finding}?done={choice}")


_PATH = "/{organisation}/constats/{finding}"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _one),
    Page("POST", _PATH, holder(Right.DECIDE), _decide),
    Page("POST", f"{_PATH}/rouvrir", holder(Right.DECIDE), _reopen),
)
