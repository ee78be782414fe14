"""What the state knows of each series of a batch, brought up to date for all of them at once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from beffroi.store import latest
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.state.types import UtcDateTime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bring(session: Session, facts: Mapping[int, Mapping[str, Any]]) -> None:
    """Update series with the facts of a batch: see `staging.Counts.facts`."""
    series = models.Series
    fields = (series.points, series.revised, series.first_at, series.last_at, series.last_value)
    known = [
        row
        for some in blocks(sorted(facts))
        for row in session.execute(
            # In order, and kept from others until the end: two batches may bring the same series.
            select(series.id, series.organisation_id, *fields)
            .where(series.id.in_(some))
            .order_by(series.id)
            .with_for_update()
        )
    ]
    rows = [_changed(row, facts[row.id]) for row in known]
    if not rows:
        return
    statement = (
        update(models.Series.__table__)  # type: ignore[arg-type]  # the table of a mapped class
        .where(models.Series.__table__.c.id == bindparam("b_id"))
        .values(
            points=bindparam("b_points"),
            revised=bindparam("b_revised"),
            first_at=bindparam("b_first", type_=UtcDateTime()),
            last_at=bindparam("b_last", type_=UtcDateTime()),
            last_value=bindparam("b_value"),
        )
    )
    session.connection().execute(statement, rows)
    last = {
        row["b_id"]: None if row["b_last"] is None else (microseconds(row["b_last"]), value)
        for row in rows
        if (value := row["b_value"]) is not None or row["b_last"] is None
    }
    latest.put(session, {row.id: row.organisation_id for row in known}, last)


def _changed(row: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "b_id": row.id,
        "b_points": row.points,
        "b_revised": row.revised,
        "b_first": row.first_at,
        "b_last": row.last_at,
        "b_value": row.last_value,
    }
    if "points" in facts:  # measures were withdrawn: the facts say what is left
        some = bool(facts["points"])
        return found | {
            "b_points": facts["points"],
            "b_revised": bool(facts.get("several", True)),
            "b_first": moment(facts["first"]) if some else None,
            "b_last": moment(facts["last"]) if some else None,
            "b_value": facts["value"],
        }
    found["b_points"] += int(facts["new"])
    found["b_revised"] = row.revised or bool(facts["revised"])
    if not facts["new"] and not facts["changed"]:
        return found
    first, last = moment(facts["first"]), moment(facts["last"])
    found["b_first"] = min(first, row.first_at or first)
    if row.last_at is None or last >= row.last_at:
        found["b_last"], found["b_value"] = last, facts["value"]
    return found


def moment(microseconds: float) -> datetime:
    """Return the instant of microseconds since 1970.

    >>> moment(1_700_000_000_000_000)
    datetime.datetime(2023, 11, 14, 22, 13, 20, tzinfo=datetime.timezone.utc)
    """
    found: datetime = np.datetime64(int(microseconds), "us").astype(datetime)
    return found.replace(tzinfo=UTC)


def microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970, exactly.

    >>> microseconds(moment(1_700_000_000_000_001))
    1700000000000001
    """
    spent = instant - _EPOCH
    return (spent.days * 86_400 + spent.seconds) * 1_000_000 + spent.microseconds
