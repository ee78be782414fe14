"""Pages: what the server takes for each, and what a first view weighs.

    python benchmarks/pages/run.py [--home HOME] [--asked N] [--json FILE]

The demonstration of 48 communes (built anew without `--home`), read by an agent who holds a second
factor, in the commune with the most to see. "First": the first time of all, when indicators are
computed from measures; they are then kept until something is measured. The other times are of one
request after another to the application in this process: the network is not in them. A first view
is a page and all that a browser fetches with it, nothing being kept from before; files are counted
without compression, though scripts and styles are sent compressed. Aims: p95 under 100 ms a page, a
first view of Ma commune under 200 kB.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi import logs
from beffroi.settings import Settings
from beffroi.store.store import Store
from benchmarks.pages.asking import addresses, application, built, entered, of_water, timed

ASKED = 60


def measure(home: Path, asked: int) -> dict[str, Any]:
    """Time each page."""
    settings = Settings.load(home)
    with Store.open(home, settings) as store:
        [secret], organisation, named = entered(store)
        pages = addresses(organisation, named) | of_water(store)
    with application(home, settings, secret) as client:
        client.app.state.ready.join()
        found = {path: timed(client, address, asked) for path, address in pages.items()}
    with application(home, settings) as client:
        found |= {path: timed(client, path, asked) for path in ("/connexion", "/algorithmes")}
    return {"asked": asked, "pages": found}


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| Page | First [ms] | p50 [ms] | p95 [ms] | Page [kB] | First view [kB] |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, one in found["pages"].items():
        print(
            f"| `{name}` | {one['first']:.0f} | {one['p50']:.0f} | {one['p95']:.0f} | "
            f"{one['page_bytes'] / 1e3:.1f} | {one['view_bytes'] / 1e3:.0f} |"
        )


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a demonstration that is there already")
    parser.add_argument("--asked", type=int, default=ASKED, help="how often a page is asked for")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if given.home is None:
            built(home)
        found = measure(home, given.asked)
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
