"""The truth table, the works and the decisions that follow from what was put into a building."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.changes import Change
from beffroi.demo.generate.clock import Clock, Floats
from beffroi.demo.generate.loads import Loads, Noise, loads
from beffroi.demo.generate.model import FaultKind, Suggestion, Truth, Work, WorkKind
from beffroi.demo.generate.plan import Plan
from beffroi.texts import Text

_YEAR = 365  # days over which yearly magnitudes are summed, at the end of the period
_EUR_PER_M2 = {WorkKind.INSULATION: 95.0, WorkKind.BOILER: 38.0, WorkKind.LED: 24.0}
_LABELS = {
    WorkKind.INSULATION: Text(fr="Isolation de la toiture", en="Roof insulation"),
    WorkKind.BOILER: Text(
        fr="Remplacement de la chaudière par une chaudière à condensation",
        en="Boiler replaced by a condensing one",
    ),
    WorkKind.LED: Text(fr="Passage de l’éclairage en LED", en="LED lighting"),
    WorkKind.REPAIR: Text(
        fr="Réglage des équipements et de la régulation", en="Equipment and controls set right"
    ),
}
_ACT = Text(
    fr="L’écart est net et la correction coûte peu.", en="The gap is clear and the remedy cheap."
)
_WATCH = Text(
    fr="À revoir après la prochaine saison de chauffe.", en="To be seen again next heating season."
)
_DISMISS = Text(
    fr="Usage connu : un nouvel occupant a été accueilli.", en="Known use: a new occupant came in."
)


@dataclass(frozen=True, slots=True)
class History:
    """What is known for certain of one building."""

    truth: tuple[Truth, ...] = ()
    works: tuple[Work, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A building with its plan, its surroundings and the keys of its assets."""

    building: Building
    plan: Plan
    time: Clock
    outdoor: Floats
    noise: Noise
    key: str
    points: dict[str, str]  # key of the delivery point, by meter
    quantities: dict[str, str]  # quantity of the series, by meter


def history(case: Case, real: Loads, rng: np.random.Generator) -> History:
    """Return the truth about a building; `real` are its loads as simulated."""
    if case.plan.fault is not None:
        return _faulty(case, case.plan.fault, real, rng)
    if case.plan.work is not None:
        return _improved(case, case.plan.work, rng)
    return History()


def _faulty(case: Case, fault: Change, real: Loads, rng: np.random.Generator) -> History:
    assert isinstance(fault.kind, FaultKind)  # noqa: S101 - a plan holds its works apart
    healthy = loads(case.building, case.time, case.outdoor, case.noise)
    acting = real.of(fault.meter) != healthy.of(fault.meter)
    first, last = _days(case.time, acting, fault)
    lasting = fault.until == len(case.time.days)
    billed = fault.kind is FaultKind.BILL_MISMATCH
    truth = Truth(
        asset=case.points[fault.meter],
        building=case.key,
        quantity=f"{fault.meter}.billed_energy" if billed else case.quantities[fault.meter],
        kind=fault.kind,
        start=case.time.day_at(first),
        end=None if lasting else case.time.day_at(last),
        kwh_per_year=_yearly(case, fault, healthy),
    )
    work = _repair(case, fault, truth, rng) if case.plan.repaired else None
    suggestion = _suggest(truth, work, rng)
    if suggestion is not None and suggestion.on > case.time.last:
        suggestion = None
    return History((truth,), (work,) if work else (), (suggestion,) if suggestion else ())


def _days(time: Clock, acting: np.ndarray, fault: Change) -> tuple[int, int]:
    """Return the first and the last day on which a fault shows."""
    hours = np.flatnonzero(acting)
    if len(hours) == 0:
        return fault.since, fault.until - 1
    return int(time.day_of[hours[0]]), int(time.day_of[hours[-1]])


def _yearly(case: Case, change: Change, without: Loads) -> float:
    """Return what a change adds over the last year, were it there all along, kWh."""
    year = case.time.hour_at(max(len(case.time.days) - _YEAR, 0))
    before = without.of(change.meter)[year:].sum()
    if change.kind is FaultKind.BILL_MISMATCH:
        return round(float(before) * change.size / 1000)
    always = replace(change, since=0, until=len(case.time.days))
    if change.kind is FaultKind.DRIFT:
        grown = change.size * (change.until - change.since) / 548
        always = replace(always, kind=FaultKind.STEP_UP, size=grown)
    plan = Plan(fault=always) if isinstance(change.kind, FaultKind) else Plan(work=always)
    changed = loads(case.building, case.time, case.outdoor, case.noise, plan.changes)
    return round(float(changed.of(change.meter)[year:].sum() - before) / 1000)


def _repair(case: Case, fault: Change, truth: Truth, rng: np.random.Generator) -> Work:
    return Work(
        building=case.key,
        asset=truth.asset,
        kind=WorkKind.REPAIR,
        label=_LABELS[WorkKind.REPAIR],
        done_on=case.time.day_at(fault.until),
        cost_eur=round(float(rng.uniform(250, 1_800)), -1),
        saving_kwh_per_year=truth.kwh_per_year,
        repairs=truth.kind,
    )


def _improved(case: Case, work: Change, rng: np.random.Generator) -> History:
    assert isinstance(work.kind, WorkKind)  # noqa: S101 - a plan holds its faults apart
    healthy = loads(case.building, case.time, case.outdoor, case.noise)
    price = _EUR_PER_M2[work.kind] * case.building.surface
    done = Work(
        building=case.key,
        asset=case.points[work.meter],
        kind=work.kind,
        label=_LABELS[work.kind],
        done_on=case.time.day_at(work.since),
        cost_eur=round(price * float(rng.uniform(0.8, 1.25)), -2),
        saving_kwh_per_year=-_yearly(case, work, healthy),
    )
    return History(works=(done,))


def _suggest(truth: Truth, work: Work | None, rng: np.random.Generator) -> Suggestion | None:
    """Return the decision that a person took, if any; only faults that cost are decided."""
    if work is not None:
        when = max(truth.start, work.done_on - timedelta(days=int(rng.integers(12, 40))))
        return Suggestion(truth.asset, truth.kind, "act", _ACT, when, work)
    if truth.kwh_per_year == 0 or truth.end is not None or rng.random() < 0.6:
        return None
    choice, reason = ("watch", _WATCH) if rng.random() < 0.7 else ("dismiss", _DISMISS)
    when = truth.start + timedelta(days=int(rng.integers(50, 80)))
    return Suggestion(truth.asset, truth.kind, choice, reason, when)
