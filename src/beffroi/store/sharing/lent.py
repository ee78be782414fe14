"""Which measures of others a question may see: each series, and between which instants."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.sharing import TOO_FINE
from beffroi.periods import Step
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.units import Aggregation, SeriesKind

Windows: TypeAlias = tuple[tuple[datetime, datetime], ...]
#: What sums up a step without telling one of its measures: the least, the greatest and the last
#: of a month are measures of half an hour.
SUMMED = frozenset(
    {Aggregation.SUM, Aggregation.MEAN, Aggregation.INTEGRATE, Aggregation.DIFFERENCE}
)


@dataclass(frozen=True, slots=True)
class Lent:
    """A series of another organisation, with the agreements that lend it."""

    series: int
    organisation: int
    kind: SeriesKind
    revised: bool
    levels: int
    last_at: datetime | None
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """How a question would see the measures of a period."""

    step: Step
    view: str
    since: datetime
    until: datetime
    now: datetime
    present: bool = True
    """Whether it is about what is known now, not about what was known then."""
    aggregation: Aggregation | None = None
    """None: the usual one of each kind."""


def lend(
    session: Session,
    recipient: int,
    series: Collection[int],
    now: datetime,
    agreement: int | None = None,
) -> dict[int, Lent]:
    """Find those of some series of others that agreements in force lend, each asset by itself.

    Where an `agreement` is given, no other one counts.

    Series that do not exist and those that nobody lends take the same queries.
    """
    found = [row for some in blocks(sorted(series)) for row in session.execute(_rows(some))]
    owners = {row.organisation_id for row in found} or {0}  # the same query for what is not there
    grants: dict[int, list[Grant]] = {}
    for grant in in_force(session, recipient, now, owners, agreement):
        if not grant.terms.minimum_group:
            grants.setdefault(grant.provider, []).append(grant)
    lent = {}
    for row in found:
        own = tuple(
            grant
            for grant in grants.get(row.organisation_id, ())
            if grant.terms.lends(row.quantity, row.type, row.key, row.attributes.get("insee"))
        )
        if own:
            lent[row.id] = Lent(
                row.id,
                row.organisation_id,
                SeriesKind(row.kind),
                row.revised,
                row.levels,
                row.last_at,
                own,
            )
    return lent


def windows(one: Lent, ask: Ask) -> tuple[Windows, tuple[Grant, ...]]:
    """Return between which instants a question may see a series, and by which agreements.

    Where the measures themselves are not lent, a step is seen once it is over and measures have
    gone past it: a step in progress, read each day, would tell each day.

    Raises:
        BeffroiError: `agreement.too_fine`.
    """
    used = tuple(grant for grant in one.grants if _allowed(grant, one.kind, ask))
    if not used:
        terms = [grant.terms for grant in one.grants]
        raise BeffroiError(
            TOO_FINE,
            series=one.series,
            steps=", ".join(dict.fromkeys(str(each.granularity) for each in terms)),
            views=", ".join(dict.fromkeys(view for each in terms for view in each.views)),
            asked=ask.step,
            view=ask.view,
        )
    spans = []
    for grant in used:
        low, high = grant.terms.window(ask.since, ask.until)
        low, high = max(low, ask.since), min(high, ask.until)
        if grant.terms.granularity is not Step.RAW:
            high = min(high, ask.now, one.last_at or low)
        if low < high:
            spans.append((low, high))
    return _joined(spans), used


def within(table: pa.Table, allowed: Mapping[int, Windows]) -> pa.Table:
    """Keep the rows of series that are not lent, and those of lent ones inside their windows.

    Rows that overstep a window go whole: a part of a step would tell the rest of it.
    """
    if not allowed or not table.num_rows:
        return table
    ids = np.array(sorted(allowed), dtype=np.int64)
    series, start, end = (
        table[name].to_numpy().astype(kind)
        for name, kind in (("series", np.int64), ("start", "M8[us]"), ("end", "M8[us]"))
    )
    place = np.minimum(np.searchsorted(ids, series), len(ids) - 1)
    kept = ids[place] != series
    for nth in range(max(map(len, allowed.values()), default=0)):
        low, high = _bounds([allowed[one] for one in ids.tolist()], nth)
        kept |= (start >= low[place]) & (end <= high[place]) & (start < high[place])
    return table.filter(pa.array(kept))


def _allowed(grant: Grant, kind: SeriesKind, ask: Ask) -> bool:
    terms = grant.terms
    if not terms.allows(ask.step, ask.view):
        return False
    if terms.granularity is Step.RAW:
        return True
    return ask.present and (ask.aggregation or kind.aggregations[0]) in SUMMED


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> Windows:
    """Join spans that overlap or touch."""
    joined: list[tuple[datetime, datetime]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _bounds(
    every: Sequence[Windows], nth: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.datetime64]], ...]:
    """Return the bounds of the nth window of each series; an empty one where it has none."""
    nothing = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
    chosen = [each[nth] if nth < len(each) else nothing for each in every]
    low, high = zip(*chosen, strict=True)
    return tuple(
        np.array([moment.replace(tzinfo=None) for moment in side], dtype="M8[us]")
        for side in (low, high)
    )


def _rows(series: Sequence[int]) -> Select[tuple[object, ...]]:
    row, asset = models.Series, models.Asset
    return (
        select(
            row.id,
            row.organisation_id,
            row.quantity,
            row.kind,
            row.revised,
            row.levels,
            row.last_at,
            asset.type,
            asset.key,
            asset.attributes,
        )
        .join(asset, row.asset_id == asset.id)
        .where(row.id.in_(series), asset.household.is_(False))  # never lent by itself
    )
