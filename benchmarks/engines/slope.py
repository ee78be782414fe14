"""Nightly analysis of all series, in process and over a cluster.

Simulated communes with two years of measures (about 17 meters each), every detector, findings
stored. Sail is a cluster on this machine: its driver and workers talk by network but are threads of
one process, whose Python code waits for one lock. `BEFFROI_SPARK=sc://host:port` measures another
server as well. The best of two runs, in seconds; the slope is that of the line through the sizes.
"""

import argparse
import json
import os
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from beffroi.decide.analyse import analyse
from beffroi.demo.build import build
from beffroi.demo.place import LAST_DAY
from beffroi.domains import domains
from beffroi.store.engines import Engine, open_engine
from beffroi.store.store import Store
from tests.store.engines.server import TASKS, sail

SEED, YEARS = 1, 2


def analysed(store: Store, engine: Engine | None) -> tuple[int, float]:
    """Analyse everything; return how many meters were judged, and the best time [s]."""
    scope = store.whole("bench", "bench")
    read, write, owners = store.reader(scope), store.writer("bench"), sorted(scope.organisations)
    times = []
    for _ in range(2):
        started = time.perf_counter()
        done = analyse(read, write, owners, list(domains().values()), today=LAST_DAY, engine=engine)
        times.append(time.perf_counter() - started)
    return done.meters, min(times)


def engines(stack: ExitStack, folder: Path) -> dict[str, Engine | None]:
    """Start every engine that there is to measure."""
    found: dict[str, Engine | None] = {"in process": None}
    addresses = {
        f"Sail, {workers} worker{'s' * (workers > 1)}": stack.enter_context(
            sail(folder / f"log-{workers}", workers)
        )
        for workers in (1, 2)
    }
    if "BEFFROI_SPARK" in os.environ:
        addresses["BEFFROI_SPARK"] = os.environ["BEFFROI_SPARK"]
    for name, address in addresses.items():
        found[name] = stack.enter_context(closing(open_engine(address, TASKS)))
    return found


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--communes", type=int, nargs="+", default=[12, 24, 48])
    arguments = parser.parse_args()
    figures: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        known = engines(stack, folder)
        for communes in arguments.communes:
            with Store.create(folder / f"home-{communes}") as store:
                build(store, SEED, communes, YEARS)
                for engine, opened in known.items():
                    figures.setdefault(engine, []).append(analysed(store, opened))
    sizes = [meters for meters, _ in next(iter(figures.values()))]
    print(f"| Engine | {' | '.join(f'{n} meters' for n in sizes)} | ms a meter more |")
    print("| --- |" + " --- |" * (len(sizes) + 1))
    for engine, rows in figures.items():
        cells = " | ".join(f"{seconds:.2f}" for _, seconds in rows)
        slope = np.polyfit(*zip(*rows, strict=True), 1)[0] if len(rows) > 1 else np.nan
        print(f"| {engine} | {cells} | {1000 * slope:.1f} |")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
