"""Who did something, by name: the journal and decisions hold references."""

from collections.abc import Collection

from sqlalchemy import select

from beffroi.store.state import models
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people.accounts import ERASED


def names_of(door: WriteDoor, references: Collection[str]) -> dict[str, str]:
    """Return names by reference; whoever is no person, or was erased, keeps the reference."""
    query = select(Person.reference, Person.name).where(
        Person.reference.in_(references), Person.name != ERASED
    )
    with door.look() as session:
        known = dict(session.execute(query).all())
    return {one: known.get(one, one) for one in references}


def organisations_of(door: WriteDoor, organisations: Collection[int]) -> dict[int, str]:
    """Return the names of organisations by number, of those that exist."""
    row = models.Organisation
    query = select(row.id, row.name).where(row.id.in_(organisations))
    with door.look() as session:
        return dict(session.execute(query).all())
