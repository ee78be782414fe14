"""The measures of an organisation as Parquet files, by year, written by the engine."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.quantities import QUANTITIES
from beffroi.store import engine, queries
from beffroi.store.lake import Written
from beffroi.store.looking import BEGINNING, END
from beffroi.store.manifest import paths, seen
from beffroi.store.moving.format import VERSIONS
from beffroi.store.staging import literal
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.units import SeriesKind

Step = Callable[[str, int, int], None]
_NAMED = "asset, quantity, unit, "
_FORM = "FORMAT parquet, COMPRESSION zstd"


def write(door: WriteDoor, session: Session, organisation: int, to: Path, step: Step) -> None:
    """Write `values` (as screens show them) and `versions` (all that was said), a file a year."""
    owned = _owned(session, organisation)
    if not owned.num_rows:
        return
    ids = owned["series"].to_pylist()
    derived = owned.filter(owned["derived"])["series"].to_pylist()
    years = list(_years(seen(session, [organisation], series=ids)))
    for folder in ("values", "versions"):
        (to / folder).mkdir(parents=True)
    with engine.connect(door.home.root, door.home.spool, door.memory_mb) as connection:
        connection.register("owned", owned)
        for number, (year, files) in enumerate(years):
            given: dict[str, Any] = {"files": paths(door.home, files)}
            columns = ", ".join(f'"{name}"' for name in VERSIONS.names)
            versions = f"""SELECT {columns} FROM read_parquet($files, hive_partitioning = false)
                JOIN owned USING (series)
                ORDER BY series, view, start, "end", batch, available_at"""
            connection.execute(_copy(versions, to / "versions" / f"{year}.parquet"), given)
            asked = {
                "series": ids,
                "low": ids[0],
                "high": ids[-1],
                "since": BEGINNING,
                "until": END,
                "as_of": END,
                "derived": derived,
            }
            values = f"""SELECT {_NAMED} kind, source, qualifier, v.*
                FROM ({queries.repaired_view(revised=True)}) v JOIN owned USING (series)
                ORDER BY series, start, "end" """
            connection.execute(_copy(values, to / "values" / f"{year}.parquet"), given | asked)
            step("measures", number + 1, len(years))


def _copy(sql: str, path: Path) -> str:
    return f"COPY ({sql}) TO {literal(path)} ({_FORM})"


def _years(files: list[Written]) -> Iterator[tuple[int, list[Written]]]:
    """Put files together by year: all the versions of an observation are in one."""
    for year, some in groupby(sorted(files, key=lambda file: file.year), lambda file: file.year):
        yield year, list(some)


def _owned(session: Session, organisation: int) -> pa.Table:
    """List the series of an organisation, in order, with what tells them to a reader."""
    series, asset = models.Series, models.Asset
    rows = session.execute(
        select(series.id, asset.key, series.quantity, series.kind, series.source, series.qualifier)
        .join(asset, series.asset_id == asset.id)
        .where(series.organisation_id == organisation)
        .order_by(series.id)
    ).all()
    names = ("series", "asset", "quantity", "kind", "source", "qualifier")
    found: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    for one in found:
        quantity = QUANTITIES.get(one["quantity"])
        one["unit"] = quantity.unit if quantity else ""
        one["derived"] = one["kind"] == SeriesKind.INDEX
    text = ((name, pa.string()) for name in (*names[1:], "unit"))
    schema = pa.schema([("series", pa.int64()), *text, ("derived", pa.bool_())])
    return pa.Table.from_pylist(found, schema)
