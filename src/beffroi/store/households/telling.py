"""Which series are of households: asked by the read door itself, of a session that hides them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state.households import shown
from beffroi.store.state.many import blocks
from beffroi.store.state.models import Series


def of_households(
    session: Session, organisations: Collection[int], among: Collection[int] | None = None
) -> set[int]:
    """Return the series of organisations that are of households: all, or those `among` some."""
    query = select(Series.id).where(Series.household)
    chosen = [query.where(Series.organisation_id.in_(some)) for some in blocks(organisations)]
    with shown(session):
        found = {one for each in chosen for one in session.scalars(each)}
    return found if among is None else found & {*among}
