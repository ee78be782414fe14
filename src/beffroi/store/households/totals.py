"""Totals of the households of an organisation, for those of its people who may read none."""

from sqlalchemy import select

from beffroi.periods import Step
from beffroi.store.read import ReadDoor
from beffroi.store.sharing.groups import LEAST_HOUSEHOLDS, groups
from beffroi.store.sharing.terms import Terms
from beffroi.store.sharing.totalling import Total, tell
from beffroi.store.state.models import Series
from beffroi.store.write import WriteDoor


def household_totals(door: ReadDoor, organisation: int) -> list[Total]:
    """Return what households used by month, ten of them together at least.

    Who is in a group never changes, a month is told when all of them measured it, and what was told
    once is told the same for ever: no difference of two totals is of fewer households.

    Raises:
        BeffroiError: `store.out_of_scope` for an organisation that is not of the scope.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    write = WriteDoor(door.home, door.state, door.lake, door.scope.actor, door.memory_mb)
    with write.keep(organisation) as session:
        own = (Series.organisation_id == organisation) & Series.household
        quantities = tuple(session.scalars(select(Series.quantity).where(own).distinct()))
        if not quantities:
            return []
        terms = Terms(quantities, granularity=Step.MONTH, minimum_group=LEAST_HOUSEHOLDS)
        chosen = groups(session, organisation, organisation, terms, households=True)
        session.expunge_all()
    return tell(door, organisation, chosen, Step.MONTH)
