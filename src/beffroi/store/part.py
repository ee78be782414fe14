"""A part of the state that travels: what a task needs to read some series somewhere else.

It is plain data: rows of the state by table, and where the home is. Whoever opens it reads the same
files at the same path, sees what the state said when the part was taken, and can write nothing.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, create_engine, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from beffroi.store.engines import Embedded
from beffroi.store.home import Home
from beffroi.store.lake import RECENT, Far, Lake, Mirror
from beffroi.store.read import ReadDoor
from beffroi.store.rollups.pending import pending
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.database import State, beyond
from beffroi.store.state.many import blocks
from beffroi.store.state.registers import AlgorithmSwitch
from beffroi.store.state.types import UtcDateTime

_TABLES = (
    models.Organisation,
    models.Asset,
    models.Series,
    models.DataFile,
    models.Batch,
    AlgorithmSwitch,
)


def take(door: ReadDoor, assets: Iterable[int], series: Iterable[int]) -> dict[str, Any]:
    """Take what reading some series needs, as plain data.

    With them go their assets and those of `assets`, the assets that these serve, the
    organisations of all of them with those that they belong to, and the files.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    with door.session() as session:
        chosen = _rows(session, models.Series, models.Series.id, series)
        for row in chosen:
            door.scope.require(row["organisation_id"], f"series {row['id']}")
        wanted = {*assets, *(row["asset_id"] for row in chosen)}
        held = _closed(session, models.Asset, wanted)
        owners = {row["organisation_id"] for row in (*chosen, *held)}
        bodies = _closed(session, models.Organisation, owners)
        files = _files(session, chosen)
        # Rollups are not to be believed about what they do not know yet.
        with beyond(session):
            waiting = _rows(session, models.Batch, models.Batch.id, pending(session))
            active = select(AlgorithmSwitch.id).where(AlgorithmSwitch.resumed_at.is_(None))
            stopped = _rows(session, AlgorithmSwitch, AlgorithmSwitch.id, session.scalars(active))
    return {
        "home": str(door.home.root.absolute()),
        "lake": _lake(door.home),
        "memory_mb": door.memory_mb,
        "scope": [sorted(owners & door.scope.organisations), door.scope.actor, door.scope.purpose],
        "organisation": bodies,
        "asset": held,
        "series": chosen,
        "data_file": files,
        "algorithm_switch": stopped,
        "batch": [{**row, "report": {}, "series_facts": {}, "files": []} for row in waiting],
    }


@contextmanager
def opened(part: dict[str, Any]) -> Iterator[ReadDoor]:
    """Open a part of a state as a read door."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    try:
        with Session(engine) as session:
            models.Base.metadata.create_all(session.connection())
            for model in _TABLES:
                rows = [_read(model, row) for row in part[model.__tablename__]]
                if rows:
                    session.execute(insert(model), rows)
            session.commit()
        home = _home(part)
        organisations, actor, purpose = part["scope"]
        # The home may be read-only here, and each process needs a folder of its own.
        spool = Path(tempfile.gettempdir()) / f"beffroi-{os.getpid()}"
        yield ReadDoor(
            home,
            State(engine, engine, writable=False),
            Lake(home.lake, home.mirror),
            Scope(frozenset(organisations), actor, purpose),
            part["memory_mb"],
            Embedded(home.root, spool, part["memory_mb"]),
        )
    finally:
        engine.dispose()


def _lake(home: Home) -> tuple[str, str, int] | None:
    """Say where the measures are if they are not in the home; credentials are of each machine."""
    if home.mirror is None:
        return None
    return home.mirror.far.place, home.mirror.far.identity, home.mirror.bound


def _home(part: dict[str, Any]) -> Home:
    root = Path(part["home"])
    if part.get("lake") is None:
        return Home(root)
    place, identity, bound = part["lake"]
    if not os.access(root / "spool", os.W_OK):
        # This machine has no copies that it may add to: it keeps its own.
        root = Path(tempfile.gettempdir()) / f"beffroi-lake-{identity}"
        root.mkdir(mode=0o700, exist_ok=True)
        if root.stat().st_uid != os.getuid():  # what another user put there is not to be believed
            root = Path(tempfile.mkdtemp(prefix="beffroi-lake-"))
    return Home(root, Mirror(root, Far(place, identity), bound))


def _closed(session: Session, model: Any, wanted: set[int]) -> list[dict[str, Any]]:
    """Take rows, those that they belong to, and so on."""
    found: dict[int, dict[str, Any]] = {}
    while missing := wanted - found.keys():
        rows = _rows(session, model, model.id, missing)
        found |= {row["id"]: row for row in rows}
        wanted = {row["parent_id"] for row in rows if row["parent_id"] is not None}
    return [found[key] for key in sorted(found)]


def _files(session: Session, series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the files, of observations and of rollups, that may hold some series."""
    file = models.DataFile
    found: dict[str, dict[str, Any]] = {}
    numbers = [row["id"] for row in series]
    bounds = {RECENT: (min(numbers, default=0), max(numbers, default=0))}
    for row in series:
        low, high = bounds.get(row["organisation_id"], (row["id"], row["id"]))
        bounds[row["organisation_id"]] = min(low, row["id"]), max(high, row["id"])
    for organisation, (low, high) in bounds.items():
        query = select(file).where(
            file.organisation == organisation,
            file.removed_at.is_(None),
            file.series_high >= low,
            file.series_low <= high,
        )
        found |= {row["path"]: row for row in _plain(session, query, file)}
    return list(found.values())


def _rows(session: Session, model: Any, key: Any, values: Iterable[int]) -> list[dict[str, Any]]:
    return [
        row
        for some in blocks(sorted(set(values)))
        for row in _plain(session, select(model).where(key.in_(some)).order_by(key), model)
    ]


def _plain(session: Session, query: Select[Any], model: Any) -> list[dict[str, Any]]:
    names = [column.key for column in model.__table__.columns]
    return [{name: _said(getattr(row, name)) for name in names} for row in session.scalars(query)]


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {
        column.key: datetime.fromisoformat(row[column.key])
        if row[column.key] is not None and isinstance(column.type, UtcDateTime)
        else row[column.key]
        for column in model.__table__.columns
    }
