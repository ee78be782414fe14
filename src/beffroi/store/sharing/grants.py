"""The agreements in force for an organisation at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.store.state.sharing import ACCEPTED, Agreement, AgreementParty


@dataclass(frozen=True, slots=True)
class Grant:
    """An agreement in force, as its recipient sees it."""

    agreement: int
    provider: int
    terms: Terms


def in_force(
    session: Session,
    recipient: int,
    now: datetime,
    providers: Collection[int] | None = None,
    agreement: int | None = None,
) -> list[Grant]:
    """List the agreements in force for a recipient: all, those of some providers, or one.

    Both sides accepted, neither suspended nor revoked, and its days have begun and are not over.
    """
    row, party = Agreement, AgreementParty
    query = (
        select(row.id, row.organisation_id, row.terms)
        .join(party, party.agreement_id == row.id)
        .where(
            party.organisation_id == recipient,
            party.stance == ACCEPTED,
            row.stance == ACCEPTED,
            row.valid_from <= now,
            row.valid_until > now,
        )
        .order_by(row.id)
    )
    if providers is not None:
        # Both tables say it: the recipient's is the one with an index for it.
        query = query.where(party.provider_id.in_(providers), row.organisation_id.in_(providers))
    if agreement is not None:
        query = query.where(row.id == agreement)
    return [Grant(one, owner, read_terms(terms)) for one, owner, terms in session.execute(query)]
