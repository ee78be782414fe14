"""Totals of groups of assets: what agreements lend where no asset may be seen by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import Step, utc_now
from beffroi.store.read import BEGINNING, END, ReadDoor, Selection
from beffroi.store.scope import Scope
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.sharing.groups import Group, groups
from beffroi.store.sharing.trace import Used
from beffroi.store.state import models
from beffroi.store.state.sharing import TotalGiven
from beffroi.store.write import WriteDoor

#: A member whose measures cover less of a step has not measured it.
WHOLE = 0.99
#: No asset makes more of a total than this (INSEE, for enterprises).
LARGEST_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Total:
    """A total of a group over a civil step; `value` is in the canonical unit of its quantity.

    Integrated power is in unit x hour, as in `ReadDoor.aggregate`.
    """

    group: int
    quantity: str
    qualifier: str
    asset_type: str
    insee: str
    assets: int
    start: datetime
    end: datetime
    value: float


def totals(
    door: ReadDoor, agreement: int, since: datetime = BEGINNING, until: datetime = END
) -> list[Total]:
    """Read the totals that an agreement lends to the organisation that the door acts for.

    A step is told when it is over and every asset of the group measured it, none of them making
    most of it. What was told once is told the same for ever.

    Raises:
        BeffroiError: `store.out_of_scope` for whatever is no agreement in force on totals.
    """
    grant = _grant(door, agreement)
    acting = door.scope.acting or 0
    write = WriteDoor(door.home, door.state, door.lake, door.scope.actor, door.memory_mb)
    with write.keep(grant.provider) as session:
        chosen = groups(session, grant.provider, acting, grant.terms)
        session.expunge_all()
    used = Used(grant, sum(len(one.series) for one in chosen))
    door.trace(f"total {grant.terms.granularity}", {agreement: used})
    window = grant.terms.window(BEGINNING, END)
    found = tell(door, grant.provider, chosen, Step(grant.terms.granularity), window)
    return [one for one in found if since <= one.start and one.end <= until]


def tell(
    door: ReadDoor,
    provider: int,
    chosen: Sequence[Group],
    step: Step,
    window: tuple[datetime, datetime] = (BEGINNING, END),
) -> list[Total]:
    """Tell the totals of groups of a provider by a step, within a window."""
    if not chosen:
        return []
    scope = door.scope
    own = Scope(frozenset({provider}), scope.actor, scope.purpose, households=True)
    members = tuple(series for one in chosen for series in one.series)
    steps = replace(door, scope=own).aggregate(Selection(members, *window), step)
    found = [each for one in chosen for each in _summed(one, steps, window)]
    write = WriteDoor(door.home, door.state, door.lake, scope.actor, door.memory_mb)
    with write.keep(provider) as session:
        # One at a time; the change itself holds the row already, for an erasure to wait.
        session.get_one(models.Organisation, provider, with_for_update={"key_share": True})
        return _told(session, found)


def _grant(door: ReadDoor, agreement: int) -> Grant:
    acting = door.scope.acting
    with door.session() as session:
        for grant in in_force(session, acting or 0, utc_now(), agreement=agreement):
            if grant.terms.minimum_group:
                return grant
    raise door.scope.refuse(f"agreement {agreement}")


def _summed(group: Group, steps: pa.Table, window: tuple[datetime, datetime]) -> list[Total]:
    """Sum the steps that every series of a group measured whole, within a window."""
    low, high = (np.datetime64(one.replace(tzinfo=None), "us") for one in window)
    now = np.datetime64(utc_now().replace(tzinfo=None), "us")
    series, start, end, value, coverage = (
        steps[name].to_numpy() for name in ("series", "start", "end", "value", "coverage")
    )
    kept = np.isin(series, group.series) & (coverage >= WHOLE) & np.isfinite(value)
    kept &= (start >= low) & (end <= min(high, now))
    starts, place = np.unique(start[kept], return_inverse=True)
    if not len(starts):
        return []
    count = np.bincount(place)
    size = np.abs(value[kept])
    whole, most = np.bincount(place, size), np.zeros(len(starts))
    np.maximum.at(most, place, size)
    ends = np.zeros(len(starts), end.dtype)
    ends[place] = end[kept]
    sums = np.bincount(place, value[kept])
    told = (count == group.row.size) & (most <= LARGEST_SHARE * whole)
    return [
        _total(group, _instant(starts[n]), _instant(ends[n]), float(sums[n]))
        for n in np.flatnonzero(told)
    ]


def _told(session: Session, found: Sequence[Total]) -> list[Total]:
    """Keep what is told for the first time; answer what was told before as it was."""
    wanted = {one.group for one in found}
    before = {
        (row.group_id, row.start): row.value
        for row in session.scalars(select(TotalGiven).where(TotalGiven.group_id.in_(wanted)))
    }
    session.add_all(
        TotalGiven(group_id=one.group, start=one.start, end=one.end, value=one.value)
        for one in found
        if (one.group, one.start) not in before
    )
    return [replace(one, value=before.get((one.group, one.start), one.value)) for one in found]


def _total(group: Group, start: datetime, end: datetime, value: float) -> Total:
    row = group.row
    return Total(
        row.id,
        row.quantity,
        row.qualifier,
        row.asset_type,
        row.insee,
        row.size,
        start,
        end,
        value,
    )


def _instant(moment: np.datetime64) -> datetime:
    found: datetime = moment.astype("M8[us]").astype(datetime)
    return found.replace(tzinfo=UTC)
