"""What happened to a finding since it was seen: decisions, actions, outcomes, what people said."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from beffroi.decide.decisions import WORDS
from beffroi.decide.discussing import told
from beffroi.decide.verify import sentence
from beffroi.periods import PARIS
from beffroi.store.read import ReadDoor
from beffroi.store.state.loop import Action, Decision, Outcome
from beffroi.texts import Language, Text

_DECIDED = Text(fr="{actor} : {choice} – {reason}", en="{actor}: {choice} – {reason}")
_REPLACED = Text(
    fr="{actor} : {choice} – {reason} (décision remplacée depuis)",
    en="{actor}: {choice} – {reason} (decision replaced since)",
)
_ACTED = Text(
    fr="{actor} : action {id}, {what} ({day}, {cost} €)",
    en="{actor}: action {id}, {what} ({day}, {cost} EUR)",
)
_WITHDRAWN = Text(
    fr="{actor} : action {id} retirée – {why}", en="{actor}: action {id} withdrawn – {why}"
)

_Entry = tuple[datetime, dict[str, Any]]


def history(door: ReadDoor, finding: int, language: Language = "fr") -> list[dict[str, Any]]:
    """List what happened to a finding, and what people said about it, oldest first."""
    with door.session() as session:
        decisions = session.scalars(
            select(Decision).where(Decision.finding_id == finding).order_by(Decision.id)
        ).all()
        actions = session.scalars(
            select(Action).where(Action.finding_id == finding).order_by(Action.id)
        ).all()
        numbers = [act.id for act in actions]
        outcomes = session.scalars(
            select(Outcome).where(Outcome.action_id.in_(numbers)).order_by(Outcome.id)
        ).all()
        said = told(session, finding, language)
    found = [_decision(made, live=made is decisions[-1], language=language) for made in decisions]
    for act in actions:
        found += _action(act, language)
    found += [_outcome(outcome, language) for outcome in outcomes] + said
    return [{"at": at.isoformat(), **entry} for at, entry in sorted(found, key=lambda x: x[0])]


def _decision(made: Decision, *, live: bool, language: Language) -> _Entry:
    text = (_DECIDED if live else _REPLACED).fill(
        actor=made.actor, choice=WORDS[made.choice], reason=made.reason
    )
    entry = {"kind": "decision", "choice": made.choice, "live": live}
    entry |= {"actor": made.actor, "reason": made.reason}
    return made.at, {**entry, "sentence": text.in_(language)}


def _action(act: Action, language: Language) -> list[_Entry]:
    day = Text(fr=f"{act.done_on:%d/%m/%Y}", en=act.done_on.isoformat())
    text = _ACTED.fill(
        actor=act.actor, id=act.id, what=act.what, day=day, cost=f"{act.cost_eur:.0f}"
    )
    live = act.withdrawn_at is None
    entry = {"kind": "action", "id": act.id, "live": live, "sentence": text.in_(language)}
    entry |= {"actor": act.actor, "what": act.what, "done_on": act.done_on.isoformat()}
    entry |= {"cost_eur": act.cost_eur}
    if act.withdrawn_at is None:
        return [(act.at, entry)]
    gone = _WITHDRAWN.fill(actor=act.withdrawn_by, id=act.id, why=act.withdrawn_why)
    removed = {"kind": "withdrawal", "id": act.id, "sentence": gone.in_(language)}
    removed |= {"actor": act.withdrawn_by, "reason": act.withdrawn_why}
    return [(act.at, entry), (act.withdrawn_at, removed)]


def _outcome(outcome: Outcome, language: Language) -> _Entry:
    return outcome.computed_at, {
        "kind": "outcome",
        "proven": outcome.proven,
        "sentence": sentence(outcome.result).in_(language),
        "result": outcome.result,
    }


def day_of(at: str) -> str:
    """Write the instant of an entry as a day of Paris.

    >>> day_of("2026-11-24T23:30:00+00:00")
    '25/11/2026'
    """
    return f"{datetime.fromisoformat(at).astimezone(PARIS):%d/%m/%Y}"
