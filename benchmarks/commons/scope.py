"""What agreements cost a question, among 20,000 of them between 4,000 organisations.

Resolution: the agreements in force between an organisation and one that may lend to it, read from
the state, over a thousand pairs drawn at random, the best of three times for each; then all those
of the organisation that has most, a region that every other lends to. Aim: 5 ms at the 95th
percentile.

Overhead: the same question asked in turn by the owner without agreements, by the owner as one that
agreements lend to, by a recipient, and by a recipient whose question leaves no entry in the journal
(which no door of the program allows: it shows what that entry costs); the middle of the ratios of
neighbouring runs. Aim: less than 10 % more than the owner. It is met by a year of measures in a
file, and missed by small questions and on a server. The entry of the journal is a sixth to two
fifths of what a recipient pays; the rest looks up the agreements and the assets that they lend,
again at each question: kept in memory, they would be quicker, and a revocation would be late.

With the state in a file, then on a PostgreSQL server of this machine that waits for its disk, which
the benchmark starts; `--state postgresql://...` names an empty database of another one. Simulated
measures.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import insert, select

from beffroi.periods import Step, utc_now
from beffroi.settings import Settings
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.scope import Scope
from beffroi.store.sharing.grants import in_force
from beffroi.store.sharing.trace import Used
from beffroi.store.state.models import Organisation, Series
from beffroi.store.state.sharing import ACCEPTED, Agreement, AgreementParty
from beffroi.store.store import Store
from tests import postgresql

ENERGY = "electricity.active_energy"
REGION, OWNER = 1, 2
QUESTIONS = (("a day of a meter", 1, Step.HOUR, 1), ("a year of 200 meters", 200, Step.MONTH, 366))
SINCE = datetime(2024, 1, 1, tzinfo=UTC)


def people(store: Store, organisations: int, agreements: int) -> None:
    """Make organisations, and agreements by hour: each lends to the region, the rest at random."""
    rng = np.random.default_rng(1)
    now = utc_now()
    terms = {
        "quantities": [ENERGY, "gas.energy"],
        "asset_types": [],
        "territories": [],
        "assets": [],
        "granularity": "hour",
        "views": ["repaired"],
        "minimum_group": 0,
        "purpose": "suivi",
        "legal_basis": "public_task",
    }
    with store.writer("bench").change("bench", "bench") as change:
        rows = [
            {
                "id": one,
                "key": f"{one:09}",
                "name": f"Commune {one}",
                "kind": "commune",
                "attributes": {},
                "created_at": now,
            }
            for one in range(1, organisations + 1)
        ]
        change.session.execute(insert(Organisation), rows)
        providers = [*range(2, organisations + 1)]
        providers += rng.integers(2, organisations + 1, agreements - len(providers)).tolist()
        pairs = [
            (one, REGION if place < organisations - 1 else _other(rng, one, organisations))
            for place, one in enumerate(providers)
        ]
        change.session.execute(
            insert(Agreement),
            [
                {
                    "id": place,
                    "organisation_id": provider,
                    "recipients": [recipient],
                    "title": "Suivi",
                    "terms": terms,
                    "stance": ACCEPTED,
                    "valid_from": SINCE,
                    "valid_until": datetime(2090, 1, 1, tzinfo=UTC),
                    "proposed_at": now,
                    "proposed_by": "bench",
                }
                for place, (provider, recipient) in enumerate(pairs, 1)
            ],
        )
        change.session.execute(
            insert(AgreementParty),
            [
                {
                    "agreement_id": place,
                    "organisation_id": recipient,
                    "provider_id": provider,
                    "stance": ACCEPTED,
                }
                for place, (provider, recipient) in enumerate(pairs, 1)
            ],
        )


def _other(rng: np.random.Generator, one: int, organisations: int) -> int:
    return int((one + rng.integers(1, organisations)) % organisations) + 1


def measure(store: Store, meters: int) -> list[int]:
    """Bring a year and a month of hours of the meters of one organisation."""
    hours = 24 * 397
    first = np.datetime64("2024-01-01", "us") + np.arange(hours) * np.timedelta64(1, "h")
    keys = [
        SeriesKey(f"M{n}", "meter", ENERGY, "interval", "bench", "consumption", 3600)
        for n in range(meters)
    ]
    utc = pa.timestamp("us", tz="UTC")
    with intake(store.writer("bench"), Received(OWNER, "0" * 64, "x", 1, "bench")) as way_in:
        numbers = way_in.series(keys)
        start = pa.array(np.tile(first, meters), pa.timestamp("us")).cast(utc)
        end = pa.array(np.tile(first + np.timedelta64(1, "h"), meters), pa.timestamp("us"))
        table = pa.table(
            {
                "series": np.repeat(np.array(numbers, dtype=np.int64), hours),
                "start": start,
                "end": end.cast(utc),
                "value": np.random.default_rng(1).gamma(2.0, 500.0, meters * hours),
                "quality": np.zeros(meters * hours, dtype=np.int8),
            }
        )
        way_in.add(table)
        way_in.seal()
        way_in.commit({})
    with store.writer("bench").look() as session:
        return list(session.scalars(select(Series.id).order_by(Series.id)))


def resolution(store: Store, organisations: int, runs: int) -> dict[str, float]:
    """Time the look for agreements, within a session of the reader [ms]."""
    rng = np.random.default_rng(2)
    times = []
    for _ in range(runs):
        reader, provider = rng.integers(1, organisations + 1, 2).tolist()
        with store.state.read((reader,)) as session:
            session.execute(select(1))  # a question is within a transaction already
            tries = []
            for _ in range(3):
                started = time.perf_counter()
                in_force(session, reader, utc_now(), [provider])
                tries.append(1e3 * (time.perf_counter() - started))
        times.append(min(tries))
    whole = []
    for _ in range(5):
        with store.state.read((REGION,)) as session:
            started = time.perf_counter()
            count = len(in_force(session, REGION, utc_now()))
            whole.append(1e3 * (time.perf_counter() - started))
        assert count >= organisations - 1
    median, p95 = np.percentile(times, [50, 95])
    return {"median": float(median), "p95": float(p95), "region": min(whole)}


class Untold(ReadDoor):
    """A read door whose questions are not told: what is left is what agreements cost to look at."""

    def trace(self, what: str, used: Mapping[int, Used]) -> None:
        """Tell nothing."""


def untold(store: Store, scope: Scope) -> ReadDoor:
    """Return a read door whose questions leave no entry."""
    told = store.reader(scope)
    return Untold(**{one.name: getattr(told, one.name) for one in fields(told)})


def overhead(store: Store, series: list[int], runs: int) -> list[dict[str, Any]]:
    """Time the same questions by their owner and by a recipient, in turn."""
    doors = {
        "owner": store.reader(Scope(frozenset({OWNER}), "bench", "bench")),
        "owner, acting": store.reader(Scope.of(OWNER, "bench", "bench")),
        "recipient": store.reader(Scope.of(REGION, "bench", "bench")),
        "recipient, untold": untold(store, Scope.of(REGION, "bench", "bench")),
    }
    rows = []
    for name, count, step, days in QUESTIONS:
        until = datetime.fromtimestamp(SINCE.timestamp() + 86_400 * days, UTC)
        selection = Selection(tuple(series[:count]), SINCE, until)

        def asked(door: ReadDoor, chosen: Selection = selection, by: Step = step) -> int:
            return int(door.aggregate(chosen, by).num_rows)

        times: dict[str, list[float]] = {who: [] for who in doors}
        for _ in range(runs):
            for who, door in doors.items():
                times[who].append(_timed(asked, door))
        base = times["owner"]
        for who, own in times.items():
            ratio = statistics.median(a / b for a, b in zip(own, base, strict=True))
            rows.append(
                {"question": name, "who": who, "ms": 1e3 * statistics.median(own), "ratio": ratio}
            )
    return rows


def _timed(asked: Callable[[ReadDoor], int], door: ReadDoor) -> float:
    started = time.perf_counter()
    assert asked(door) > 0
    return time.perf_counter() - started


def states(stack: ExitStack, named: str) -> dict[str, str]:
    """Return where the state may be: its name on the page, and its address."""
    found = {"file": ""}
    if named:
        found["server"] = named
    elif programs := postgresql.programs():
        server = stack.enter_context(postgresql.started(programs, durable=True))
        found["server"] = server.address(server.fresh())
    return found


def measured(root: Path, address: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Measure resolution and overhead with one state."""
    with Store.create(root, replace(Settings.load(root), state=address)) as store:
        people(store, asked.organisations, asked.agreements)
        series = measure(store, max(count for _, count, _, _ in QUESTIONS))
        return {
            "resolution": resolution(store, asked.organisations, asked.pairs),
            "asked": overhead(store, series, asked.runs),
        }


def main() -> None:
    """Print the tables; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--organisations", type=int, default=4_000)
    parser.add_argument("--agreements", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--state", default="", help="address of an empty PostgreSQL database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        figures = {
            name: measured(Path(folder) / name, address, asked)
            for name, address in states(stack, asked.state).items()
        }
    print(f"| Agreements in force | {' | '.join(f'{name} (ms)' for name in figures)} |")
    print("| --- |" + " ---: |" * len(figures))
    found = [one["resolution"] for one in figures.values()]
    for title, which in (
        ("between two organisations, median", "median"),
        ("between two organisations, 95th percentile", "p95"),
        (f"all {asked.organisations - 1} and more of the region", "region"),
    ):
        print(f"| {title} | {' | '.join(f'{one[which]:.2f}' for one in found)} |")
    print("\n| State | Question | Asked by | ms | Times the owner |")
    print("| --- | --- | --- | ---: | ---: |")
    for name, one in figures.items():
        for row in one["asked"]:
            cells = (name, row["question"], row["who"], f"{row['ms']:.1f}", f"{row['ratio']:.2f}")
            print(f"| {' | '.join(cells)} |")
    if asked.json:
        asked.json.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
