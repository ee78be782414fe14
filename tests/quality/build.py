"""Small tables for the tests of quality."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from beffroi.quality import OBSERVATION_SCHEMA, RULES, SeriesTraits
from beffroi.quality.tables import us_to_instants
from beffroi.units import SeriesKind

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_US = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

POWER = SeriesTraits(1, SeriesKind.MEAN_POWER, "electricity.active_power", "W", HOUR)
ENERGY = SeriesTraits(1, SeriesKind.INTERVAL, "electricity.active_energy", "Wh", HOUR)
GAS = SeriesTraits(1, SeriesKind.INTERVAL, "gas.energy", "Wh", HOUR)
WATER = SeriesTraits(1, SeriesKind.INTERVAL, "water.volume", "m3", HOUR)
TEMPERATURE = SeriesTraits(1, SeriesKind.GAUGE, "weather.air_temperature", "degC", HOUR)
INDEX = SeriesTraits(1, SeriesKind.INDEX, "electricity.active_energy", "Wh", DAY)


def us(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // _US


def table(
    start: Sequence[int] | np.ndarray, end: Sequence[int] | np.ndarray, value: ArrayLike
) -> pa.Table:
    """Observations of series 1 from microseconds."""
    values = np.asarray(value, dtype=np.float64)
    return pa.table(
        [
            pa.array(np.ones(len(values), np.int64)),
            us_to_instants(np.asarray(start, np.int64)),
            us_to_instants(np.asarray(end, np.int64)),
            pa.array(values),
            pa.array(np.zeros(len(values), np.int8)),
        ],
        schema=OBSERVATION_SCHEMA,
    )


def steps(
    value: ArrayLike,
    step: timedelta = HOUR,
    first: datetime = datetime(2024, 1, 1, tzinfo=UTC),
    *,
    drop: Sequence[int] = (),
    instants: bool = False,
) -> pa.Table:
    """Observations at a regular step, without those dropped."""
    values = np.asarray(value, dtype=np.float64)
    width = step // _US
    start = us(first) + np.arange(len(values)) * width
    keep = ~np.isin(np.arange(len(values)), drop)
    end = start if instants else start + width
    return table(start[keep], end[keep], values[keep])


def load(hours: int, seed: int = 3) -> np.ndarray:
    """The hourly load of a building in W: a base, open days, noise, whole watts."""
    hour = np.arange(hours)
    open_ = (hour % 24 >= 8) & (hour % 24 < 18) & (hour // 24 % 7 < 5)
    noise = np.random.default_rng(seed).lognormal(0.0, 0.1, hours)
    found: np.ndarray = np.round((4000.0 + 9000.0 * open_) * noise)
    return found


def rule_keys(repairs: pa.Table) -> list[str]:
    """The key of the rule of each repair."""
    return [RULES[code].key for code in repairs["rule"].to_pylist()]


def starts_in_hours(repairs: pa.Table, first: datetime) -> list[float]:
    """The start of each repair in hours from a moment."""
    return [(moment - first) / HOUR for moment in repairs["start"].to_pylist()]
