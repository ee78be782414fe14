"""What happens to a plan: works that are done, lever by lever, and events that are none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.scenarios.asked import levers
from beffroi.decide.scenarios.kept import Kept, get, missing
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.periods import utc_now
from beffroi.store.state.scenarios import ScenarioNote, ScenarioPlan
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

WORK, EVENT = "work", "event"
LONGEST = 500
MOST_COST = 1e9
_PLAN = Text(fr="plan en cours", en="live plan")
_NOTE = Text(fr="note du plan", en="note of the plan")
_LEVER = Text(
    fr="« {lever} » n’est pas un levier de ce plan ; ce sont : {known}",
    en="“{lever}” is no lever of this plan; these are: {known}",
)
_LATER = Text(
    fr="des travaux faits le sont au plus tard ce jour ; un événement ne finit pas avant d’avoir "
    "commencé",
    en="works that are done are so today at the latest; an event does not end before it began",
)
_SAID = Text(
    fr="dites en {most} signes au plus ce qui s’est passé",
    en="say what happened in {most} signs at most",
)
_COST = Text(fr="le coût est un nombre d’euros", en="the cost is an amount in euros")


@dataclass(frozen=True, slots=True)
class Note:
    """Works done (`lever`), or an event; `until` None: the event goes on."""

    id: int
    lever: str
    label: Text
    since: date
    until: date | None
    cost_eur: float | None
    said: str
    at: datetime
    actor: str


def planned_levers(kept: Kept) -> dict[str, Text]:
    """Return the levers of the plan that stands, by name: those that act on some building."""
    plan = kept.plan
    if plan is None:
        return {}
    version = next(one for one in kept.versions if one.number == plan.version)
    return {part.lever: part.label for part in version.tried.parts}


def notes(session: Session, plan: int) -> list[Note]:
    """List the notes of a plan that stand, in the order of what happened."""
    known, row = levers(), ScenarioNote
    query = select(row).where(row.plan_id == plan, row.withdrawn_at.is_(None))
    return [
        Note(
            one.id,
            one.lever,
            known[one.lever].label if one.lever in known else Text(fr=one.lever, en=one.lever),
            one.since,
            one.until,
            one.cost_eur,
            one.said,
            one.at,
            one.actor,
        )
        for one in session.scalars(query.order_by(row.since, row.id))
    ]


def done_on(found: Sequence[Note]) -> Mapping[str, date]:
    """Return the day of each lever that was pulled."""
    return {one.lever: one.since for one in found if one.lever}


def note_work(
    door: WriteDoor,
    organisation: int,
    scenario: int,
    lever: str,
    day: date,
    today: date,
    *,
    cost_eur: float | None = None,
    said: str = "",
) -> int:
    """Note that a lever of the plan was pulled; an earlier note of it is withdrawn.

    Raises:
        BeffroiError: `store.not_found` where no plan stands, `decide.scenario_invalid`.
    """
    if day > today:
        raise BeffroiError(SCENARIO_INVALID, problem=_LATER)
    if cost_eur is not None and not 0 <= cost_eur <= MOST_COST:
        raise BeffroiError(SCENARIO_INVALID, problem=_COST)
    with door.change("scenario.work", "scenario", organisation, f"scenario {scenario}") as made:
        kept = get(made.session, organisation, scenario)
        plan, known = _plan(kept), planned_levers(kept)
        if lever not in known:
            problem = _LEVER.fill(lever=lever[:40], known=", ".join(known))
            raise BeffroiError(SCENARIO_INVALID, problem=problem)
        row = ScenarioNote
        earlier = select(row).where(
            row.plan_id == plan, row.lever == lever, row.withdrawn_at.is_(None)
        )
        for one in made.session.scalars(earlier):
            one.withdrawn_at, one.withdrawn_by = utc_now(), door.actor
        made.detail = {"lever": lever, "done_on": day.isoformat()}
        words = said.strip()[:LONGEST]
        return _added(made.session, door, plan, WORK, lever, (day, None), cost_eur, words)


def note_event(
    door: WriteDoor, organisation: int, scenario: int, since: date, until: date | None, said: str
) -> int:
    """Note what changes the use of the buildings and is none of the works: its days count not.

    Raises:
        BeffroiError: `store.not_found` where no plan stands, `decide.scenario_invalid`.
    """
    if not 0 < len(said.strip()) <= LONGEST:
        raise BeffroiError(SCENARIO_INVALID, problem=_SAID.fill(most=LONGEST))
    if until is not None and until < since:
        raise BeffroiError(SCENARIO_INVALID, problem=_LATER)
    with door.change("scenario.event", "scenario", organisation, f"scenario {scenario}") as made:
        plan = _plan(get(made.session, organisation, scenario))
        made.detail = {"since": since.isoformat(), "until": until.isoformat() if until else None}
        return _added(made.session, door, plan, EVENT, "", (since, until), None, said.strip())


def take_back(door: WriteDoor, organisation: int, scenario: int, note: int) -> None:
    """Withdraw a note, which stays in the journal.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.change("scenario.unnote", "scenario", organisation, f"scenario {scenario}") as made:
        get(made.session, organisation, scenario)
        query = (
            select(ScenarioNote)
            .join(ScenarioPlan, ScenarioNote.plan_id == ScenarioPlan.id)
            .where(
                ScenarioNote.id == note,
                ScenarioPlan.scenario_id == scenario,
                ScenarioNote.withdrawn_at.is_(None),
            )
        )
        row = made.session.scalar(query) if note > 0 else None
        if row is None:
            raise missing(_NOTE, note)
        row.withdrawn_at, row.withdrawn_by = utc_now(), door.actor
        made.detail = {"note": note}


def _plan(kept: Kept) -> int:
    if kept.plan is None:
        raise missing(_PLAN, kept.id)
    return kept.plan.id


def _added(
    session: Session,
    door: WriteDoor,
    plan: int,
    kind: str,
    lever: str,
    days: tuple[date, date | None],
    cost_eur: float | None,
    said: str,
) -> int:
    row = ScenarioNote(
        plan_id=plan,
        kind=kind,
        lever=lever,
        since=days[0],
        until=days[1],
        cost_eur=cost_eur,
        said=said,
        at=utc_now(),
        actor=door.actor,
    )
    session.add(row)
    session.flush()
    return row.id
