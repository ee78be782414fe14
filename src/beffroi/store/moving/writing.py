"""The export of an organisation: a folder or one .zip, of open files that explain themselves."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.moving import TARGET_TAKEN
from beffroi.periods import utc_now
from beffroi.store import engine, originals
from beffroi.store.disk import disk_errors
from beffroi.store.erasing.alone import alone, require_known
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.home import Home
from beffroi.store.moving import fields, measures, signing
from beffroi.store.moving.explained import readme
from beffroi.store.moving.format import MANIFEST, PROOF, README, manifest
from beffroi.store.moving.held import CARRIED, Held, own
from beffroi.store.moving.measures import Step
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.store.write import WriteDoor

_BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class Left:
    """What an export holds."""

    manifest: str
    """SHA-256 of the manifest, which names every other file."""
    key: str
    """The public key that verifies it."""
    files: int
    bytes: int
    rows: int
    """Rows of the state."""
    observations: int
    """Versions of observations, repairs among them."""


def leave(door: WriteDoor, organisation: int, target: Path, step: Step = lambda *_: None) -> Left:
    """Write all that is an organisation's own to a new folder, or to a new file that is a .zip.

    Nothing is removed. The journal tells the export, and its proof comes with it.

    Raises:
        BeffroiError: `move.target_taken`, `store.not_found`, `store.home_busy`,
            `store.home_unwritable`, `store.lake_broken`; `federation.kept_elsewhere` for what is
            lent by another installation.
    """
    _require_new(door.home, target)
    require_known(door, organisation)
    with door.look() as session:
        require_kept_here(session, organisation)
    with disk_errors(door.home.root), work_folder(door.home) as work:
        with alone(door, organisation, drained=True), door.look() as session:
            rows = _state(session, organisation, work, step)
            measures.write(door, session, organisation, work / "measures", step)
            _originals(door, session, organisation, work, step)
            row = session.get_one(models.Organisation, organisation)
            about = {
                "made_at": utc_now().isoformat(),
                "installation": door.home.identity(),
                "key": str(signing.key_of(door)),
                "organisation": {"key": row.key, "name": row.name, "kind": row.kind},
            }
        (work / README).write_text(readme(about), "utf-8")
        files = [_file(work, path, rows) for path in sorted(work.rglob("*")) if path.is_file()]
        text = json.dumps(manifest(about, files), ensure_ascii=False, indent=1)
        done = Left(
            hashlib.sha256(text.encode()).hexdigest(),
            str(about["key"]),
            len(files),
            sum(file["bytes"] for file in files),
            sum(rows.values()),
            sum(file["rows"] for file in files if "/versions/" in file["path"]),
        )
        (work / MANIFEST).write_text(text, "utf-8")
        detail = {key: asdict(done)[key] for key in ("files", "bytes", "rows", "observations")}
        (work / PROOF).write_text(signing.told(door, organisation, done.manifest, detail), "utf-8")
        _give(work, target)
    return done


@contextmanager
def work_folder(home: Home) -> Iterator[Path]:
    """Give an empty folder of the spool; what a dead process left there is swept later."""
    work = home.spool / engine.own_folder("move")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _require_new(home: Home, target: Path) -> None:
    inside = target.resolve().is_relative_to(home.root.resolve())
    if inside or target.exists() or not target.absolute().parent.is_dir():
        raise BeffroiError(TARGET_TAKEN, place=target)


def _state(session: Session, organisation: int, work: Path, step: Step) -> dict[str, int]:
    """Write the rows of the state; return how many, by file."""
    (work / "state").mkdir()
    counts: dict[str, int] = {}
    series = models.Series
    mine = set(session.scalars(select(series.id).where(series.organisation_id == organisation)))
    for number, held in enumerate(CARRIED):
        name = f"state/{held.table.name}.jsonl"
        with (work / name).open("w", encoding="utf-8") as lines:
            counts[name] = 0
            for row in _rows(session, held, organisation):
                if held.model is models.Batch:
                    row = _only(row, mine)
                lines.write(fields.written(row, held.names))
                counts[name] += 1
        step("state", number + 1, len(CARRIED))
    return counts


def _rows(session: Session, held: Held, organisation: int) -> Iterator[dict[str, Any]]:
    columns = [held.table.columns[name] for name in held.names]
    query = select(*columns).where(own(held.table, organisation))
    ordered = query.order_by(*held.table.primary_key.columns)
    for row in session.execute(ordered.execution_options(yield_per=_BLOCK)).mappings():
        yield {str(name): value for name, value in row.items()}


def _only(row: dict[str, Any], mine: set[int]) -> dict[str, Any]:
    """Leave out of a batch of messages what it says of other organisations."""
    facts = {one: told for one, told in row["series_facts"].items() if int(one) in mine}
    if row["organisation_id"] is not None:
        return row | {"series_facts": facts}
    return row | {"series_facts": facts, "report": {}, "bytes": 0}


def _originals(
    door: WriteDoor, session: Session, organisation: int, work: Path, step: Step
) -> None:
    batch = models.Batch
    hashes = session.scalars(
        select(batch.sha256).where(batch.organisation_id == organisation, batch.sha256 != "")
    )
    attached = select(Document.sha256).where(
        Document.organisation_id == organisation, Document.sha256 != ""
    )
    wanted = sorted({*hashes, *session.scalars(attached)})
    (work / "originals").mkdir()
    for number, sha256 in enumerate(wanted):
        path = originals.place(door.home, sha256)
        if path.is_file():
            shutil.copyfile(path, work / "originals" / sha256)
        step("originals", number + 1, len(wanted))


def _file(work: Path, path: Path, rows: dict[str, int]) -> dict[str, Any]:
    name = path.relative_to(work).as_posix()
    found: dict[str, Any] = {
        "path": name,
        "bytes": path.stat().st_size,
        "sha256": originals.digest(path),
    }
    if path.suffix == ".parquet":
        found["rows"] = pq.read_metadata(path).num_rows
    elif name in rows:
        found["rows"] = rows[name]
    return found


def _give(work: Path, target: Path) -> None:
    """Bring an export where it was asked for, under its name once it is whole."""
    partial = target.with_name(f"{target.name}.part")
    try:
        if target.suffix == ".zip":
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
                for path in sorted(work.rglob("*")):
                    packed = path.suffix in (".json", ".jsonl", ".txt")
                    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                    if path.is_file():
                        archive.write(path, path.relative_to(work).as_posix(), how)
        else:
            shutil.copytree(work, partial)
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True) if partial.is_dir() else partial.unlink(True)
        raise
