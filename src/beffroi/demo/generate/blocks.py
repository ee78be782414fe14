"""Plain large series for benchmarks: no buildings, no faults, only size and a likely shape."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from beffroi.demo.generate.clock import Floats
from beffroi.demo.generate.model import GENERATED_SCHEMA
from beffroi.periods.civil import Instants
from beffroi.readers.contract import INSTANT

_TOGETHER = 16  # series of a block


def blocks(
    n_series: int,
    days: int,
    step: timedelta = timedelta(hours=1),
    first: date = date(2024, 1, 1),
    seed: int = 0,
) -> Iterator[pa.Table]:
    """Yield tables (`GENERATED_SCHEMA`) of 16 series each: mean powers in whole watts.

    Series have a daily, a weekly and a yearly wave and noise, from `first` (UTC) on; a series
    depends on its number, `seed` and the period alone. Rows come by series, then start.

    >>> tables = list(blocks(20, 2))
    >>> [table.num_rows for table in tables]
    [768, 192]
    """
    start = np.datetime64(first, "us") + np.arange(
        int(timedelta(days=days) / step)
    ) * np.timedelta64(step)
    end = start + np.timedelta64(step)
    received = start.astype("M8[D]").astype("M8[us]") + np.timedelta64(33, "h")
    shape = _shape(start)
    times = [pa.array(column).cast(INSTANT) for column in (start, end, received)]
    for low in range(0, n_series, _TOGETHER):
        rng = np.random.default_rng([seed, 7, low])
        level = rng.lognormal(8.5, 1.0, (_TOGETHER, 1))
        noise = rng.standard_normal((_TOGETHER, len(start)), np.float32)
        value = np.rint(level * shape * (1 + 0.15 * np.clip(noise, -4, 4)))
        count = min(_TOGETHER, n_series - low)
        yield _table(low, value[:count], times)


def _shape(start: Instants) -> Floats:
    """Return the common shape of the series, mean about 1, (n,)."""
    hours = (start - start.astype("M8[D]")) / np.timedelta64(1, "h")
    days = start.astype("M8[D]").astype(np.int64)
    working = np.where((days + 3) % 7 < 5, 1.0, 0.45)
    yearly = 1 + 0.35 * np.cos(2 * np.pi * (days - 18) / 365.25)
    daily = 0.5 + np.exp(-(((hours - 13) / 4.5) ** 2))
    result: Floats = working * yearly * daily
    return result


def _table(first: int, value: Floats, times: list[pa.Array]) -> pa.Table:
    count, size = value.shape
    start, end, received = (pa.concat_arrays([column] * count) for column in times)
    arrays = [
        pa.array(np.repeat(np.arange(first, first + count, dtype=np.int32), size)),
        start,
        end,
        pa.array(value.ravel()),
        pa.array(np.zeros(count * size, dtype=np.int8)),
        received,
    ]
    return pa.Table.from_arrays(arrays, schema=GENERATED_SCHEMA)
