"""The series that agreements lend to an organisation, as its catalogue shows them."""

from dataclasses import dataclass
from typing import TypeAlias, TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.periods import Step, utc_now
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.sharing.terms import Terms
from beffroi.store.state import models
from beffroi.store.state.lending import lending
from beffroi.store.state.many import blocks

#: A series, its asset and its owner, with the agreements that lend it.
Row: TypeAlias = tuple[models.Series, models.Asset, models.Organisation, tuple[Grant, ...]]
_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a catalogue: one series, or those after a number; `most` of them."""

    number: int | None = None
    after: int = 0
    most: int | None = None

    def of(self, query: Select[*_Columns]) -> Select[*_Columns]:
        """Narrow a query to the part, in the order of numbers."""
        row = models.Series
        if self.number is not None:
            query = query.where(row.id == self.number)
        if self.after:
            query = query.where(row.id > self.after)
        return query.order_by(row.id)


ALL = Part()


def lent_series(
    session: Session, recipient: int, provider: int | None = None, part: Part = ALL
) -> list[Row]:
    """List the series that others, or one of them, lend to an organisation.

    What the row of a series says of its measures (how many, from when, the last one) is shown
    only where each of them is lent.
    """
    grants: dict[int, list[Grant]] = {}
    providers = None if provider is None else [provider]
    for grant in in_force(session, recipient, utc_now(), providers):
        if not grant.terms.minimum_group:
            grants.setdefault(grant.provider, []).append(grant)
    found: list[Row] = []
    with lending(session):
        for some in blocks(sorted(grants)):
            left = part.most
            rows = part.of(
                select(models.Series, models.Asset, models.Organisation)
                .join(models.Asset, models.Series.asset_id == models.Asset.id)
                .join(models.Organisation, models.Series.organisation_id == models.Organisation.id)
                .where(
                    models.Series.organisation_id.in_(some),
                    models.Series.points > 0,
                    models.Series.household.is_(False),  # never lent by itself
                )
            )
            for series, asset, owner in session.execute(rows.execution_options(yield_per=500)):
                if left == 0:
                    break
                by = tuple(one for one in grants[owner.id] if _lends(one, series, asset))
                if by:
                    left = None if left is None else left - 1
                    whole = any(_whole(one.terms) for one in by)
                    found.append((series if whole else _masked(series), asset, owner, by))
    return found


def _lends(grant: Grant, series: models.Series, asset: models.Asset) -> bool:
    insee = asset.attributes.get("insee")
    return grant.terms.lends(series.quantity, asset.type, asset.key, insee)


def _whole(terms: Terms) -> bool:
    return terms.granularity is Step.RAW and terms.since is None and terms.until is None


def _masked(series: models.Series) -> models.Series:
    """Return a copy that says nothing of measures."""
    return models.Series(
        id=series.id,
        organisation_id=series.organisation_id,
        asset_id=series.asset_id,
        quantity=series.quantity,
        kind=series.kind,
        source=series.source,
        qualifier=series.qualifier,
        step_seconds=series.step_seconds,
        points=0,
        revised=False,
        levels=0,
    )
