"""From a series as a file describes it to a series of the state."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.many import blocks


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What identifies a series within an organisation, and what is known of its asset."""

    asset: str
    asset_type: str
    quantity: str
    kind: str
    source: str
    qualifier: str = ""
    step_seconds: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """The part that must be equal for two files to describe one series."""
        return (
            self.asset_type,
            self.asset,
            self.quantity,
            self.kind,
            self.source,
            self.qualifier,
        )


def declare(
    session: Session, organisation: int, batch: int | None, keys: Sequence[SeriesKey]
) -> tuple[dict[SeriesKey, int], set[int]]:
    """Find or create the series of keys, and their assets.

    Returns:
        The identifier of each key, and the identifiers that were created.
    """
    assets = _assets(session, organisation, batch, keys)
    stored = {
        (row.asset_id, row.quantity, row.kind, row.source, row.qualifier): row
        for some in blocks(set(assets.values()))
        for row in session.scalars(
            select(models.Series).where(
                models.Series.organisation_id == organisation, models.Series.asset_id.in_(some)
            )
        )
    }
    created: list[models.Series] = []
    rows: dict[SeriesKey, models.Series] = {}
    for key in keys:
        asset = assets[key.asset_type, key.asset]
        identity = (asset, key.quantity, key.kind, key.source, key.qualifier)
        row = stored.get(identity)
        if row is None:
            row = models.Series(
                organisation_id=organisation,
                asset_id=asset,
                quantity=key.quantity,
                kind=key.kind,
                source=key.source,
                qualifier=key.qualifier,
                step_seconds=key.step_seconds,
                batch_id=batch,
            )
            stored[identity] = row
            created.append(row)
        rows[key] = row
    session.add_all(created)
    session.flush()
    return {key: row.id for key, row in rows.items()}, {row.id for row in created}


def _assets(
    session: Session, organisation: int, batch: int | None, keys: Sequence[SeriesKey]
) -> dict[tuple[str, str], int]:
    wanted = {(key.asset_type, key.asset): dict(key.attributes) for key in keys}
    found = {
        (row.type, row.key): row
        for some in blocks({key for _, key in wanted})
        for row in session.scalars(
            select(models.Asset).where(
                models.Asset.organisation_id == organisation, models.Asset.key.in_(some)
            )
        )
    }
    for (type_, key), attributes in wanted.items():
        if (type_, key) not in found:
            row = models.Asset(
                organisation_id=organisation,
                type=type_,
                key=key,
                name=attributes.pop("name", key),
                attributes=attributes,
                batch_id=batch,
            )
            session.add(row)
            found[type_, key] = row
    session.flush()
    return {identity: row.id for identity, row in found.items()}
