"""The journal: what an entry costs, and how long the whole of it takes to verify.

An installation in a file. "Append": the same change (a row updated, on the disk when it returns),
with and without its journal entry, in turn, so that the disk is the same for both; the difference
is the entry, its leaf and the tree. "Verify": a journal of simulated entries, written in blocks,
read again as `beffroi journal verify` does, in a process of its own, beside what reading the same
rows without a look at them costs, which is the limit. A head is signed half way and at the end.
With `--state`, several writers at once insert a row each time in a server, with and without the
entry: they wait for each other at the row of the tree. Memory is the peak of the process. Signing a
head and a proof are given for the largest journal.

Aim: an entry under 1 ms; 10 million entries verified in a minute on one core; memory flat. Ten
millions are built and verified with `--entries 1000000 10000000` (ten minutes, 6 GB of disk).
Ten millions take a few seconds too many: a third is reading, most of the rest four SHA-256 an entry
and the texts that go into them. Without garbage collection, over whole columns, or with another
SHA-256, it is 0 to 3 % less, or more; two processes were not tried.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

SIZES = (100_000, 1_000_000)
CHANGES = 1_000
BLOCK = 20_000
WRITERS = (1, 4, 8)


def milliseconds(times: list[float]) -> dict[str, float]:
    """Say the middle and the worst of twenty."""
    cuts = statistics.quantiles(times, n=20)
    return {"p50": 1e3 * statistics.median(times), "p95": 1e3 * cuts[-1]}


def appends(folder: Path) -> dict[str, Any]:
    """Time the same change with and without its entry."""
    from sqlalchemy import text

    from beffroi.store.store import Store

    change = text("UPDATE lake_version SET version = :number")
    times: dict[str, list[float]] = {"without": [], "with": []}
    with Store.create(folder / "append") as store:
        door = store.writer("benchmark")
        for number in range(CHANGES):
            begun = time.perf_counter()
            with door.keep() as session:
                session.execute(change, {"number": 2 * number})
            middle = time.perf_counter()
            with door.change("batch.done", "import", subject=f"batch {number}") as made:
                made.session.execute(change, {"number": 2 * number + 1})
                made.detail = {"version": number, "series": 12}
            times["without"].append(middle - begun)
            times["with"].append(time.perf_counter() - middle)
    found: dict[str, Any] = {name: milliseconds(some) for name, some in times.items()}
    entry = [one - other for one, other in zip(times["with"], times["without"], strict=True)]
    return {**found, "entry": milliseconds(entry)}


def queue(folder: Path, state: str) -> list[dict[str, Any]]:
    """Time the same insertion by several writers at once, each a process, on a server."""
    from sqlalchemy import text

    from beffroi.settings import Settings
    from beffroi.store.store import Store

    with (
        Store.create(folder, replace(Settings.load(folder), state=state)) as store,
        store.writer("benchmark").keep() as session,
    ):
        session.execute(text("CREATE TABLE benchmark_row (number integer)"))
    found = []
    for writers in WRITERS:
        for name in ("without", "with"):
            words = [sys.executable, __file__, "--work", name, str(folder), "--state", state]
            begun = time.time() + 10  # all are there when the first begins
            running = [
                subprocess.Popen([*words, "--at", str(begun)], stdout=subprocess.PIPE, text=True)
                for _ in range(writers)
            ]
            told = [json.loads(one.communicate()[0]) for one in running]
            times = [time_ for one in told for time_ in one["times"]]
            rate = len(times) / (
                max(one["end"] for one in told) - min(one["begun"] for one in told)
            )
            row = {"writers": writers, "entry": name, "rate": rate, **milliseconds(times)}
            found.append(row)
    return found


def write(folder: Path, state: str, at: float, *, told: bool) -> dict[str, Any]:
    """Be one of several writers, from an instant on."""
    from sqlalchemy import text

    from beffroi.settings import Settings
    from beffroi.store.store import Store

    times, insertion = [], text("INSERT INTO benchmark_row VALUES (:number)")
    with Store.open(folder, replace(Settings.load(folder), state=state)) as store:
        door = store.writer("benchmark")
        time.sleep(max(0.0, at - time.time()))
        first = time.time()
        for number in range(CHANGES // 4):
            begun = time.perf_counter()
            with door.change("batch.done" if told else "", "import", subject="batch") as made:
                made.session.execute(insertion, {"number": number})
            times.append(time.perf_counter() - begun)
        return {"times": times, "begun": first, "end": time.time()}


def build(folder: Path, entries: int) -> None:
    """Write a journal, signed half way and at the end."""
    from beffroi.store.journal.append import Told, append
    from beffroi.store.journal.heads import sign
    from beffroi.store.store import Store

    with Store.create(folder) as store:
        door, written = store.writer("benchmark"), 0
        for end in (entries // 2, entries):
            while written < end:
                count = min(BLOCK, end - written)
                told = [
                    Told(
                        f"agent {number % 7}",
                        ("batch.done", "finding.decide", "analysis.store")[number % 3],
                        "import",
                        None,
                        f"batch {number}",
                        {"version": number, "series": 12, "name": "courbe-2024.csv"},
                    )
                    for number in range(written, written + count)
                ]
                with door.keep() as session:
                    append(session, told)
                written += count
            sign(door)


def verification(folder: Path) -> dict[str, Any]:
    """Verify a journal; time a head and a proof; count memory."""
    from beffroi.store.journal.claims import verify_all
    from beffroi.store.journal.heads import sign
    from beffroi.store.journal.proof import prove
    from beffroi.store.store import Store

    with Store.open(folder) as store:
        door = store.writer("benchmark")
        begun, processor = time.perf_counter(), time.process_time()
        with door.look() as session:
            found = verify_all(session)
        seconds, processor = time.perf_counter() - begun, time.process_time() - processor
        assert found.wrong == []
        assert found.agreed == 2
        with door.change("benchmark", "benchmark"):
            pass
        begun = time.perf_counter()
        sign(door)
        head = time.perf_counter() - begun
        proofs = []
        for number in range(1, found.size, max(1, found.size // 50)):
            begun = time.perf_counter()
            with door.look() as session:
                prove(session, number)
            proofs.append(time.perf_counter() - begun)
    return {
        "entries": found.size,
        "seconds": seconds,
        "processor": processor,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "head_ms": 1e3 * head,
        "proof_ms": 1e3 * statistics.median(proofs),
    }


def reading(folder: Path) -> float:
    """Read the same rows without a look at them [s]."""
    from beffroi.store.journal.rows import rows_of
    from beffroi.store.store import Store

    with Store.open(folder) as store, store.writer("benchmark").look() as session:
        begun = time.perf_counter()
        with closing(rows_of(session)) as rows:
            for _ in rows:
                pass
        return time.perf_counter() - begun


TASKS = {"verification": verification, "reading": reading}


def apart(task: str, folder: Path) -> Any:
    """Run a task in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--work", task, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def measure(sizes: list[int], state: str) -> dict[str, Any]:
    """Run everything."""
    with tempfile.TemporaryDirectory() as name:
        found: dict[str, Any] = {"append": appends(Path(name)), "verify": [], "queue": []}
        if state:
            found["queue"] = queue(Path(name) / "server", state)
        for size in sizes:
            folder = Path(name) / str(size)
            build(folder, size)
            reading_ = apart("reading", folder)
            found["verify"].append({**apart("verification", folder), "reading": reading_})
    return found


def show(found: dict[str, Any]) -> None:
    """Print the tables."""
    print("| A change, and its entry [ms] | p50 | p95 |\n| --- | ---: | ---: |")
    names = {"without": "without its entry", "with": "with it", "entry": "the entry alone"}
    for name, label in names.items():
        one = found["append"][name]
        print(f"| {label} | {one['p50']:.2f} | {one['p95']:.2f} |")
    print(
        "\n| Entries | verify [s] | processor [s] | reading alone [s] | µs an entry | memory [MB] |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for one in found["verify"]:
        each = 1e6 * one["processor"] / one["entries"]
        print(
            f"| {one['entries']:,} | {one['seconds']:.1f} | {one['processor']:.1f} | "
            f"{one['reading']:.1f} | {each:.2f} | {one['memory_mb']:.0f} |"
        )
    if found["queue"]:
        print("\n| Writers at once | entry | changes/s | p50 [ms] | p95 [ms] |")
        print("| ---: | --- | ---: | ---: | ---: |")
    for one in found["queue"]:
        rest = f"{one['rate']:.0f} | {one['p50']:.2f} | {one['p95']:.2f} |"
        print(f"| {one['writers']} | {names[one['entry']]} | {rest}")
    last = found["verify"][-1]
    print(f"\nA head: {last['head_ms']:.1f} ms; a proof: {last['proof_ms']:.1f} ms.")


def main() -> None:
    """Print the tables; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--entries", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--state", default="", help="address of an empty PostgreSQL database")
    parser.add_argument("--at", type=float, default=0.0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        task, folder = given.work
        if given.state:
            told = write(Path(folder), given.state, given.at, told=task == "with")
            print(json.dumps(told))
            return
        print(json.dumps(TASKS[task](Path(folder))))
        return
    found = measure(given.entries, given.state)
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
