"""What an installation holds: assets and series, found by number or by words."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import AMBIGUOUS, NOT_FOUND
from beffroi.ingest.tending import READER as REPAIR
from beffroi.store.read import ReadDoor
from beffroi.store.sharing.catalogue import ALL, Part, lent_series
from beffroi.store.sharing.grants import Grant
from beffroi.store.state import models
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Listed:
    """A series with its asset and its owner."""

    series: models.Series
    asset: models.Asset
    organisation: models.Organisation
    grants: tuple[Grant, ...] = ()
    """The agreements that lend it; none where it is one's own."""

    @property
    def key(self) -> str:
        """The name of the series: asset, quantity and qualifier."""
        parts = (self.asset.key, self.series.quantity, self.series.qualifier)
        return "/".join(part for part in parts if part)

    def to_dict(self) -> dict[str, Any]:
        """Return the series as plain data."""
        series = self.series
        return {
            "id": series.id,
            "key": self.key,
            "organisation": self.organisation.name,
            "asset": self.asset.key,
            "asset_type": self.asset.type,
            "quantity": series.quantity,
            "kind": series.kind,
            "source": series.source,
            "qualifier": series.qualifier,
            "step_seconds": series.step_seconds,
            "points": series.points,
            "from": series.first_at.isoformat() if series.first_at else None,
            "to": series.last_at.isoformat() if series.last_at else None,
            "last_value": series.last_value,
        }


def list_series(door: ReadDoor, organisation: int | None = None, part: Part = ALL) -> list[Listed]:
    """List the series of the scope that hold something, and those that agreements lend to it.

    A `part` of them costs what is in it, and what is passed over of others; it goes by number.

    Raises:
        BeffroiError: `store.out_of_scope` for whoever may read no measures.
    """
    door.scope.require_measures("series")
    wanted = door.scope.organisations
    if organisation is not None:
        wanted &= {organisation}
    with door.session() as session:
        acting = door.scope.acting
        lent = [] if acting is None else lent_series(session, acting, organisation, part)
        own = part.of(
            select(models.Series, models.Asset, models.Organisation)
            .join(models.Asset, models.Series.asset_id == models.Asset.id)
            .join(models.Organisation, models.Series.organisation_id == models.Organisation.id)
            .where(models.Series.organisation_id.in_(wanted), models.Series.points > 0)
        )
        rows = [Listed(*row) for row in (*session.execute(own.limit(part.most)), *lent)]
    if part.most is not None:
        rows = sorted(rows, key=lambda row: row.series.id)[: part.most]
    return rows


def one_series(door: ReadDoor, number: int) -> Listed:
    """Return a series of the scope, or one that is lent to it, by its number.

    Raises:
        BeffroiError: `store.out_of_scope`, the same after the same statements for one that does
            not exist, is of another, or is not lent.
    """
    for found in list_series(door, part=Part(number=number)):
        return found
    raise door.scope.refuse(f"series {number}")


def list_batches(door: ReadDoor, organisation: int | None = None) -> list[models.Batch]:
    """List the imports of the scope, the last one first."""
    wanted = door.scope.organisations
    if organisation is not None:
        wanted &= {organisation}
    with door.session() as session:
        rows = session.scalars(
            select(models.Batch)
            .where(models.Batch.organisation_id.in_(wanted), models.Batch.reader != REPAIR)
            .order_by(models.Batch.id.desc())
        ).all()
        session.expunge_all()
    return list(rows)


def find_series(door: ReadDoor, asked: str) -> Listed:
    """Return the series of a number, of a key, or the only one whose key holds some words.

    Raises:
        BeffroiError: `store.not_found`, `store.ambiguous`.
    """
    rows = list_series(door)
    exact = [row for row in rows if asked in (str(row.series.id), row.key)]
    words = asked.casefold().split()
    found = exact or [row for row in rows if all(word in row.key.casefold() for word in words)]
    if not found:
        what = Text(fr="série", en="series")
        raise BeffroiError(NOT_FOUND, what=what, key=asked, command="series")
    if len(found) > 1:
        names = ", ".join(f"{row.series.id} ({row.key})" for row in found[:5])
        raise BeffroiError(AMBIGUOUS, key=asked, found=names)
    return found[0]


def list_assets(
    door: ReadDoor, organisation: int | None = None
) -> list[tuple[models.Asset, models.Organisation, models.Asset | None]]:
    """List the assets of the scope, each with its owner and the asset that it serves."""
    wanted = door.scope.organisations
    if organisation is not None:
        wanted &= {organisation}
    with door.session() as session:
        rows = session.execute(
            select(models.Asset, models.Organisation)
            .join(models.Organisation, models.Asset.organisation_id == models.Organisation.id)
            .outerjoin(models.Batch, models.Asset.batch_id == models.Batch.id)
            # What only an import that was undone had declared is not shown any more.
            .where(
                models.Asset.organisation_id.in_(wanted),
                func.coalesce(models.Batch.status, "") != "undone",
            )
            .order_by(models.Asset.organisation_id, models.Asset.type, models.Asset.key)
        ).all()
    by_id = {asset.id: asset for asset, _ in rows}
    return [(asset, owner, by_id.get(asset.parent_id or 0)) for asset, owner in rows]


def find_assets(door: ReadDoor, asked: str) -> frozenset[int]:
    """Return the assets of a number, of a key or name, else those whose name holds some words.

    Raises:
        BeffroiError: `store.not_found`.
    """
    rows = [asset for asset, _, _ in list_assets(door)]
    found = {row.id for row in rows if asked in (str(row.id), row.key, row.name)}
    words = asked.casefold().split()
    if not found and words:
        names = {row.id: f"{row.key} {row.name}".casefold() for row in rows}
        found = {number for number, name in names.items() if all(word in name for word in words)}
    if not found:
        what = Text(fr="équipement", en="asset")
        raise BeffroiError(NOT_FOUND, what=what, key=asked, command="assets")
    # A building is asked for through what it is metered by, and the other way round.
    around = {row.id for row in rows if row.parent_id in found}
    above = {row.parent_id for row in rows if row.id in found and row.parent_id}
    return frozenset(found | around | above)
