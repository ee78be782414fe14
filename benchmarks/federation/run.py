"""Federation: what following another installation costs, beside reading the same from the store.

200 hourly meters of a year, lent by the hour to an organisation of another installation; both are
in this process and files of one disk, with no network between them: what is measured is the work of
both sides. "Read": the question that a page is made of, through the read door. "Tell": the provider
makes the signed page. "Pull": the subscriber asks for it, checks it and stores it. "First" is the
whole year; "a day" is what came since: one more day of every meter. "Nothing" is a pull where
nothing changed. Each line is in one run, the middle of several for what can be repeated.

Aim: to tell a day costs less than three times reading it; a pull where nothing changed, under a
tenth of a second. Both are met; a whole pull, of which checking and storing are most, has no aim.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

METERS, DAYS, RUNS = 200, 365, 5
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
ENERGY = "electricity.active_energy"


def rows(series: list[int], begin: datetime, hours: int) -> Any:
    """Hourly amounts of every series, in order."""
    import numpy as np
    import pyarrow as pa

    first = np.datetime64(begin.replace(tzinfo=None), "us")
    start = np.tile(first + np.arange(hours) * np.timedelta64(1, "h"), len(series))
    random = np.random.default_rng(7)

    def instants(times: Any) -> Any:
        return pa.array(times).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))

    return pa.table(
        {
            "series": np.repeat(np.array(series, np.int64), hours),
            "start": instants(start),
            "end": instants(start + np.timedelta64(1, "h")),
            "value": random.gamma(2.0, 500.0, len(start)).round(1),
            "quality": np.zeros(len(start), np.int8),
        }
    )


def measure_(store: Any, begin: datetime, hours: int) -> None:
    """Store measures of all meters of the organisation 1, and bring rollups up to date."""
    from beffroi.store.drafts import SeriesKey
    from beffroi.store.intake import Received, intake
    from beffroi.store.rollups.roll import roll

    door = store.writer("benchmark")
    with intake(door, Received(1, "", "x.csv", 1, "benchmark")) as way_in:
        keys = [
            SeriesKey(f"M{n:03d}", "meter", ENERGY, "interval", "benchmark") for n in range(METERS)
        ]
        way_in.add(rows(way_in.series(keys), begin, hours))
        way_in.seal()
        way_in.commit({})
    roll(door)


def timed(run: Callable[[], object], runs: int = 1) -> float:
    """Return how long something takes, the middle of several times [s]."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def agreed(there: Any) -> int:
    """Make the agreement, in force."""
    from beffroi.commons.agreements.proposing import Draft, propose
    from beffroi.commons.agreements.stances import take
    from beffroi.store.sharing.terms import read_terms

    terms = read_terms(
        {
            "quantities": [ENERGY],
            "granularity": "hour",
            "purpose": "benchmark",
            "legal_basis": "public_task",
        }
    )
    draft = Draft("Benchmark", 1, (2,), terms, BEGIN, BEGIN + timedelta(days=20_000))
    number = propose(there.writer("benchmark"), draft, 1)
    take(there.writer("benchmark"), number, 2, "accept")
    return number


def measure(folder: Path) -> dict[str, Any]:
    """Run everything."""
    from beffroi.commons.federation.answering import Desk, key_of
    from beffroi.commons.federation.link import Link
    from beffroi.commons.federation.pulling import pull
    from beffroi.commons.federation.subscribing import Wish, found, subscribe
    from beffroi.decide.organisations import create_organisation
    from beffroi.periods import Step
    from beffroi.store.read import Selection
    from beffroi.store.scope import Scope
    from beffroi.store.store import Store
    from beffroi.store.tokens import Bearer, TokenScope

    here, there = (Store.create(folder / name) for name in ("here", "there"))
    create_organisation(here.writer("benchmark"), "Région", siren="200000172")
    create_organisation(there.writer("benchmark"), "Commune", siren="210100012")
    create_organisation(there.writer("benchmark"), "Région", siren="200000172")
    measure_(there, BEGIN, 24 * DAYS)
    agreement = agreed(there)
    desk = Desk(there, Bearer(1, "benchmark", 2, frozenset({TokenScope.PULL_LENT})))
    told: dict[str, float] = {"seconds": 0.0, "bytes": 0}

    def ask(_: Link, path: str, asked: Any) -> bytearray:
        begun = time.perf_counter()
        if path == "/api/federation":
            body = desk.catalogue(asked["nonce"], int(asked["seen"]))
        else:
            body = desk.changes(int(asked["agreement"]), asked["cursor"], asked["nonce"])
        told["seconds"] += time.perf_counter() - begun
        told["bytes"] += len(body)
        return bytearray(body)

    Link.ask = ask  # type: ignore[method-assign]  # no network: the work of both sides alone
    wish = Wish("https://x", "token", key_of(there).public, 1, agreement)
    number = subscribe(here, wish, "benchmark").id
    door = there.reader(Scope.of(2, "benchmark", "benchmark"))
    series = tuple(range(1, METERS + 1))

    def read(since: datetime, until: datetime) -> int:
        return int(door.aggregate(Selection(series, since, until), Step.HOUR).num_rows)

    def pulled(label: str, since: datetime, until: datetime) -> dict[str, Any]:
        told.update(seconds=0.0, bytes=0)
        cursor = found(here.writer("benchmark"), number).cursor
        whole = timed(lambda: pull(here, number, "benchmark", 1e9))
        first = dict(told)
        count = read(since, until)
        alone = timed(lambda: read(since, until), RUNS)
        tell = first["seconds"]
        if label == "a day":
            nonce = "0" * 32
            tell = timed(lambda: desk.changes(agreement, cursor, nonce), RUNS)
        return {
            "label": label,
            "rows": count,
            "read": alone,
            "tell": tell,
            "pull": whole,
            "mb": first["bytes"] / 1e6,
        }

    end = BEGIN + timedelta(days=DAYS)
    lines = [pulled("first", BEGIN, end)]
    measure_(there, end, 24)
    lines.append(pulled("a day", end - timedelta(hours=1), end + timedelta(days=1)))
    nothing = [timed(lambda: pull(here, number, "benchmark")) for _ in range(RUNS)]
    here.close()
    there.close()
    return {"lines": lines, "nothing": statistics.median(nothing)}


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| Pull | measures | read [s] | tell [s] | pull [s] | tell / read | pull / read | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for one in found["lines"]:
        print(
            f"| {one['label']} | {one['rows']:,} | {one['read']:.3f} | {one['tell']:.3f} | "
            f"{one['pull']:.3f} | {one['tell'] / one['read']:.1f} | "
            f"{one['pull'] / one['read']:.1f} | {one['mb']:.1f} |"
        )
    print(f"\nNothing changed: {1e3 * found['nothing']:.0f} ms.")


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name))
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
