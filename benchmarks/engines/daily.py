"""Daily totals of half-hourly measures, by engine.

Five million observations (570 meters, six months) in one Parquet file, from the file to one total
a meter and a day. The best of five runs. The plain Python loop runs on a twentieth of the meters
and its time is multiplied by twenty.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

METERS, DAYS, STEPS = 570, 183, 48
QUERY = """
SELECT series, date_trunc('day', moment) AS day, sum(value) FROM read_parquet('{}') GROUP BY ALL
"""


def write(path: Path) -> None:
    """Write the measures, sorted by meter and time."""
    moments = np.datetime64("2024-01-01", "us") + np.arange(DAYS * STEPS) * np.timedelta64(30, "m")
    values = np.random.default_rng(1).gamma(2.0, 500.0, METERS * len(moments))
    series = np.repeat(np.arange(METERS, dtype=np.int32), len(moments))
    columns = {"series": series, "moment": np.tile(moments, METERS), "value": values}
    pq.write_table(pa.table(columns), path, compression="zstd")


def by_duckdb(path: Path) -> int:
    """Sum in DuckDB, as the product does."""
    return duckdb.sql(QUERY.format(path)).to_arrow_table().num_rows


def by_arrow(path: Path) -> int:
    """Sum with Arrow's own kernels."""
    table = pq.read_table(path)
    days = pc.floor_temporal(table["moment"], unit="day")
    grouped = table.append_column("day", days).group_by(["series", "day"])
    return grouped.aggregate([("value", "sum")]).num_rows


def by_loop(path: Path) -> int:
    """Sum in a Python loop, on a twentieth of the meters."""
    table = pq.read_table(path, filters=[("series", "<", METERS // 20)])
    totals: dict[tuple[int, object], float] = defaultdict(float)
    rows = zip(*(table[name].to_pylist() for name in table.column_names), strict=True)
    for series, moment, value in rows:
        totals[series, moment.date()] += value
    return len(totals)


def best(task: Callable[[Path], int], path: Path, runs: int) -> float:
    """Return the shortest time of a task [s]."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        assert task(path) > 0
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measures.parquet"
        write(path)
        seconds = {
            "DuckDB": best(by_duckdb, path, 5),
            "Arrow kernels": best(by_arrow, path, 5),
            "Python loop": 20 * best(by_loop, path, 1),
        }
    print("| Engine | Seconds | Times DuckDB |\n| --- | --- | --- |")
    for name, value in seconds.items():
        print(f"| {name} | {value:.3f} | {value / seconds['DuckDB']:.1f} |")
    if arguments.json:
        arguments.json.write_text(json.dumps(seconds), "utf-8")


if __name__ == "__main__":
    main()
