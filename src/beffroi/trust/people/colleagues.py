"""Who works with whom: the people of an organisation who hold some rights there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state.people import Membership, Person
from beffroi.trust.people.memberships import held, in_force, rights
from beffroi.trust.people.roles import Right


def colleagues(
    session: Session, organisation: int, wanted: Collection[Right], now: datetime
) -> list[Person]:
    """List the people whose roles in an organisation give all of some rights, by name.

    Those who act for the whole installation are not among them: they belong to none.
    """
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation,
            in_force(Membership, now),
            Person.closed_at.is_(None),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [
        one
        for one in session.scalars(query).all()
        if {*wanted} <= rights(held(session, one.id, now), organisation, second_factor=True)
    ]
