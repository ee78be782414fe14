"""The numbers that rows of an export have here: those of the old home mean nothing in this one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from beffroi.store.moving.held import CARRIED, FINISHED
from beffroi.store.state import models

_NEXT = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")


def reserve(session: Session, model: Any, old: Sequence[int]) -> dict[int, int]:
    """Give rows numbers that nobody else gets, in the order of their old ones.

    On a file, whoever gives such numbers holds its lock, as the caller must.
    """
    ordered = sorted(old)
    if session.get_bind().dialect.name == "postgresql":
        given = {"name": model.__tablename__, "count": len(ordered)}
        return dict(zip(ordered, sorted(session.scalars(_NEXT, given)), strict=True))
    last = session.scalar(select(func.max(model.id))) or 0
    return {one: last + place for place, one in enumerate(ordered, 1)}


def batch_row(row: dict[str, Any], batches: dict[int, int], series: dict[int, int]) -> None:
    """Give a row of a batch the new numbers of what its report and its facts name.

    Raises:
        KeyError, ValueError: it names a row that is not there, or is no finished batch.
    """
    if row["status"] not in FINISHED:
        raise ValueError(row["status"])
    report = dict(row["report"])
    for name in ("undoes", "again_of", "only"):
        if report.get(name) is not None:
            report[name] = batches[report[name]]
    if "rereads" in report:
        report["rereads"] = [batches[one] for one in report["rereads"]]
    row["report"] = report
    row["series_facts"] = {
        str(series[int(one)]): told
        for one, told in row["series_facts"].items()
        if int(one) in series
    }
    row |= {"rolled": True, "files": []}  # that of the adoption is to roll, for all of them


def empty(session: Session, organisation: int) -> bool:
    """Tell whether an organisation holds nothing yet: its name alone."""
    for held in CARRIED:
        table = held.table
        if held.model is models.Organisation or "organisation_id" not in table.columns:
            continue
        own = table.columns["organisation_id"] == organisation
        if session.execute(select(own).where(own).limit(1)).first() is not None:
            return False
    return True
