"""Measures of an export, written for the lake under the numbers that they have here."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.quantities import LARGEST
from beffroi.store import engine
from beffroi.store.lake import Written
from beffroi.store.lake.files import FILE_SCHEMA, ROW_GROUP, WRITING
from beffroi.store.looking import BEGINNING, END
from beffroi.store.moving.format import VERSIONS
from beffroi.store.moving.measures import Step
from beffroi.store.moving.reading import Export
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_COLUMNS = Text(
    fr="ses colonnes ne sont pas celles d’un tel fichier", en="its columns are not those of one"
)
_ROWS = Text(
    fr="{n} mesures sont d’une série, d’un import ou d’une date qui n’y est pas, ou trop grandes",
    en="{n} measures are of a series, an import or a date that is not there, or too large",
)


def write(
    door: WriteDoor,
    export: Export,
    batch: int,
    organisation: int,
    series: Mapping[int, int],
    batches: Mapping[int, int],
    step: Step,
) -> list[Written]:
    """Write the versions of every observation as files of the lake, that nobody reads yet.

    Raises:
        BeffroiError: `move.export_unreadable`.
    """
    sources = sorted((export.folder / "measures" / "versions").glob("*.parquet"))
    found = []
    with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
        for name, numbers in (("new_series", series), ("new_batches", batches)):
            columns = {"old": [*numbers], "new": [*numbers.values()]}
            kinds = pa.schema([("old", pa.int64()), ("new", pa.int64())])
            connection.register(name, pa.table(columns, kinds))
        for number, source in enumerate(sources):
            year = int(source.stem)
            _require(connection, export, source, year)
            target = door.lake.folder(organisation, year) / f"batch-{batch:08d}-{year}.parquet"
            _write(connection, source, target)
            found.append(Written.measure(door.lake.home, target, organisation, year))
            step("measures", number + 1, len(sources))
    return found


def _require(
    connection: duckdb.DuckDBPyConnection, export: Export, source: Path, year: int
) -> None:
    """Refuse a file whose rows cannot be what they say."""
    name = source.relative_to(export.folder).as_posix()
    try:
        schema = pq.read_schema(source)
    except (pa.ArrowException, OSError) as error:
        raise export.refuse(name, _COLUMNS) from error
    if [(f.name, f.type) for f in schema] != [(f.name, f.type) for f in VERSIONS]:
        raise export.refuse(name, _COLUMNS)
    sql = """SELECT count(*) FROM read_parquet($file, hive_partitioning = false)
             WHERE series IS NULL OR series NOT IN (SELECT old FROM new_series)
                OR batch IS NULL OR batch NOT IN (SELECT old FROM new_batches)
                OR view IS NULL OR view NOT IN (0, 1) OR year(start) IS DISTINCT FROM $year
                OR "end" IS NULL OR "end" < start OR quality IS NULL OR rule IS NULL
                OR available_at IS NULL OR isnan(value) OR abs(value) > $largest
                OR start < $first OR "end" > $last OR available_at > $last"""
    asked = {"file": str(source), "year": year}
    asked |= {"first": BEGINNING, "last": END, "largest": LARGEST}
    try:
        found = connection.execute(sql, asked).fetchall()
    except duckdb.Error as error:
        raise export.refuse(name, _COLUMNS) from error
    ((wrong,),) = found
    if wrong:
        raise export.refuse(name, _ROWS.fill(n=wrong))


def _write(connection: duckdb.DuckDBPyConnection, source: Path, target: Path) -> None:
    rows = connection.sql(
        """SELECT s.new AS series, view, start, "end", value, quality, rule, available_at,
                  b.new AS batch
           FROM read_parquet($file, hive_partitioning = false) v
           JOIN new_series s ON s.old = v.series JOIN new_batches b ON b.old = v.batch
           ORDER BY 1, 2, 3, 4, 9""",
        params={"file": str(source)},
    ).to_arrow_reader(ROW_GROUP)
    with pq.ParquetWriter(target, FILE_SCHEMA, **WRITING) as writer:
        for block in rows:
            table = pa.table(block).select(FILE_SCHEMA.names).cast(FILE_SCHEMA)
            writer.write_table(table, row_group_size=ROW_GROUP)
