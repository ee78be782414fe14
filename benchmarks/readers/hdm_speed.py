"""HDM and R63 CSV to Parquet, beside DuckDB's own copy of the same bytes, in one run.

    python benchmarks/readers/hdm_speed.py [MILLIONS_OF_ROWS]

DuckDB only converts cells; the readers also find steps and instants, name series and refuse rows.
Each figure is the best of three, by the clock and, since machines are shared, in work; memory is
the peak of a process that only reads.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq

from beffroi.readers import ReadOptions, recognise, sources

HDM = (
    "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;"
    "Etape metier;Unite;Pas en minutes\n{prm};Courbe de charge;01/01/2000;01/01/2050;"
    "Energie active;Consommation;Comptage Brut;W;\nHorodate;Valeur\n"
)
R63 = (
    "Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;"
    "Unité;Horodate;Valeur;Nature;Pas;Indice de vraisemblance;Etat complémentaire\n"
)
TIMES = {"start": "DELTA_BINARY_PACKED", "end": "DELTA_BINARY_PACKED"}


def write(path: Path, kind: str, rows: int) -> None:
    """Write a synthetic file of so many rows."""
    stamps = np.datetime64("2000-01-01T00:30", "m") + np.arange(1, rows + 1) * np.timedelta64(
        5, "m"
    )
    values = np.random.default_rng(0).integers(0, 20_000, rows).tolist()
    texts = np.datetime_as_string(stamps).tolist()
    with path.open("w", encoding="utf-8") as file:
        if kind == "hdm":
            file.write(HDM.format(prm="1" * 14))
            file.writelines(f"{t}:00+01:00;{v}\n" for t, v in zip(texts, values, strict=True))
            return
        file.write(R63)
        said = "11111111111111;2000-01-01 00:00:00;2050-01-01 00:00:00;PA;CONS;BRUT;W"
        file.writelines(
            f"{said};{t.replace('T', ' ')}:00;{v};B;PT5M;0;0\n"
            for t, v in zip(texts, values, strict=True)
        )


def best(run: Callable[[], object]) -> tuple[float, float]:
    """Return the least seconds of three runs, by the clock and of all processors together."""
    clock, work = [], []
    for _ in range(3):
        start, begun = time.perf_counter(), time.process_time()
        run()
        clock.append(time.perf_counter() - start)
        work.append(time.process_time() - begun)
    return min(clock), min(work)


def read(path: Path) -> int:
    """Read a file and drop what comes; return the number of observations."""
    [source] = sources(path)
    pieces = recognise(source.head()).read(source, ReadOptions())
    return sum(piece.observations.num_rows for piece in pieces)


def convert(path: Path, out: Path) -> None:
    """Read a file into Parquet."""
    [source] = sources(path)
    writer: pq.ParquetWriter | None = None
    for piece in recognise(source.head()).read(source, ReadOptions()):
        if writer is None:
            writer = pq.ParquetWriter(
                out,
                piece.observations.schema,
                use_dictionary=["series", "quality", "value"],
                column_encoding=TIMES,
            )
        writer.write_table(piece.observations)
    if writer is not None:
        writer.close()


def peak(path: Path) -> float:
    """Return the peak memory in MB of a process that reads the file."""
    done = subprocess.run(
        [sys.executable, __file__, "--read", str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def measure(kind: str, millions: float) -> dict[str, object]:
    """Return the figures of a format."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "in.csv"), Path(folder, "out.parquet")
        write(path, kind, int(millions * 1e6))
        skip = 2 if kind == "hdm" else 0
        sql = f"COPY (SELECT * FROM read_csv('{path}', skip={skip})) TO '{out}'"  # noqa: S608 - ours
        copy, reading = best(lambda: duckdb.sql(sql)), best(lambda: read(path))
        whole, size = best(lambda: convert(path, out)), path.stat().st_size
        small = Path(folder, "small.csv")
        write(small, kind, int(millions * 1e5))
        return {
            "format": kind,
            "mb": round(size / 1e6),
            "read_s": round(reading[0], 2),
            "to_parquet_s": round(whole[0], 2),
            "duckdb_copy_s": round(copy[0], 2),
            "ratio": round(whole[0] / copy[0], 2),
            "ratio_of_work": round(whole[1] / copy[1], 2),
            "peak_mb": round(peak(path)),
            "peak_mb_of_a_tenth": round(peak(small)),
        }


def main() -> None:
    """Print the figures of both formats."""
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
        # Not `getrusage`: it would count what the parent held when it forked.
        status = Path("/proc/self/status").read_text("utf-8")
        print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
        return
    millions = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    for kind in ("hdm", "r63"):
        print(json.dumps(measure(kind, millions)))


if __name__ == "__main__":
    main()
