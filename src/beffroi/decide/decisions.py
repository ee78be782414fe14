"""Decisions and actions: named, dated, with a reason."""

from datetime import date

from beffroi.decide.findings import get
from beffroi.errors import BeffroiError
from beffroi.errors.decide import ACTION_INVALID, DECISION_INVALID, REASON_MISSING
from beffroi.periods import PARIS, utc_now
from beffroi.store.state.loop import Action, Decision
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

CHOICES = {"act": "acting", "watch": "watching", "dismiss": "dismissed"}
EARLIEST = 1990  # the lake holds nothing older


def decide(door: WriteDoor, finding: int, choice: str, reason: str) -> int:
    """Record what a person chose about a finding, and return the decision's identifier.

    Raises:
        BeffroiError: `store.not_found`, `decide.choice_invalid`, `decide.reason_missing`.
    """
    if choice not in CHOICES:
        raise BeffroiError(DECISION_INVALID, choice=choice)
    if not reason.strip():
        raise BeffroiError(REASON_MISSING)
    with door.look() as session:
        organisation = get(session, finding).organisation_id
    with door.change("finding.decide", "decision", organisation, f"finding {finding}") as change:
        row = get(change.session, finding)
        made = Decision(
            finding_id=finding,
            choice=choice,
            reason=reason.strip(),
            actor=door.actor,
            at=utc_now(),
        )
        change.session.add(made)
        change.session.flush()
        change.detail = {"from": row.status, "to": CHOICES[choice]}
        row.status = CHOICES[choice]
        return made.id


def act(door: WriteDoor, finding: int, done_on: date, cost_eur: float, what: str) -> int:
    """Record what was done about a finding, and return the action's identifier.

    Raises:
        BeffroiError: `store.not_found`, `decide.action_invalid`.
    """
    problem = _problem(done_on, cost_eur, what)
    if problem is not None:
        raise BeffroiError(ACTION_INVALID, problem=problem)
    with door.look() as session:
        organisation = get(session, finding).organisation_id
    with door.change("finding.act", "action", organisation, f"finding {finding}") as change:
        row = get(change.session, finding)
        made = Action(
            finding_id=finding,
            done_on=done_on,
            cost_eur=cost_eur,
            what=what.strip(),
            actor=door.actor,
            at=utc_now(),
        )
        change.session.add(made)
        change.session.flush()
        change.detail = {"from": row.status, "to": "done", "done_on": done_on.isoformat()}
        row.status = "done"
        return made.id


def _problem(done_on: date, cost_eur: float, what: str) -> Text | None:
    if done_on > utc_now().astimezone(PARIS).date():
        return Text(
            fr=f"Le {done_on:%d/%m/%Y} est dans le futur.",
            en=f"{done_on.isoformat()} is in the future.",
        )
    if done_on.year < EARLIEST:
        return Text(
            fr=f"L’an {done_on.year} est avant toute mesure.",
            en=f"The year {done_on.year} is before any measure.",
        )
    if not 0 <= cost_eur < 1e9:
        return Text(
            fr=f"Le coût {cost_eur} n’a pas de sens.", en=f"A cost of {cost_eur} is absurd."
        )
    if not what.strip():
        return Text(fr="Il manque ce qui a été fait.", en="What was done is missing.")
    return None
