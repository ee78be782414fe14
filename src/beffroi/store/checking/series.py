"""What the state knows of each series, against the lake and the values kept ready."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store import engine, queries
from beffroi.store.checking.files import wrong
from beffroi.store.checking.problems import Problem, problem
from beffroi.store.facts import microseconds
from beffroi.store.lake import OBSERVATIONS, RECENT, Written
from beffroi.store.looking import BEGINNING, END
from beffroi.store.manifest import paths
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

Progress = Callable[[str, int, int], None]
#: Measures, and series, looked at together: what bounds memory.
_ROWS, _SERIES = 5_000_000, 20_000
_BEYOND = 2**62
_ASSET = Text(fr="son équipement", en="its asset")
_FILE = Text(fr="un fichier de ses mesures", en="a file of its measures")


@dataclass(frozen=True, slots=True)
class Known:
    """What the state says of a series."""

    id: int
    organisation: int
    kind: str
    points: int
    revised: bool
    levels: int
    first_at: datetime | None
    last_at: datetime | None
    last_value: float | None

    @property
    def last(self) -> tuple[int, float] | None:
        """Its last instant [us since 1970, UTC] and value."""
        if self.last_at is None or self.last_value is None:
            return None
        return microseconds(self.last_at), self.last_value


def known(session: Session) -> list[Known]:
    """List all series, in order."""
    row = models.Series
    columns = (
        row.id,
        row.organisation_id,
        row.kind,
        row.points,
        row.revised,
        row.levels,
        row.first_at,
        row.last_at,
        row.last_value,
    )
    return [Known(*found) for found in session.execute(select(*columns).order_by(row.id))]


def cut(series: Sequence[Known], rows: int, most: int) -> Iterator[list[Known]]:
    """Put series together by blocks of a bounded number of measures, in order."""
    block: list[Known] = []
    held = 0
    for one in series:
        block.append(one)
        held += one.points
        if held >= rows or len(block) >= most:
            yield block
            block, held = [], 0
    if block:
        yield block


def against_latest(series: Sequence[Known], ready: pa.Table) -> list[Problem]:
    """Compare what the state says of last values with the values that are kept ready."""
    columns = (
        ready["series"].to_pylist(),
        ready["at"].cast(pa.int64()).to_pylist(),
        ready["value"].to_pylist(),
    )
    held = {one: (at, value) for one, at, value in zip(*columns, strict=True)}
    told = {one.id: one.last for one in series if one.last is not None}
    other = {one for one in held.keys() | told.keys() if held.get(one) != told.get(one)}
    return [problem("latest", one, series=one) for one in sorted(other)]


def against_lake(
    door: WriteDoor,
    series: Sequence[Known],
    files: Sequence[Written],
    *,
    deep: bool,
    progress: Progress,
) -> list[Problem]:
    """Count the measures of each series in the lake; `deep`, look at their ends too."""
    files = [file for file in files if file.tier == OBSERVATIONS]
    found: list[Problem] = []
    low = -_BEYOND
    blocks = list(cut(series, _ROWS, _SERIES)) or [[]]
    for done, block in enumerate(blocks):
        # Blocks follow each other without a gap: a series that the state forgot is in one of them.
        high = block[-1].id if done < len(blocks) - 1 else _BEYOND
        own = {one.organisation for one in block} | {RECENT}
        near = [file for file in files if file.series_high >= low and file.series_low <= high]
        for again in (False, True):
            try:
                with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
                    told = _unknown(connection, paths(door.home, near), block, low, high)
                    mine = [file for file in near if file.organisation in own]
                    told += _counted(connection, paths(door.home, mine), block, deep=deep)
                break
            except duckdb.Error:
                # Some page is spoilt: find in which files, and count what is left.
                told = [one for file in near if (one := wrong(door, file, deep=True))]
                spoilt = {one.about for one in told}
                if again or not spoilt:
                    raise
                found += told
                near = [file for file in near if file.path not in spoilt]
        found += told
        low = high + 1
        progress("check_series", done + 1, len(blocks))
    return found


def against_assets(door: WriteDoor) -> list[Problem]:
    """Tell the series that are of another organisation than their asset."""
    row, asset = models.Series, models.Asset
    query = (
        select(row.id, row.organisation_id, asset.organisation_id)
        .join(asset, asset.id == row.asset_id)
        .where(asset.organisation_id != row.organisation_id)
        .order_by(row.id)
    )
    with door.look() as session:
        return [_owner(*found, _ASSET) for found in session.execute(query)]


def _owner(series: int, known: int, found: int, what: Text) -> Problem:
    return problem("series_owner", series, series=series, known=known, found=found, what=what)


def _unknown(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[str],
    block: Sequence[Known],
    low: int,
    high: int,
) -> list[Problem]:
    """Tell the series that the state forgot, and those whose measures lie with others'."""
    if not files:
        return []
    connection.register("owners", _owners(block))
    rows = connection.execute(
        """SELECT series, f.organisation, any_value(o.organisation), count(*)
           FROM read_parquet($files, hive_types = {'organisation': BIGINT}) f
           LEFT JOIN owners o USING (series)
           WHERE series BETWEEN $low AND $high
           GROUP BY series, f.organisation
           HAVING any_value(o.organisation) IS NULL
               OR f.organisation NOT IN (any_value(o.organisation), $recent)
           ORDER BY series""",
        {"files": files, "low": low, "high": high, "recent": RECENT},
    ).fetchall()
    counts: dict[int, int] = {}
    found = []
    for one, owner, known, count in rows:
        if known is None:
            counts[one] = counts.get(one, 0) + count
        else:
            found.append(_owner(one, known, owner, _FILE))
    found += [problem("series_unknown", one, series=one, found=n) for one, n in counts.items()]
    return found


def _owners(block: Sequence[Known]) -> pa.Table:
    return pa.table(
        {
            "series": pa.array([one.id for one in block], pa.int64()),
            "organisation": pa.array([one.organisation for one in block], pa.int64()),
        }
    )


def _counted(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[str],
    block: Sequence[Known],
    *,
    deep: bool,
) -> list[Problem]:
    counts: dict[int, int] = {}
    ends: dict[int, tuple[bool, bool]] = {}
    if files and block:
        connection.register("told", _told(block))
        view = queries.raw_view(revised=any(one.revised for one in block))
        # Two measures may end at the same instant: the state keeps one of them.
        sql = f"""SELECT series, count(*) AS n,
                         max(epoch_us("end")) = any_value(t.last)
                         AND count(*) FILTER (WHERE epoch_us("end") = t.last
                                              AND v.value IS NOT DISTINCT FROM t.value) > 0 AS same,
                         min(epoch_us(start)) IS NOT DISTINCT FROM any_value(t.first) AS begun
                  FROM ({view}) v JOIN told t USING (series) GROUP BY series"""
        if not deep:
            sql = f"SELECT series, count(*) AS n, true, true FROM ({view}) GROUP BY series"
        ids = [one.id for one in block]
        parameters = {
            "files": list(files),
            "series": ids,
            "low": ids[0],
            "high": ids[-1],
            "since": BEGINNING,
            "until": END,
            "as_of": END,
        }
        for one, count, same, begun in connection.execute(sql, parameters).fetchall():
            counts[one], ends[one] = count, (bool(begun), bool(same))
    other = [
        problem("points", one.id, series=one.id, found=counts.get(one.id, 0), known=one.points)
        for one in block
        if counts.get(one.id, 0) != one.points
    ]
    lost = [
        problem(kind, one.id, series=one.id)
        for one in block
        for kind, same in zip(("first", "last"), ends.get(one.id, ()), strict=False)
        if one.points and not same
    ]
    return other + lost


def _told(block: Sequence[Known]) -> pa.Table:
    last = [one.last or (None, None) for one in block]
    return pa.table(
        {
            "series": np.array([one.id for one in block], np.int64),
            "first": pa.array(
                [one.first_at and microseconds(one.first_at) for one in block], pa.int64()
            ),
            "last": pa.array([at for at, _ in last], pa.int64()),
            "value": pa.array([value for _, value in last], pa.float64()),
        }
    )
