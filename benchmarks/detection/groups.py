"""Detection by kind of place, on a simulated territory whose faults are known.

    python benchmarks/detection/groups.py [--communes 240] [--json FILE]

Everything is simulated: meters, weather, faults. Communes as `beffroi demo` makes them, of another
seed than the one that its authors looked at, imported and repaired. Recall and delay: faults put
at a random date into the meters that have none, and said within 60 days by any detector.
Precision: two years of all meters with the faults of their own replayed every other week, and the
distinct findings that are of a fault among all of them. The same for each use of buildings and each
class of population: what is measured is whether detection is worse for some. No setting is chosen
on it.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.decide.panel import build_panel
from beffroi.decide.sources import meters
from beffroi.demo.build import fill
from beffroi.demo.generate.model import CommuneData, Truth
from beffroi.demo.place import LAST_DAY
from beffroi.domains.energy.domain import DOMAIN
from beffroi.domains.energy.prepare import observe
from beffroi.domains.panel import Panel
from beffroi.settings import Settings
from beffroi.store.read import END, ReadDoor
from beffroi.store.store import Store
from beffroi.territory.profile import population_class
from benchmarks.detection.faults import FAULTS, Hours
from benchmarks.detection.judging import FAMILIES, Watched, lines, show
from benchmarks.detection.replay import distinct, first_seen

SEED, YEARS, COMMUNES = 4_021, 3, 240
OFFSETS = (3, 7, 14, 30, 60)
BLOCK = 60


#: Faults that say something of hours: they are put into meters that count by the hour only.
HOURLY = ("base load +15 %", "running at night")


@dataclass(frozen=True, slots=True)
class Town:
    """What is known of a simulated commune, without its measures."""

    population: str
    truth: tuple[Truth, ...]
    touched: frozenset[str]  # meters with a fault or works
    assets: int


def watch(read: ReadDoor, towns: dict[int, Town], rng: np.random.Generator) -> list[Watched]:
    """Replay two years of the meters of some communes, then faults put into the sound ones."""
    with read.session() as session:
        found = meters(session, sorted(towns), DOMAIN.inputs)
    panel = build_panel(read, found, DOMAIN, END)
    if panel is None:
        return []
    first = LAST_DAY - timedelta(days=2 * 365)
    said = distinct(observe(panel), [first + timedelta(days=14 * k) for k in range(53)])
    assets = {meter.asset.id: meter.asset for meter in found}
    watched, sound = [], []
    for place, row in enumerate(panel.rows):
        asset = assets[row.asset]
        town = towns[asset.organisation_id]
        faults = tuple(one for one in town.truth if one.asset == asset.key)
        own = tuple(one for one in said if one.seen.row == place)
        watched.append(Watched(str(row.attributes["use"]), town.population, faults, own))
        if asset.key not in town.touched:
            sound.append(place)
    _put(panel, sound, watched, rng)
    return watched


def _put(
    panel: Panel, sound: Sequence[int], watched: Sequence[Watched], rng: np.random.Generator
) -> None:
    """Put each fault into each sound meter, and note when it was said."""
    rows, hours, cases = [], [], []
    for name in (name for family in FAMILIES.values() for name in family.put):
        for row in sound:
            before = _hours(panel, row, name)
            start = _start(panel, name, rng)
            after = None if before is None else FAULTS[name](before, start, panel.days)
            if after is not None:
                rows.append(row)
                hours.append(after)
                cases.append((row, name, start))
    for low in range(0, len(rows), BLOCK):
        part = slice(low, low + BLOCK)
        observed = observe(_faulty(panel, rows[part], hours[part]))
        for place, (row, name, start) in enumerate(cases[part]):
            outcome = first_seen(observed, place, start, OFFSETS)
            watched[row].delays.setdefault(name, []).append(outcome.delay)


def _hours(panel: Panel, row: int, fault: str) -> Hours | None:
    """Return the hours of a meter; those of one that counts by the day are all alike."""
    if panel.hourly is not None and np.isfinite(panel.hourly[row]).any():
        return np.nan_to_num(panel.hourly[row].astype(np.float64))
    if fault in HOURLY:
        return None
    return np.repeat(np.nan_to_num(panel.daily[row])[:, None] / 24, 24, axis=1)


def _start(panel: Panel, fault: str, rng: np.random.Generator) -> int:
    if fault == "heating in summer":
        year = int(rng.choice([LAST_DAY.year - 1, LAST_DAY.year]))
        first = int(np.searchsorted(panel.days, np.datetime64(f"{year}-05-25")))
        return first + int(rng.integers(0, 60))
    return int(rng.integers(366, len(panel.days) - 62))


def _faulty(panel: Panel, rows: Sequence[int], hours: Sequence[Hours]) -> Panel:
    """Return the panel of some rows with other hours; days that were not known stay so."""
    chosen, made = np.array(rows), np.stack(hours)
    lost = ~np.isfinite(panel.daily[chosen])
    daily = np.where(lost, np.nan, made.sum(axis=2))
    hourly = panel.hourly
    if hourly is not None:
        hourly = np.where(np.isfinite(hourly[chosen]), made, np.nan).astype(np.float32)
    return replace(
        panel,
        rows=tuple(panel.rows[row] for row in rows),
        daily=daily,
        filled=panel.filled[chosen],
        day_types=panel.day_types[chosen],
        temperature=panel.temperature[chosen],
        hourly=hourly,
        power_max=None,
        amounts=None,
    )


def _town(data: CommuneData) -> Town:
    touched = frozenset(one.asset for one in (*data.truth, *data.works))
    population = str(population_class(data.organisation.population))
    return Town(population, data.truth, touched, len(data.assets))


def _blocks(towns: dict[int, Town]) -> Iterator[dict[int, Town]]:
    """Put communes together until they have enough meters to be judged at once."""
    block: dict[int, Town] = {}
    for number, town in towns.items():
        block[number] = town
        if sum(one.assets for one in block.values()) >= 3 * BLOCK:
            yield block
            block = {}
    if block:
        yield block


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Run the bench; print Markdown; return its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", default=COMMUNES, type=int)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(SEED)
    watched: list[Watched] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.create(Path(folder) / "home", Settings()) as store,
    ):
        made = fill(store, SEED, options.communes, YEARS)
        towns = {number: _town(data) for number, data in made}
        read = store.reader(store.whole("benchmark", "benchmark"))
        for part in _blocks(towns):
            watched += watch(read, part, rng)
            print(f"{len(watched)} meters", file=sys.stderr, flush=True)
    result = {"seed": SEED, "communes": options.communes, "meters": len(watched)}
    result["groups"] = lines(watched)
    show(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return result


if __name__ == "__main__":
    main()
