"""The files of rollups: one a step and a year, in order of series and time."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.periods.civil import Step
from beffroi.store.home import Home
from beffroi.store.lake import Written
from beffroi.store.lake.written import fsync
from beffroi.store.rollups.schema import ROLLUP_SCHEMA, ROW_GROUP, WRITING

FOLDER = "rollups"


@dataclass(slots=True)
class Writers:
    """Writes rows of rollups, given in order, to new files that nobody reads yet."""

    home: Home
    name: str
    _open: dict[tuple[Step, int], pq.ParquetWriter] = field(default_factory=dict)
    _waiting: dict[tuple[Step, int], list[pa.Table]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def write(self, step: Step, rows: pa.Table) -> None:
        """Take rows of `ROLLUP_SCHEMA`, sorted by series and bucket, after those given before."""
        years = rows["bucket"].to_numpy().astype("M8[Y]").astype(int) + 1970
        for year in np.unique(years).tolist():
            self.write_year(step, year, rows.filter(pa.array(years == year)))

    def write_year(self, step: Step, year: int, rows: pa.Table) -> None:
        """Take rows that are all of one year."""
        waiting = self._waiting[step, year]
        waiting.append(rows.cast(ROLLUP_SCHEMA))
        if sum(table.num_rows for table in waiting) >= ROW_GROUP:
            self._flush(step, year)

    def close(self) -> list[Written]:
        """Finish the files; they are on the disk when this returns, and far away."""
        for step, year in list(self._waiting):
            self._flush(step, year)
        found: list[Written] = []
        for (step, year), writer in self._open.items():
            writer.close()
            path = self._place(step, year)
            found.append(Written.measure(self.home.root, path, 0, year, step))
        for folder in {(self.home.root / file.path).parent for file in found}:
            fsync(folder)
        self._open.clear()
        if self.home.mirror is not None:
            self.home.mirror.send((file.path, file.bytes) for file in found)
        return found

    def __post_init__(self) -> None:
        if self.home.mirror is not None:
            # A dead process of another machine may have left a copy of the same name.
            self.name = f"{self.name}-{uuid4().hex[:8]}"

    def __enter__(self) -> "Writers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._open.values():
            writer.close()

    def _place(self, step: Step, year: int) -> Path:
        return self.home.root / FOLDER / step / f"year={year}" / f"{self.name}.parquet"

    def _flush(self, step: Step, year: int) -> None:
        rows = pa.concat_tables(self._waiting.pop((step, year)))
        if (step, year) not in self._open:
            path = self._place(step, year)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[step, year] = pq.ParquetWriter(path, ROLLUP_SCHEMA, **WRITING)
        self._open[step, year].write_table(rows, row_group_size=ROW_GROUP)
