"""The verified outcome of a plan: what its works really saved, against what was planned.

Only the sum of the levers can be verified, unit by unit: they act on the same meters. The baseline
is the year before the first of the works, what is weighed comes after the last one, and what is
between belongs to neither. The plan is a share of what the assets would use; the same share of what
was expected after the works is what the plan comes to over the same days.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.scenarios.assets import deriving
from beffroi.decide.scenarios.judging import Spans, Weighable, judge, spans_of
from beffroi.decide.scenarios.kept import Kept, Version, get, missing
from beffroi.decide.scenarios.noting import Note, done_on, notes, planned_levers
from beffroi.decide.scenarios.telling import legs
from beffroi.decide.scenarios.verdicts import share_planned, verdict
from beffroi.decide.scenarios.weighing import CONFIDENCE, Month, Weighed, weigh
from beffroi.decide.verify import LEAST_AFTER, LEAST_BEFORE, short
from beffroi.domains.contract import Estimate
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.periods import utc_now
from beffroi.store.read import ReadDoor
from beffroi.store.state.scenarios import Scenario, ScenarioOutcome, ScenarioPlan
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_PLAN = Text(fr="plan en cours", en="live plan")
_UNDONE = Text(
    fr="aucun des travaux n’est encore noté comme fait", en="none of the works is noted as done yet"
)


def verify_plan(read: ReadDoor, write: WriteDoor, organisation: int, scenario: int) -> Any:
    """Verify the plan of a scenario, store its outcome and return it.

    Raises:
        BeffroiError: `store.not_found` where no plan stands, `decide.scenario_invalid` where no
            works are noted, `decide.history_short`.
    """
    own = deriving(read, organisation)
    with own.session() as session:
        kept = get(session, organisation, scenario)
        if kept.plan is None:
            raise missing(_PLAN, scenario)
        found = notes(session, kept.plan.id)
    result = _result(own, organisation, kept, found)
    subject = f"scenario {scenario}"
    with write.change("scenario.verify", "verification", organisation, subject) as change:
        row = ScenarioOutcome(
            plan_id=kept.plan.id, computed_at=utc_now(), result=result, actor=write.actor
        )
        change.session.add(row)
        change.detail = {"verdict": result["verdict"]}
    return result


def last_outcome(session: Session, plan: int) -> ScenarioOutcome | None:
    """Return the last outcome of a plan, None where it was never verified."""
    row = ScenarioOutcome
    query = select(row).where(row.plan_id == plan).order_by(row.id.desc()).limit(1)
    return session.scalar(query)


def _result(door: ReadDoor, organisation: int, kept: Kept, found: Sequence[Note]) -> dict[str, Any]:
    days, labels = done_on(found), planned_levers(kept)
    if not days:
        raise BeffroiError(SCENARIO_INVALID, problem=_UNDONE)
    plan = kept.plan
    version = next(one for one in kept.versions if plan and one.number == plan.version)
    spans = spans_of(days, found)
    judged = judge(door, organisation, version, spans)
    if not judged.units:
        before, later = judged.shortest
        lacking = before < LEAST_BEFORE
        least = LEAST_BEFORE if lacking else LEAST_AFTER
        raise short(least, before if lacking else later, before=lacking)
    done = set(days)
    legs = [_leg(unit, one, version, done, spans) for unit, one in judged.units.items()]
    span = date.fromisoformat(max(one["reporting"]["to"] for one in legs))
    return {
        **legs[0],
        "also": legs[1:],
        "method": "IPMVP 2022, option C",
        "confidence": CONFIDENCE,
        "levers": [
            {"lever": name, "label": asdict(labels[name]), "done_on": day.isoformat()}
            for name, day in days.items()
            if name in labels
        ],
        "waiting": [asdict(label) for name, label in labels.items() if name not in days],
        "cost_eur": sum(one.cost_eur or 0.0 for one in found),
        "events": [_event(one, (spans.after[0], span)) for one in found if not one.lever],
        "left_out": [{"name": name, "why": asdict(why)} for name, why in judged.left_out],
    }


def _leg(
    unit: str, of: Weighable, version: Version, done: set[str], spans: Spans
) -> dict[str, Any]:
    """Return what the assets that are weighed in one unit saved: amounts are named after it."""
    last = max(one.days.dates[np.isfinite(one.days.amount)][-1].astype(object) for one in of.meters)
    after = (spans.after[0], min(spans.after[1], last))
    planned = share_planned(of.planned, version, done, unit)
    whole, months = weigh(of.meters, spans.before, after)
    name = unit.lower()
    return {
        "unit": unit,
        "verdict": verdict(planned, whole.share),
        "planned": asdict(planned),
        "share": asdict(whole.share),
        "avoided_kwh": asdict(whole.kwh),
        f"avoided_{name}": asdict(whole.amount),
        "avoided_eur": asdict(whole.eur),
        "avoided_kgco2e": asdict(whole.kgco2e),
        f"expected_{name}": whole.expected,
        f"measured_{name}": whole.measured,
        "baseline": _period(spans.before, of.meters),
        "reporting": _period(after, of.meters),
        "buildings": [one.name for one in of.planned],
        "months": [_month(one, planned, name) for one in months],
    }


def _period(span: tuple[date, date], meters: Sequence[Weighed]) -> dict[str, Any]:
    known = max(one.days.between(*span).known for one in meters)
    return {"from": span[0].isoformat(), "to": span[1].isoformat(), "days": known}


def _event(one: Note, after: tuple[date, date]) -> dict[str, str]:
    until = one.until or max(after[1], one.since)
    return {"since": one.since.isoformat(), "until": until.isoformat(), "said": one.said}


def _month(one: Month, planned: Estimate, unit: str) -> dict[str, Any]:
    alone = one.alone
    return {
        "month": one.first.isoformat(),
        f"expected_{unit}": alone.expected,
        f"measured_{unit}": alone.measured,
        f"saving_{unit}": asdict(alone.amount),
        "planned": {name: share * alone.expected for name, share in asdict(planned).items()},
        "so_far": asdict(one.so_far.share),
    }


@dataclass(frozen=True, slots=True)
class Followed:
    """A plan that stands, with what happened to it and its last outcome."""

    scenario: int
    name: str
    who: str
    why: str
    decided_at: datetime
    actor: str
    notes: tuple[Note, ...]
    outcome: dict[str, Any] | None
    computed_at: datetime | None

    @property
    def proven(self) -> bool:
        """Whether some saving is proven."""
        found = legs(self.outcome) if self.outcome is not None else ()
        return any(one["share"]["low"] > 0 for one in found)


def followed(session: Session, organisation: int) -> list[Followed]:
    """List the plans of an organisation that stand, the last decided first."""
    query = (
        select(ScenarioPlan, Scenario.name)
        .join(Scenario, ScenarioPlan.scenario_id == Scenario.id)
        .where(
            Scenario.organisation_id == organisation,
            Scenario.withdrawn_at.is_(None),
            ScenarioPlan.withdrawn_at.is_(None),
        )
        .order_by(ScenarioPlan.id.desc())
    )
    found = []
    for plan, name in session.execute(query):
        last = last_outcome(session, plan.id)
        found.append(
            Followed(
                plan.scenario_id,
                name,
                plan.who,
                plan.why,
                plan.at,
                plan.actor,
                tuple(notes(session, plan.id)),
                last.result if last else None,
                last.computed_at if last else None,
            )
        )
    return found
