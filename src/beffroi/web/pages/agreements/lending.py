"""What an agreement shows, or would show: which assets of its provider, how many series."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from beffroi.store.sharing.terms import Terms
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.web.pages.agreements.telling import how_of, joined, quantity, type_of
from beffroi.web.pages.agreements.words import SHOWN as WORDS

#: How many assets are named; a total names none.
NAMED = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset that is shown, and what of it."""

    name: str
    kind: Text
    what: Text


@dataclass(frozen=True, slots=True)
class Shown:
    """What an agreement shows, in a sentence, and the first assets by name."""

    said: Text
    assets: tuple[Asset, ...] = ()
    more: int = 0
    """How many assets are not named."""
    empty: bool = False


def series_lent(session: Session, provider: int, terms: Terms) -> list[Row[tuple[object, ...]]]:
    """List the series of a provider that terms name: never those of a household."""
    series, asset = models.Series, models.Asset
    query = (
        select(
            series.id,
            series.quantity,
            asset.id.label("asset"),
            asset.key,
            asset.name,
            asset.type,
            asset.attributes,
        )
        .join(asset, series.asset_id == asset.id)
        .where(
            series.organisation_id == provider,
            series.quantity.in_(terms.quantities),
            series.household.is_(False),
            asset.household.is_(False),
        )
        .order_by(asset.name, asset.id, series.id)
    )
    return [
        row
        for row in session.execute(query)
        if terms.lends(row.quantity, row.type, row.key, row.attributes.get("insee"))
    ]


def shown_of(session: Session, provider: int, terms: Terms, *, own: bool) -> Shown:
    """Say what terms show of a provider; names of assets are for its own people only."""
    rows = series_lent(session, provider, terms)
    if not rows:
        return Shown(WORDS["shown_none" if own else "shown_none_theirs"], empty=True)
    if terms.minimum_group:
        return _totals(rows, terms)
    assets = len({row.asset for row in rows})
    said = WORDS["shown"].fill(
        assets=counted("asset", assets), series=counted("series", len(rows)), how=how_of(terms)
    )
    named = _named(rows) if own else ()
    return Shown(said, named, assets - len(named) if own else 0)


def counted(word: str, n: int) -> Text:
    """Count something in words.

    >>> counted("asset", 1).en, counted("asset", 3).en
    ('one asset', '3 assets')
    """
    plural = {"series": "serieses"}.get(word, f"{word}s")
    return WORDS[word] if n == 1 else WORDS[plural].fill(n=n)


def _totals(rows: list[Row[tuple[object, ...]]], terms: Terms) -> Shown:
    groups: defaultdict[tuple[object, ...], set[object]] = defaultdict(set)
    for row in rows:
        groups[row.quantity, row.type, row.attributes.get("insee")].add(row.asset)
    told = [assets for assets in groups.values() if len(assets) >= terms.minimum_group]
    if not told:
        return Shown(WORDS["shown_few"].fill(n=terms.minimum_group), empty=True)
    said = WORDS["shown_totals"].fill(
        groups=counted("group", len(told)),
        assets=counted("asset", len(set().union(*told))),
        how=how_of(terms),
    )
    return Shown(said)


def _named(rows: list[Row[tuple[object, ...]]]) -> tuple[Asset, ...]:
    found: dict[object, list[Row[tuple[object, ...]]]] = {}
    for row in rows:
        found.setdefault(row.asset, []).append(row)
    return tuple(
        Asset(
            of[0].name,
            type_of(of[0].type),
            joined([quantity(key) for key in Counter(one.quantity for one in of)]),
        )
        for of in list(found.values())[:NAMED]
    )
