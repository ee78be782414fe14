"""Continuous writing over HTTP, while questions are asked: acknowledgements, and what waits.

A territory of `generator.py` is loaded, then the real server and its worker run in processes of
their own. Gateways (threads of another process, on the same cores) send messages at a fixed pace,
each of the 50 series of one commune; another process asks the questions of `asked.py`, before and
meanwhile. An acknowledgement counts from the first byte sent, on a connection that stays open. In
the end every acknowledged measure is counted in the lake.

Aims: 20,000 observations a second, 99 of 100 acknowledged within a second, questions not slower
than twice.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

STEPS = 20  # measures of a series in a message
FIRST = datetime(2025, 1, 1, tzinfo=UTC)  # the day after the last measure of the territory
QUESTIONS = ("series", "commune", "territory")


class Gateways:
    """Sends messages of communes in turn, each when it is due."""

    def __init__(self, address: str, tokens: list[str], bodies: list[list[dict[str, Any]]]) -> None:
        self.address, self.tokens, self.bodies = address, tokens, bodies
        self.waits: list[float] = []
        self.rows = 0
        self.refused: dict[int, int] = {}
        self._lock = threading.Lock()
        self._next = 0

    def run(self, pace: float, seconds: float, threads: int = 4) -> float:
        """Send `pace` observations a second; return how long it took."""
        begun = time.monotonic()
        until = begun + seconds
        self._due = begun
        workers = [threading.Thread(target=self._send, args=(pace, until)) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.monotonic() - begun

    def _take(self, pace: float) -> tuple[int, float]:
        with self._lock:
            number, due = self._next, self._due
            self._next += 1
            self._due += 50 * STEPS / pace
            return number, due

    def _send(self, pace: float, until: float) -> None:
        import httpx2

        with httpx2.Client(timeout=30) as client:
            while True:
                number, due = self._take(pace)
                if due >= until:
                    return
                time.sleep(max(0.0, due - time.monotonic()))
                commune, turn = number % len(self.tokens), number // len(self.tokens)
                body = json.dumps({"series": self._series(commune, turn)})
                headers = {
                    "Authorization": f"Bearer {self.tokens[commune]}",
                    "Idempotency-Key": f"{commune}-{turn}",
                    "Content-Type": "application/json",
                }
                sent = time.monotonic()
                answer = client.post(self.address, content=body, headers=headers)
                wait = time.monotonic() - sent
                with self._lock:
                    if answer.status_code == 202:
                        self.waits.append(wait)
                        self.rows += 50 * STEPS
                    else:
                        again = self.refused.get(answer.status_code, 0)
                        self.refused[answer.status_code] = again + 1

    def _series(self, commune: int, turn: int) -> list[dict[str, Any]]:
        start = (FIRST + timedelta(minutes=turn * STEPS)).isoformat()
        return [{**one, "start": start} for one in self.bodies[commune]]


def prepare(home: Path) -> tuple[list[str], list[list[dict[str, Any]]]]:
    """Make a token and the part of a message that does not change, for each commune."""
    from sqlalchemy import select

    from beffroi.store.state import models
    from beffroi.store.store import Store
    from beffroi.store.tokens import create

    rng = np.random.default_rng(1)
    tokens, bodies = [], []
    with Store.open(home) as store:
        door = store.writer("bench")
        with door.look() as session:
            owners = list(session.scalars(select(models.Organisation.id)))
        for owner in owners:
            tokens.append(create(door, owner, "gateway", 1)[0])
            bodies.append(
                [
                    {
                        "asset": {"type": "meter", "key": f"sensor {owner}-{number}"},
                        "quantity": "electricity.active_power",
                        "kind": "mean_power",
                        "unit": "W",
                        "source": "gateway",
                        "step": 60,
                        "values": np.round(rng.gamma(2.0, 300.0, STEPS)).tolist(),
                    }
                    for number in range(50)
                ]
            )
    return tokens, bodies


def asked(source: Path, home: Path, times: int) -> dict[str, float]:
    """Ask each question in a process of its own; return the 95th percentile of each [ms]."""
    run = Path(__file__).with_name("run.py")
    found = {}
    for question in QUESTIONS:
        command = [sys.executable, str(run), "--work", "ask", "ours", str(source), str(home)]
        done = subprocess.run(
            [*command, question, str(times)], check=True, stdout=subprocess.PIPE, text=True
        )
        found[question] = float(json.loads(done.stdout.splitlines()[-1])["p95_ms"])
    return found


def stored(home: Path) -> int:
    """Count the measures that gateways sent, once all that waits is in the lake."""
    from sqlalchemy import select

    from beffroi.store.read import Selection
    from beffroi.store.state import models
    from beffroi.store.store import Store
    from beffroi.store.stream.drain import Drain

    with Store.open(home) as store:
        drain = Drain(store.writer("bench"))
        while drain.run().messages:
            pass
        with store.writer("bench").look() as session:
            ids = list(
                session.scalars(select(models.Series.id).where(models.Series.source == "gateway"))
            )
        door = store.reader(store.whole("bench", "bench"))
        blocks = (tuple(ids[first : first + 2000]) for first in range(0, len(ids), 2000))
        return sum(sum(door.count(Selection(some, view="raw")).values()) for some in blocks)


def main() -> int:
    """Print the figures; `--json` keeps them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default=os.environ.get("SCALE_WRITTEN", "100m"))
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("SCALE_FOR", "600")))
    parser.add_argument("--pace", type=float, default=20_000)
    parser.add_argument("--times", type=int, default=100)
    folder = os.environ.get("SCALE_FOLDER")
    parser.add_argument("--folder", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    from benchmarks.scale.run import apart

    with tempfile.TemporaryDirectory() as temporary:
        root = (given.folder or Path(temporary)).resolve()
        source, home = root / given.size, root / f"{given.size}-writing"
        if not source.exists():
            apart("generate", given.size, source)
        shutil.rmtree(home, ignore_errors=True)
        apart("load", "ours", source, home)
        before = asked(source, home, given.times)
        found = flow(source, home, given, before)
        found["stored"] = stored(home)
        found["acknowledged"] = found.pop("rows")
        shutil.rmtree(home)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    show(found)
    return 0 if found["stored"] == found["acknowledged"] else 1


def show(found: dict[str, Any]) -> None:
    """Print the tables."""
    print("| Seconds | Observations/s | Acknowledged | Stored | Refused | p50 (ms) | p99 (ms) |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {found['seconds']} | {found['observations_per_second']:,} | {found['acknowledged']:,} "
        f"| {found['stored']:,} | {sum(found['refused'].values())} | {found['ack_p50_ms']} "
        f"| {found['ack_p99_ms']} |\n"
    )
    print(
        "| Question | p95 before (ms) | p95 meanwhile (ms) | Times |\n| --- | ---: | ---: | ---: |"
    )
    for question, before in found["asked_before_p95_ms"].items():
        after = found["asked_meanwhile_p95_ms"][question]
        print(f"| {question} | {before:.1f} | {after:.1f} | {after / before:.1f} |")


def flow(source: Path, home: Path, given: Any, before: dict[str, float]) -> dict[str, Any]:
    """Run the server, the gateways and the questions together."""
    tokens, bodies = prepare(home)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    program = "from beffroi.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--home", str(home), "--port", str(port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _answering(f"{address}/api/health")
        gateways = Gateways(f"{address}/api/observations", tokens, bodies)
        meanwhile: dict[str, float] = {}
        reader = threading.Thread(target=lambda: meanwhile.update(asked(source, home, given.times)))
        reader.start()
        took = gateways.run(given.pace, given.seconds)
        reader.join()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(120)
    waits = np.sort(np.array(gateways.waits)) * 1000
    return {
        "seconds": round(took, 1),
        "rows": gateways.rows,
        "observations_per_second": round(gateways.rows / took),
        "refused": gateways.refused,
        "ack_p50_ms": round(float(np.quantile(waits, 0.5)), 1),
        "ack_p99_ms": round(float(np.quantile(waits, 0.99)), 1),
        "asked_before_p95_ms": before,
        "asked_meanwhile_p95_ms": meanwhile,
    }


def _answering(address: str) -> None:
    import httpx2

    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx2.get(address, timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(main())
