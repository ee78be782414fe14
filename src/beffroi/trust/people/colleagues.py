"""Who works with whom: the people of an organisation who hold some rights there."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state.people import Membership, Person
from beffroi.trust.people.memberships import held_by, in_force, rights
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
    people = session.scalars(query).all()
    roles = held_by(session, [one.id for one in people], now)
    return [
        one
        for one in people
        if {*wanted} <= rights(roles.get(one.id, ()), organisation, second_factor=True)
    ]
