"""`/{organisation}/constats/{finding}`: one finding whole, and the decision about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.decide.decisions import NOT_ACTED, decide, live_actions
from beffroi.decide.findings import get
from beffroi.decide.ranking import shown
from beffroi.decide.stakes import at_stake
from beffroi.domains import algorithms, domains
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
from beffroi.web.pages.leak import WORDS as LEAK_WORDS
from beffroi.web.pages.leak import Search, search_of
from beffroi.web.pages.rows import Row, own_findings, row_of
from beffroi.web.pages.steps import Step, steps_of
from beffroi.web.pages.talking import Talk, talk_of
from beffroi.web.pages.wording import FINDING as WORDS

_TITLE = Text(fr="{place}, {what} (constat n° {n})", en="{place}, {what} (finding no. {n})")
_UNNAMED = Text(fr="{place} (constat n° {n})", en="{place} (finding no. {n})")


@dataclass(frozen=True, slots=True)
class Stake:
    """What a finding costs a year in one unit, with its interval at 90 %."""

    unit: str
    value: float
    low: float
    high: float


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
    asset: str
    """Where its equipment is shown; empty where that is another's."""
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
    """The address at which a scenario is tried on its building, or on its district; empty where
    none can be."""
    decided: bool
    """Whether a decision stands, which may be undone."""
    choices: tuple[str, ...]
    """What may be chosen: what was acted upon is not dismissed."""
    acted: bool
    """Whether an action was done, and stands."""
    works: bool
    """Whether what was done may be noted: somebody decided to act."""
    talk: Talk | None
    """None about a finding of another."""
    search: Search | None
    """Where to look for the leak of a water network; None about anything else."""
    choice: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()


def _one(visit: Visit) -> View:
    return page_of(visit)


def page_of(
    visit: Visit,
    choice: str = "",
    reason: str = "",
    faults: tuple[Fault, ...] = (),
    *,
    said: str = "",
    talk_faults: tuple[Fault, ...] = (),
) -> View:
    """Return the page of a finding, with what was typed and will not do.

    Raises:
        BeffroiError: `store.not_found`.
    """
    number, door = visit.organisation, visit.reader("findings")
    data = shown(door, visit.number("finding"), visit.language, visit.today)
    with door.session() as session:
        row = row_of(data, own_findings(session, number))
        own = not row.owner
        asset = get(session, row.number).asset_id if own else None
        acted = own and bool(live_actions(session, row.number))
    search = search_of(visit, row.number) if own else None
    context = Shown(
        row,
        f"/{number}/constats",
        f"/{number}/equipements/{asset}" if asset else "",
        _stakes(data),
        100 * data["confidence"],
        data["until"],
        data["measured_to"],
        tuple(one["label"] for one in data["actions"]),
        drawing(data["chart"], visit.language) if data["chart"] else None,
        door.scope.measures,
        _algorithm(data),
        steps_of(visit, data["history"], may_withdraw=own),
        own and visit.may(Right.DECIDE),
        _try_it(visit, row.number) if own and search is None else "",
        row.status in ("acting", "watching", "dismissed") and not acted,
        tuple(one for one in CHOICES if not (acted and one in NOT_ACTED)),
        acted,
        row.status in ("acting", "done"),
        talk_of(visit, row.number, said, talk_faults) if own else None,
        search,
        choice,
        reason,
        faults,
    )
    title = _TITLE if row.kind.fr else _UNNAMED
    title = title.fill(place=row.place, what=row.kind, n=row.number)
    wrong = bool(faults or talk_faults)
    return View(
        "finding.html", title, context, {**WORDS, **LEAK_WORDS}, 422 if wrong else 200, faulty=wrong
    )


def _try_it(visit: Visit, finding: int) -> str:
    """Return where a scenario is tried on what a finding is about, or on what it serves."""
    number = visit.organisation
    with visit.own().look(number) as session:
        row = get(session, finding, [number])
        asset, owner = session.get(Asset, row.asset_id), domains().get(row.domain)
        above = session.get(Asset, asset.parent_id) if asset and asset.parent_id else None
    if asset is None or asset.household or owner is None or owner.simulator is None:
        return ""
    at = above or asset
    if owner.gather is not None and at.type != owner.gather.level:
        return ""  # what it counts in is further above, if anywhere
    return f"/{number}/scenarios/nouveau?b.{at.id}=1"


def _stakes(data: Mapping[str, Any]) -> tuple[Stake, ...]:
    known = (Stake(unit, **data["stake"][key]) for key, unit in at_stake(data["stake"]))
    # A contract costs euros and no energy: « 0 kWh, entre 0 et 0 » says nothing.
    return tuple(one for one in known if one.value or one.low or one.high)


def _algorithm(data: Mapping[str, Any]) -> Algorithm | None:
    known = algorithms().get(data["detector"])
    return Algorithm(known.key, known.label, data["version"]) if known else None


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
        return page_of(visit, choice, reason, tuple(faults))
    return Move(f"/{number}/constats/{finding}?done={choice}")


_PATH = "/{organisation}/constats/{finding}"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _one, context=Shown),
    Page("POST", _PATH, holder(Right.DECIDE), _decide),
    Page("POST", f"{_PATH}/rouvrir", holder(Right.DECIDE), _reopen),
)
