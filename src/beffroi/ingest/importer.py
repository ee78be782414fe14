"""Import of files and folders: recognise, read, compare, repair, store."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import structlog
from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN, FILE_EMPTY, FILE_MISSING
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.ingest import mappings
from beffroi.ingest.repairing import repair_touched
from beffroi.ingest.report import Progress, Report
from beffroi.readers import Limits, Piece, Reader, ReadOptions, SeriesDraft, Source, sources
from beffroi.settings import Settings
from beffroi.store import originals
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Intake, Received, intake
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: for which organisation, with which mapping, for real or not."""

    organisation: int
    mapping: dict[str, Any] | None = None
    dry_run: bool = False
    as_measured: bool = False  # state that the measures were available as they were measured


def import_path(
    door: WriteDoor,
    settings: Settings,
    path: Path,
    options: ImportOptions,
    progress: Progress = lambda *_: None,
) -> Iterator[Report]:
    """Import a file, the members of an archive, or all the files of a folder.

    A file that is refused does not stop the others. Nothing of it is stored; its report says
    what to do.
    """
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        yield from _import_file(door, settings, file, file.name, options, progress)


def resume(
    door: WriteDoor, settings: Settings, progress: Progress = lambda *_: None
) -> Iterator[Report]:
    """Import again, from their kept originals, the files whose import a crash interrupted."""
    with door.look() as session:
        left = session.scalars(
            select(models.Batch).where(models.Batch.status == "interrupted")
        ).all()
        done = {
            (row.organisation_id, row.sha256, row.member)
            for row in session.scalars(select(models.Batch).where(models.Batch.status == "done"))
        }
    waiting = {
        (row.organisation_id, row.sha256): row
        for row in left
        if (row.organisation_id, row.sha256, row.member) not in done
    }
    for (organisation, sha256), row in waiting.items():
        path = originals.place(door.home, sha256)
        options = ImportOptions(organisation, row.mapping)
        yield from _import_file(door, settings, path, row.name, options, progress)


def _import_file(
    door: WriteDoor,
    settings: Settings,
    path: Path,
    name: str,
    options: ImportOptions,
    progress: Progress,
) -> Iterator[Report]:
    limits = Limits(settings.max_file_bytes, settings.max_compression_ratio)
    try:
        found = sources(path, limits, name)
        sha256 = originals.digest(path)
    except BeffroiError as error:
        yield Report(name, error=error.to_dict(settings.language))
        return
    except OSError:
        yield Report(name, error=BeffroiError(FILE_MISSING, name=name).to_dict(settings.language))
        return
    for source in found:
        report = Report(source.name, sha256=sha256)
        try:
            with _disk_errors(door):
                _import_source(door, settings, path, source, options, report, progress)
        except BeffroiError as error:
            report.status, report.error = "refused", error.to_dict(settings.language)
        yield report


def _import_source(
    door: WriteDoor,
    settings: Settings,
    path: Path,
    source: Source,
    options: ImportOptions,
    report: Report,
    progress: Progress,
) -> None:
    reader, read, found = mappings.choose(
        door,
        options.organisation,
        source,
        ReadOptions(mapping=options.mapping, max_columns=settings.max_columns),
        report,
    )
    report.reader, report.reader_label = reader.key, reader.label
    if options.dry_run:
        _dry_run(reader, source, read, report, progress)
        return
    name, _, member = source.name.partition("/")
    received = Received(
        options.organisation,
        report.sha256,
        name,
        path.stat().st_size,
        reader.key,
        member,
        dict(read.mapping) if read.mapping else None,
    )
    if (batch := _already(door, received)) is not None:
        report.status, report.batch = "already", batch
        return
    originals.keep(door.home, path, report.sha256)
    with intake(door, received) as way_in:
        report.batch = way_in.batch
        for piece in pieces(reader, source, read, report, progress):
            _add(way_in, piece, options)
        counts = way_in.seal()
        if not counts.read:
            raise BeffroiError(FILE_EMPTY, name=source.name)
        report.kept, report.changed = counts.new, counts.changed
        report.unchanged = counts.unchanged
        report.repeated, report.conflicting = counts.repeated, counts.conflicting
        report.series_created = len(way_in.fresh)
        repair_touched(way_in, report, progress)
        report.status = "stored"
        way_in.commit(report.to_dict("en"))
    if options.mapping and found:
        mappings.remember(door, options.organisation, found)


def pieces(
    reader: Reader, source: Source, options: ReadOptions, report: Report, progress: Progress
) -> Iterator[Piece]:
    """Read a file piece by piece, keeping count; any fault of it is a `BeffroiError`."""
    found = reader.read(source, options)
    while True:
        try:
            piece = next(found, None)
        except (BeffroiError, OSError):
            raise
        except Exception as error:
            # The last wall: a reader that a file surprises must refuse it, not stop the program.
            log.exception("reader failed", reader=reader.key, file=source.name)
            raise BeffroiError(
                FILE_BROKEN, name=source.name, format=reader.key, reason=type(error).__name__
            ) from error
        if piece is None:
            return
        report.rows_read += piece.rows
        report.observations += piece.observations.num_rows
        report.refuse(piece.refused)
        report.note(piece.notes)
        if piece.observations.num_rows:
            _span(report, piece.observations)
        progress("read", report.rows_read, 0)
        yield piece


def _span(report: Report, observations: pa.Table) -> None:
    first = pc.min(observations["start"]).as_py()
    last = pc.max(observations["end"]).as_py()
    report.first = min(first, report.first or first)
    report.last = max(last, report.last or last)


def _add(way_in: Intake, piece: Piece, options: ImportOptions) -> None:
    if piece.observations.num_rows == 0:
        return
    identifiers = pa.array(way_in.series([key(draft) for draft in piece.series]), pa.int64())
    table = piece.observations.set_column(
        0, "series", identifiers.take(piece.observations["series"].combine_chunks())
    )
    if options.as_measured:
        table = table.append_column("available_at", table["end"])
    way_in.add(table)


def key(draft: SeriesDraft) -> SeriesKey:
    """Turn the description of a reader into the key of the store."""
    return SeriesKey(
        draft.asset,
        draft.asset_type,
        draft.quantity,
        str(draft.kind),
        draft.source,
        draft.qualifier,
        int(draft.step.total_seconds()) if draft.step else None,
        draft.attributes,
    )


def _dry_run(
    reader: Reader, source: Source, options: ReadOptions, report: Report, progress: Progress
) -> None:
    seen: dict[SeriesDraft, int] = {}
    for piece in pieces(reader, source, options, report, progress):
        counts = {
            row["values"]: row["counts"]
            for row in pc.value_counts(piece.observations["series"]).to_pylist()
        }
        for index, draft in enumerate(piece.series):
            if index in counts:
                seen[draft] = seen.get(draft, 0) + counts[index]
        if len(report.preview) < 5:
            report.preview += [
                {**row, "series": _label(piece.series[row["series"]])}
                for row in piece.observations.slice(0, 5 - len(report.preview)).to_pylist()
            ]
    if not report.observations:
        raise BeffroiError(FILE_EMPTY, name=source.name)
    report.series = [{"key": _label(draft), "points": points} for draft, points in seen.items()]
    report.status = "understood"


def _label(draft: SeriesDraft) -> str:
    return "/".join(part for part in (draft.asset, draft.quantity, draft.qualifier) if part)


def _already(door: WriteDoor, received: Received) -> int | None:
    """Return the batch that stored the same bytes in the same way, if any."""
    with door.look() as session:
        rows = session.scalars(
            select(models.Batch).where(
                models.Batch.organisation_id == received.organisation,
                models.Batch.sha256 == received.sha256,
                models.Batch.status == "done",
            )
        )
        for row in rows:
            if row.member == received.member and row.mapping == received.mapping:
                return row.id
    return None


@contextmanager
def _disk_errors(door: WriteDoor) -> Iterator[None]:
    """Say in the words of the catalogue that the disk refused."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise BeffroiError(HOME_UNWRITABLE, home=door.home.root, reason=error) from error
    except OSError as error:
        if error.errno not in _DISK:
            raise
        raise BeffroiError(HOME_UNWRITABLE, home=door.home.root, reason=error) from error


_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
