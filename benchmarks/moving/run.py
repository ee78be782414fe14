"""An organisation leaves an installation and another one adopts it: time, size and memory.

Simulated hours of meters, on an installation in a file that holds as many of a second organisation,
which stays. "Data" is what the lake and the originals hold of the organisation that leaves; an
export is compared with it, and so is the memory that leaving and adopting take beyond what an
installation that was merely opened takes (peak of a process of its own). Aim: an export no larger
than 1.5 times the data, and memory that does not grow with it. Both are missed: measures are in an
export twice, as they are read and as they were received, and leaving takes more memory with more
data; where that ends was not measured.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOURS, LEAVING = 24 * 365, 2
ENERGY = "electricity.active_energy"


def fill(root: Path, meters: int) -> int:
    """Make two organisations with the same measures; return the bytes of one of them."""
    import numpy as np
    import pyarrow as pa

    from beffroi.decide.organisations import create_organisation
    from beffroi.store.drafts import SeriesKey
    from beffroi.store.intake import Received, intake
    from beffroi.store.rollups.roll import roll
    from beffroi.store.store import Store

    first = np.datetime64("2024-01-01", "us") + np.arange(HOURS) * np.timedelta64(1, "h")
    hour, utc = np.timedelta64(1, "h"), pa.timestamp("us", tz="UTC")
    keys = [
        SeriesKey(f"M{n}", "meter", ENERGY, "interval", "bench", "consumption", 3600)
        for n in range(meters)
    ]
    with Store.create(root) as store:
        door = store.writer("bench")
        for name in ("Reste", "Part"):
            owner = create_organisation(door, name)
            with intake(door, Received(owner, f"{owner:064}", "x", 1, "bench")) as way_in:
                numbers = np.array(way_in.series(keys), dtype=np.int64)
                for number in numbers:
                    table = {
                        "series": np.full(HOURS, number),
                        "start": pa.array(first, pa.timestamp("us")).cast(utc),
                        "end": pa.array(first + hour, pa.timestamp("us")).cast(utc),
                        "value": np.random.default_rng(number).gamma(2.0, 500.0, HOURS),
                        "quality": np.zeros(HOURS, dtype=np.int8),
                    }
                    way_in.add(pa.table(table))
                way_in.seal()
                way_in.commit({})
        roll(door)
    return sum(path.stat().st_size for path in root.glob(f"**/organisation={LEAVING}/**/*.parquet"))


def opened(root: Path, _export: Path) -> None:
    """Open an installation, and do nothing."""
    from beffroi.store import moving
    from beffroi.store.store import Store

    assert moving
    Store.open(root).close()


def leaving(root: Path, export: Path) -> None:
    """Write the export of the organisation that leaves."""
    from beffroi.store.moving import leave
    from beffroi.store.store import Store

    with Store.open(root) as store:
        leave(store.writer("bench"), LEAVING, export)


def adopting(root: Path, export: Path) -> None:
    """Adopt it in a new installation."""
    from beffroi.store.moving import adopt
    from beffroi.store.store import Store

    with Store.create(root.with_name("adopting")) as store:
        adopt(store.writer("bench"), export)


TASKS = {"opened": opened, "leave": leaving, "adopt": adopting}


def apart(task: str, root: Path, export: Path) -> dict[str, float]:
    """Run a task in a process of its own; return its time [s] and its peak of memory [MB]."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--work", task, str(root), str(export)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {"seconds": time.perf_counter() - started, "memory": json.loads(done.stdout)}


def moved(meters: int) -> dict[str, Any]:
    """Leave with so many meters, and adopt."""
    with tempfile.TemporaryDirectory() as name:
        root, export = Path(name) / "home", Path(name) / "export"
        data = fill(root, meters)
        found: dict[str, Any] = {task: apart(task, root, export) for task in TASKS}
        size = sum(path.stat().st_size for path in export.rglob("*") if path.is_file())
    return {"meters": meters, "data": data / 2**20, "export": size / 2**20, **found}


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--meters", type=int, nargs="+", default=[50, 200, 800])
    parser.add_argument("--work", nargs=3, metavar=("TASK", "HOME", "EXPORT"))
    asked = parser.parse_args()
    if asked.work:
        task, *places = asked.work
        TASKS[task](*map(Path, places))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    rows = [moved(meters) for meters in asked.meters]
    print(
        "| Meters | Data (MB) | Export (MB) | Times the data | Leave (s) | Memory more (MB) "
        "| Times the data | Adopt (s) | Memory more (MB) | Times the data |"
    )
    print("|" + " ---: |" * 10)
    for row in rows:
        cells = [f"{row['meters']:,}", f"{row['data']:.1f}", f"{row['export']:.1f}"]
        cells.append(f"{row['export'] / row['data']:.2f}")
        for task in ("leave", "adopt"):
            more = row[task]["memory"] - row["opened"]["memory"]
            cells += [f"{row[task]['seconds']:.1f}", f"{more:.0f}", f"{more / row['data']:.2f}"]
        print(f"| {' | '.join(cells)} |")
    if asked.json:
        asked.json.write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main()
