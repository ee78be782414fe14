"""What came by messages is repaired as what came by files."""

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from beffroi.ingest.repairing import repair_touched
from beffroi.ingest.report import Report
from beffroi.ingest.tending import repair_streamed, settle
from beffroi.periods import Step
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.stream.drain import Drain
from tests.installation import CURVE, half_hours
from tests.store.stream.test_drain import message

WATER = SeriesKey("compteur", "meter", "water.volume", "index", "telemetry")


def odd_year() -> pa.Table:
    """Half-hours with a hole, an impossible value and a frozen stretch."""
    rng = np.random.default_rng(7)
    values = np.round(1000 + 300 * np.sin(np.arange(48 * 60) / 7) + rng.normal(0, 30, 48 * 60))
    values[500] = -5000.0
    values[900] = 90_000.0
    table = half_hours("2024-01-10", values.tolist(), series=0)
    return pa.concat_tables([table.slice(0, 1200), table.slice(1210)])


def readings() -> pa.Table:
    stamps = pa.array(np.datetime64("2024-01-01", "us") + np.arange(50) * np.timedelta64(6, "h"))
    stamps = stamps.cast(pa.timestamp("us", "UTC"))
    values = np.cumsum(np.random.default_rng(3).gamma(2.0, 1.0, 50)).round(3)
    return pa.table(
        {
            "series": np.zeros(50, np.int32),
            "start": stamps,
            "end": stamps,
            "value": values,
            "quality": np.zeros(50, np.int8),
        }
    )


def by_file(store: Store, key: SeriesKey, table: pa.Table) -> int:
    with intake(store.writer("test"), Received(1, "0" * 64, "f.csv", 1, "test")) as way_in:
        (series,) = way_in.series([key])
        ids = pa.array(np.full(table.num_rows, series))
        way_in.add(table.set_column(0, "series", ids))
        way_in.seal()
        report = Report("f.csv", sha256="")
        repair_touched(way_in, report, lambda *_: None)
        way_in.commit(report.to_dict("en"))
    return series


def twin(key: SeriesKey) -> SeriesKey:
    return SeriesKey(f"{key.asset} bis", *[getattr(key, n) for n in key.__slots__[1:]])


def test_messages_are_repaired_as_files_are(store: Store) -> None:
    drain = Drain(store.writer("test"))
    for key, table in ((CURVE, odd_year()), (WATER, readings())):
        whole = by_file(store, key, table)
        for number, first in enumerate(range(0, table.num_rows, 700)):
            part = table.slice(first, 700).cast(SCHEMA)
            name = f"{key.asset} {number}"
            message(store, 1, name, pack([twin(key)], part), part.num_rows)
            drain.run()
            if number % 2:
                settle(store.writer("test"))
                assert repair_streamed(store.writer("test")) == 1
        repair_streamed(store.writer("test"))
        settle(store.writer("test"))
        door = store.reader(store.whole("test", "test"))
        names = ["start", "end", "value", "quality", "rule"]
        found = [door.observations(Selection((one,))).select(names) for one in (whole, whole + 1)]
        assert found[0].num_rows > 40
        assert found[0].equals(found[1])
        days = [door.aggregate(Selection((one,)), Step.DAY)["value"] for one in (whole, whole + 1)]
        assert days[0].equals(days[1])
    with store.writer("test").look() as session:
        left = session.scalars(select(models.Batch).where(models.Batch.reader == "stream")).all()
        assert all(row.repaired and row.rolled and not row.series_facts for row in left)
    assert repair_streamed(store.writer("test")) == 0
