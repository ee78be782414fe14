"""What is told next to somebody who has come to a cursor: read through the read door, bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.federation import CURSOR_UNKNOWN, NOT_LENT
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.periods import Step, utc_now
from beffroi.store import engine
from beffroi.store.facts import microseconds, moment
from beffroi.store.federation import civil
from beffroi.store.federation.changes import Units, since, whole
from beffroi.store.federation.cursors import Cursor, Place
from beffroi.store.federation.horizon import between, horizon, newest
from beffroi.store.federation.sharing import Shared, shared, side_of
from beffroi.store.lake import Written
from beffroi.store.lake.schema import INSTANT
from beffroi.store.manifest import paths, seen
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.rollups.touched import fresh
from beffroi.store.sharing.grants import Grant, in_force
from beffroi.store.state.database import beyond
from beffroi.store.state.lending import lending

#: About how many measures are told at once.
ROWS = 250_000
#: A step of which observations cover less is an estimate of the whole step.
_WHOLE = 0.99
_HOUR_US = 3_600_000_000
#: Who comes back after longer than that, or for the first time, is told all of it.
_LONG_US = 400 * 24 * _HOUR_US
_MEAN_POWER = "mean_power"


@dataclass(frozen=True, slots=True)
class Told:
    """Units of series with their measures, and the cursor that they lead to."""

    grant: Grant
    shared: Shared
    units: Units
    rows: Mapping[str, NDArray[Any]]
    """place (of the series), start, end [us], value, quality."""
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class _Round:
    """What a round is made of, as one look at the state says."""

    grant: Grant
    shared: Shared
    files: list[Written]
    batches: list[int]
    until: tuple[int, int]


def tell(door: ReadDoor, agreement: int, cursor: Cursor, most: int = ROWS) -> Told:
    """Tell the next page of an agreement to the organisation that the door acts for.

    Raises:
        BeffroiError: `federation.not_lent`, whatever is no agreement in force that lends measures
            to it; `federation.cursor_unknown` where the cursor is ahead of what is known here.
    """
    alone = replace(door, scope=replace(door.scope, agreement=agreement))
    found = _look(alone, agreement, cursor)
    units = _left(_units(alone, found, cursor), found.shared, cursor)
    last = len(units)
    try:
        rows, told = _read(alone, found, units, most)
    except BeffroiError as error:
        if error.type is not OUT_OF_SCOPE:
            raise
        raise BeffroiError(NOT_LENT, agreement=agreement) from error  # it was revoked meanwhile
    after = Cursor(*found.until)
    if told < last:
        end = units.cut(told - 1, told)
        series = int(found.shared.ids[end.place[0]])
        place = Place(*found.until, int(end.number[0]), series)
        after = Cursor(cursor.batch, cursor.at, place)
    return Told(found.grant, found.shared, units.cut(0, told), rows, after)


def granted(session: Session, recipient: int, agreement: int) -> Grant:
    """Return an agreement in force that lends measures of assets to a recipient.

    Raises:
        BeffroiError: `federation.not_lent`.
    """
    for grant in in_force(session, recipient, utc_now(), agreement=agreement):
        if not grant.terms.minimum_group:
            return grant
    raise BeffroiError(NOT_LENT, agreement=agreement)


def _look(door: ReadDoor, agreement: int, cursor: Cursor) -> _Round:
    now = utc_now()
    with door.session() as session:
        grant = granted(session, door.scope.acting or 0, agreement)
        with beyond(session):
            until = horizon(session), max(microseconds(now), cursor.at + 1)
            known = newest(session)
        if cursor.place is not None:
            until = cursor.place.batch, cursor.place.at
        if max(until[0], cursor.batch) > known:
            raise BeffroiError(CURSOR_UNKNOWN)
        # What has begun may have ended since: a batch is never told by a cursor that was behind it.
        until = max(until[0], cursor.batch), until[1]
        with beyond(session):
            batches = between(session, grant.provider, cursor.batch, until[0])
        with lending(session):
            series = shared(session, grant, now)
            ids = series.ids.tolist()
            files = seen(session, [grant.provider], series=ids) if ids else []
            session.expunge_all()
    return _Round(grant, series.until(until[0]), files, batches, until)


def _units(door: ReadDoor, found: _Round, cursor: Cursor) -> Units:
    granularity = found.grant.terms.granularity
    if found.until[1] - cursor.at > _LONG_US:
        return whole(found.shared, granularity)
    news = fresh(found.files, found.batches)
    with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
        return since(
            connection,
            found.shared,
            granularity,
            paths(door.home, news),
            paths(door.home, found.files) if news else [],
            found.batches,
            (cursor.at, found.until[1]),
        )


def _left(units: Units, shared: Shared, cursor: Cursor) -> Units:
    """Return the units that were not given yet in this round."""
    if cursor.place is None:
        return units
    bucket, series = cursor.place.bucket, cursor.place.series
    given = (units.number < bucket) | (
        (units.number == bucket) & (shared.ids[units.place] <= series)
    )
    return units.cut(int(given.sum()), len(units))


def _read(
    door: ReadDoor, found: _Round, units: Units, most: int
) -> tuple[Mapping[str, NDArray[Any]], int]:
    """Read the first units; return their measures, and how many units they are of."""
    if not len(units):
        return _columns(found, _NOTHING), 0
    count = units.near(_expected(found, units), most)
    table = _asked(door, found, units.cut(0, count))
    while table.num_rows > 2 * most and count > 1:
        count = max(1, count // 2)
        table = _of(table, found, units.cut(0, count))
    return _columns(found, table), count


def _expected(found: _Round, units: Units) -> NDArray[np.float64]:
    length = (units.high - units.low).astype(float)
    step = found.grant.terms.granularity
    if step is Step.RAW:
        return np.maximum(length * found.shared.density[units.place], 1.0)
    hours = {Step.HOUR: 1, Step.DAY: 24, Step.MONTH: 720, Step.YEAR: 8760}[step]
    expected: NDArray[np.float64] = np.maximum(length / (hours * _HOUR_US), 1.0)
    return expected


def _asked(door: ReadDoor, found: _Round, units: Units) -> pa.Table:
    """Ask the read door for what units span, and keep what is theirs."""
    selection = Selection(
        tuple(np.unique(found.shared.ids[units.place]).tolist()),
        moment(int(units.low.min())),
        moment(int(units.high.max())),
        view="repaired" if side_of(found.grant) == "repaired" else "raw",
    )
    step = found.grant.terms.granularity
    whole = step is Step.RAW
    table = door.observations(selection) if whole else door.aggregate(selection, step)
    return _of(table, found, units)


def _of(table: pa.Table, found: _Round, units: Units) -> pa.Table:
    """Keep the measures that begin in units."""
    start = table["start"].cast(pa.timestamp("us")).to_numpy().astype(np.int64)
    series = table["series"].to_numpy().astype(np.int64)
    width = int(units.number.max()) - int(units.number.min()) + 2
    base = int(units.number.min())
    number = np.clip(civil.places(start, units.step) - base, -1, width - 1)
    place = np.searchsorted(found.shared.ids, series)
    wanted = units.place * (width + 1) + (units.number - base)
    return table.filter(pa.array(np.isin(place * (width + 1) + number, wanted)))


_NOTHING = pa.table(
    {
        "series": pa.array([], pa.int64()),
        "start": pa.array([], INSTANT),
        "end": pa.array([], INSTANT),
        "value": pa.array([], pa.float64()),
        "quality": pa.array([], pa.int8()),
        "rule": pa.array([], pa.int8()),
    }
)


def _columns(found: _Round, table: pa.Table) -> Mapping[str, NDArray[Any]]:
    """Return measures as columns; steps become measures that last what was measured of them."""
    plain = {
        name: table[name].cast(pa.timestamp("us")).to_numpy().astype(np.int64)
        for name in ("start", "end")
    }
    place = np.searchsorted(found.shared.ids, table["series"].to_numpy().astype(np.int64))
    value = table["value"].to_numpy().astype(float)
    if "coverage" not in table.column_names:
        repaired = table["rule"].to_numpy() != 0
        quality = np.where(repaired, 2, table["quality"].to_numpy()).astype(np.int8)
        return {"place": place, **plain, "value": value, "quality": quality}
    coverage = table["coverage"].to_numpy().astype(float)
    length = plain["end"] - plain["start"]
    # Up to the end of the step, so that it is known to be past; an instant lasts a microsecond.
    lasts = np.clip(np.rint(coverage * length), 1, length).astype(np.int64)
    kinds = np.array([one.kind == _MEAN_POWER for one in found.shared.series], bool)
    value = np.where(kinds[place], value / (lasts / _HOUR_US), value)
    some = (table["estimated"].to_numpy() > 0) | (coverage < _WHOLE)
    quality = np.where(some, 1, np.where(table["repaired"].to_numpy() > 0, 2, 0)).astype(np.int8)
    start = plain["end"] - lasts
    return {"place": place, "start": start, "end": plain["end"], "value": value, "quality": quality}
