"""The files of the lake: those of the disk, those of the state and those of the Delta log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.checking.problems import Problem, problem
from beffroi.store.lake import OBSERVATIONS, Written
from beffroi.store.leftovers import unnamed
from beffroi.store.manifest import everything, paths
from beffroi.store.originals import digest
from beffroi.store.rollups.schema import LEVELS
from beffroi.store.rollups.writing import FOLDER
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

Progress = Callable[[str, int, int], None]
#: A file that nobody names and is younger is still being written, for all that we know.
WRITING = timedelta(hours=1)


def visible(session: Session) -> list[Written]:
    """List every file that readers see."""
    return [file for tier in (OBSERVATIONS, *LEVELS) for file in everything(session, tier)]


def log(door: WriteDoor) -> list[Problem]:
    """Compare the Delta log with the state."""
    with door.look() as session:
        row = session.get(models.LakeVersion, "observations")
        known = row.version if row else 0
    try:
        found = door.lake.version()
        if found < known:
            return [problem("lake_version", found, found=found, known=known)]
        other = _differing(door)
        # A batch may have come between both looks: what is wrong is so at two moments.
        other = other & _differing(door) if other else other
    except (DeltaError, OSError) as error:
        return [problem("lake_log", "lake", reason=str(error).splitlines()[0])]
    return [problem(kind, path, path=path) for kind, path in sorted(other)]


def _differing(door: WriteDoor) -> set[tuple[str, str]]:
    with door.look() as session:
        seen = {file.path for file in everything(session, OBSERVATIONS)}
        batch = models.Batch
        unfinished = session.execute(
            select(batch.files, batch.report).where(batch.status.in_(("sealed", "erasing")))
        ).all()
    # Between the commit of a batch and its end the log is ahead, or behind where it is an erasure.
    between = {file["path"] for files, _ in unfinished for file in files}
    between |= {path for _, report in unfinished for path in report.get("replaces", ())}
    home = door.home.root
    told = {path.relative_to(home).as_posix() for path, *_ in door.lake.listing()}
    return {("delta_missing", path) for path in seen - told - between} | {
        ("delta_unknown", path) for path in told - seen - between
    }


def disk(
    door: WriteDoor, seen: Sequence[Written], *, deep: bool, progress: Progress
) -> list[Problem]:
    """Look at each file that readers see."""
    found: list[Problem] = []
    far = _far(door)
    for done, file in enumerate(seen):
        one = _absent(file, far) if far is not None else None
        if far is None or (one is None and (deep or (door.home.root / file.path).is_file())):
            one = wrong(door, file, deep=deep)
        found += [one] if one else []
        progress("check_files", done + 1, len(seen))
    return found


def still(door: WriteDoor, problems: Iterable[Problem]) -> list[Problem]:
    """Keep the problems of the files that readers still see: others were erased meanwhile."""
    problems = list(problems)
    if not problems:
        return []
    with door.look() as session:
        seen = {file.path for file in visible(session)}
    return [one for one in problems if one.about in seen]


def _far(door: WriteDoor) -> dict[str, int] | None:
    """List what the storage holds, where measures live there."""
    mirror = door.home.mirror
    if mirror is None:
        return None
    return mirror.far.sizes(door.home.lake.name) | mirror.far.sizes(FOLDER)


def _absent(file: Written, far: Mapping[str, int]) -> Problem | None:
    found = far.get(file.path)
    if found is None:
        return problem("file_missing", file.path, path=file.path)
    if found != file.bytes:
        return problem("file_size", file.path, path=file.path, found=found, known=file.bytes)
    return None


def wrong(door: WriteDoor, file: Written, *, deep: bool) -> Problem | None:
    """Look at a file that readers see; `deep`, at every page of it."""
    home = door.home.root
    if Path(file.path).parent != _folder(door, file):
        return problem("file_place", file.path, path=file.path)
    if door.home.mirror is not None:
        paths(door.home, [file])  # a copy that is not whole is fetched again
    path = home / file.path
    if not path.is_file():
        return problem("file_missing", file.path, path=file.path)
    size = path.stat().st_size
    if size != file.bytes:
        return problem("file_size", file.path, path=file.path, found=size, known=file.bytes)
    # First: a program that opens a file whose footer was changed may die of it.
    if deep and file.digest and digest(path) != file.digest:
        return problem("file_changed", file.path, path=file.path)
    try:
        told = Written.read(home, path, file.organisation, file.year, file.tier)
        inside = _inside(path, file) if deep else True
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        return problem("file_unreadable", file.path, path=file.path, reason=reason)
    if told.rows != file.rows:
        return problem("file_rows", file.path, path=file.path, found=told.rows, known=file.rows)
    if replace(told, digest=file.digest) != file or not inside:
        return problem("file_bounds", file.path, path=file.path)
    return None


def _folder(door: WriteDoor, file: Written) -> Path:
    """Where a file must be, for what the state says of it."""
    year = f"year={file.year}"
    if file.tier == OBSERVATIONS:
        return Path(door.home.lake.name, f"organisation={file.organisation}", year)
    return Path(FOLDER, file.tier, year)


def _inside(path: Path, file: Written) -> bool:
    """Read every page, and tell whether what is there is within what the state says of it."""
    bounds = {
        "series": (file.series_low, file.series_high),
        "batch": (file.batch_low, file.batch_high),
    }
    with pq.ParquetFile(path, page_checksum_verification=True) as reader:
        for rows in reader.iter_batches():
            for name, (low, high) in bounds.items():
                ends = pc.min_max(rows[name]).as_py()
                if rows.num_rows and not low <= ends["min"] <= ends["max"] <= high:
                    return False
    return True


def orphans(door: WriteDoor) -> list[Problem]:
    """Tell the files of the disk that nobody names; those that were replaced are still named."""
    return [problem("orphan", path, path=path) for path in unnamed(door, WRITING)]
