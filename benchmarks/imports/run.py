"""Import of files, beside DuckDB reading the same bytes.

Simulated files (a fixed seed): the history of measures of Enedis (HDM, C5 points, one block a
point) and a plain table with French dates and decimals, half-hourly, one value in a thousand empty.
Each task runs in a process of its own, in turn, the best of the runs: DuckDB copies the CSV file to
Parquet, typed, without looking at what it says; "sorted" is DuckDB too, asked for a part of what an
import gives: series told apart, instants in UTC, empty values left out, rows sorted; the reader
gives checked observations, written to Parquet as they come; the import does it all in a new
installation: original kept, compared, repaired, sorted, committed. Start-up is not counted. Memory
is the peak of the whole process.

Aim: twice DuckDB's time at most, memory flat with the size of the file. Memory is flat. The time is
missed by the clock: readers are within twice DuckDB's processor time on large files, but each is
one thread where DuckDB uses both cores; whole imports also hash and keep the original, repair, look
for gaps and wait for the disk, which the copy does not (decision 0007 says what each costs).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

START, STEP = "2022-01-01T00:00", 30
POINT_ROWS = 35_040  # two years of half-hours
SIZES = (1_500_000, 6_000_000)
PREAMBLE = (
    "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;"
    "Grandeur metier;Etape metier;Unite;Pas en minutes\n"
    "{point};Courbe de charge;01/01/2022;31/12/2023;Energie active;Consommation;"
    "Comptage Brut;W;\nHorodate;Valeur\n"
)
KINDS = {
    "hdm": (
        "Enedis HDM C5",
        "columns = {'t': 'TIMESTAMPTZ', 'v': 'DOUBLE'}, delim = ';', header = false, "
        "quote = '', escape = '', auto_detect = false, ignore_errors = true",
        # The line of titles of each block says where the next series begins.
        """SELECT series, t AS "end", t - INTERVAL 30 MINUTE AS start, v FROM (
               SELECT sum((c0 = 'Identifiant PRM')::INTEGER) OVER (ROWS UNBOUNDED PRECEDING)
                      AS series, try_cast(c0 AS TIMESTAMPTZ) AS t, try_cast(c1 AS DOUBLE) AS v
               FROM read_csv('{path}', delim = ';', header = false, quote = '', escape = '',
                             auto_detect = false, null_padding = true, columns = {wide}))
           WHERE t IS NOT NULL AND v IS NOT NULL ORDER BY series, start""",
    ),
    "table": (
        "table (CSV)",
        "columns = {'t': 'TIMESTAMP', 'm': 'VARCHAR', 'v': 'DOUBLE'}, delim = ';', "
        "header = true, timestampformat = '%d/%m/%Y %H:%M', decimal_separator = ','",
        """SELECT m AS series, t AT TIME ZONE 'Europe/Paris' AS start,
                  start + INTERVAL 30 MINUTE AS "end", v
           FROM read_csv('{path}', {options}) WHERE v IS NOT NULL ORDER BY m, start""",
    ),
}


def values(points: int) -> Iterator[list[str]]:
    """Yield the values of each point [W] as texts."""
    import numpy as np

    rng = np.random.default_rng(1)
    hour = np.arange(POINT_ROWS) / 2
    shape = 2000.0 + 9000.0 * ((hour % 24 >= 8) & (hour % 24 < 18) & (hour // 24 % 7 < 5))
    for _ in range(points):
        load = np.round(shape * rng.lognormal(0.0, 0.1, POINT_ROWS)).astype(int)
        empty = rng.random(POINT_ROWS) < 0.001
        yield ["" if none else str(one) for one, none in zip(load, empty, strict=True)]


def generate(kind: str, rows: int, path: Path) -> None:
    """Write a simulated file of about that many rows."""
    import numpy as np

    from beffroi.periods.civil import paris_offset

    utc = np.datetime64(START, "us") + np.arange(POINT_ROWS) * np.timedelta64(STEP, "m")
    utc -= np.timedelta64(1, "h")
    offset = paris_offset(utc)
    local = np.datetime_as_string((utc + offset).astype("M8[s]"))
    hours = (offset / np.timedelta64(1, "h")).astype(int)
    if kind == "hdm":
        stamps = [f"{text}+{hour:02d}:00" for text, hour in zip(local, hours, strict=True)]
    else:
        stamps = [f"{t[8:10]}/{t[5:7]}/{t[:4]} {t[11:16]}" for t in local]
    with path.open("w", encoding="utf-8") as file:
        if kind == "table":
            file.write("Horodatage;Compteur;Consommation (kWh)\n")
        for number, texts in enumerate(values(max(1, rows // POINT_ROWS))):
            point = f"{number:014d}"
            if kind == "hdm":
                file.write(PREAMBLE.format(point=point))
                pairs = zip(stamps, texts, strict=True)
                file.writelines(f"{stamp};{text}\n" for stamp, text in pairs)
                continue
            for stamp, text in zip(stamps, texts, strict=True):
                energy = f"{int(text) / 2000:.3f}".replace(".", ",") if text else ""
                file.write(f"{stamp};{point};{energy}\n")


def by_duckdb(kind: str, path: Path, folder: Path) -> Callable[[], int]:
    """Copy the file to Parquet."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1024MB"})
    connection.execute("SET TimeZone = 'UTC'")

    def task() -> int:
        options = KINDS[kind][1]
        done = connection.execute(
            f"COPY (SELECT * FROM read_csv('{path}', {options})) "  # noqa: S608 - our own paths
            f"TO '{folder / 'out.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return int(done.fetchall()[0][0])

    return task


def by_sorting(kind: str, path: Path, folder: Path) -> Callable[[], int]:
    """Let DuckDB do a part of what an import does."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1024MB"})
    connection.execute("SET TimeZone = 'UTC'")
    _, options, sql = KINDS[kind]
    query = sql.format(path=path, options=options, wide={f"c{k}": "VARCHAR" for k in range(9)})

    def task() -> int:
        done = connection.execute(
            f"COPY ({query}) TO '{folder / 'out.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return int(done.fetchall()[0][0])

    return task


def by_reader(kind: str, path: Path, folder: Path) -> Callable[[], int]:
    """Read the file and write what the reader gives to Parquet."""
    import pyarrow.parquet as pq

    from beffroi.readers import ReadOptions, readers, recognise, sources
    from beffroi.readers.contract import READ_SCHEMA

    readers()

    def task() -> int:
        source = sources(path)[0]
        reader = recognise(source.head())
        assert reader.key == {"hdm": "enedis.hdm", "table": "generic.text"}[kind]
        rows = 0
        with pq.ParquetWriter(folder / "out.parquet", READ_SCHEMA, compression="zstd") as writer:
            for piece in reader.read(source, ReadOptions()):
                writer.write_table(piece.observations)
                rows += piece.observations.num_rows
        return rows

    return task


def by_import(_kind: str, path: Path, folder: Path) -> Callable[[], int]:
    """Import the file in a new installation."""
    from beffroi.decide.organisations import create_organisation
    from beffroi.domains import quantities
    from beffroi.ingest import ImportOptions, import_path
    from beffroi.readers import readers
    from beffroi.settings import Settings
    from beffroi.store.store import Store

    readers()
    quantities()
    store = Store.create(folder / "home", Settings())
    organisation = create_organisation(store.writer("bench"), "Essai")

    def task() -> int:
        door = store.writer("bench")
        (report,) = import_path(door, Settings(), path, ImportOptions(organisation))
        assert report.status == "stored", report.error
        return report.kept

    return task


TASKS = {"DuckDB": by_duckdb, "sorted": by_sorting, "reader": by_reader, "import": by_import}


def work(task: str, kind: str, path: Path) -> None:
    """Run one task and print what it took."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        ready = TASKS[task](kind, path, Path(folder))
        wall, spent = time.perf_counter(), time.process_time()
        rows = ready()
        wall, spent = time.perf_counter() - wall, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": wall, "processor": spent, "peak_mb": peak}))


def apart(*arguments: str) -> str:
    """Run this script in a process of its own."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(sizes: list[int], runs: int) -> list[dict[str, object]]:
    """Run every task on every file, in turn."""
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for size in sizes:
                path = Path(folder) / f"{kind}-{size}.csv"
                apart("--generate", kind, str(size), str(path))
                rounds: dict[str, list[dict[str, float]]] = {name: [] for name in TASKS}
                for _ in range(runs):
                    for name in TASKS:
                        rounds[name].append(json.loads(apart("--work", name, kind, str(path))))
                for name, results in rounds.items():
                    best = {key: min(result[key] for result in results) for key in results[0]}
                    named = {"file": KINDS[kind][0], "bytes": path.stat().st_size, "task": name}
                    found.append({**named, **best})
                path.unlink()
    return found


def show(found: list[dict[str, object]]) -> None:
    """Print the Markdown table."""
    print("| File | Rows | Task | Seconds | Times DuckDB | Processor s | Rows/s | Peak MB |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    plain = 1.0
    for row in found:
        seconds, rows = float(str(row["seconds"])), int(float(str(row["rows"])))
        plain = seconds if row["task"] == "DuckDB" else plain
        print(
            f"| {row['file']} | {rows:,} | {row['task']} | {seconds:.2f} | {seconds / plain:.1f} "
            f"| {row['processor']:.2f} | {rows / seconds:,.0f} | {row['peak_mb']:.0f} |"
        )


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="rows")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--generate", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.generate:
        kind, rows, path = given.generate
        generate(kind, int(rows), Path(path))
    elif given.work:
        task, kind, path = given.work
        work(task, kind, Path(path))
    else:
        found = measure(given.sizes, given.runs)
        show(found)
        if given.json:
            given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
