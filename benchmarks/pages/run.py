"""Pages: what the server takes for each, and what a first view weighs.

    python benchmarks/pages/run.py [--home HOME] [--asked N] [--json FILE]

The demonstration of 48 communes (built anew without `--home`), read by an agent who holds a second
factor, in the commune with the most to see. "First": the first time of all, when indicators are
computed from measures; they are then kept until something is measured. The other times are of one
request after another to the application in this process: the network is not in them. A first view
is a page and all that a browser fetches with it, nothing being kept from before; files are counted
as they are sent, without compression.
"""

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from starlette.testclient import TestClient

from beffroi import logs
from beffroi.demo.visitors import visitors
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.trust.people import accounts, sessions
from beffroi.web.app import make_app
from beffroi.web.pages.bundle import bundle

ASKED = 60
AGENT = "agent@demo.example"
SITE = "http://localhost"


def built(home: Path) -> None:
    """Build the demonstration."""
    from beffroi.demo.build import build
    from beffroi.demo.place import mark

    Store.create(home).close()
    mark(home)
    with Store.open(home, Settings.load(home)) as store:
        build(store, 676, 48, 3)


def entered(store: Store) -> tuple[str, int, int]:
    """Return the secret of a session, the organisation, and its finding that costs most."""
    visitors(store, "benchmark")
    door = store.writer("benchmark")
    person = accounts.find(door, AGENT)
    with door.keep() as session:
        secret = sessions.start(session, person.id, 2, "benchmark", utc_now(), known=True)
    signed = sessions.find(door, secret, utc_now())
    assert signed is not None
    organisation = next(one.organisation for one in signed.held)
    assert organisation is not None
    with door.look() as session:
        costly = session.query(Finding).filter_by(organisation_id=organisation)
        finding = costly.order_by(Finding.eur_per_year.desc()).first()
        assert finding is not None
        return secret, organisation, finding.id


def timed(client: TestClient, path: str, asked: int) -> dict[str, Any]:
    """Ask for a page again and again [ms], and weigh it [B]."""
    times, answer = [], None
    for _ in range(asked + 1):
        before = time.perf_counter()
        answer = client.get(path)
        times.append(1e3 * (time.perf_counter() - before))
        assert answer.status_code == 200, (path, answer.status_code)
    assert answer is not None
    cuts = statistics.quantiles(times[1:], n=20)
    return {
        "first": times[0],
        "p50": statistics.median(times[1:]),
        "p95": cuts[-1],
        "page_bytes": len(answer.content),
        "view_bytes": len(answer.content) + fetched(answer.text),
    }


def fetched(page: str) -> int:
    """Weigh the files that a browser fetches with a page: those it names, and the usual font."""
    files = bundle().files
    named = set(re.findall(r'(?:href|src)="/statique/([^"]+)"', page))
    named.update(name for name in files if "-latin-wght" in name)
    return sum(len(files[name].content) for name in named)


def measure(home: Path, asked: int) -> dict[str, Any]:
    """Time each page."""
    settings = Settings.load(home)
    with Store.open(home, settings) as store:
        secret, organisation, finding = entered(store)
    base = f"/{organisation}"
    pages = {
        "Ma commune": base,
        "Constats": f"{base}/constats",
        "Constat": f"{base}/constats/{finding}",
        "Indicateurs": f"{base}/indicateurs",
        "Mon compte": "/compte",
        "Aide": "/aide",
    }
    said = {"Accept": "text/html", "Cookie": f"beffroi={secret}"}
    with TestClient(make_app(home, settings), SITE, headers=said) as client:
        found = {name: timed(client, path, asked) for name, path in pages.items()}
    with TestClient(make_app(home, settings), SITE, headers={"Accept": "text/html"}) as client:
        found["Connexion"] = timed(client, "/connexion", asked)
    return {"asked": asked, "pages": found}


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| Page | First [ms] | p50 [ms] | p95 [ms] | Page [kB] | First view [kB] |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, one in found["pages"].items():
        print(
            f"| {name} | {one['first']:.0f} | {one['p50']:.0f} | {one['p95']:.0f} | "
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
