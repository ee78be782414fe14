"""Files brought into an installation, and what an installation holds."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from beffroi.ingest import ImportOptions, Report, import_path
from beffroi.periods.civil import Step
from beffroi.store.read import Selection, ViewName
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.tables import tables as state_tables
from beffroi.store.store import Store

from ..readers.enedis.samples import hdm_curve  # noqa: TID252 - tests are no installed package

EVERYONE = Scope(frozenset({1}), "test", "test")


def bring(store: Store, path: Path, **options: Any) -> list[Report]:
    """Import a path for the one organisation."""
    given = ImportOptions(1, **options)
    return list(import_path(store.writer("test"), store.settings, path, given))


def bring_one(store: Store, path: Path, **options: Any) -> Report:
    """Import a file that must be stored."""
    (report,) = bring(store, path, **options)
    assert report.error is None, report.error
    return report


def series(store: Store) -> dict[str, models.Series]:
    """Return the series by `asset/quantity/qualifier`."""
    with store.reader(EVERYONE).session() as session:
        assets = {row.id: row.key for row in session.scalars(select(models.Asset))}
        return {
            "/".join(filter(None, (assets[row.asset_id], row.quantity, row.qualifier))): row
            for row in session.scalars(select(models.Series))
        }


def totals(store: Store, name: str, step: Step, view: ViewName = "raw") -> dict[str, float]:
    """Return the aggregate of one series by the local day, or year, in which a step begins."""
    selection = Selection((series(store)[name].id,), view=view)
    table = store.reader(EVERYONE).aggregate(selection, step)
    # The beginning of a local day is the evening before in UTC: half a day later is the day.
    days = [str((start + timedelta(hours=12)).date()) for start in table["start"].to_pylist()]
    return dict(zip(days, table["value"].to_pylist(), strict=True))


def values(store: Store, name: str, **options: Any) -> list[float]:
    """Return the raw observations of one series."""
    selection = Selection((series(store)[name].id,), view="raw", **options)
    found: list[float] = store.reader(EVERYONE).observations(selection)["value"].to_pylist()
    return found


def held(store: Store, *, journal: bool = False) -> str:
    """Return all that an installation holds, but for its traces of refused batches."""
    traces = set() if journal else {"journal", "journal_tree", "journal_node", "batch"}
    tables: dict[str, Sequence[str]] = {}
    with store.reader(EVERYONE).session() as session:
        for table in state_tables():
            if table.name not in traces:
                tables[table.name] = sorted(map(str, session.execute(select(table)).all()))
    files = {
        str(path.relative_to(store.home.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (store.home.lake, store.home.originals, store.home.spool)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return json.dumps({"tables": tables, "files": files}, sort_keys=True, indent=1)


def curve(
    path: Path, values: Sequence[float | str], day: str = "2024-01-15", prm: str = "1" * 14
) -> Path:
    """Write a history of measures of Enedis, half-hourly [W] from midnight, in winter."""
    rows = [
        f"{day}T{(half + 1) // 2:02d}:{(half + 1) % 2 * 30:02d}:00+01:00;{value}"
        for half, value in enumerate(values)
    ]
    path.write_text(hdm_curve(*rows, prm=prm), "utf-8")
    return path


CURVE = f"{'1' * 14}/electricity.active_power/consumption"
