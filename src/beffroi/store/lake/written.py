"""A Parquet file of the lake as it was written: where it is and the bounds of what it holds."""

import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from beffroi.store.originals import digest

#: Tier of the files that hold observations; those of rollups have the name of their step.
OBSERVATIONS = "observations"
#: Instead of an organisation: a file of what just came, of several, not yet put with the rest.
RECENT = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A file on the disk, not necessarily visible yet; bounds are inclusive."""

    path: str
    """From the home."""
    tier: str
    organisation: int
    year: int
    rows: int
    bytes: int
    series_low: int
    series_high: int
    batch_low: int
    batch_high: int
    digest: str = ""
    """SHA-256 of its bytes, since checksums of its pages know nothing of its footer.

    Empty for files of before it was kept.
    """

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, for the state."""
        return asdict(self)

    @classmethod
    def measure(
        cls, home: Path, path: Path, organisation: int, year: int, tier: str = OBSERVATIONS
    ) -> "Written":
        """Bring a new file to the disk, and read its bounds from its own statistics."""
        fsync(path)
        found = cls.read(home, path, organisation, year, tier)
        return replace(found, digest=digest(path))

    @classmethod
    def read(cls, home: Path, path: Path, organisation: int, year: int, tier: str) -> "Written":
        """Say what a file of the disk holds, as it says itself; its digest is left out."""
        metadata = pq.read_metadata(path)
        names = metadata.schema.names

        def bounds(name: str) -> tuple[int, int]:
            column = names.index(name)
            found = [
                metadata.row_group(group).column(column).statistics
                for group in range(metadata.num_row_groups)
            ]
            if not found or not all(stats is not None and stats.has_min_max for stats in found):
                return 0, 2**63 - 1
            return min(stats.min for stats in found), max(stats.max for stats in found)

        return cls(
            path.relative_to(home).as_posix(),
            tier,
            organisation,
            year,
            metadata.num_rows,
            path.stat().st_size,
            *bounds("series"),
            *bounds("batch"),
        )


def fsync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def plain_instant(value: object) -> object:
    """Write an instant as the Delta log does."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value
