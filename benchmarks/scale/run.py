"""A whole territory in one installation, beside other stores of measures.

Simulated territories (a fixed seed): 20,000 series of 400 communes over three years, some
half-hourly and the others daily, about 100 million observations ("100m") or a billion ("1b"), and
250,000 daily series over a month ("latest"). Each store takes the same Parquet files, sorted by
series and time, then answers the same questions on random series, communes and months; sums of all
answers are compared. Each load and each question has a process of its own.

Ours is the way in of an import, one batch a commune, with the repair that makes amounts of the
readings of indexes only; its measures are then sorted and may be asked for ("queryable"), and it
goes on to make its rollups ("whole"). DuckDB sorts the same rows into one Parquet file and asks it:
the limit. PostgreSQL takes a binary COPY that writes no journal
into monthly partitions, then indexes them. VictoriaMetrics keeps no end of an observation and knows
no civil day: its days are of 24 hours, and means are not compared. "First" is the first answer
after opening, when the system keeps nothing of the files in memory; p50 and p95 are over the
following ones, on other series, when it may. VictoriaMetrics keeps what it unpacked (its cache of
answers is off), PostgreSQL 2 GB of pages. Memory is the largest process, ours or the server's.

`make bench-scale SIZES="1m latest"` chooses sizes; `SCALE_FOLDER` keeps the files in a folder. A
billion observations are given to ours and DuckDB only.

Around a reading that is missing at the edge of a month, ours shares what the index counted between
both months and the others give it to the first one; VictoriaMetrics leaves out what is counted
after the last reading of a month. Months of indexes may differ by 1e-5 and 1e-3 for that.

Aims: load in 1.5 times DuckDB's time, and ten times faster than PostgreSQL; half of PostgreSQL's
bytes, 1.3 times VictoriaMetrics' (samples); p95 of 50 ms (latest), 20 ms (one series), 50 ms (one
commune), 500 ms (territory); one series at a billion in 1.3 times what it takes at 100 million.

Why some are missed: a load here is 400 batches one after the other, each with its transactions, its
files on the disk and its comparison with what is known, on one core and a part of the other one,
where DuckDB sorts all on both; PostgreSQL is given what it likes best, one binary COPY without a
journal. "latest" spends half of its time on 500 commits, the other half on 250,000 series of 30
measures. One series of a billion reads longer footers of larger rollup files. Of one commune,
grouping its 50,000 daily measures takes more than reading them; row groups four times smaller, in
the files of measures and of rollups, changed neither.
"""

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PEERS = {
    "duck": "duck.Duck",
    "ours": "ours.Ours",
    "btree": "postgres.Postgres",
    "brin": "postgres.Brin",
    "victoria": "victoria.Victoria",
}
ASKED = ("series", "commune", "territory")
HUGE = 500_000_000  # more observations than that are for ours and DuckDB only
SELDOM = {"territory": 5}  # times that huge ones are asked what takes DuckDB half a minute
SOURCE_BYTES = 10  # an observation of the source files, at most


def made(name: str, source: Path, folder: Path) -> Any:
    """Return a peer over a source."""
    from benchmarks.scale.peer import Source

    module, _, kind = PEERS[name].partition(".")
    peer = getattr(importlib.import_module(f"benchmarks.scale.{module}"), kind)
    return peer(Source(source), folder)


def work(task: str, given: list[str]) -> dict[str, object]:
    """Do one task of the benchmark, in the process that was started for it."""
    from benchmarks.scale import asked
    from benchmarks.scale.generator import SIZES, generate

    if task == "generate":
        return {"rows": generate(SIZES[given[0]], Path(given[1]))}
    peer = made(given[0], Path(given[1]), Path(given[2]))
    if task == "load":
        return asked.load(peer)
    question = asked.QUESTIONS[given[3]]
    return asked.ask(peer, question, int(given[4]) or question.times)


def apart(task: str, *given: str | Path) -> dict[str, Any]:
    """Do a task in a process of its own."""
    command = [sys.executable, __file__, "--work", task, *map(str, given)]
    print(" ".join(["...", task, *map(str, given[:1]), *map(str, given[3:])]), file=sys.stderr)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def needed(size: str, names: list[str], root: Path) -> None:
    """Say how much disk a size needs; refuse to begin when it is not there."""
    from benchmarks.scale.generator import SIZES

    rows = SIZES[size].rows
    most = max(made(name, root, root).needs for name in names)
    need, free = rows * (SOURCE_BYTES + most), shutil.disk_usage(root).free
    print(
        f"{size}: {rows:,} observations, {need / 1e9:.1f} GB of disk at most, "
        f"{free / 1e9:.1f} GB free",
        file=sys.stderr,
    )
    if need > free:
        raise SystemExit(f"{size}: not enough disk")


def measure(size: str, names: list[str], root: Path, times: int) -> list[dict[str, Any]]:
    """Load every peer and ask it; what it keeps is removed before the next one."""
    from benchmarks.scale.generator import SIZES

    territory = SIZES[size]
    if territory.rows > HUGE:
        names = [name for name in names if name in ("duck", "ours")]
    needed(size, names, root)
    source = root / size
    if not (source / "series.parquet").exists():
        part = root / f"{size}.part"
        apart("generate", size, part)
        part.rename(source)
    found: list[dict[str, Any]] = []
    for name in names:
        folder = root / f"{size}-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        loaded = apart("load", name, source, folder)
        questions = ASKED if territory.half_hourly else ("latest",)
        often = SELDOM if territory.rows > HUGE and not times else {}
        answers = {
            q: apart("ask", name, source, folder, q, str(often.get(q, times))) for q in questions
        }
        peer = made(name, source, folder)
        found.append(
            {
                "size": size,
                "peer": name,
                "name": peer.name,
                "without": sorted(peer.without),
                "edges": peer.edges,
                "load": loaded,
                "asked": answers,
            }
        )
        shutil.rmtree(folder)
    return found


def compare(found: list[dict[str, Any]]) -> bool:
    """Note for each peer whether it answered as the first one did; keep no answers."""
    from benchmarks.scale.asked import same

    first = {question: asked["answers"] for question, asked in found[0]["asked"].items()}
    alike = True
    for result in found:
        left = frozenset(result["without"])
        result["all_rows"] = result["load"]["rows"] == found[0]["load"]["rows"]
        alike &= result["all_rows"]
        for question, asked in result["asked"].items():
            asked["same"] = same(first[question], asked["answers"], left, result["edges"])
            alike &= asked["same"]
    for result in found:
        for asked in result["asked"].values():
            del asked["answers"]
    return alike


def main() -> int:
    """Print the tables; `--json` keeps the figures. Fails when answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument(
        "--sizes", nargs="+", default=os.environ.get("SCALE_SIZES", "100m latest").split()
    )
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--times", type=int, default=0, help="ask each question so many times")
    folder = os.environ.get("SCALE_FOLDER")
    parser.add_argument("--folder", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--work", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        print(json.dumps(work(given.work[0], given.work[1:])))
        return 0
    from benchmarks.scale.report import show

    results: list[dict[str, Any]] = []
    alike = True
    with tempfile.TemporaryDirectory() as temporary:
        root = given.folder or Path(temporary)
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o755)  # a server that runs as another user must reach its own folder
        for size in given.sizes:
            found = measure(size, given.peers, root.resolve(), given.times)
            alike &= compare(found)
            results += found
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    show(results)
    return 0 if alike else 1


if __name__ == "__main__":
    # The root of the repository, whatever folder the script is started from.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(main())
