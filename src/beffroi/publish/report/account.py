"""What was seen, decided and done, and what it really saved: from the state, own findings only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from beffroi.decide.decisions import WORDS as CHOICES
from beffroi.decide.findings import listed, order, to_dicts
from beffroi.decide.scenarios.outcome import followed
from beffroi.decide.scenarios.telling import avoided, percents
from beffroi.decide.scenarios.telling import sentence as plan_sentence
from beffroi.decide.verify import sentence
from beffroi.periods import PARIS
from beffroi.publish.report.content import Decided, Done, Estimate, Waiting
from beffroi.publish.report.spans import Span
from beffroi.publish.report.wording import INCREASED, NOT_PROVEN, NOT_VERIFIED, PROVEN, UNSAID
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.texts import Text

_AGAINST = Text(
    fr="{what} (prévu : {planned} ; constaté : {found})",
    en="{what} (planned: {planned}; found: {found})",
)
#: Findings that are told one by one, and decisions.
MOST = 8
_Served = aliased(models.Asset)


@dataclass(frozen=True, slots=True)
class Account:
    """What the state says of a period, and the instant of the last thing that it says."""

    waiting: tuple[Waiting, ...]
    waiting_more: int
    waiting_eur: float
    decided: tuple[Decided, ...]
    done: tuple[Done, ...]
    detectors: tuple[str, ...]
    last: datetime | None


def account(session: Session, organisation: int, span: Span, today: date) -> Account:
    """Look at the findings of an organisation and at what came of them.

    What waits is what waits now; decisions and actions are those of the period and of the time
    since then, so that a council is not told of what it has already settled.
    """
    waits, seen = _waiting(session, organisation, today)
    decisions = _decided(session, organisation, span)
    done, ended = _done(session, organisation, span)
    carried, verified = _plans(session, organisation, span)
    done, ended = done + carried, ended + verified
    named = waits[:MOST]
    instants = [*seen, *(at for _, at in decisions), *ended]
    return Account(
        tuple(one for one, _ in named),
        len(waits) - len(named),
        sum(one.eur.value for one, _ in waits if one.eur.sure),
        tuple(one for one, _ in decisions),
        done,
        tuple(sorted({detector for _, detector in waits})),
        max(instants, default=None),
    )


def _waiting(
    session: Session, organisation: int, today: date
) -> tuple[list[tuple[Waiting, str]], list[datetime]]:
    found = listed(session, [organisation])
    seen = [finding.seen_at for finding, _, _ in found]
    open_ones = [row for row in found if row[0].status == "open"]
    told = zip(to_dicts(session, open_ones, "fr", today), open_ones, strict=True)
    rows = [(data, finding) for data, (finding, _, _) in told if not data["past"]]
    rows.sort(key=lambda one: (order(one[0]), one[1].id))
    return [(_waits(data, finding), finding.detector) for data, finding in rows], seen


def _waits(data: dict[str, Any], finding: Finding) -> Waiting:
    stake = finding.stake["eur_per_year"]
    return Waiting(
        finding.id,
        data["place"],
        Text(fr=finding.explanation["fr"], en=finding.explanation["en"]),
        finding.since,
        Estimate(max(stake["value"], 0.0), stake["low"], stake["high"]),
        tuple(Text(fr=one["fr"], en=one["en"]) for one in finding.actions),
    )


def _decided(session: Session, organisation: int, span: Span) -> list[tuple[Decided, datetime]]:
    """List the decision that stands about each finding, the last one first."""
    query = (
        select(Decision, models.Asset.name, _Served.name)
        .join(Finding, Decision.finding_id == Finding.id)
        .join(models.Asset, Finding.asset_id == models.Asset.id)
        .outerjoin(_Served, models.Asset.parent_id == _Served.id)
        .where(Finding.organisation_id == organisation)
        .order_by(Decision.id.desc())
    )
    live: dict[int, tuple[Decided, datetime]] = {}
    for made, own, served in session.execute(query):
        if made.finding_id in live:
            continue
        day = made.at.astimezone(PARIS).date()
        told = Decided(served or own, day, CHOICES[made.choice], made.reason)
        live[made.finding_id] = (told, made.at)
    return [one for one in live.values() if one[0].on >= span.first]


def _done(
    session: Session, organisation: int, span: Span
) -> tuple[tuple[Done, ...], list[datetime]]:
    """List the actions that stand, with the last outcome of each, the last one first."""
    query = (
        select(Action, models.Asset.name, _Served.name)
        .join(Finding, Action.finding_id == Finding.id)
        .join(models.Asset, Finding.asset_id == models.Asset.id)
        .outerjoin(_Served, models.Asset.parent_id == _Served.id)
        .where(Finding.organisation_id == organisation, Action.withdrawn_at.is_(None))
        .order_by(Action.done_on.desc(), Action.id.desc())
    )
    rows = [row for row in session.execute(query) if row[0].done_on >= span.first]
    outcomes = _outcomes(session, [act.id for act, _, _ in rows])
    instants = [act.at for act, _, _ in rows] + [one.computed_at for one in outcomes.values()]
    return (
        tuple(_acted(act, served or own, outcomes.get(act.id)) for act, own, served in rows),
        instants,
    )


def _plans(
    session: Session, organisation: int, span: Span
) -> tuple[tuple[Done, ...], list[datetime]]:
    """List the plans whose works were done since, with what they saved together."""
    found, instants = list[Done](), list[datetime]()
    for plan in followed(session, organisation):
        works = [one for one in plan.notes if one.lever]
        if not works or works[-1].since < span.first:
            continue
        instants += [*(one.at for one in plan.notes), *filter(None, [plan.computed_at])]
        what, cost = (
            ", ".join(one.label.fr for one in works),
            sum(one.cost_eur or 0 for one in works),
        )
        state, said, kwh, eur = NOT_VERIFIED, UNSAID, None, None
        if (result := plan.outcome) is not None:
            state = INCREASED if result["share"]["high"] < 0 else NOT_PROVEN
            state = PROVEN if plan.proven else state
            told = avoided(result, "avoided_kwh")
            said, kwh = plan_sentence(result), Estimate(told.value, told.low, told.high)
            shares = {"planned": percents(result["planned"]), "found": percents(result["share"])}
            what = _AGAINST.fill(shares, what=what).fr
            eur = avoided(result, "avoided_eur").value
        done = Done(plan.name, what, works[-1].since, cost, state, plan.proven, kwh, eur, said)
        found.append(done)
    return tuple(found), instants


def _outcomes(session: Session, actions: Sequence[int]) -> dict[int, Outcome]:
    query = select(Outcome).where(Outcome.action_id.in_(actions)).order_by(Outcome.id)
    return {one.action_id: one for one in session.scalars(query)}


def _acted(act: Action, place: str, outcome: Outcome | None) -> Done:
    if outcome is None:
        state, said, kwh, eur = NOT_VERIFIED, UNSAID, None, None
    else:
        result = outcome.result
        state = PROVEN if outcome.proven else NOT_PROVEN
        state = INCREASED if result["avoided_kwh"]["high"] < 0 else state
        said, kwh = sentence(result), Estimate(**result["avoided_kwh"])
        eur = float(result["avoided_eur"]["value"])
    proven = outcome is not None and outcome.proven
    return Done(place, act.what, act.done_on, act.cost_eur, state, proven, kwh, eur, said)
