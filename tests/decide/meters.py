"""Meters with a consumption that the tests know, put in an installation."""

from datetime import date, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.ingest.repairing import repair_touched
from beffroi.ingest.report import Report
from beffroi.periods import day_starts
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.store import Store
from beffroi.units import SeriesKind

INSTANT = pa.timestamp("us", tz="UTC")
Floats = NDArray[np.float64]


def gas(asset: str = "pce-1", qualifier: str = "informative") -> SeriesKey:
    """A daily gas meter."""
    return SeriesKey(asset, "delivery_point", "gas.energy", "interval", "grdf", qualifier, 86_400)


def thermometer(asset: str = "station-1") -> SeriesKey:
    """A daily air temperature."""
    return SeriesKey(
        asset, "weather_station", "weather.air_temperature", "gauge", "test", "", 86_400
    )


def put_days(
    store: Store,
    key: SeriesKey,
    first: date,
    values: Floats,
    *,
    organisation: int = 1,
    at: datetime | None = None,
) -> int:
    """Store one value a civil day (NaN: no row), without repair; return the series."""
    edges = day_starts(first, (np.datetime64(first, "D") + len(values) - 1).astype(object))
    known = np.isfinite(values)
    starts = edges[:-1][known]
    ends = edges[1:][known] if key.kind != SeriesKind.INDEX else starts
    return put_rows(store, key, starts, ends, values[known], organisation=organisation, at=at)


def put_rows(
    store: Store,
    key: SeriesKey,
    starts: NDArray[np.datetime64],
    ends: NDArray[np.datetime64],
    values: Floats,
    *,
    organisation: int = 1,
    at: datetime | None = None,
) -> int:
    """Store observations of one series, without repair; return the series."""
    received = Received(organisation, "0" * 64, "test", 1, "test")
    with intake(store.writer("test"), received, at) as way_in:
        (series,) = way_in.series([key])
        way_in.add(
            pa.table(
                {
                    "series": np.full(len(values), series, dtype=np.int64),
                    "start": pa.array(starts.astype("M8[us]")).cast(INSTANT),
                    "end": pa.array(ends.astype("M8[us]")).cast(INSTANT),
                    "value": values,
                    "quality": np.zeros(len(values), dtype=np.int8),
                }
            )
        )
        way_in.seal()
        way_in.commit({})
    return series


def put_index(store: Store, key: SeriesKey, at: NDArray[np.datetime64], values: Floats) -> None:
    """Store readings of an index with their repair, which turns them into consumption."""
    with intake(store.writer("test"), Received(1, "0" * 64, "test", 1, "test")) as way_in:
        (series,) = way_in.series([key])
        stamps = pa.array(at.astype("M8[us]")).cast(INSTANT)
        way_in.add(
            pa.table(
                {
                    "series": np.full(len(values), series, dtype=np.int64),
                    "start": stamps,
                    "end": stamps,
                    "value": values,
                    "quality": np.zeros(len(values), dtype=np.int8),
                }
            )
        )
        way_in.seal()
        repair_touched(way_in, Report("test"), lambda *_: None)
        way_in.commit({})


def weather(first: date, days: int, seed: int = 1) -> Floats:
    """A plausible daily temperature, degC, simulated."""
    rng = np.random.default_rng(seed)
    day = (np.datetime64(first, "D") - np.datetime64("2020-01-01")).astype(int) + np.arange(days)
    noise = np.zeros(days)
    for index in range(1, days):
        noise[index] = 0.8 * noise[index - 1] + rng.normal(0, 1.5)
    season: Floats = 11 - 8 * np.cos(2 * np.pi * (day - 15) / 365.25) + noise
    return season


def heating(temperature: Floats, seed: int = 2) -> Floats:
    """A simulated use of heat that follows the temperature, Wh a day, with 8 % of noise."""
    rng = np.random.default_rng(seed)
    use: Floats = 20_000 + 9_000 * np.maximum(16 - temperature, 0)
    return use * rng.normal(1, 0.08, len(temperature))
