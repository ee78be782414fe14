"""The list of assets of a large authority: how long a page of it takes.

    python benchmarks/assets/run.py [--json FILE]

20,000 buildings with four delivery points each (100,000 assets), a series each point, 20,000
findings. Seconds of one core, the best of three, state in SQLite; the network is not in them.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.decide.equipment import found
from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store

BUILDINGS, POINTS, FINDINGS = 20_000, 80_000, 20_000
ASKED: dict[str, dict[str, Any]] = {
    "first page": {},
    "page 700": {"first": 25 * 699},
    "one kind": {"kind": "delivery_point"},
    "words": {"words": "ecole 777"},
    "a number": {"words": "00000000012345"},
}


def fill(store: Store) -> int:
    """Make the authority."""
    door = store.writer("benchmark")
    own = create_organisation(door, "Métropole")
    now = utc_now()
    asset = {"organisation_id": own, "attributes": {}, "parent_id": None}
    series = {"organisation_id": own, "source": "s", "qualifier": "", "points": 9}
    series |= {"quantity": "electricity.active_power", "kind": "mean_power"}
    series |= {"first_at": now, "last_at": now}
    finding = {"organisation_id": own, "domain": "energy", "detector": "energy.step"}
    finding |= {"version": "1", "quantity": "electricity.active_energy", "status": "open"}
    finding |= {"since": date(2026, 1, 1), "detected_at": now, "seen_at": now, "severity": "high"}
    finding |= {"confidence": 0.9, "stake": {}, "explanation": {}, "chart": {}, "actions": []}
    rows: list[tuple[type[models.Base], list[dict[str, Any]]]] = [
        (
            models.Asset,
            [
                {**asset, "id": n, "type": "building", "key": f"B{n}", "name": f"École n° {n}"}
                for n in range(1, BUILDINGS + 1)
            ],
        ),
        (
            models.Asset,
            [
                {
                    **asset,
                    "id": BUILDINGS + n,
                    "type": "delivery_point",
                    "key": f"{n:014d}",
                    "name": f"Compteur {n}",
                    "parent_id": 1 + n % BUILDINGS,
                }
                for n in range(1, POINTS + 1)
            ],
        ),
        (
            models.Series,
            [{**series, "id": n, "asset_id": BUILDINGS + n} for n in range(1, POINTS + 1)],
        ),
        (
            Finding,
            [
                {**finding, "asset_id": BUILDINGS + 1 + n * 7 % POINTS, "eur_per_year": float(n)}
                for n in range(FINDINGS)
            ],
        ),
    ]
    with door.change("benchmark", "benchmark", own) as change:
        for model, values in rows:
            change.session.execute(model.__table__.insert(), values)  # type: ignore[attr-defined]  # each has a table
    return own


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "home") as store:
        own = fill(store)
        door = store.reader(Scope.of(own, "benchmark", "benchmark"))
        taken = {}
        for name, words in ASKED.items():
            times = []
            for _ in range(3):
                begin = time.process_time()
                with door.session() as session:
                    found(session, own, **words)
                times.append(time.process_time() - begin)
            taken[name] = round(min(times), 3)
            print(f"{name:12} {taken[name]:.3f} s")
    if asked.json:
        asked.json.write_text(json.dumps(taken, indent=1), "utf-8")


if __name__ == "__main__":
    main()
