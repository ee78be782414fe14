"""Nightly analysis of all series, in process and over a cluster.

Simulated communes with two years of measures (about 4 meters each), every detector, findings
stored. Sail is a cluster on this machine: its driver and workers talk by network but are threads of
one process, whose Python code waits for one lock. `BEFFROI_SPARK=sc://host:port` measures another
server as well. The best of two runs, in seconds; the slope is that of the line through the sizes,
and "from the line" how far the measures are from it at most. The last run, of 24, 72 and 216
communes, had other work beside it: quiet cores took half of these times (21 ms a meter).
Extrapolated, not run: 35,000 communes with as many meters each, on this machine, and on a cluster
of 16 machines of 4 such cores with a worker a core, each a process that judges as fast as the one
worker here, blocks of 128 meters shared out evenly.
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
COUNTRY, CORES = 35_000, 64


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
    parser.add_argument("--communes", type=int, nargs="+", default=[24, 72, 216])
    arguments = parser.parse_args()
    figures: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        homes = [folder / f"home-{communes}" for communes in arguments.communes]
        for communes, home in zip(arguments.communes, homes, strict=True):
            with Store.create(home) as store:
                build(store, SEED, communes, YEARS)
        known = engines(stack, folder)  # last: a cluster ends what is idle for long
        for home in homes:
            with Store.open(home) as store:
                for engine, opened in known.items():
                    figures.setdefault(engine, []).append(analysed(store, opened))
    show(figures, arguments.communes)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures), "utf-8")


def show(figures: dict[str, list[tuple[int, float]]], communes: list[int]) -> None:
    """Print the table."""
    sizes = [meters for meters, _ in next(iter(figures.values()))]
    meters = COUNTRY * sizes[-1] / communes[-1]
    print(
        f"| Engine | {' | '.join(f'{n} meters' for n in sizes)} | ms a meter more | from the line "
        f"| {meters:,.0f} meters, this machine | on {CORES} cores |"
    )
    print("| --- |" + " --- |" * (len(sizes) + 4))
    for engine, rows in figures.items():
        count, seconds = np.array(rows).T
        slope, first = np.polyfit(count, seconds, 1)
        away = np.abs(first + slope * count - seconds).max() / seconds.max()
        hours = slope * meters / 3600
        cells = " | ".join(f"{one:.2f}" for one in seconds)
        shared = f"{60 * hours / CORES:.0f} min" if engine.endswith("1 worker") else "–"
        print(
            f"| {engine} | {cells} | {1000 * slope:.1f} | {100 * away:.1f} % | {hours:.1f} h "
            f"| {shared} |"
        )


if __name__ == "__main__":
    main()
