"""A page into the store: whole, once, and only where the subscription still waits for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from beffroi.commons.federation.checking import keys, require_measures
from beffroi.commons.federation.pages import Page
from beffroi.errors import BeffroiError
from beffroi.errors.federation import SUBSCRIPTION_STATE
from beffroi.readers.contract import INSTANT
from beffroi.store.drafts import SeriesKey
from beffroi.store.erasing import erase
from beffroi.store.facts import microseconds
from beffroi.store.federation.cursors import BEGINNING, Cursor
from beffroi.store.federation.elsewhere import READER
from beffroi.store.federation.replacing import replace
from beffroi.store.intake import Received, intake
from beffroi.store.sharing.terms import Terms
from beffroi.store.state import models
from beffroi.store.state.federation import ACTIVE, Subscription
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_FIRST, _LAST = -(2**62), 2**62
_OVERTAKEN = Text(
    fr="L’abonnement a été changé, arrêté ou tiré ailleurs pendant qu’une page arrivait",
    en="The subscription was changed, stopped or pulled elsewhere while a page came in",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What a page changed."""

    new: int = 0
    changed: int = 0
    """Measures that were held otherwise, or are withdrawn."""
    erased: int = 0
    """Series that are not lent any more."""

    def __add__(self, other: "Stored") -> "Stored":
        """Return what both changed."""
        return Stored(
            self.new + other.new, self.changed + other.changed, self.erased + other.erased
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held of the series that stand for those of a provider."""

    series: Mapping[tuple[str, ...], models.Series]

    @classmethod
    def look(cls, door: WriteDoor, organisation: int) -> "_Held":
        series, asset = models.Series, models.Asset
        query = (
            select(series, asset.type, asset.key)
            .join(asset, series.asset_id == asset.id)
            .where(series.organisation_id == organisation)
        )
        with door.look() as session:
            rows = session.execute(query).all()
            session.expunge_all()
        return cls(
            {
                (type_, key, one.quantity, one.kind, one.source, one.qualifier): one
                for one, type_, key in rows
            }
        )


def store_page(
    door: WriteDoor, row: Subscription, terms: Terms, page: Page, after: Cursor
) -> tuple[Stored, Cursor]:
    """Store a page that answers the cursor of a subscription, and move the cursor.

    Returns:
        What it changed, and the cursor that is kept: that of the page, or the beginning where a
        series is lent whose past never came.

    Raises:
        BeffroiError: `federation.answer_refused`; `federation.subscription_state` where somebody
            else moved it meanwhile.
    """
    known = keys(page, terms)
    require_measures(page, known)
    held = _Held.look(door, row.organisation_id)
    last = after.place is None
    if last and Cursor.parse(row.cursor).at and _late(page, known, held):
        after = BEGINNING
    beyond = _beyond(page, known, held) if last else []
    stored = Stored()
    if len(page.windows["series"]) or beyond or (last and _strange(known, held)):
        stored = _bring(door, row, page, known, beyond, after)
    else:
        with door.keep() as session:
            _move(session, row, after)
    if last:
        gone = [one.id for identity, one in held.series.items() if identity not in _named(known)]
        if gone:
            erase(door, row.organisation_id, gone)
            stored += Stored(erased=len(gone))
    return stored, after


def _bring(
    door: WriteDoor,
    row: Subscription,
    page: Page,
    known: Sequence[SeriesKey],
    beyond: Sequence[tuple[int, int, int]],
    after: Cursor,
) -> Stored:
    received = Received(row.organisation_id, "", f"{row.address} {after}", 0, READER)
    with intake(door, received) as way_in:
        with door.look() as session:
            _require_waiting(session, row)
        ids = np.array(way_in.series(known), np.int64)
        _describe(door, row.organisation_id, known)
        if len(page.rows["series"]):
            way_in.add(_observations(page, ids))
        counts = replace(way_in, _windows(page, ids, beyond))
        way_in.commit({"series": [], "new": counts.new, "changed": counts.changed})
        with door.keep() as session:
            _move(session, row, after)
    return Stored(counts.new, counts.changed)


def _require_waiting(session: Session, row: Subscription) -> None:
    now = session.get(Subscription, row.id)
    if now is None or (now.status, now.cursor, now.key) != (ACTIVE, row.cursor, row.key):
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_OVERTAKEN)


def _move(session: Session, row: Subscription, after: Cursor) -> None:
    mine = (Subscription.id == row.id, Subscription.cursor == row.cursor)
    query = update(Subscription).where(*mine, Subscription.status == ACTIVE)
    moved = session.execute(query.values(cursor=str(after)).returning(Subscription.id))
    if moved.one_or_none() is None:
        raise BeffroiError(SUBSCRIPTION_STATE, reason=_OVERTAKEN)
    row.cursor = str(after)


def _observations(page: Page, ids: NDArray[np.int64]) -> pa.Table:
    rows = page.rows

    def instants(name: str) -> pa.Array:
        return pa.array(rows[name].astype(np.int64)).cast(INSTANT)

    return pa.table(
        {
            "series": ids[rows["series"]],
            "start": instants("start"),
            "end": instants("end"),
            "value": rows["value"].astype(np.float64),
            "quality": rows["quality"].astype(np.int8),
        }
    )


def _windows(
    page: Page, ids: NDArray[np.int64], beyond: Sequence[tuple[int, int, int]]
) -> pa.Table:
    series, low, high = (np.array([one[n] for one in beyond], np.int64) for n in range(3))
    own = page.windows
    return pa.table(
        {
            "series": np.concatenate([ids[own["series"]], series]),
            "low": np.concatenate([own["low"], low]).astype(np.int64),
            "high": np.concatenate([own["high"], high]).astype(np.int64),
        }
    )


def _named(known: Sequence[SeriesKey]) -> set[tuple[str, ...]]:
    return {one.identity for one in known}


def _extents(page: Page) -> dict[int, tuple[int, int]]:
    table = page.extents
    columns = (table[name].tolist() for name in ("series", "low", "high"))
    return {place: (low, high) for place, low, high in zip(*columns, strict=True)}


def _strange(known: Sequence[SeriesKey], held: _Held) -> bool:
    return not _named(known) <= held.series.keys()


def _late(page: Page, known: Sequence[SeriesKey], held: _Held) -> bool:
    """Tell whether something is lent of a series that is unknown here and did not come now."""
    came = set(page.windows["series"].tolist())
    return any(
        low < high and place not in came and known[place].identity not in held.series
        for place, (low, high) in _extents(page).items()
    )


def _beyond(page: Page, known: Sequence[SeriesKey], held: _Held) -> list[tuple[int, int, int]]:
    """List, by series, what is held outside of all that may be seen: series, low, high."""
    found = []
    for place, (low, high) in _extents(page).items():
        one = held.series.get(known[place].identity)
        if one is None or one.first_at is None or one.last_at is None:
            continue
        if microseconds(one.first_at) < low:
            found.append((one.id, _FIRST, low))
        if microseconds(one.last_at) > high:
            found.append((one.id, max(low, high), _LAST))
    return found


def _describe(door: WriteDoor, organisation: int, known: Sequence[SeriesKey]) -> None:
    """Bring names and communes of assets up to date: what is lent may depend on them."""
    wanted = {(one.asset_type, one.asset): dict(one.attributes) for one in known}
    asset = models.Asset
    with door.change("asset.put", "description", organisation) as change:
        changed = 0
        for some in blocks({key for _, key in wanted}):
            query = select(asset).where(asset.organisation_id == organisation, asset.key.in_(some))
            for row in change.session.scalars(query):
                said = dict(wanted.get((row.type, row.key), row.attributes | {"name": row.name}))
                name = said.pop("name")
                if (row.name, row.attributes) != (name, said):
                    row.name, row.attributes = name, said
                    changed += 1
        change.detail = {"assets": changed}
        change.action = change.action if changed else ""
