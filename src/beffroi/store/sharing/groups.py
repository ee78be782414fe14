"""The groups of assets whose totals may be told: fixed once, apart from each other.

A group is of one quantity, one sense, one type of asset, one commune, of households or of others,
and of assets whose measures began in the same years. It is made when enough assets of a cell are in
no group yet, and never changes: one more asset waits for others, and then makes another group with
them. Another quantity of the same use has a group of the same assets, or of others (`apart.py`).
Two totals are hence of the same assets, or have no asset in common, whoever asked, whenever, under
whichever agreement: their difference tells of no asset.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.sharing.apart import Apart, family
from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.store.state import models
from beffroi.store.state.sharing import WAITING, Agreement, AgreementParty, TotalGroup, TotalMember
from beffroi.units import Aggregation, SeriesKind

#: Only amounts add up from one asset to another.
ADDED = frozenset({Aggregation.SUM, Aggregation.INTEGRATE, Aggregation.DIFFERENCE})
_KINDS = [str(kind) for kind in SeriesKind if kind.aggregations[0] in ADDED]
#: No total is of fewer households, whatever an agreement says (local energy data: ten delivery
#: points, decree 2020-196 of 4 March 2020).
LEAST_HOUSEHOLDS = 10
#: A total of a day of ten homes would tell when they are away.
OF_HOUSEHOLDS = ("month", "year")
_Candidate: TypeAlias = tuple[models.Series, models.Asset]
#: Quantity, sense, type of asset, commune, and whether they are households.
_Cell: TypeAlias = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its series; `hidden` counts those that its reader may not see one by one."""

    row: TotalGroup
    series: tuple[int, ...]
    hidden: int


def groups(
    session: Session, provider: int, reader: int, terms: Terms, *, households: bool = False
) -> list[Group]:
    """Return the groups whose totals an agreement lets a reader see, making those now possible.

    Those of `households` only where it is asked for.
    A group is left out when it lost a member, and when fewer than the least number of its assets
    are left once those are counted out that the reader sees, or has seen, one by one.
    """
    # Two questions at once must not make two groups of the same assets.
    session.get_one(models.Organisation, provider, with_for_update={"key_share": True})
    _make(session, provider, terms, households=households)
    alone = _seen_alone(session, provider, reader)
    found = []
    for row in session.scalars(
        select(TotalGroup)
        .where(
            TotalGroup.organisation_id == provider,
            TotalGroup.quantity.in_(terms.quantities),
            TotalGroup.step == str(terms.granularity),
        )
        .order_by(TotalGroup.id)
    ):
        if not terms.lends(row.quantity, row.asset_type, "", row.insee or None):
            continue
        members = session.execute(
            select(models.Series, models.Asset)
            .join(TotalMember, TotalMember.series_id == models.Series.id)
            .join(models.Asset, models.Series.asset_id == models.Asset.id)
            .where(TotalMember.group_id == row.id)
        ).all()
        own = reader == provider  # who reads one's own assets, but for households
        hidden = sum(its.household or not (own or _lent(alone, one, its)) for one, its in members)
        private = any(its.household for _, its in members)
        if (private and row.step not in OF_HOUSEHOLDS) or (households and not private):
            continue
        if len(members) == row.size and hidden >= least(terms, household=private):
            found.append(Group(row, tuple(one.id for one, _ in members), hidden))
    return found


def _make(session: Session, provider: int, terms: Terms, *, households: bool) -> None:
    """Make groups of the assets of a provider that are in none, where they are enough."""
    series, asset = models.Series, models.Asset
    found = session.execute(
        select(series, asset)
        .join(asset, series.asset_id == asset.id)
        .where(
            series.organisation_id == provider,
            series.quantity.in_(terms.quantities),
            series.kind.in_(_KINDS),
            series.points > 0,
        )
    )
    rows: list[_Candidate] = [(one, its) for one, its in found]
    taken = set(session.scalars(select(TotalMember.series_id)))
    # Another series of an asset that is counted already would count it twice.
    counted = {(one.asset_id, one.quantity, one.qualifier) for one, _ in rows if one.id in taken}
    free = [r for r in rows if (r[0].asset_id, r[0].quantity, r[0].qualifier) not in counted]
    apart = Apart.of(session, provider)
    for cell, several in groupby(sorted(free, key=_order), key=_cell):
        household = cell[-1]
        if (household and terms.granularity not in OF_HOUSEHOLDS) or (households and not household):
            continue
        own, name = _one_an_asset(several), family(*cell[:2])
        for members in _chosen(own, apart, name, least(terms, household=household)):
            _add(session, provider, cell, str(terms.granularity), members)


def least(terms: Terms, *, household: bool) -> int:
    """Return of how many assets at least a total is."""
    return max(terms.minimum_group, LEAST_HOUSEHOLDS) if household else terms.minimum_group


def _cell(one: _Candidate) -> _Cell:
    series, asset = one
    insee = str(asset.attributes.get("insee") or "")
    return series.quantity, series.qualifier, asset.type, insee, asset.household


def _order(one: _Candidate) -> tuple[object, ...]:
    series, _ = one
    return (*_cell(one), series.asset_id, -series.points, series.id)


def _one_an_asset(several: Iterable[_Candidate]) -> list[models.Series]:
    """Keep the series of each asset that has most measures."""
    return [next(rows)[0] for _, rows in groupby(several, key=lambda one: one[0].asset_id)]


def _chosen(
    series: Sequence[models.Series], apart: Apart, name: str, least: int
) -> list[list[models.Series]]:
    """Return the groups of a cell: those of assets that are one elsewhere, and new ones."""
    by_asset = {one.asset_id: one for one in series}
    same = [
        [by_asset[asset] for asset in sorted(assets)]
        for assets in sorted(apart.whole[name], key=sorted)
        if assets <= by_asset.keys()
    ]
    new = _cohorts([one for one in series if apart.free(name, one.asset_id)], least)
    for members in new:
        apart.add(name, [one.asset_id for one in members])
    return same + new


def _cohorts(series: Sequence[models.Series], least: int) -> list[list[models.Series]]:
    """Cut series by the year when their measures began, into groups that are large enough."""
    cohorts: list[list[models.Series]] = []
    waiting: list[models.Series] = []
    for _, several in groupby(sorted(series, key=_year), key=_year):
        waiting += several
        if len(waiting) >= least:
            cohorts.append(waiting)
            waiting = []
    return cohorts


def _year(series: models.Series) -> int:
    return series.first_at.year if series.first_at else 0


def _add(
    session: Session,
    provider: int,
    cell: _Cell,
    step: str,
    members: Sequence[models.Series],
) -> None:
    quantity, qualifier, asset_type, insee, _ = cell
    row = TotalGroup(
        organisation_id=provider,
        quantity=quantity,
        qualifier=qualifier,
        asset_type=asset_type,
        insee=insee,
        step=step,
        size=len(members),
        made_at=utc_now(),
    )
    session.add(row)
    session.flush()
    session.add_all(TotalMember(series_id=one.id, group_id=row.id) for one in members)
    session.flush()


def _seen_alone(session: Session, provider: int, reader: int) -> list[Terms]:
    """List the terms under which a reader sees assets of a provider one by one, or has."""
    never = (WAITING, "refused")
    query = (
        select(Agreement.terms)
        .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
        .where(
            Agreement.organisation_id == provider,
            AgreementParty.organisation_id == reader,
            Agreement.stance.not_in(never),
            AgreementParty.stance.not_in(never),
        )
    )
    found = map(read_terms, session.scalars(query))
    return [terms for terms in found if not terms.minimum_group]


def _lent(alone: Iterable[Terms], series: models.Series, asset: models.Asset) -> bool:
    if asset.household:
        return False
    insee = asset.attributes.get("insee")
    return any(one.lends(series.quantity, asset.type, asset.key, insee) for one in alone)
