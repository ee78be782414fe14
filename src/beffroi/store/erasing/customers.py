"""What was seen behind the meters of households, erased with what it was seen in."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.state.many import blocks


def forget_seen(session: Session, series: Collection[int]) -> int:
    """Forget what was seen in series, and what the service did about it; return how much."""
    row = HouseholdFinding
    return sum(_forget(session, row.series_id.in_(some)) for some in blocks(series))


def forget_all_seen(session: Session, organisation: int) -> int:
    """Forget all that was seen for an organisation."""
    return _forget(session, HouseholdFinding.organisation_id == organisation)


def forget_ended(session: Session, organisation: int, before: date) -> int:
    """Forget what ended before a day: it is not kept longer than what it was seen in."""
    row = HouseholdFinding
    return _forget(session, (row.organisation_id == organisation) & (row.until < before))


def _forget(session: Session, chosen: ColumnElement[bool]) -> int:
    found = list(session.scalars(select(HouseholdFinding.id).where(chosen)))
    for some in blocks(found):
        for model, column in (
            (HouseholdStep, HouseholdStep.finding_id),
            (HouseholdFinding, HouseholdFinding.id),
        ):
            gone = delete(model).where(column.in_(some))
            session.execute(gone.execution_options(synchronize_session=False))
    return len(found)
