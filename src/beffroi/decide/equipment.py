"""What an authority watches: found by words or kind, ranked by what it costs, and each one whole.

A list answers as fast for a hundred thousand assets as for ten: sums are made by the database,
and only what is shown is looked at further.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from beffroi.decide.findings import unsure
from beffroi.decide.spelling import plain
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.texts import Text

#: What a finding costs until something was done about it.
COSTING = ("open", "acting", "watching")
#: How far below an asset is looked, and how many are shown.
_DEEPEST, MOST_BELOW = 4, 200
WHAT = Text(fr="équipement", en="asset")
_ACCENTED = frozenset("aceinouy")


@dataclass(frozen=True, slots=True)
class Listed:
    """An asset in a list."""

    id: int
    name: str
    key: str
    type: str
    parent: str
    """The name of what it belongs to; empty where that is nothing."""
    findings: int
    eur: float
    """What its findings, and those of what belongs to it, cost a year [EUR]."""
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of assets, and how many there are in all."""

    rows: tuple[Listed, ...]
    total: int


def kinds(session: Session, organisation: int) -> tuple[str, ...]:
    """List the kinds of asset that an organisation has."""
    own = models.Asset.organisation_id == organisation
    return tuple(session.scalars(select(models.Asset.type).where(own).distinct().order_by("type")))


def found(
    session: Session,
    organisation: int,
    *,
    words: str = "",
    kind: str = "",
    first: int = 0,
    most: int = 25,
) -> Found:
    """Return the assets that have some words and a kind, those that cost most first.

    Without words nor kind, what belongs to something else is left to its page.
    """
    wanted = plain(words).split()
    asset, costs, parent = models.Asset, _costs(organisation), aliased(models.Asset)
    where: list[ColumnElement[bool]] = [*_of(organisation)]
    if kind:
        where.append(asset.type == kind)
    elif not wanted:
        where.append(asset.parent_id.is_(None))
    for word in wanted:
        sign = _pattern(word)
        where.append(or_(asset.name.ilike(sign), asset.key.ilike(sign)))
    loss, seen = func.coalesce(costs.c.eur, 0.0), func.coalesce(costs.c.findings, 0)
    query = (
        select(asset.id, asset.name, asset.key, asset.type, parent.name, seen, loss)
        .outerjoin(models.Batch, asset.batch_id == models.Batch.id)
        .outerjoin(costs, costs.c.asset == asset.id)
        .outerjoin(parent, parent.id == asset.parent_id)
        .where(*where)
        .order_by(loss.desc(), seen.desc(), _spelled(asset.name), asset.id)
    )
    if wanted:
        rows = [row for row in session.execute(query) if _has(f"{row[1]} {row[2]}", wanted)]
        total, rows = len(rows), rows[first : first + most]
    else:
        total = session.scalar(_count(where)) or 0
        rows = list(session.execute(query.offset(first).limit(most)))
    lasts = last_measures(session, [row[0] for row in rows])
    listed = (
        Listed(one, name, key, type_, above or "", count, float(eur), lasts.get(one))
        for one, name, key, type_, above, count, eur in rows
    )
    return Found(tuple(listed), total)


def unsure_ones(session: Session, organisation: int, assets: Collection[int]) -> set[int]:
    """Return those of some assets whose findings cost something that may be nothing."""
    finding, asset = Finding, models.Asset
    query = (
        select(finding.asset_id, asset.parent_id, finding.stake)
        .join(asset, finding.asset_id == asset.id)
        .where(
            finding.organisation_id == organisation,
            finding.status.in_(COSTING),
            or_(finding.asset_id.in_(assets), asset.parent_id.in_(assets)),
        )
    )
    rows = session.execute(query)
    found = {one for own, above, stake in rows if unsure({"stake": stake}) for one in (own, above)}
    return found & set(assets)


def _count(where: Iterable[ColumnElement[bool]]) -> Select[int]:
    asset = models.Asset
    return (
        select(func.count(asset.id))
        .outerjoin(models.Batch, asset.batch_id == models.Batch.id)
        .where(*where)
    )


def _of(organisation: int) -> tuple[ColumnElement[bool], ...]:
    """Keep to an organisation, and leave what only an import that was undone had declared."""
    undone = func.coalesce(models.Batch.status, "") == "undone"
    return models.Asset.organisation_id == organisation, ~undone


def _costs(organisation: int) -> Subquery:
    """Sum the findings of each asset, with those of what belongs to it."""
    finding, asset = Finding, models.Asset
    where = (finding.organisation_id == organisation, finding.status.in_(COSTING))
    own = select(finding.asset_id.label("asset"), finding.eur_per_year.label("eur")).where(*where)
    below = (
        select(asset.parent_id.label("asset"), finding.eur_per_year.label("eur"))
        .join(asset, finding.asset_id == asset.id)
        .where(*where, asset.parent_id.is_not(None))
    )
    each = union_all(own, below).subquery()
    loss = case((each.c.eur > 0, each.c.eur), else_=0.0)
    return (
        select(each.c.asset, func.count().label("findings"), func.sum(loss).label("eur"))
        .group_by(each.c.asset)
        .subquery()
    )


def _pattern(word: str) -> str:
    """Write what a word may look like: databases do not all know one letter under its accents.

    >>> _pattern("ecole"), _pattern("coeur")
    ('%___l_%', '%_%_r%')
    """
    spread = word.replace("oe", "%")
    return "%" + "".join("_" if sign in _ACCENTED else sign for sign in spread) + "%"


def _spelled(name: Any) -> ColumnElement[str]:
    """Write a name as it is sorted: databases put an É after every Z.

    >>> str(_spelled(models.Asset.name)).count("replace(")
    16
    """
    bare = name
    for accented, plain_one in zip("ÉéÈèÊêËëÀàÂâÇçÎî", "eeeeeeeeaaaaccii", strict=True):
        bare = func.replace(bare, accented, plain_one)
    return func.lower(bare)


def _has(text: str, words: Sequence[str]) -> bool:
    known = plain(text)
    return all(word in known for word in words)


def last_measures(session: Session, assets: Collection[int]) -> dict[int, datetime]:
    """Return when each asset, or what belongs to it, was last measured."""
    asset, series = models.Asset, models.Series
    query = (
        select(asset.id, asset.parent_id, func.max(series.last_at))
        .join(series, series.asset_id == asset.id)
        .where(or_(asset.id.in_(assets), asset.parent_id.in_(assets)), series.points > 0)
        .group_by(asset.id, asset.parent_id)
    )
    lasts: dict[int, datetime] = {}
    for number, parent, last in session.execute(query):
        for one in (number, parent):
            if one is not None and one in assets and last is not None:
                lasts[one] = max(lasts.get(one, last), last)
    return lasts


def one_asset(session: Session, organisation: int, number: int) -> models.Asset:
    """Return an asset of an organisation.

    Raises:
        BeffroiError: `store.not_found`, the same for one of another, or of a household that the
            session does not see.
    """
    query = (
        select(models.Asset)
        .outerjoin(models.Batch, models.Asset.batch_id == models.Batch.id)
        .where(models.Asset.id == number, *_of(organisation))
    )
    row = session.scalar(query) if number > 0 else None
    if row is None:
        raise BeffroiError(NOT_FOUND, what=WHAT, key=number, command="assets")
    return row


def below(session: Session, asset: models.Asset) -> list[models.Asset]:
    """List what belongs to an asset, and what belongs to that, level by level."""
    seen = {asset.id}
    level, rows = [asset.id], list[models.Asset]()
    for _ in range(_DEEPEST):
        query = (
            select(models.Asset)
            .outerjoin(models.Batch, models.Asset.batch_id == models.Batch.id)
            .where(models.Asset.parent_id.in_(level), *_of(asset.organisation_id))
            .order_by(models.Asset.type, _spelled(models.Asset.name), models.Asset.id)
            .limit(MOST_BELOW - len(rows))
        )
        fresh = [row for row in session.scalars(query) if row.id not in seen]
        rows += fresh
        level = [row.id for row in fresh]
        seen |= {*level}
        if not level or len(rows) >= MOST_BELOW:
            break
    return rows


def series_of(session: Session, assets: Collection[int]) -> list[models.Series]:
    """List the series of assets that hold something, those with most measures of late first."""
    series = models.Series
    query = (
        select(series)
        .where(series.asset_id.in_(assets), series.points > 0)
        .order_by(series.last_at.desc(), series.points.desc(), series.id)
    )
    return list(session.scalars(query))
