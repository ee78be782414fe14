"""Import of files and folders: recognise, read, compare, repair, store."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_EMPTY, FILE_MISSING
from beffroi.ingest import mappings
from beffroi.ingest.comparing import looked
from beffroi.ingest.competences import Competent
from beffroi.ingest.households import Veil
from beffroi.ingest.naming import Naming
from beffroi.ingest.passing import is_hidden, pass_over
from beffroi.ingest.reading import dry_run, key, pieces
from beffroi.ingest.repairing import Repairing
from beffroi.ingest.replacing import Overlaps, look
from beffroi.ingest.report import Progress, Report
from beffroi.ingest.sampling import Sampling
from beffroi.readers import Limits, Piece, ReadOptions, Source, sources
from beffroi.readers.generic import fingerprint
from beffroi.settings import Settings
from beffroi.store import originals
from beffroi.store.disk import disk_errors
from beffroi.store.intake import Intake, Received, intake
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.write import WriteDoor


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: for which organisation, with which mapping, for real or not."""

    organisation: int
    mapping: dict[str, Any] | None = None
    dry_run: bool = False
    as_measured: bool = False  # state that the measures were available as they were measured
    again: bool = False  # read a file that was imported already
    asset: str = ""  # the meter of files that name none
    replace: bool = False  # a file that names no meter may change most of a series
    again_of: int | None = None  # the import whose file is read again
    only: int | None = None  # bring only what this undoing left: a later word stays
    households: bool = False  # every meter of the file is that of a household
    against: ReadDoor | None = None  # what a dry run compares the whole file with


@dataclass(frozen=True, slots=True)
class _File:
    """A file being imported; `kept` lists its sources in its kept original."""

    door: WriteDoor
    settings: Settings
    path: Path
    kept: Callable[[], list[Source]]
    progress: Progress


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
    files = [path]
    if path.is_dir():
        home = door.home.root.resolve()  # it may stand in the folder: it is not what is brought
        inside = (p for p in path.rglob("*") if not p.resolve().is_relative_to(home))
        files = sorted(p for p in inside if p.is_file() and not is_hidden(p.name))
    for number, file in enumerate(files):
        # A name whose bytes are no UTF-8 cannot be kept as it is.
        name = file.name.encode("utf-8", "replace").decode()
        progress(name, number, len(files))
        for report in import_file(door, settings, file, name, {}, options, progress):
            if path.is_dir() or report.file != name:
                pass_over(report)
            yield report
    if not files:
        yield Report.failed(path.name, BeffroiError(FILE_EMPTY, name=path.name), settings.language)


def resume(
    door: WriteDoor, settings: Settings, progress: Progress = lambda *_: None
) -> Iterator[Report]:
    """Import again, from their kept originals, the files whose import a crash interrupted."""
    with door.look() as session:
        left = session.scalars(
            select(models.Batch)
            .where(models.Batch.status == "interrupted", models.Batch.sha256 != "")
            .order_by(models.Batch.id)
        ).all()
        done = {
            (row.organisation_id, row.sha256, row.member)
            for row in session.scalars(select(models.Batch).where(models.Batch.status == "done"))
        }
    waiting: dict[tuple[int, str, str], dict[str, ImportOptions]] = {}
    for row in left:
        if (row.organisation_id, row.sha256, row.member) not in done:
            begun = _begun(row)
            waiting.setdefault((row.owner, row.sha256, row.name), {})[row.member] = begun
    for (_, sha256, name), members in waiting.items():
        # Members of the archive that were not begun follow the last one that was, but for its
        # mapping, which is of its own shape.
        others = replace(list(members.values())[-1], mapping=None)
        path = originals.place(door.home, sha256)
        yield from import_file(door, settings, path, name, members, others, progress)


def import_again(
    door: WriteDoor,
    settings: Settings,
    batch: models.Batch,
    undoing: int,
    progress: Progress = lambda *_: None,
) -> Iterator[Report]:
    """Import once more, from its kept original, the file of a batch."""
    options = replace(_begun(batch), again=True, replace=True, again_of=batch.id, only=undoing)
    path = originals.place(door.home, batch.sha256)
    begun = {batch.member: options}
    yield from import_file(door, settings, path, batch.name, begun, None, progress)


def _begun(batch: models.Batch) -> ImportOptions:
    """Return the options with which a batch was begun."""
    mapping = dict(batch.mapping or {})
    asset = mapping.pop("asset", "")
    return ImportOptions(
        batch.owner,
        mapping or None,
        as_measured=bool(batch.report.get("as_measured")),
        asset=asset,
        households=bool(batch.report.get("households")),
    )


def import_file(
    door: WriteDoor,
    settings: Settings,
    path: Path,
    name: str,
    begun: Mapping[str, ImportOptions],
    others: ImportOptions | None,
    progress: Progress,
) -> Iterator[Report]:
    """Import a file known as `name`, or its members: those `begun` with options of their own.

    The other members follow `others`, and are left out without.
    """
    limits = Limits(settings.max_file_bytes, settings.max_compression_ratio)
    try:
        # A pipe or a device is no file: opening it could wait for ever.
        if not path.is_file():
            raise BeffroiError(FILE_MISSING, name=name)
        found = sources(path, limits, name)
        sha256 = originals.digest(path)
    except BeffroiError as error:
        yield Report.failed(name, error, settings.language)
        return
    except OSError:
        yield Report.failed(name, BeffroiError(FILE_MISSING, name=name), settings.language)
        return
    # What is stored is read from the kept original, which nobody changes on the way.
    kept = cache(partial(sources, originals.place(door.home, sha256), limits, name))
    file = _File(door, settings, path, kept, progress)
    for number, source in enumerate(found):
        report = Report(source.name, sha256=sha256)
        options = begun.get(source.name.partition("/")[2], others)
        if options is None:
            continue
        try:
            with disk_errors(door.home.root):
                _import_source(file, number, source, options, report)
        except BeffroiError as error:
            report.fail(error, settings.language)
        yield report


def _import_source(
    file: _File, number: int, source: Source, options: ImportOptions, report: Report
) -> None:
    door = file.door
    asset = options.asset or (options.mapping or {}).get("asset", "")
    asked = ReadOptions(options.mapping, asset, file.settings.max_columns)
    reader, read, found = mappings.choose(door, options.organisation, source, asked, report)
    report.reader, report.reader_label = reader.key, reader.label
    shape = fingerprint(found) if found else reader.key
    naming = Naming(door, options.organisation, shape, asset, report)
    veil = Veil(door, options.organisation, options.households, options.dry_run)
    sampling = Sampling.of(door, options.organisation, report)

    def taken(source: Source) -> Iterator[Piece]:
        """Name what a file holds, and leave what its organisation no longer answers for."""
        named = map(naming.apply, pieces(reader, source, read, report, file.progress))
        found = sampling.taken(map(veil.apply, named))
        if options.again_of is not None:  # it was in before
            return found
        return Competent.of(door, options.organisation).kept(found, report)

    if options.dry_run:
        first = partial(look, door, file.settings, options.organisation, report=report)
        compared = looked(taken(source), options.organisation, options.against, first, report)
        dry_run(compared, source, report)
        sampling.look(door)
        report.veiled = veil.used
        return
    name, _, member = source.name.partition("/")
    received = Received(
        options.organisation,
        report.sha256,
        veil.name(name),
        file.path.stat().st_size,
        reader.key,
        member,
        {**(read.mapping or {}), **({"asset": asset} if asset else {})} or None,
        options.as_measured,
        again_of=options.again_of,
        only=options.only,
        households=options.households,
    )
    if not options.again and (batch := _already(door, received)) is not None:
        report.status, report.batch = "already", batch
        return
    with intake(door, received, original=file.path) as way_in:
        report.batch = way_in.batch
        repairing, overlaps = Repairing(way_in), Overlaps()
        for piece in taken(file.kept()[number]):
            _add(way_in, piece, options, overlaps)
            repairing.along()
        counts = way_in.seal()
        if not counts.read and not sampling.count:
            raise BeffroiError(FILE_EMPTY, name=source.name)
        overlaps.check(way_in, report, refuse=naming.used and not options.replace)
        report.kept, report.changed = counts.new, counts.changed
        report.unchanged = counts.unchanged
        report.repeated, report.conflicting = counts.repeated, counts.conflicting
        report.series_created = len(way_in.fresh)
        sampling.store(way_in, options.again_of)
        repairing.finish(report, file.progress)
        report.status = "stored"
        if veil.used:
            veil.shed(way_in, report, received.sha256)
        way_in.commit(report.to_dict("en"))
    if veil.used:  # neither columns nor meters are remembered: numbers are among them
        return
    if options.mapping and found:
        mappings.remember(door, options.organisation, found)
    naming.remember()


def _add(way_in: Intake, piece: Piece, options: ImportOptions, overlaps: Overlaps) -> None:
    if piece.observations.num_rows == 0:
        return
    identifiers = pa.array(way_in.series([key(draft) for draft in piece.series]), pa.int64())
    table = piece.observations.set_column(
        0, "series", identifiers.take(piece.observations["series"].combine_chunks())
    )
    overlaps.add(way_in, table["series"])
    if options.as_measured:
        table = table.append_column("available_at", table["end"])
    way_in.add(table)


def _already(door: WriteDoor, received: Received) -> int | None:
    """Return the batch that stored the same bytes in the same way, if any."""
    with door.look() as session:
        rows = session.scalars(
            select(models.Batch)
            .where(
                models.Batch.organisation_id == received.organisation,
                models.Batch.sha256 == received.sha256,
                models.Batch.status == "done",
            )
            .order_by(models.Batch.id)
        )
        for row in rows:
            if row.member == received.member and row.mapping == received.mapping:
                return row.id
    return None
