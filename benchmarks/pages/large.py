"""Pages with forty times the data: a commune alone, and the same among two thousand.

    python benchmarks/pages/large.py [--small HOME] [--large HOME] [--asked N] [--json FILE]

Two demonstrations with three years of measures, of 48 and of 2,000 communes (built anew where they
are not given: the large one takes half an hour or more). The same agent asks for the pages of their
commune in turn in one and in the other, so that what else the machine does weighs on both alike.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi import logs
from beffroi.settings import Settings
from beffroi.store.store import Store
from benchmarks.pages.asking import addresses, application, built, cuts, entered, of_water

ASKED = 60
SMALL, LARGE = 48, 2000


def measure(homes: tuple[Path, Path], asked: int) -> dict[str, Any]:
    """Time each page in both installations [ms]."""
    clients, paths = [], []
    for home in homes:
        settings = Settings.load(home)
        with Store.open(home, settings) as store:
            [secret], organisation, named = entered(store)
            paths.append(addresses(organisation, named) | of_water(store))
        clients.append(application(home, settings, secret))
    with clients[0], clients[1]:
        found: dict[str, Any] = {}
        for page in paths[0]:
            times: list[list[float]] = [[], []]
            for turn in range(asked + 1):
                for which, client in enumerate(clients):
                    before = time.perf_counter()
                    answer = client.get(paths[which][page])
                    taken = 1e3 * (time.perf_counter() - before)
                    assert answer.status_code == 200, (page, answer.status_code)
                    if turn:
                        times[which].append(taken)
            small, large = map(cuts, times)
            found[page] = {"small": small, "large": large, "ratio": large["p50"] / small["p50"]}
    return {"asked": asked, "communes": [SMALL, LARGE], "pages": found}


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| Page | 48: p50 [ms] | p95 [ms] | 2,000: p50 [ms] | p95 [ms] | Ratio of p50 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, one in found["pages"].items():
        small, large = one["small"], one["large"]
        print(
            f"| `{name}` | {small['p50']:.0f} | {small['p95']:.0f} | "
            f"{large['p50']:.0f} | {large['p95']:.0f} | {one['ratio']:.2f} |"
        )


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=Path, help="a demonstration of 48 communes")
    parser.add_argument("--large", type=Path, help="a demonstration of 2,000 communes")
    parser.add_argument("--asked", type=int, default=ASKED, help="how often a page is asked for")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        small, large = given.small or Path(folder) / "small", given.large or Path(folder) / "large"
        if given.small is None:
            built(small, SMALL)
        if given.large is None:
            built(large, LARGE)
        found = measure((small, large), given.asked)
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
