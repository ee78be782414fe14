"""What is above meters, and what each meter and each stock counts for in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.sources import Meter, attributes
from beffroi.decide.spelling import plain
from beffroi.domains import domains
from beffroi.domains.contract import Gather, Share
from beffroi.domains.panel import Row
from beffroi.store.state import models

#: How far above a meter what it counts for is looked for: a room, its building, its district.
_HIGHEST = 4
#: What a meter counts for, and in which asset.
Counted: TypeAlias = tuple[int, Share]


def is_open(asset: models.Asset) -> bool:
    """Tell whether what meters add up to in an asset may be seen by whoever reads indicators."""
    gathers = [one.gather for one in domains().values() if one.gather is not None]
    return any(one.level == asset.type and one.open(asset.attributes) for one in gathers)


def is_public(session: Session, asset: models.Asset, domain: str) -> bool:
    """Tell whether what is measured of an asset tells of no person, as its trade says."""
    chain = [asset]
    while (number := chain[-1].parent_id) is not None:
        above = session.get(models.Asset, number) if len(chain) <= _HIGHEST else None
        if above is None:  # a household, which this session does not see; or it has no end
            return False
        chain.append(above)
    if any(one.household for one in chain) or domain not in domains():
        return False
    return domains()[domain].public([(one.type, one.attributes) for one in chain])


@dataclass(frozen=True, slots=True)
class Above:
    """The assets of a level that organisations have, by number and by the ways to name them."""

    numbers: frozenset[int]
    named: Mapping[tuple[int, str], int]
    parents: dict[int, int | None] = field(default_factory=dict)

    def found(self, session: Session, owner: int, above: int | str) -> int | None:
        """Return the asset that a share is of."""
        if isinstance(above, str):
            return self.named.get((owner, plain(above)))
        number: int | None = above
        for _ in range(_HIGHEST):
            if number is None or number in self.numbers:
                return number
            if number not in self.parents:
                asset = session.get(models.Asset, number)
                self.parents[number] = asset.parent_id if asset else None
            number = self.parents[number]
        return None


def above_of(session: Session, owners: Collection[int], level: str) -> Above:
    """Return the assets of a level that some organisations have."""
    asset = models.Asset
    rows = session.execute(
        select(asset.id, asset.organisation_id, asset.name, asset.key)
        .where(asset.organisation_id.in_(list(owners)), asset.type == level)
        .order_by(asset.id.desc())  # of two of one name, the first one is meant
    ).all()
    named = {(owner, plain(name)): number for number, owner, name, _ in rows}
    named |= {(owner, plain(key)): number for number, owner, _, key in rows}
    return Above(frozenset(row[0] for row in rows), named)


def members_of(
    session: Session, found: Sequence[Meter], gather: Gather
) -> list[tuple[Meter, list[Counted]]]:
    """Return the meters that count for something, with what, in which asset."""
    above = above_of(session, {meter.asset.organisation_id for meter in found}, gather.level)
    if not above.numbers:
        return []
    merged = attributes(session, [meter.asset for meter in found])
    members: list[tuple[Meter, list[Counted]]] = []
    for meter in found:
        asset = meter.asset
        row = Row(-1, asset.id, asset.type, asset.name, meter.quantity, merged[asset.id])
        shares = counted_of(session, above, gather, asset, row)
        if shares:
            members.append((meter, shares))
    return members


def counted(
    session: Session, found: Sequence[Meter], gather: Gather
) -> dict[tuple[int, str], list[models.Asset]]:
    """Return the assets whose meters count for each quantity of each asset above them."""
    told: dict[tuple[int, str], list[models.Asset]] = {}
    for meter, shares in members_of(session, found, gather):
        for number, share in shares:
            told.setdefault((number, share.quantity), []).append(meter.asset)
    return told


def counted_of(
    session: Session, above: Above, gather: Gather, asset: models.Asset, row: Row
) -> list[Counted]:
    """Return what a row counts for, in which assets that there are."""
    placed = (
        (above.found(session, asset.organisation_id, share.above), share)
        for share in gather.shares(row)
    )
    return [(number, share) for number, share in placed if number is not None]
