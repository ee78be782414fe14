"""Requests of persons about their own data (RGPD, articles 15 to 21), with their clock (12.3)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.registers import ANSWERED, REGISTER_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.periods.months import months_after
from beffroi.store.read import ReadDoor
from beffroi.store.state.registers import PersonRequest
from beffroi.store.write import Change, WriteDoor
from beffroi.texts import Text
from beffroi.trust.clock import clock, nearest

KINDS = {
    "access": Text(fr="accès (article 15)", en="access (article 15)"),
    "rectification": Text(fr="rectification (article 16)", en="rectification (article 16)"),
    "erasure": Text(fr="effacement (article 17)", en="erasure (article 17)"),
    "objection": Text(fr="opposition (article 21)", en="objection (article 21)"),
}
OUTCOMES = {
    "granted": Text(fr="satisfaite", en="granted"),
    "partly": Text(fr="satisfaite en partie", en="granted in part"),
    "refused": Text(fr="refusée", en="refused"),
}
#: One month to answer, two more where the request is complex and its author told in the first.
ANSWER_MONTHS, EXTENDED_MONTHS = 1, 3
_KIND = Text(fr="la nature est l’une de : {known}", en="the kind is one of: {known}")
_OUTCOME = Text(fr="l’issue est l’une de : {known}", en="the outcome is one of: {known}")
_EMPTY = Text(fr="la référence ou le texte est vide", en="the reference or the text is empty")
_FUTURE = Text(fr="elle est reçue dans le futur", en="it is received in the future")
_TOO_LATE = Text(
    fr="le premier mois est passé : la prolongation devait être annoncée avant le {day}",
    en="the first month is over: an extension had to be announced by {day}",
)
_WHAT = Text(fr="demande", en="request")


def new(
    door: WriteDoor, organisation: int, kind: str, reference: str, received_on: date
) -> PersonRequest:
    """Record a request; its clock runs from the day of receipt.

    Raises:
        BeffroiError: `register.invalid`.
    """
    problem = None
    if kind not in KINDS:
        problem = _KIND.fill(known=", ".join(KINDS))
    elif not reference.strip():
        problem = _EMPTY
    elif received_on > utc_now().astimezone(PARIS).date():
        problem = _FUTURE
    if problem is not None:
        raise BeffroiError(REGISTER_INVALID, problem=problem)
    with door.change("person_request.new", "data protection", organisation) as change:
        change.session.expire_on_commit = False
        row = PersonRequest(
            organisation_id=organisation,
            kind=kind,
            reference=reference.strip(),
            received_on=received_on,
            actor=door.actor,
        )
        change.session.add(row)
        change.session.flush()
        change.subject = f"request {row.id}"
        change.detail = {"kind": kind}
    return row


def extend(door: WriteDoor, request: int, why: str, on: date) -> PersonRequest:
    """Take two more months, for a reason told to the person within the first month.

    Raises:
        BeffroiError: `store.not_found`, `register.answered`, `register.invalid`.
    """
    if not why.strip():
        raise BeffroiError(REGISTER_INVALID, problem=_EMPTY)
    owner = _owner(door, request)
    subject = f"request {request}"
    with door.change("person_request.extend", "data protection", owner, subject) as change:
        row = _open(change, request)
        limit = months_after(row.received_on, ANSWER_MONTHS)
        if on > limit:
            raise BeffroiError(REGISTER_INVALID, problem=_TOO_LATE.fill(day=f"{limit:%d/%m/%Y}"))
        row.extended_on, row.extended_why = on, why.strip()
    return row


def answer(door: WriteDoor, request: int, outcome: str, text: str) -> PersonRequest:
    """Record the answer that was sent.

    Raises:
        BeffroiError: `store.not_found`, `register.answered`, `register.invalid`.
    """
    if outcome not in OUTCOMES:
        raise BeffroiError(REGISTER_INVALID, problem=_OUTCOME.fill(known=", ".join(OUTCOMES)))
    if not text.strip():
        raise BeffroiError(REGISTER_INVALID, problem=_EMPTY)
    owner = _owner(door, request)
    subject = f"request {request}"
    with door.change("person_request.answer", "data protection", owner, subject) as change:
        row = _open(change, request)
        row.answer, row.outcome = text.strip(), outcome
        row.answered_at, row.answered_by = utc_now(), door.actor
        change.detail = {"outcome": outcome}
    return row


def listed(read: ReadDoor, organisations: list[int], today: date) -> list[dict[str, Any]]:
    """List requests with their clock: those not answered first, the nearest end first."""
    with read.session() as session:
        query = select(PersonRequest).where(PersonRequest.organisation_id.in_(organisations))
        rows = [told(row, today) for row in session.scalars(query)]
    return nearest(rows)


def told(row: PersonRequest, today: date) -> dict[str, Any]:
    """Return a request as plain data, with its clock."""
    months = ANSWER_MONTHS if row.extended_on is None else EXTENDED_MONTHS
    return {
        "id": row.id,
        "organisation": row.organisation_id,
        "kind": row.kind,
        "reference": row.reference,
        **clock(row.received_on, months, row.answered_at, today),
        "extended_why": row.extended_why,
        "outcome": row.outcome,
        "answer": row.answer,
        "answered_by": row.answered_by,
    }


def _owner(door: WriteDoor, request: int) -> int:
    with door.look() as session:
        row = session.get(PersonRequest, request)
    if row is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=request, command="requests list")
    return row.organisation_id


def _open(change: Change, request: int) -> PersonRequest:
    change.session.expire_on_commit = False
    row = change.session.get_one(PersonRequest, request)
    if row.answered_at is not None:
        raise BeffroiError(ANSWERED, request=request)
    return row
