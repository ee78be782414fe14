"""From a series as a file describes it to a series of the state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from beffroi.store.households.form import KEPT, is_pseudonym
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
    series = models.Series
    named = (series.asset_id, series.quantity, series.kind, series.source, series.qualifier)
    stored = {
        row[:-1]: row[-1]
        for some in blocks(set(assets.values()))
        for row in session.execute(
            select(*named, series.id).where(
                series.organisation_id == organisation, series.asset_id.in_(some)
            )
        )
    }
    identity = {
        key: (assets[key.asset_type, key.asset], key.quantity, key.kind, key.source, key.qualifier)
        for key in keys
    }
    missing = {one: key for key, one in identity.items() if one not in stored}
    private = _of_households(session, {one[0] for one in missing})
    created = _insert(
        session,
        models.Series,
        [
            {
                "organisation_id": organisation,
                "asset_id": one[0],
                "quantity": key.quantity,
                "kind": key.kind,
                "source": key.source,
                "qualifier": key.qualifier,
                "step_seconds": key.step_seconds,
                "batch_id": batch,
                "household": one[0] in private,
            }
            for one, key in missing.items()
        ],
    )
    stored |= dict(zip(missing, created, strict=True))
    return {key: stored[one] for key, one in identity.items()}, set(created)


def _of_households(session: Session, assets: Collection[int]) -> set[int]:
    asset = models.Asset
    return {
        number
        for some in blocks(assets)
        for number in session.scalars(
            select(asset.id).where(asset.id.in_(some), asset.household.is_(True))
        )
    }


def _assets(
    session: Session, organisation: int, batch: int | None, keys: Sequence[SeriesKey]
) -> dict[tuple[str, str], int]:
    wanted = {(key.asset_type, key.asset): dict(key.attributes) for key in keys}
    asset = models.Asset
    found = {
        (type_, key): number
        for some in blocks({key for _, key in wanted})
        for type_, key, number in session.execute(
            select(asset.type, asset.key, asset.id).where(
                asset.organisation_id == organisation, asset.key.in_(some)
            )
        )
    }
    missing = [one for one in wanted if one not in found]
    created = _insert(
        session,
        asset,
        [_new_asset(organisation, batch, *one, wanted[one]) for one in missing],
    )
    return found | dict(zip(missing, created, strict=True))


def _new_asset(
    organisation: int, batch: int | None, type_: str, key: str, said: dict[str, str]
) -> dict[str, Any]:
    """Return the row of an asset: a pseudonym stays one, as a meter of a sensor too."""
    private = is_pseudonym(key)
    name = said.pop("name", key)
    return {
        "organisation_id": organisation,
        "type": type_,
        "key": key,
        "name": key if private else name,
        "attributes": {k: v for k, v in said.items() if k in KEPT or not private},
        "batch_id": batch,
        "household": private,
    }


def _insert(
    session: Session, model: type[models.Asset | models.Series], rows: Sequence[dict[str, Any]]
) -> list[int]:
    """Insert rows, thousands at once, and return their identifiers in order."""
    if not rows:
        return []
    statement = insert(model).returning(model.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))
