"""The series that agreements lend to an organisation, as its catalogue shows them."""

from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import Step, utc_now
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.sharing.terms import Terms
from beffroi.store.state import models
from beffroi.store.state.lending import lending
from beffroi.store.state.many import blocks

Row: TypeAlias = tuple[models.Series, models.Asset, models.Organisation]


def lent_series(session: Session, recipient: int, provider: int | None = None) -> list[Row]:
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
            rows = (
                select(models.Series, models.Asset, models.Organisation)
                .join(models.Asset, models.Series.asset_id == models.Asset.id)
                .join(models.Organisation, models.Series.organisation_id == models.Organisation.id)
                .where(
                    models.Series.organisation_id.in_(some),
                    models.Series.points > 0,
                    models.Series.household.is_(False),  # never lent by itself
                )
                .order_by(models.Series.id)
            )
            for series, asset, owner in session.execute(rows):
                terms = [one.terms for one in grants[owner.id] if _lends(one, series, asset)]
                if terms:
                    whole = any(map(_whole, terms))
                    found.append((series if whole else _masked(series), asset, owner))
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
