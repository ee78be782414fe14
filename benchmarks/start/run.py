"""The start of `beffroi`: what a command costs before it does anything.

Processor time of whole commands, median, each round running all of them one after the other beside
an interpreter that does nothing: "times" is the median of the ratios of a round. The last line
imports the modules of all commands, as each start once did. Without pandas, which only tests and
benchmarks install and which pyarrow imports where it is there.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.store import Store

ROUNDS = 7
WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, Gone())
"""
PROGRAM = WITHOUT + "from beffroi.cli.main import main; main()"
EVERY = (
    WITHOUT
    + """
import importlib, pkgutil
import beffroi.cli.main
import beffroi.cli.commands as commands
for info in pkgutil.iter_modules(commands.__path__):
    importlib.import_module(f"{commands.__name__}.{info.name}")
"""
)


def main() -> None:
    """Print the table; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with Store.create(home, Settings.load(home)) as store:
            create_organisation(store.writer("bench"), "Essai")
        rows = measured(str(home), given.rounds)
    print("| Command | Processor, s | Times an interpreter alone |")
    print("|---|---|---|")
    for row in rows:
        print(f"| {row['command']} | {row['processor']:.2f} | {row['times']:.0f} |")
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


def measured(home: str, rounds: int) -> list[dict[str, Any]]:
    """Return the rows of the table."""
    calls = {
        "`python -c pass`": ["pass"],
        "`beffroi --version`": [PROGRAM, "--version"],
        "`beffroi --help`": [PROGRAM, "--help"],
        "`beffroi settings`": [PROGRAM, "settings", "--home", home],
        "`beffroi jobs`": [PROGRAM, "jobs", "--home", home],
        "`beffroi findings`": [PROGRAM, "findings", "--home", home],
        "The modules of all commands": [EVERY],
    }
    for words in calls.values():
        spent(words)  # what is read from the disk once
    taken = [[spent(words) for words in calls.values()] for _ in range(rounds)]
    return [
        {
            "command": name,
            "processor": statistics.median(one[place] for one in taken),
            "times": statistics.median(one[place] / one[0] for one in taken),
        }
        for place, name in enumerate(calls)
    ]


def spent(words: list[str]) -> float:
    """Run a program and return the processor time that it took, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", *words], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
