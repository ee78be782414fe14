"""Merge small files of rollups, so that a question never opens many."""

from collections.abc import Sequence
from itertools import groupby

import pyarrow as pa

from beffroi.periods.civil import Step
from beffroi.store import engine
from beffroi.store.lake import Written
from beffroi.store.manifest import hide, paths, rolled, show
from beffroi.store.rollups.schema import ROW_GROUP
from beffroi.store.rollups.writing import Writers
from beffroi.store.write import WriteDoor

#: Files of one step and year above which small ones are merged.
_MANY = 8
NEWEST = "QUALIFY row_number() OVER (PARTITION BY series, bucket ORDER BY batch DESC) = 1"


def merge(door: WriteDoor, step: Step) -> int:
    """Merge the files of a step where a year has many; the lock of rollups must be held.

    Returns:
        How many files were replaced.
    """
    with door.look() as session:
        files = sorted(rolled(session, step), key=lambda file: file.year)
    replaced = 0
    for year, group in groupby(files, key=lambda file: file.year):
        own = list(group)
        chosen = small(own)
        if len(chosen) >= _MANY:
            _replace(door, step, year, chosen, whole=len(chosen) == len(own))
            replaced += len(chosen)
    return replaced


def small(files: Sequence[Written]) -> list[Written]:
    """Choose the files to merge: none is much larger than those before it together.

    A row is then written again a number of times that grows as the logarithm of the whole.
    """
    ordered = sorted(files, key=lambda file: file.rows)
    chosen: list[Written] = []
    rows = 0
    for file in ordered:
        if len(chosen) > 1 and file.rows > 2 * rows:
            break
        chosen.append(file)
        rows += file.rows
    return chosen


def _replace(
    door: WriteDoor, step: Step, year: int, files: Sequence[Written], *, whole: bool
) -> None:
    newest = max(file.batch_high for file in files)
    name = f"merged-{newest:08d}-{len(files)}"
    # Where nothing older is left beside, a step that was emptied needs no row to say so.
    kept = "SELECT * FROM ({}) WHERE n > 0".format if whole else str
    rows = kept(f"SELECT * FROM read_parquet($files, hive_partitioning = false) {NEWEST}")
    with (
        engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection,
        Writers(door.home, name) as writers,
    ):
        found = connection.sql(
            f"SELECT * FROM ({rows}) ORDER BY series, bucket",
            params={"files": paths(door.home, files)},
        ).to_arrow_reader(ROW_GROUP)
        for batch in found:
            writers.write_year(step, year, pa.table(batch))
        written = writers.close()
    with door.change("rollups.merge", "rollups", subject=f"{step} {year}") as change:
        hide(change.session, [file.path for file in files])
        show(change.session, written)
        change.detail = {"files": len(files), "rows": sum(file.rows for file in written)}
