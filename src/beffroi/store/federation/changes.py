"""Which steps of which series must be told again to somebody who has come to a cursor.

Nothing is kept for that: each measure of the lake has the number of the batch that said it, repairs
and withdrawals too. What batches since the cursor touched is told again; so is what only time made
visible. Where somebody begins, all that may be seen is told, month by month.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.periods import Step
from beffroi.store import engine, queries
from beffroi.store.facts import microseconds, moment
from beffroi.store.federation import civil
from beffroi.store.federation.sharing import Shared
from beffroi.store.looking import BEGINNING
from beffroi.store.rollups.touched import touched

#: How far to look back, first, for the last measures before those that came.
_NEAR_US = 40 * 24 * 3_600_000_000
#: Units between two of which nothing changed that are still read at once.
_GAP = {Step.DAY: 7, Step.MONTH: 1, Step.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Units:
    """Days, months or years of series, in order of time: what is told whole."""

    step: Step
    number: NDArray[np.int64]
    """Of the day, month or year since 1970."""
    place: NDArray[np.int64]
    """Of the series, among those that are shared."""
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    """What of the unit may be seen [us]."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.number)

    def cut(self, first: int, last: int) -> "Units":
        """Return some of them, `[first, last)` of their order."""
        some = slice(first, last)
        return Units(
            self.step, self.number[some], self.place[some], self.low[some], self.high[some]
        )

    def near(self, rows: NDArray[np.float64], most: int) -> int:
        """Return how many of the first ones to read at once: near in time, of about `most` rows."""
        far = np.flatnonzero(np.diff(self.number) > _GAP[self.step])
        until = int(far[0]) + 1 if len(far) else len(self)
        return max(1, min(until, int(np.searchsorted(np.cumsum(rows), most, side="right"))))


def unit_of(granularity: Step) -> Step:
    """Return the unit in which changes are told."""
    return granularity if granularity in (Step.MONTH, Step.YEAR) else Step.DAY


def whole(shared: Shared, granularity: Step) -> Units:
    """Return all that may be seen."""
    step = Step.YEAR if granularity is Step.YEAR else Step.MONTH
    held = np.flatnonzero(shared.last > shared.first)
    if not len(held):
        return _units(shared, step, *np.zeros((2, 0), np.int64))
    begin = civil.places(shared.first[held], step)
    count = civil.places(shared.last[held] - 1, step) - begin + 1
    before = np.repeat(np.cumsum(count) - count, count)
    number = np.arange(count.sum()) - before + np.repeat(begin, count)
    return _units(shared, step, number, np.repeat(held, count))


def since(
    connection: duckdb.DuckDBPyConnection,
    shared: Shared,
    granularity: Step,
    fresh: Sequence[str],
    files: Sequence[str],
    batches: Sequence[int],
    seen: tuple[int, int],
) -> Units:
    """Return what changed with some batches, or became visible between two instants [us].

    Args:
        connection: To the engine.
        shared: The series.
        granularity: The finest step that is lent.
        fresh: The files that may hold what the batches said.
        files: All the files of the series.
        batches: Their numbers, in order.
        seen: When the cursor was, and when this round began.
    """
    step, ids = unit_of(granularity), shared.ids.tolist()
    found = touched(connection, list(fresh), list(batches), ids, [step])[step]
    number = _numbers(found["bucket"], step)
    place = np.searchsorted(shared.ids, found["series"].to_numpy().astype(np.int64))
    if granularity is not Step.RAW:
        # A step is seen once measures have gone past it: the one before may be seen since then.
        before = _before(connection, files, shared, step, number, place)
        ended = _ended(shared, granularity, seen)
        number = np.concatenate([number, before[0], ended[0]])
        place = np.concatenate([place, before[1], ended[1]])
    return _units(shared, step, number, place)


def _units(
    shared: Shared, step: Step, number: NDArray[np.int64], place: NDArray[np.int64]
) -> Units:
    """Put units in order, each once, and keep what may be seen of them."""
    pairs = np.unique(np.stack([number, place]), axis=1) if len(number) else np.zeros((2, 0))
    number, place = pairs.astype(np.int64)
    low = np.maximum(civil.edges(number, step), shared.first[place])
    high = np.minimum(civil.edges(number + 1, step), shared.last[place])
    kept = low < high
    return Units(step, number[kept], place[kept], low[kept], high[kept])


def _ended(
    shared: Shared, granularity: Step, seen: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the units that were not over at the cursor: measures may have been known before."""
    instants = np.array(seen, np.int64)
    begin, end = civil.places(instants, unit_of(granularity)).tolist()
    numbers = np.arange(begin, end + 1)
    place = np.flatnonzero(shared.last > civil.begins(instants[:1], granularity)[0])
    return np.repeat(numbers, len(place)), np.tile(place, len(numbers))


def _before(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[str],
    shared: Shared,
    step: Step,
    number: NDArray[np.int64],
    place: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find, before each touched unit, the last one of the series in which something begins."""
    if not len(number) or not files:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    begin = civil.edges(number, step)
    low, high = int(begin.min()), int(begin.max())
    near = _held_before(connection, files, shared, step, (low - _NEAR_US, high), number, place)
    missing = np.isin(place, near[1], invert=True)
    if not missing.any():
        return near
    period = (microseconds(BEGINNING), high)
    far = _held_before(connection, files, shared, step, period, number[missing], place[missing])
    return np.concatenate([near[0], far[0]]), np.concatenate([near[1], far[1]])


def _held_before(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[str],
    shared: Shared,
    step: Step,
    period: tuple[int, int],
    number: NDArray[np.int64],
    place: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    begin, end = (moment(edge) for edge in period)
    local = civil.edges(number, step)
    asked = pa.table({"series": shared.ids[place], "begin": pa.array(local)})
    ids = np.unique(shared.ids[place]).tolist()
    connection.register("asked", asked)
    found = engine.fetch(
        connection,
        f"""WITH held AS (
            SELECT DISTINCT series, {queries.bucket("a", step, begin, end)} AS bucket, max(a) AS a
            FROM (SELECT series, epoch_us(start) AS a
                  FROM read_parquet($files, hive_partitioning = false)
                  WHERE series BETWEEN $low AND $high AND series IN (SELECT unnest($series))
                    AND start >= $since AND start < $until)
            GROUP BY ALL)
        SELECT DISTINCT h.series, h.bucket
        FROM asked ASOF JOIN held h ON asked.series = h.series AND asked.begin > h.a""",
        {
            "files": list(files),
            "series": ids,
            "low": ids[0],
            "high": ids[-1],
            "since": begin,
            "until": end,
        },
    )
    place = np.searchsorted(shared.ids, found["series"].to_numpy().astype(np.int64))
    return _numbers(found["bucket"], step), place


def _numbers(buckets: pa.ChunkedArray, step: Step) -> NDArray[np.int64]:
    unit = {Step.DAY: "D", Step.MONTH: "M", Step.YEAR: "Y"}[step]
    found: NDArray[np.int64] = buckets.to_numpy().astype(f"M8[{unit}]").astype(np.int64)
    return found
