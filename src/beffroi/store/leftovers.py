"""Files of the disk that nobody names: what a dead process left, or what is being written."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from beffroi.periods import utc_now
from beffroi.store.rollups.writing import FOLDER
from beffroi.store.state import models
from beffroi.store.write import WriteDoor


def unnamed(door: WriteDoor, age: timedelta) -> list[str]:
    """List the files of measures and rollups that nobody names nor writes, older than an age.

    `age` is counted from their last change; paths are from the home.
    """
    home = door.home.root
    before = (utc_now() - age).timestamp()
    aged = [path.relative_to(home).as_posix() for path in _files(door) if _changed(path) <= before]
    if door.home.mirror is not None and not age:
        # The storage tells no age: its files are looked at by whoever holds all that writes them.
        far = door.home.mirror.far
        listed = {*far.sizes(door.home.lake.name), *far.sizes(FOLDER)}
        aged = sorted({*aged, *(name for name in listed if "_delta_log" not in name)})
    if not aged:
        return []
    # The state is asked after the disk: a file is written before it is named.
    with door.look() as session:
        named = set(session.scalars(select(models.DataFile.path)))
        batch = models.Batch
        unfinished = select(batch.id).where(batch.status.in_(("reading", "sealed", "erasing")))
        writing = tuple(f"batch-{one:08d}-" for one in session.scalars(unfinished))
    return [path for path in aged if path not in named and not Path(path).name.startswith(writing)]


def bring_back(door: WriteDoor, limit: datetime) -> None:
    """Give the present time to files dated after a limit: a clock was ahead."""
    for path in _files(door):
        if limit.timestamp() < _changed(path) < float("inf"):
            os.utime(path)


def _files(door: WriteDoor) -> Iterator[Path]:
    for folder in (door.home.lake, door.home.root / FOLDER):
        for path in sorted(folder.rglob("*.parquet")):
            if "_delta_log" not in path.parts:
                yield path


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def unlink(door: WriteDoor, paths: Iterable[str]) -> int:
    """Remove files, named from the home, and far away too; return how many bytes they had here."""
    size, paths = 0, list(paths)
    if door.home.mirror is not None:
        door.home.mirror.far.delete(paths)
    for name in paths:
        path = door.home.root / name
        try:
            size += path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            continue  # a sweep that was cut short removed it
    return size
