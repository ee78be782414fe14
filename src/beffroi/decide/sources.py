"""Which series say how much an asset uses, and in which order they are believed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.domains import quantities
from beffroi.store.state import models
from beffroi.units import SeriesKind

_NOT_CONSUMED = ("injection", "production", "EAI")  # EAI: index of injected energy (Enedis)
_RANK = {SeriesKind.MEAN_POWER: 0, SeriesKind.INTERVAL: 1, SeriesKind.INDEX: 2}


@dataclass(slots=True)
class Meter:
    """What measures one amount of one asset: groups of series, the most believed first.

    The series of a group add up (the registers of one grid); two groups measure the same thing
    and are never added.
    """

    asset: models.Asset
    quantity: str
    groups: list[list[models.Series]] = field(default_factory=list)


def meters(session: Session, organisations: Iterable[int], wanted: Sequence[str]) -> list[Meter]:
    """List the meters of organisations for quantities that are amounts."""
    known = quantities()
    found: dict[tuple[int, str], list[models.Series]] = {}
    assets: dict[int, models.Asset] = {}
    rows = session.execute(
        select(models.Series, models.Asset)
        .join(models.Asset, models.Series.asset_id == models.Asset.id)
        .where(models.Series.organisation_id.in_(list(organisations)), models.Series.points > 0)
        .order_by(models.Series.id)
    )
    for series, asset in rows:
        if series.quantity not in known:  # of a trade that was adopted, and is not known here
            continue
        target = known[series.quantity].integral or series.quantity
        if target not in wanted or not consumed(series):
            continue
        assets[asset.id] = asset
        found.setdefault((asset.id, target), []).append(series)
    return [
        Meter(assets[asset], quantity, _groups(series))
        for (asset, quantity), series in sorted(found.items())
    ]


def consumed(series: models.Series) -> bool:
    """Tell whether a series is of an amount that is used, not one that is produced or injected."""
    used = not any(word in series.qualifier for word in _NOT_CONSUMED)
    return used and SeriesKind(series.kind) in _RANK


def _groups(series: list[models.Series]) -> list[list[models.Series]]:
    single = [s for s in series if not _grid(s)]
    grids: dict[str, list[models.Series]] = {}
    for item in series:
        # An index read once (an unused register, in most files) says nothing of consumption.
        if (grid := _grid(item)) and (item.points > 1 or item.kind != SeriesKind.INDEX):
            grids.setdefault(grid, []).append(item)
    groups = [[item] for item in single] + [grids[grid] for grid in sorted(grids)]
    return sorted(groups, key=lambda group: (_RANK[SeriesKind(group[0].kind)], len(group)))


def _grid(series: models.Series) -> str:
    """Name the grid of a register: the registers of one grid add up to the total.

    Distributor registers are called D1..D4 or `D HPH`, supplier ones F1..F10 or `F HP` (Enedis,
    indexes and billed amounts); both grids hold the same energy, as does the total T.
    """
    for word in series.qualifier.split():
        if word in ("D", "F") or (word[:1] in ("D", "F") and word[1:].isdigit()):
            return f"{series.kind} {word[0]}"
    return ""


def attributes(session: Session, assets: Sequence[models.Asset]) -> Mapping[int, dict[str, object]]:
    """Merge the attributes of each asset over those of the asset that it serves."""
    parents = {asset.parent_id for asset in assets if asset.parent_id}
    rows = session.scalars(select(models.Asset).where(models.Asset.id.in_(parents)))
    above = {row.id: row for row in rows}
    merged: dict[int, dict[str, object]] = {}
    for asset in assets:
        parent = above.get(asset.parent_id or 0)
        merged[asset.id] = {
            **(parent.attributes if parent else {}),
            **({"building": parent.name, "building_id": parent.id} if parent else {}),
            **asset.attributes,
        }
    return merged
