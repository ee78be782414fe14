"""Which assets may make a group: totals of one use are of the same assets, or have none in common.

What an asset uses of an energy is told by several quantities (power and energy, measured and
billed), under several qualifiers, and by its meters as well as by the building that they serve. A
total of four by one of them, less that of three of them by another, would tell of the fourth.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.sharing import TotalGroup, TotalMember

#: Words of the qualifiers of what is given back to a network: it is no part of what is used.
_GIVEN = ("injection", "production", "EAI")


def family(quantity: str, qualifier: str) -> str:
    """Name what a series tells of, whatever the quantity that says it.

    >>> family("electricity.active_power", "") == family("electricity.active_energy", "consumption")
    True
    >>> family("gas.energy", "published") == family("gas.energy", "injection published")
    False
    """
    sense = "given" if any(word in qualifier for word in _GIVEN) else "used"
    return f"{quantity.partition('.')[0]} {sense}"


@dataclass(slots=True)
class Apart:
    """The assets that are in groups, by family."""

    above: Mapping[int, int | None]
    """The asset that each asset serves."""
    whole: defaultdict[str, set[frozenset[int]]] = field(default_factory=lambda: defaultdict(set))
    """The assets of each group that lost none."""
    members: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    served: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """What members serve, at any height."""

    @classmethod
    def of(cls, session: Session, provider: int) -> "Apart":
        """Look at the groups of a provider."""
        asset, group, member = models.Asset, TotalGroup, TotalMember
        rows = session.execute(
            select(asset.id, asset.parent_id).where(asset.organisation_id == provider)
        )
        found = cls({row.id: row.parent_id for row in rows})
        kept: dict[int, set[int]] = defaultdict(set)
        for number, one in session.execute(
            select(member.group_id, models.Series.asset_id)
            .join(models.Series, models.Series.id == member.series_id)
            .where(models.Series.organisation_id == provider)
        ):
            kept[number].add(one)
        for row in session.scalars(select(group).where(group.organisation_id == provider)):
            assets = kept[row.id]
            found.add(family(row.quantity, row.qualifier), assets, whole=len(assets) == row.size)
        return found

    def add(self, name: str, assets: Collection[int], *, whole: bool = True) -> None:
        """Note a group; one that lost a member is the model of no other."""
        if whole:
            self.whole[name].add(frozenset(assets))
        self.members[name].update(assets)
        self.served[name].update(up for one in assets for up in self._line(one) if up != one)

    def free(self, name: str, asset: int) -> bool:
        """Tell whether an asset is in no group, nor what it serves, nor what serves it."""
        return asset not in self.served[name] and not self.members[name] & self._line(asset)

    def _line(self, asset: int) -> set[int]:
        """Return an asset with all that it serves."""
        line: set[int] = set()
        up: int | None = asset
        while up is not None and up not in line:
            line.add(up)
            up = self.above.get(up)
        return line
