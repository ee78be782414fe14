"""Agreements as people read them: who, what, where each side stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from beffroi.commons.agreements.stances import WHAT
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.store.state.many import blocks
from beffroi.store.state.sharing import (
    ACCEPTED,
    WAITING,
    Agreement,
    AgreementParty,
    AgreementStep,
)
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_Row = TypeVar("_Row", AgreementParty, AgreementStep)
STATUSES = {
    "proposed": Text(fr="proposée", en="proposed"),
    "to_come": Text(fr="à venir", en="to come"),
    "in_force": Text(fr="en vigueur", en="in force"),
    "expired": Text(fr="échue", en="expired"),
    "suspended": Text(fr="suspendue", en="suspended"),
    "refused": Text(fr="refusée", en="refused"),
    "revoked": Text(fr="résiliée", en="revoked"),
    "ended": Text(fr="éteinte", en="ended"),
}
#: Of two stances, the one that stops an agreement is the one that says how it stands.
_STOPS = ("ended", "revoked", "refused", "suspended", WAITING)


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement with its parties and its steps."""

    row: Agreement
    parties: tuple[AgreementParty, ...]
    steps: tuple[AgreementStep, ...]

    @property
    def terms(self) -> Terms:
        """What it says; nothing any more when its provider was erased."""
        return read_terms(self.row.terms) if self.row.terms else Terms(())

    def status(self, recipient: int, now: datetime | None = None) -> str:
        """Say how it stands for one of its recipients: a key of `STATUSES`."""
        (theirs,) = (one.stance for one in self.parties if one.organisation_id == recipient)
        return standing(self.row, theirs, now or utc_now())

    def seen_by(self, organisation: int) -> "Listed":
        """Return what one of its parties sees of it, as a server shows it.

        Its provider sees where every recipient stands; a recipient sees its provider and itself.
        """
        provider = self.row.organisation_id
        if organisation == provider:
            return self
        sides = (provider, organisation)
        return Listed(
            self.row,
            tuple(one for one in self.parties if one.organisation_id in sides),
            tuple(one for one in self.steps if one.organisation_id in sides),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the agreement as plain data."""
        row = self.row
        return {
            "agreement": row.id,
            "title": row.title,
            "provider": row.organisation_id,
            "provider_stance": row.stance,
            "recipients": [
                {
                    "organisation": one.organisation_id,
                    "stance": one.stance,
                    "status": self.status(one.organisation_id),
                }
                for one in self.parties
            ],
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat(),
            "proposed_at": row.proposed_at.isoformat(),
            "proposed_by": row.proposed_by,
            "terms": row.terms,
            "steps": [
                {
                    "step": one.step,
                    "organisation": one.organisation_id,
                    "at": one.at.isoformat(),
                    "actor": one.actor,
                    "why": one.why,
                }
                for one in self.steps
            ],
        }


def standing(row: Agreement, theirs: str, now: datetime) -> str:
    """Say how an agreement stands for a recipient: a key of `STATUSES`."""
    for stop in _STOPS:
        if stop in (row.stance, theirs):
            return "proposed" if stop == WAITING else stop
    assert row.stance == theirs == ACCEPTED  # noqa: S101 - the stances are those of `_STOPS`
    if now < row.valid_from:
        return "to_come"
    return "in_force" if now < row.valid_until else "expired"


def listed(
    door: WriteDoor,
    organisations: Iterable[int],
    agreement: int | None = None,
    *,
    before: int | None = None,
    most: int | None = None,
) -> list[Listed]:
    """List the agreements to which organisations are parties, the newest first.

    Those older than `before` only, and `most` of them, where these are given.
    """
    own = list(organisations)
    with door.look() as session:
        mine = select(AgreementParty.agreement_id).where(AgreementParty.organisation_id.in_(own))
        query = select(Agreement).where(
            or_(Agreement.organisation_id.in_(own), Agreement.id.in_(mine))
        )
        if agreement is not None:
            query = query.where(Agreement.id == agreement)
        if before is not None:
            query = query.where(Agreement.id < before)
        rows = list(session.scalars(query.order_by(Agreement.id.desc()).limit(most)))
        numbers = [row.id for row in rows]
        parties = _by_agreement(session, AgreementParty, numbers)
        steps = _by_agreement(session, AgreementStep, numbers)
        session.expunge_all()
    return [
        Listed(row, tuple(parties.get(row.id, ())), tuple(steps.get(row.id, ()))) for row in rows
    ]


def shown(door: WriteDoor, organisations: Iterable[int], agreement: int) -> Listed:
    """Return one agreement.

    Raises:
        BeffroiError: `store.not_found`.
    """
    for found in listed(door, organisations, agreement):
        return found
    raise BeffroiError(NOT_FOUND, what=WHAT, key=agreement, command="agreements list")


def _by_agreement(session: Session, model: type[_Row], numbers: list[int]) -> dict[int, list[_Row]]:
    """Return the rows of agreements, by agreement and in order."""
    found: dict[int, list[_Row]] = {}
    for some in blocks(numbers):
        query = (
            select(model).where(model.agreement_id.in_(some)).order_by(*inspect(model).primary_key)
        )
        for row in session.scalars(query):
            found.setdefault(row.agreement_id, []).append(row)
    return found
