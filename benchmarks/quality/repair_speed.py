"""Time and memory of repair beside a plain DuckDB pass that reads and sorts the same Parquet.

Usage: `python benchmarks/quality/repair_speed.py [--series 1000] [--hours 10000]`. The load is
simulated, with 0.2 % of the hours missing. Processor seconds, DuckDB on one thread.
"""

import argparse
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.quality import OBSERVATION_SCHEMA, SeriesTraits, repair
from beffroi.quality.tables import us_to_instants
from beffroi.units import SeriesKind

HOUR = 3_600_000_000


def write(path: Path, series: int, hours: int) -> None:
    """Write simulated hourly loads to a Parquet file, one row group a hundred series."""
    rng = np.random.default_rng(1)
    hour = np.arange(hours)
    shape = 4000.0 + 9000.0 * ((hour % 24 >= 8) & (hour % 24 < 18) & (hour // 24 % 7 < 5))
    with pq.ParquetWriter(path, OBSERVATION_SCHEMA) as writer:
        for first in range(0, series, 100):
            count = min(100, series - first)
            value = np.round(shape * rng.lognormal(0.0, 0.1, (count, hours))).ravel()
            keep = rng.random(len(value)) > 0.002
            start = np.tile(hour * HOUR, count)[keep]
            number = np.repeat(np.arange(first, first + count), hours)[keep]
            columns = [
                pa.array(number),
                us_to_instants(start),
                us_to_instants(start + HOUR),
                pa.array(value[keep]),
                pa.array(np.zeros(len(start), np.int8)),
            ]
            writer.write_table(pa.table(columns, schema=OBSERVATION_SCHEMA))


def main() -> None:
    """Print one line a pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--hours", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.parquet"
        write(path, given.series, given.hours)
        connection = duckdb.connect(config={"threads": 1})
        clock = time.process_time()
        ordered = connection.read_parquet(str(path)).order('series, start, "end"')
        rows = ordered.to_arrow_table().num_rows
        plain = time.process_time() - clock
        del ordered, connection
        print("| Pass | Rows | Processor seconds | Times DuckDB | Peak MB |")
        print("|---|---:|---:|---:|---:|")
        print(f"| DuckDB reads and sorts | {rows} | {plain:.2f} | 1.0 | {_peak()} |")
        table = pq.read_table(path)
        for kind in (SeriesKind.INTERVAL, SeriesKind.INDEX):
            step = timedelta(hours=1)
            traits = [
                SeriesTraits(number, kind, "electricity.active_energy", "Wh", step)
                for number in range(given.series)
            ]
            clock = time.process_time()
            found = repair(_as_index(table) if kind is SeriesKind.INDEX else table, traits)
            spent = time.process_time() - clock
            print(
                f"| repair, {kind.value}: {found.num_rows} rows out | {rows} | {spent:.2f} "
                f"| {spent / plain:.1f} | {_peak()} |"
            )


def _as_index(table: pa.Table) -> pa.Table:
    total = pa.array(np.cumsum(table["value"].to_numpy()))
    columns = [table["series"], table["start"], table["start"], total, table["quality"]]
    return pa.table(columns, schema=OBSERVATION_SCHEMA)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
