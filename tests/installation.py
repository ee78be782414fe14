"""Observations to put in an installation, for the tests of every floor above the ground."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.staging import Counts
from beffroi.store.state import models
from beffroi.store.store import Store

INSTANT = pa.timestamp("us", tz="UTC")
HALF_HOUR = np.timedelta64(30, "m")
CURVE = SeriesKey(
    "09111642617347",
    "delivery_point",
    "electricity.active_power",
    "mean_power",
    "enedis",
    "consumption",
    1800,
)


def half_hours(start: str, values: list[float], series: int = 1) -> pa.Table:
    """Observations of half an hour each from a UTC instant on."""
    first = np.datetime64(start, "us") + np.arange(len(values)) * HALF_HOUR

    def instants(times: np.ndarray) -> pa.Array:
        return pa.array(times.astype("M8[us]"), pa.timestamp("us")).cast(INSTANT)

    return pa.table(
        {
            "series": np.full(len(values), series, dtype=np.int64),
            "start": instants(first),
            "end": instants(first + HALF_HOUR),
            "value": np.array(values, dtype=float),
            "quality": np.zeros(len(values), dtype=np.int8),
        }
    )


def put(
    store: Store,
    *tables: pa.Table,
    key: SeriesKey = CURVE,
    at: datetime | None = None,
    repairs: pa.Table | None = None,
) -> Counts:
    """Store tables as one batch."""
    received = Received(1, "0" * 64, "essai.csv", 1, "test")
    with intake(store.writer("test"), received, at) as way_in:
        (number,) = way_in.series([key])
        for table in tables:
            way_in.add(_of(table, number))
        counts = way_in.seal()
        if repairs is not None:
            way_in.repairs([number], _of(repairs, number))
        way_in.commit({})
    return counts


def _of(table: pa.Table, number: int) -> pa.Table:
    """Give the rows of series 1, the usual one, the number that the state gave it."""
    series = table["series"].to_numpy()
    numbers = pa.array(np.where(series == 1, number, series))
    return table.set_column(table.column_names.index("series"), "series", numbers)


def only(store: Store) -> Selection:
    """Select the one series of an installation: a server gives no number twice."""
    with store.writer("test").look() as session:
        return Selection(tuple(session.scalars(select(models.Series.id))))


def utc(text: str) -> datetime:
    """A UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
