"""A watch of L-Town by `beffroi water watch`: what a step costs, start included.

Learnt on 2018, then called once a day through January 2019, each time with the measures of that
day; then with a day that is not over. Times are of whole commands, their modules compiled as those
of an installed program are, without the packages that only tests and benchmarks install, and the
median. "Same" says whether all the calls together said
what a search of the whole month says.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.decide.leaks.folders import read_folder
from beffroi.decide.organisations import create_organisation
from beffroi.domains.water.leaks.searching import search
from beffroi.readers.water.epanet import read_model
from beffroi.settings import Settings
from beffroi.store.store import Store
from benchmarks.water.run import FOLDER

FIRST, DAYS = datetime(2019, 1, 1), 31  # noqa: DTZ001 - files have UTC without its name
KINDS = ("pressures", "flows", "levels", "demands")
COMPILED = Path(tempfile.gettempdir()) / "beffroi-live-compiled"
#: What tests and benchmarks install beside the product, and some library imports where it is there.
ALONE = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, Gone())
from beffroi.cli.main import main
main()
"""


def main() -> None:
    """Print the table; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=FOLDER, help="folder of L-Town")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(given.data, Path(folder))
    print("| Call | Calls | Elapsed, s | Processor, s | Same as the whole |")
    print("|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['call']} | {row['calls']} | {row['elapsed']:.2f} | {row['processor']:.2f} "
            f"| {row['same']} |"
        )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


def measured(data: Path, folder: Path) -> list[dict[str, Any]]:
    """Return the rows of the table."""
    home, scada = folder / "home", folder / "scada"
    with Store.create(home, Settings.load(home)) as store:
        create_organisation(store.writer("bench"), "L-Town")
    scada.mkdir()
    for path in data.glob("2018_*"):
        (scada / path.name).symlink_to(path)
    cut(data, scada, FIRST + timedelta(days=1))
    options = ["--home", str(home), "--model", str(data / "L-TOWN.inp"), "--scada", str(scada)]
    learnt = call(*options, "--from", f"{FIRST:%Y-%m-%d}")
    daily = [learnt]
    for day in range(2, DAYS + 1):
        cut(data, scada, FIRST + timedelta(days=day))
        daily.append(call(*options))
    said = [(one["pipe"], one["since"]) for step in daily for one in step["answer"]["said"]]
    model = read_model((data / "L-TOWN.inp").read_bytes(), "L-TOWN.inp")
    whole = search(model, *read_folder(scada), np.datetime64(FIRST, "D"))
    same = said == [(one.pipe, str(one.began)[:10]) for one in whole.detections]
    cut(data, scada, FIRST + timedelta(days=DAYS, hours=10, minutes=5))
    early = [call(*options) for _ in range(5)]
    verdict = f"{'yes' if same else 'no'}, {len(said)} said"
    return [
        row("The first: a year learnt, one day", [learnt], ""),
        row("A day more", daily[1:], verdict),
        row("Five minutes more", early, ""),
    ]


def cut(data: Path, scada: Path, end: datetime) -> None:
    """Write the measures of 2019 before an instant."""
    for kind in KINDS:
        table = pq.read_table(data / f"2019_{kind}.parquet")
        clock = table["timestamp"]
        kept = table.filter(pc.less(clock, pa.scalar(end, clock.type)))
        pq.write_table(kept, scada / f"2019_{kind}.parquet")


def call(*options: str) -> dict[str, Any]:
    """Call the command, and return its answer and what it took."""
    before, begun = os.times(), time.monotonic()
    words = [sys.executable, "-c", ALONE, "water", "watch", *options, "--json"]
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    known["PYTHONPYCACHEPREFIX"] = str(COMPILED)
    done = subprocess.run(words, capture_output=True, check=True, text=True, env=known)
    elapsed, after = time.monotonic() - begun, os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    return {"answer": json.loads(done.stdout), "elapsed": elapsed, "processor": spent}


def row(name: str, calls: list[dict[str, Any]], same: str) -> dict[str, Any]:
    """Return a line of the table."""
    found = {key: statistics.median(one[key] for one in calls) for key in ("elapsed", "processor")}
    return {"call": name, "calls": len(calls), "same": same, **found}


if __name__ == "__main__":
    main()
