"""What people ask about an algorithm: to contest what it said, or to have it explained."""

from datetime import date
from typing import Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.registers import ANSWERED, REGISTER_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.periods.months import months_after
from beffroi.store.read import ReadDoor
from beffroi.store.state.loop import Finding
from beffroi.store.state.registers import AlgorithmRequest
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.clock import ANSWER_MONTHS, CADA_MONTHS, clock, nearest

#: What may be asked, and how each may end.
OUTCOMES = {"contest": ("upheld", "rejected"), "explain": ("explained", "refused")}
WORDS = {
    "contest": Text(fr="contestation", en="contestation"),
    "explain": Text(fr="explication", en="explanation"),
    "upheld": Text(fr="fondée", en="upheld"),
    "rejected": Text(fr="rejetée", en="rejected"),
    "explained": Text(fr="expliquée", en="explained"),
    "refused": Text(fr="refusée", en="refused"),
}
_EMPTY = Text(fr="la référence ou la demande est vide", en="the reference or the text is empty")
_FUTURE = Text(fr="elle est reçue dans le futur", en="it is received in the future")
_OTHER = Text(
    fr="le constat {finding} vient d’un autre algorithme, {detector}",
    en="finding {finding} comes from another algorithm, {detector}",
)
_OUTCOME = Text(fr="l’issue est l’une de : {known}", en="the outcome is one of: {known}")
_WHAT = Text(fr="demande", en="request")


def ask(
    door: WriteDoor,
    organisation: int,
    algorithm: str,
    kind: str,
    reference: str,
    asked: str,
    received_on: date,
    finding: int | None = None,
) -> AlgorithmRequest:
    """Record what somebody asks; a finding that is named must be of the algorithm.

    Raises:
        BeffroiError: `register.invalid`, `store.not_found`.
    """
    problem = _EMPTY if not (reference.strip() and asked.strip()) else None
    if received_on > utc_now().astimezone(PARIS).date():
        problem = _FUTURE
    if problem is not None:
        raise BeffroiError(REGISTER_INVALID, problem=problem)
    with door.change(f"algorithm.{kind}", "oversight", organisation, algorithm) as change:
        change.session.expire_on_commit = False
        if finding is not None:
            _require_of(change.session.get(Finding, finding), finding, organisation, algorithm)
        row = AlgorithmRequest(
            organisation_id=organisation,
            algorithm=algorithm,
            finding_id=finding,
            kind=kind,
            reference=reference.strip(),
            asked=asked.strip(),
            received_on=received_on,
            actor=door.actor,
        )
        change.session.add(row)
        change.session.flush()
        change.detail = {"request": row.id, "finding": finding}
    return row


def _require_of(found: Finding | None, number: int, organisation: int, algorithm: str) -> None:
    if found is None or found.organisation_id != organisation:
        what = Text(fr="constat", en="finding")
        raise BeffroiError(NOT_FOUND, what=what, key=number, command="findings")
    if found.detector != algorithm:
        problem = _OTHER.fill(finding=number, detector=found.detector)
        raise BeffroiError(REGISTER_INVALID, problem=problem)


def answer(door: WriteDoor, request: int, outcome: str, text: str) -> AlgorithmRequest:
    """Record the answer that a named person gives; what is contested stays until it is decided.

    Raises:
        BeffroiError: `store.not_found`, `register.answered`, `register.invalid`.
    """
    with door.look() as session:
        found = session.get(AlgorithmRequest, request)
    if found is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=request, command="algorithms requests")
    known = OUTCOMES[found.kind]
    if outcome not in known or not text.strip():
        problem = _OUTCOME.fill(known=", ".join(known)) if outcome not in known else _EMPTY
        raise BeffroiError(REGISTER_INVALID, problem=problem)
    subject = f"request {request}"
    with door.change("algorithm.answer", "oversight", found.organisation_id, subject) as change:
        change.session.expire_on_commit = False
        row = change.session.get_one(AlgorithmRequest, request)
        if row.answered_at is not None:
            raise BeffroiError(ANSWERED, request=request)
        row.answer, row.outcome = text.strip(), outcome
        row.answered_at, row.answered_by = utc_now(), door.actor
        change.detail = {"outcome": outcome}
    return row


def listed(read: ReadDoor, organisations: list[int], today: date) -> list[dict[str, Any]]:
    """List requests with their clock, those not answered first, the nearest end first."""
    with read.session() as session:
        query = select(AlgorithmRequest).where(AlgorithmRequest.organisation_id.in_(organisations))
        rows = [told(row, today) for row in session.scalars(query)]
    return nearest(rows)


def told(row: AlgorithmRequest, today: date) -> dict[str, Any]:
    """Return a request as plain data, with its clock (CRPA, R311-13 and R343-1).

    Silence for a month is a refusal: the two months of the CADA then run from the due day.
    """
    timed = clock(row.received_on, ANSWER_MONTHS, row.answered_at, today)
    ended = date.fromisoformat(min(timed["answered_on"] or timed["due_on"], timed["due_on"]))
    return {
        "id": row.id,
        "organisation": row.organisation_id,
        "algorithm": row.algorithm,
        "finding": row.finding_id,
        "kind": row.kind,
        "reference": row.reference,
        "asked": row.asked,
        **timed,
        "cada_until": months_after(ended, CADA_MONTHS).isoformat(),
        "outcome": row.outcome,
        "answer": row.answer,
        "answered_by": row.answered_by,
    }
