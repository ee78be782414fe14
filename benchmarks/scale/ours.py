"""Ours: a new installation, filled in order, asked through its read door."""

import hashlib
import shutil
import time
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.domains import quantities
from beffroi.periods.civil import Step
from beffroi.quality.repair import repair
from beffroi.quality.tables import SeriesTraits
from beffroi.settings import Settings
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Intake, Received, intake
from beffroi.store.read import Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.units import SeriesKind
from benchmarks.scale.peer import Answer, Peer, Source, runs, size_of, summed, together


def fill(source: Source, door: WriteDoor) -> int:
    """Import every commune, one batch each; repairs are another step. Swap this for another way."""
    rows = 0
    about = {
        (row["asset"], row["quantity"]): SeriesKey(
            row["asset"],
            row["asset_type"],
            row["quantity"],
            row["kind"],
            "bench",
            step_seconds=row["step"],
        )
        for row in source.series.to_pylist()
    }
    for table in source.tables():
        organisation = create_organisation(door, f"Commune {table['organisation'][0]}")
        first, size = runs(table)
        heads = table.select(["asset", "quantity"]).take(pa.array(first)).to_pydict()
        keys = [about[key] for key in zip(heads["asset"], heads["quantity"], strict=True)]
        given = f"{organisation}"
        received = Received(
            organisation, hashlib.sha256(given.encode()).hexdigest(), given, table.nbytes, "bench"
        )
        with intake(door, received) as batch:
            ids = np.repeat(np.array(batch.series(keys), np.int64), size)
            batch.add(
                pa.table(
                    {
                        "series": ids,
                        "start": table["start"],
                        "end": table["end"],
                        "value": table["value"],
                        "quality": np.zeros(len(ids), np.int8),
                    }
                )
            )
            counts = batch.seal()
            amounts(batch, [key for key in keys if key.kind == SeriesKind.INDEX])
            batch.commit({"kept": counts.new})
            rows += counts.new
    return rows


def amounts(batch: Intake, keys: Sequence[SeriesKey]) -> None:
    """Make amounts of the readings of indexes, as an import does; other repairs are left out."""
    known = quantities()
    traits = {
        batch.known[key]: SeriesTraits(
            batch.known[key], SeriesKind(key.kind), key.quantity, known[key.quantity].unit, None
        )
        for key in keys
    }
    for block in batch.rising.take():
        own = block.filter(pc.is_in(block["series"], pa.array(list(traits), pa.int64())))
        if own.num_rows:
            met = pc.unique(own["series"]).to_pylist()
            batch.repairs(met, repair(own, [traits[one] for one in met]))


class Ours(Peer):
    """Beffroi, its state in SQLite."""

    name = "Beffroi"
    needs = 8

    _store: Store | None = None

    def load(self) -> int:
        """Fill a new installation."""
        quantities()
        shutil.rmtree(self.folder, ignore_errors=True)
        with Store.create(self.folder, Settings()) as store:
            door = store.writer("bench")
            rows = fill(self.source, door)
            self.queryable = time.perf_counter()
            roll(door)
            return rows

    def sizes(self) -> tuple[int, int]:
        """Return the bytes of the Parquet files, and with the log, the state and the rollups."""
        rollups = size_of(self.folder / "rollups")
        log = size_of(self.folder / "lake" / "_delta_log")
        state = sum(p.stat().st_size for p in self.folder.glob("state*") if p.is_file())
        files = size_of(self.folder / "lake") - log
        return files, files + log + state + rollups

    def open(self) -> None:
        """Open the installation, and learn how it numbers the series."""
        quantities()
        self._store = Store.open(self.folder, Settings())
        self._door = self._store.reader(self._store.whole("bench", "bench"))
        with self._door.session() as session:
            rows = session.execute(
                select(models.Asset.key, models.Series.id).join(
                    models.Asset, models.Asset.id == models.Series.asset_id
                )
            ).all()
        ids = dict(row.tuple() for row in rows)
        self._ids = [ids[asset] for asset in self.source.series["asset"].to_pylist()]

    def close(self) -> None:
        """Close it."""
        if self._store is not None:
            self._store.close()

    def _read(
        self, numbers: Sequence[int], step: Step, since: datetime, until: datetime
    ) -> pa.Table:
        series = tuple(self._ids[number - 1] for number in numbers)
        return self._door.aggregate(Selection(series, since, until), step)

    def days(self, numbers: Sequence[int], since: datetime, until: datetime) -> Answer:
        """Aggregate by day in one call, and sum by kind."""
        found = self._read(numbers, Step.DAY, since, until)
        places = found["series"]
        kinds = {
            kind: pa.array([self._ids[number - 1] for number in some])
            for kind, some in self.source.by_kind(numbers).items()
        }
        return together(
            *(
                summed(kind, found["value"].filter(pc.is_in(places, own)))
                for kind, own in kinds.items()
            )
        )

    def month(self, since: datetime, until: datetime) -> Answer:
        """Aggregate by month in one call, and sum by asset type and kind."""
        answer: Answer = {}
        about = self.source.series
        types = pa.table({"series": self._ids, "type": about["asset_type"], "kind": about["kind"]})
        every = range(1, len(self._ids) + 1)
        found = self._read(every, Step.MONTH, since, until).join(types, "series")
        sums = found.group_by(["type", "kind"]).aggregate([("value", "sum"), ("value", "mean")])
        for row in sums.to_pylist():
            total = "mean" if row["kind"] == "gauge" else "sum"
            answer[f"{row['type']} {row['kind']}"] = row[f"value_{total}"]
        return answer | {"rows": float(len(answer))}

    def latest(self) -> Answer:
        """Read the last value of every series."""
        return summed("last", self._door.latest()["value"])
