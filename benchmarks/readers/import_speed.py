"""Reading CSV files of measures, beside the engine alone on the same bytes.

Files of 100 and 400 MB: one meter by the minute, the same as a French spreadsheet writes it, and
many meters in long form. Beffroi finds the dialect, checks each row and converts units and times
to instants in UTC; DuckDB alone copies the same file to Parquet as it stands. Each measure runs
in a process of its own; the best of two, and the peak of its memory.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import numpy as np

ROWS = 200_000
MEGABYTES = (100, 400)


def minutes(at: int) -> list[str]:
    """Return the times of a part of a file, minute after minute."""
    start = np.datetime64("1990-01-01T00:00:00") + np.timedelta64(at, "m")
    found: list[str] = (start + np.arange(ROWS) * np.timedelta64(60, "s")).astype(str).tolist()
    return found


def one_meter(at: int, values: list[float]) -> str:
    """Write ISO times and decimal points."""
    pairs = zip(minutes(at), values, strict=True)
    return "".join(f"{t[:10]} {t[11:]},{value}\n" for t, value in pairs)


def french(at: int, values: list[float]) -> str:
    """Write the day first and decimal commas."""
    pairs = zip(minutes(at), (str(value).replace(".", ",") for value in values), strict=True)
    return "".join(f"{t[8:10]}/{t[5:7]}/{t[:4]} {t[11:16]};{value}\n" for t, value in pairs)


def many_meters(at: int, values: list[float]) -> str:
    """Write meters under each other, two thousand rows each."""
    times = minutes(0)
    return "".join(
        f"{30_001_000_000_000 + (at + k) // 2000};{times[k % 2000]}+01:00;{value * 10:.0f}\n"
        for k, value in enumerate(values)
    )


SHAPES: dict[str, tuple[str, Callable[[int, list[float]], str]]] = {
    "one meter": ("datetime,load [kWh]\n", one_meter),
    "one meter, French": ("Date;Conso (kWh)\n", french),
    "many meters": ("prm;horodate;valeur (W)\n", many_meters),
}


def write(path: Path, shape: str, size: int) -> None:
    """Write a file of at least `size` bytes."""
    title, rows = SHAPES[shape]
    draw = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as stream:
        given, at = stream.write(title), 0
        while given < size:
            given += stream.write(rows(at, np.round(draw.gamma(2, 10, ROWS), 1).tolist()))
            at += ROWS


def by_beffroi(path: Path) -> None:
    """Read all pieces and let them go."""
    from beffroi.readers import ReadOptions, sources
    from beffroi.readers.generic import read

    for source in sources(path):
        for _ in read(source, ReadOptions()):
            pass


def by_duckdb(path: Path) -> None:
    """Copy the rows to Parquet."""
    import duckdb

    target = path.with_suffix(".parquet")
    duckdb.connect().execute(f"COPY (FROM read_csv('{path}')) TO '{target}'")


def measure(task: Callable[[Path], None], path: Path) -> tuple[float, float, float]:
    """Return the time on the clock [s], that of the processor [s] and the peak of memory [MB]."""
    clock, processor = time.perf_counter(), time.process_time()
    task(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 / 1024)
    return time.perf_counter() - clock, time.process_time() - processor, peak


def alone(task: Callable[[Path], None], path: Path) -> tuple[float, float, float]:
    """Measure twice, each time in a fresh process; keep the shorter time."""
    context = get_context("spawn")
    found = []
    for _ in range(2):
        with context.Pool(1) as pool:
            found.append(pool.apply(measure, (task, path)))
    return min(found)


def main() -> None:
    """Measure each shape and size, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--megabytes", type=int, nargs="*", default=list(MEGABYTES))
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    print("| File | Beffroi [s] | DuckDB alone [s] | Times DuckDB | Times, processor | Peak [MB] |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in options.megabytes:
        for shape in SHAPES:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "meters.csv"
                write(path, shape, size * 1_000_000)
                ours, engine = alone(by_beffroi, path), alone(by_duckdb, path)
            ratio, processor = ours[0] / engine[0], ours[1] / engine[1]
            print(
                f"| {shape}, {size} MB | {ours[0]:.2f} | {engine[0]:.2f} | {ratio:.2f} "
                f"| {processor:.2f} | {ours[2]:.0f} |",
                flush=True,
            )
            figures[f"{shape}, {size} MB"] = {
                "beffroi_s": ours[0],
                "duckdb_s": engine[0],
                "processor_ratio": processor,
                "peak_mb": ours[2],
                "duckdb_peak_mb": engine[2],
            }
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
