"""Decisions and actions: named, dated, with a reason; what replaces them leaves them in history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.findings import get
from beffroi.errors import BeffroiError
from beffroi.errors.decide import (
    ACTION_INVALID,
    ACTION_LIVE,
    ACTION_UNDECIDED,
    DECISION_INVALID,
    REASON_MISSING,
)
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.store.state.loop import Action, Decision
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: The status that each choice gives; to reopen is to undo: the finding is to be decided again.
CHOICES = {"act": "acting", "watch": "watching", "dismiss": "dismissed", "reopen": "open"}
#: What cannot be said of a finding that was acted upon.
NOT_ACTED = ("dismiss", "reopen")
#: The words of each choice on a screen.
WORDS = {
    "act": Text(fr="agir", en="act"),
    "watch": Text(fr="surveiller", en="watch"),
    "dismiss": Text(fr="écarter", en="dismiss"),
    "reopen": Text(fr="rouvrir", en="reopen"),
}
EARLIEST = 1990  # the lake holds nothing older


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision made, and the one that it replaces, if any."""

    id: int
    earlier: Decision | None


def decide(door: WriteDoor, finding: int, choice: str, reason: str) -> Decided:
    """Record what a person chose about a finding; an earlier decision is replaced, and kept.

    Raises:
        BeffroiError: `store.not_found`, `decide.choice_invalid`, `decide.reason_missing`,
            `decide.action_live` when what is dismissed or reopened was acted upon.
    """
    with door.look() as session:
        organisation = get(session, finding).organisation_id
    return decide_all(door, organisation, [finding], choice, reason)[0]


def decide_all(
    door: WriteDoor, organisation: int, findings: Sequence[int], choice: str, reason: str
) -> list[Decided]:
    """Record one choice about findings of an organisation: about all of them, or none.

    Raises:
        BeffroiError: `store.not_found`, the same for one of another; `decide.choice_invalid`,
            `decide.reason_missing`; `decide.action_live` when one of what is dismissed or reopened
            was acted upon.
    """
    if choice not in CHOICES:
        raise BeffroiError(DECISION_INVALID, choice=choice)
    if not reason.strip():
        raise BeffroiError(REASON_MISSING)
    first, *others = findings
    with door.change("finding.decide", "decision", organisation, f"finding {first}") as change:
        for one in sorted({*findings}):  # in one order, so that nobody waits for each other
            get(change.session, one, [organisation], locked=True)
        made, change.detail = _decided(change.session, door, organisation, first, choice, reason)
        found = [made]
        for finding in others:
            made, detail = _decided(change.session, door, organisation, finding, choice, reason)
            change.more.append((f"finding {finding}", detail))
            found.append(made)
        return found


def _decided(
    session: Session, door: WriteDoor, organisation: int, finding: int, choice: str, reason: str
) -> tuple[Decided, dict[str, Any]]:
    row = get(session, finding, [organisation])
    earlier = live_decision(session, finding)
    acted = live_actions(session, finding)
    if choice in NOT_ACTED and acted:
        raise BeffroiError(ACTION_LIVE, finding=finding, action=acted[-1].id)
    made = Decision(
        finding_id=finding,
        choice=choice,
        reason=reason.strip(),
        actor=door.actor,
        at=utc_now(),
    )
    session.add(made)
    session.flush()
    status = "closed" if choice == "reopen" and row.until is not None else CHOICES[choice]
    detail: dict[str, Any] = {"from": row.status, "to": status}
    if earlier is not None:
        detail["replaces"] = earlier.id
        session.expunge(earlier)
    row.status = status
    return Decided(made.id, earlier), detail


def live_decision(session: Session, finding: int) -> Decision | None:
    """Return the decision that stands about a finding: the last one."""
    query = select(Decision).where(Decision.finding_id == finding)
    return session.scalar(query.order_by(Decision.id.desc()).limit(1))


def live_actions(session: Session, finding: int) -> list[Action]:
    """List the actions of a finding that were not withdrawn, oldest first."""
    query = select(Action).where(Action.finding_id == finding, Action.withdrawn_at.is_(None))
    return list(session.scalars(query.order_by(Action.id)))


@dataclass(frozen=True, slots=True)
class Acted:
    """An action recorded; `again` when the very same one was already there."""

    id: int
    again: bool = False


class _AlreadyThereError(Exception):
    """The same action is recorded: the change is given up."""


def act(door: WriteDoor, finding: int, done_on: date, cost_eur: float, what: str) -> Acted:
    """Record what was done about a finding on which somebody decided to act.

    The same action said twice is recorded once.

    Raises:
        BeffroiError: `store.not_found`, `decide.action_invalid`, `decide.action_undecided`.
    """
    problem = _problem(done_on, cost_eur, what)
    if problem is not None:
        raise BeffroiError(ACTION_INVALID, problem=problem)
    with door.look() as session:
        organisation = get(session, finding).organisation_id
    said = (done_on, cost_eur, what.strip())
    try:
        with door.change("finding.act", "action", organisation, f"finding {finding}") as change:
            row = get(change.session, finding, locked=True)
            for known in live_actions(change.session, finding):
                if (known.done_on, known.cost_eur, known.what) == said:
                    raise _AlreadyThereError(known.id)
            _require_decided(change.session, finding)
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
            return Acted(made.id)
    except _AlreadyThereError as same:
        return Acted(same.args[0], again=True)


def cancel(door: WriteDoor, finding: int, action: int, why: str) -> None:
    """Withdraw an action recorded by mistake: it stays in history, and counts no more.

    Raises:
        BeffroiError: `store.not_found`, `decide.reason_missing`.
    """
    if not why.strip():
        raise BeffroiError(REASON_MISSING)
    with door.look() as session:
        organisation = get(session, finding).organisation_id
    subject = f"finding {finding}"
    with door.change("finding.act_withdrawn", "action", organisation, subject) as change:
        row = get(change.session, finding, locked=True)
        live = live_actions(change.session, finding)
        found = next((known for known in live if known.id == action), None)
        if found is None:
            raise BeffroiError(
                NOT_FOUND,
                what=Text(fr="action en cours du constat", en="live action of the finding"),
                key=action,
                command=f"findings show {finding}",
            )
        found.withdrawn_at, found.withdrawn_by = utc_now(), door.actor
        found.withdrawn_why = why.strip()
        decided = live_decision(change.session, finding)
        status = CHOICES[decided.choice] if decided else "open"
        status = "done" if len(live) > 1 else status
        change.detail = {"action": action, "from": row.status, "to": status}
        row.status = status


def _require_decided(session: Session, finding: int) -> None:
    decided = live_decision(session, finding)
    if decided is not None and decided.choice == "act":
        return
    state = Text(fr="aucune n’a été prise", en="there is none")
    if decided is not None:
        state = Text(fr="la dernière dit « {choice} »", en="the last one says “{choice}”").fill(
            choice=WORDS[decided.choice]
        )
    raise BeffroiError(ACTION_UNDECIDED, finding=finding, state=state)


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
