"""A crowd: two hundred people in the pages at once.

    python benchmarks/pages/crowd.py [--home HOME] [--users N] [--seconds S] [--json FILE]

The demonstration of 48 communes, served by `beffroi serve` with a process a core, on the cores that
this script asks from too. Each user has a session, opens a page, reads for five seconds
on average (exponential), and opens another: Ma commune four times of ten, the list and a finding
five of ten, indicators one. "All at once": the two hundred open Ma commune at the same instant.
Aim: no error, p95 under 500 ms. A process computes two pages at once (decision 0031): with forty,
the p95 was 1.3 s.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import httpx2

from beffroi import logs
from beffroi.settings import Settings
from beffroi.store.store import Store
from benchmarks.pages.asking import built, cuts, entered

USERS, SECONDS, THINKING = 200, 40, 5.0


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a home on a free port of loopback until the end."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    program = Path(sys.executable).with_name("beffroi")
    server = subprocess.Popen(
        [program, "serve", "--home", home, "--port", str(port), "--processes", str(os.cpu_count())],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    site = f"http://127.0.0.1:{port}"
    try:
        _await(site)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _await(site: str) -> None:
    for _ in range(300):
        try:
            httpx2.get(f"{site}/api/health")
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


class Crowd:
    """People who click, and what they waited for."""

    def __init__(self, site: str, secrets: list[str], pages: list[str], weights: list[int]) -> None:
        self.secrets, self.pages, self.weights = secrets, pages, weights
        self.times: list[float] = []
        self.errors = 0
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=len(secrets))
        self.client = httpx2.AsyncClient(base_url=site, limits=limits, timeout=60)

    async def ask(self, secret: str, page: str) -> None:
        """Open a page, and note how long it took."""
        before = time.perf_counter()
        said = {"Accept": "text/html", "Cookie": f"beffroi={secret}"}
        try:
            answer = await self.client.get(page, headers=said)
            self.errors += answer.status_code != 200
        except httpx2.TransportError:
            self.errors += 1
        self.times.append(1e3 * (time.perf_counter() - before))

    async def visit(self, secret: str, until: float, drawn: random.Random) -> None:
        """Click until the end."""
        await asyncio.sleep(drawn.uniform(0, THINKING))
        while time.perf_counter() < until:
            await self.ask(secret, drawn.choices(self.pages, self.weights)[0])
            await asyncio.sleep(drawn.expovariate(1 / THINKING))

    def told(self, seconds: float) -> dict[str, Any]:
        """Return what was seen since the last time, and forget it."""
        found = {
            "asked": len(self.times),
            "per_second": len(self.times) / seconds,
            "errors": self.errors,
            **cuts(self.times),
            "worst": max(self.times),
        }
        self.times, self.errors = [], 0
        return found


async def measure(site: str, home: Path, users: int, seconds: int) -> dict[str, Any]:
    """Let the crowd in."""
    with Store.open(home, Settings.load(home)) as store:
        secrets, organisation, named = entered(store, users)
    base = f"/{organisation}"
    finding = f"{base}/constats/{named['finding']}"
    pages = [base, f"{base}/constats", finding, f"{base}/indicateurs"]
    crowd = Crowd(site, secrets, pages, [4, 3, 2, 1])
    async with crowd.client:
        for page in pages:
            await crowd.ask(secrets[0], page)
        crowd.told(1)
        before = time.perf_counter()
        await asyncio.gather(
            *(
                crowd.visit(secret, before + seconds, drawn)
                for secret, drawn in zip(secrets, _draws(users), strict=True)
            )
        )
        clicking = crowd.told(seconds)
        before = time.perf_counter()
        await asyncio.gather(*(crowd.ask(secret, base) for secret in secrets))
        at_once = crowd.told(time.perf_counter() - before)
    return {"users": users, "clicking": clicking, "at_once": at_once}


def _draws(users: int) -> list[random.Random]:
    return [random.Random(f"user {number}") for number in range(users)]  # noqa: S311 - the same crowd each time


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| 200 users | Pages | a second | Errors | p50 [ms] | p95 [ms] | Worst [ms] |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, key in (("reading five seconds a page", "clicking"), ("all at once", "at_once")):
        one = found[key]
        print(
            f"| {name} | {one['asked']} | {one['per_second']:.0f} | {one['errors']} | "
            f"{one['p50']:.0f} | {one['p95']:.0f} | {one['worst']:.0f} |"
        )


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a demonstration that is there already")
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if given.home is None:
            built(home)
        with serving(home) as site:
            found = asyncio.run(measure(site, home, given.users, given.seconds))
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
