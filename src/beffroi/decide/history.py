"""What happened to a finding since it was seen: decisions, actions, outcomes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from beffroi.decide.verify import sentence
from beffroi.store.read import ReadDoor
from beffroi.store.state.loop import Action, Decision, Outcome
from beffroi.texts import Language


def history(door: ReadDoor, finding: int, language: Language = "fr") -> list[dict[str, Any]]:
    """List the decisions, actions and outcomes of a finding, oldest first."""
    found: list[tuple[datetime, dict[str, Any]]] = []
    with door.session() as session:
        for made in session.scalars(select(Decision).where(Decision.finding_id == finding)):
            text = f"{made.actor} : {made.choice} – {made.reason}"
            found.append((made.at, {"kind": "decision", "choice": made.choice, "sentence": text}))
        actions = session.scalars(select(Action).where(Action.finding_id == finding)).all()
        for act in actions:
            text = f"{act.actor} : {act.what} ({act.done_on:%d/%m/%Y}, {act.cost_eur:.0f} €)"
            found.append((act.at, {"kind": "action", "id": act.id, "sentence": text}))
        numbers = [act.id for act in actions]
        for outcome in session.scalars(select(Outcome).where(Outcome.action_id.in_(numbers))):
            entry = {
                "kind": "outcome",
                "proven": outcome.proven,
                "sentence": sentence(outcome.result).in_(language),
                "result": outcome.result,
            }
            found.append((outcome.computed_at, entry))
    return [{"at": at.isoformat(), **entry} for at, entry in sorted(found, key=lambda x: x[0])]
