"""What came from elsewhere takes the place of what was held: windows of time of series, whole."""

import pyarrow as pa

from beffroi.store.intake import Intake
from beffroi.store.lake.schema import NEWEST, NO_RULE, WITHDRAWN
from beffroi.store.manifest import paths, seen
from beffroi.store.staging import SPOOLED, Counts, counted, literal
from beffroi.store.undo import left_standing

_KEY = 'series, start, "end"'


def replace(way_in: Intake, windows: pa.Table) -> Counts:
    """Compare what was spooled with what is held in windows: series, low, high (of the start).

    What is the same stays, what differs is said anew, what is held and was not spooled is taken
    back.
    """
    way_in.rising.give_up()
    way_in.spool.close()
    spooled = list(way_in.spool.files.values())
    ids = sorted(set(windows["series"].to_pylist()))
    with way_in.door.look() as session:
        files = seen(session, [way_in.organisation], series=ids) if ids else []
    stored = paths(way_in.door.home, files)
    way_in.engine.register("windows", windows)
    source = ", ".join(map(literal, spooled))
    said = (
        f"""SELECT * FROM read_parquet([{source}], file_row_number = true)
        QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY file_row_number DESC) = 1"""
        if spooled
        else _NOTHING
    )
    way_in.engine.execute(
        f"""COPY (
            WITH said AS ({said}), held AS ({_held() if stored else _NOTHING})
            SELECT {_KEY}, u.value, u.quality, {NO_RULE}::TINYINT AS rule,
                   $received::TIMESTAMPTZ AS available_at, h.value IS NOT NULL AS changed
            FROM said u LEFT JOIN held h USING ({_KEY})
            WHERE h.value IS NULL OR h.value <> u.value OR h.quality <> u.quality
            UNION ALL
            SELECT {_KEY}, h.value, h.quality, {WITHDRAWN}::TINYINT AS rule,
                   $received::TIMESTAMPTZ AS available_at, true AS changed
            FROM held h ANTI JOIN said USING ({_KEY})
            ORDER BY ALL
        ) TO {literal(way_in.folder / "new.parquet")} ({SPOOLED})""",
        {"received": way_in.received_at, **({"files": stored} if stored else {})},
    )
    counts = counted(way_in.engine, way_in.folder)
    counts.read = way_in.spool.rows
    changed = [one for one, facts in counts.by_series.items() if facts["changed"]]
    if changed:
        counts.standing = left_standing(way_in.engine, way_in.folder, stored, changed)
    way_in.counts = counts
    return counts


_NOTHING = """SELECT 0::BIGINT AS series, now() AS start, now() AS "end", 0.0::DOUBLE AS value,
    0::TINYINT AS quality WHERE false"""


def _held() -> str:
    """Select what is held in the windows, from the files that are stored."""
    return f"""
        SELECT DISTINCT h.* FROM (
            SELECT {_KEY}, value, quality FROM (
                SELECT {_KEY}, value, quality, rule
                FROM read_parquet($files, hive_partitioning = false)
                WHERE view = 0
                  AND series IN (SELECT series FROM windows)
                  AND start >= (SELECT make_timestamptz(min(low)) FROM windows)
                  AND start < (SELECT make_timestamptz(max(high)) FROM windows)
                QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY {NEWEST}) = 1
            ) WHERE rule <> {WITHDRAWN}
        ) h JOIN windows w ON h.series = w.series
            AND epoch_us(h.start) >= w.low AND epoch_us(h.start) < w.high"""
