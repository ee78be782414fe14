"""Precision and recall of each repair rule on real meters with faults put in by hand.

Usage: `python benchmarks/quality/repair_truth.py FOLDER [--half even|odd] [--seed N]`, where
FOLDER holds `building_NNN_{electricity,gas}.csv.gz` (hourly kWh). Meters are ranked by name: the
rules were tuned on those of even rank, figures are reported on those of odd rank. Faults go in
stretches that the rules leave alone on the original, so that a fault already there counts for
nothing. Prints a Markdown table.
"""

import argparse
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.quality import OBSERVATION_SCHEMA, SeriesTraits, repair
from beffroi.quality import rules as r
from beffroi.quality.tables import instants_to_us, us_to_instants
from beffroi.units import SeriesKind

HOUR = 3_600_000_000
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Meter:
    number: int
    name: str
    quantity: str
    start: Ints
    value: Floats  # Wh


@dataclass(frozen=True, slots=True)
class Score:
    meters: int
    faults: int
    found: int  # faults of which at least half of the points are repaired by the rule
    points: int
    repaired: int  # points of the fault repaired by the rule
    false: int  # points repaired by the rule outside the faults and not before them


def load(folder: Path) -> list[Meter]:
    """Read the meters of a folder."""
    meters = []
    for number, path in enumerate(sorted(folder.glob("building_*_*.csv.gz"))):
        columns = list(duckdb.read_csv(str(path)).order("1").fetchnumpy().values())
        electric = "electricity" in path.name
        quantity = "electricity.active_energy" if electric else "gas.energy"
        start = columns[0].astype("datetime64[us]").astype(np.int64)
        meters.append(Meter(number, path.name[9:-7], quantity, start, columns[1] * 1000.0))
    return meters


def overlay(meter: Meter, value: Floats) -> tuple[Ints, Ints]:
    """Return the rows that repair changes and the rule of each."""
    size = len(value)
    table = pa.table(
        [
            pa.array(np.full(size, meter.number)),
            us_to_instants(meter.start),
            us_to_instants(meter.start + HOUR),
            pa.array(value),
            pa.array(np.zeros(size, np.int8)),
        ],
        schema=OBSERVATION_SCHEMA,
    )
    traits = SeriesTraits(
        meter.number, SeriesKind.INTERVAL, meter.quantity, "Wh", timedelta(hours=1)
    )
    found = repair(table, [traits])
    rows = np.searchsorted(meter.start, instants_to_us(found["start"]))
    return rows, found["rule"].to_numpy().astype(np.int64)


def places(
    rng: np.random.Generator, good: NDArray[np.bool_], length: int, count: int
) -> list[slice]:
    """Draw stretches of good rows, apart from one another."""
    chosen: list[slice] = []
    free = good.copy()
    for _ in range(200):
        if len(chosen) == count:
            break
        low = int(rng.integers(48, len(good) - length - 48))
        if free[low - 24 : low + length + 24].all():
            chosen.append(slice(low, low + length))
            free[low - 24 : low + length + 24] = False
    return chosen


def inject(
    kind: str, meter: Meter, good: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, list[slice]]:
    """Put faults of one kind in a meter; return its values and where they are."""
    value = meter.value.copy()
    positive = good & (value > 0)
    if kind == "spike":
        found = places(rng, positive, 1, 20)
        for place in found:
            value[place] *= rng.choice([100.0, 1000.0, 10_000.0])
    elif kind == "zero hours":
        found = _apart([p for size in (1, 2, 5, 24, 100) for p in places(rng, positive, size, 2)])
        for place in found:
            value[place] = 0.0
    elif kind == "stuck":
        found = _apart([p for size in (24, 72, 200) for p in places(rng, positive, size, 1)])
        for place in found:
            value[place] = value[place.start]
    else:
        found = places(rng, good, 24 * 60, 1)
        for place in found:
            value[place] *= 1000.0 if kind == "unit x1000" else 0.001
    return value, found


def _apart(found: list[slice]) -> list[slice]:
    kept: list[slice] = []
    for place in found:
        if not _meets(place, kept):
            kept.append(place)
    return kept


def _meets(place: slice, others: list[slice]) -> bool:
    return any(place.start < other.stop + 24 and other.start < place.stop + 24 for other in others)


RULE_OF = {
    "spike": r.SPIKE,
    "zero hours": r.ZERO_MISSING,
    "stuck": r.STUCK,
    "unit x1000": r.UNIT_1000,
    "unit /1000": r.UNIT_1000,
}


def score(kind: str, meters: list[Meter], seed: int) -> Score:
    """Measure one kind of fault over meters."""
    total = np.zeros(6, np.int64)
    code = RULE_OF[kind].code
    for meter in meters:
        rng = np.random.default_rng([seed, meter.number, len(kind)])
        before, rule_before = overlay(meter, meter.value)
        good = np.ones(len(meter.value), np.bool_)
        good[before] = False
        value, faults = inject(kind, meter, good, rng)
        changed = np.zeros(len(value), np.bool_)
        for place in faults:
            changed[place] = value[place] != meter.value[place]
        rows, found = overlay(meter, value)
        hit = np.zeros(len(value), np.bool_)
        hit[rows[found == code]] = True
        already = np.zeros(len(value), np.bool_)
        already[before[rule_before == code]] = True
        points = [int(changed[place].sum()) for place in faults]
        hits = [int((hit & changed)[place].sum()) for place in faults]
        inside = np.zeros(len(value), np.bool_)
        for place in faults:
            inside[place] = True
        total += [
            bool(faults),
            sum(size > 0 for size in points),
            sum(size > 0 and 2 * got >= size for size, got in zip(points, hits, strict=True)),
            sum(points),
            sum(hits),
            int((hit & ~inside & ~already).sum()),
        ]
    return Score(*total.tolist())


def index_score(kind: str, meters: list[Meter], seed: int) -> tuple[int, int, int, int, float]:
    """Cumulate meters into daily indexes with faults.

    Return the number of faults, of faults named by the right rule, of intervals of another rule
    than `index_difference` elsewhere, of intervals, and the energy invented or lost outside the
    intervals declared unknown, as a share of the total.
    """
    wanted = {
        "index reset": r.INDEX_RESET,
        "index roll-over": r.INDEX_ROLLOVER,
        "index replaced": r.METER_REPLACEMENT,
        "index misread": r.INDEX_MISREAD,
        "index missing": r.INDEX_SPREAD,
    }[kind]
    total, right, wrong, intervals, error, energy = 0, 0, 0, 0, 0.0, 0.0
    for meter in meters:
        rng = np.random.default_rng([seed, meter.number, len(kind)])
        daily = np.floor(meter.value / 1000).reshape(-1, 24).sum(axis=1)
        index = 20_000.0 + np.concatenate([[0.0], np.cumsum(daily)])
        day = int(rng.integers(100, len(daily) - 100))
        keep = np.ones(len(index), np.bool_)
        faulty = {day - 1}
        if kind == "index reset":
            index[day:] -= index[day]
        elif kind == "index roll-over":
            index = np.mod(index + 1e6 - index[day] + daily[day - 1] / 2, 1e6)
        elif kind == "index replaced":
            index[day:] += rng.integers(50_000, 900_000) * rng.choice([-1, 1])
            index -= min(index.min(), 0)
        elif kind == "index misread":
            index[day] += rng.choice([-1, 1]) * 10.0 ** rng.integers(4, 6)
            faulty = {day - 1, day}
        else:
            keep[day : day + 5] = False
            faulty = set(range(day - 1, day + 5))
        number = np.arange(len(index))
        time = meter.start[0] + number * 24 * HOUR
        instants = us_to_instants(time[keep])
        size = int(keep.sum())
        quality = pa.array(np.zeros(size, np.int8))
        value = pa.array(index[keep] * 1000)
        series = pa.array(np.full(size, meter.number))
        table = pa.table([series, instants, instants, value, quality], schema=OBSERVATION_SCHEMA)
        traits = SeriesTraits(
            meter.number, SeriesKind.INDEX, meter.quantity, "Wh", timedelta(days=1)
        )
        found = repair(table, [traits])
        rule = found["rule"].to_numpy()
        got = found["value"].to_numpy()
        place = np.isin(np.arange(len(rule)), list(faulty))
        total += 1
        right += bool((rule[place] == wanted.code).all())
        wrong += int((rule[~place] != r.INDEX_DIFFERENCE.code).sum())
        intervals += len(rule)
        known = ~np.isnan(got)
        truth = daily * 1000
        error += abs(float((got[known] - truth[known]).sum()))
        energy += float(truth.sum())
    return total, right, wrong, intervals, error / energy


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("even", "odd"), default="odd")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rest = 0 if given.half == "even" else 1
    meters = [meter for meter in load(given.folder) if meter.number % 2 == rest]
    hours = sum(len(meter.value) for meter in meters)
    print(f"{len(meters)} meters of {given.half} rank, {hours} hours\n")
    print(
        "| Fault | Rule | Meters | Faults | Found | Points | Recall | Precision | False / 1e6 h |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for energy in ("electricity", "gas"):
        some = [meter for meter in meters if energy in meter.name]
        for kind, rule in RULE_OF.items():
            s = score(kind, some, given.seed)
            precision = s.repaired / max(s.repaired + s.false, 1)
            rate = 1e6 * s.false / max(sum(len(meter.value) for meter in some), 1)
            print(
                f"| {kind}, {energy} | `{rule.key}` | {s.meters} | {s.faults} | {s.found} "
                f"| {s.points} | {s.repaired / max(s.points, 1):.3f} | {precision:.3f} "
                f"| {rate:.1f} |"
            )
    print(
        "\n| Fault of a daily index | Faults | Right rule | Other rules elsewhere | Energy error |"
    )
    print("|---|---:|---:|---:|---:|")
    for kind in (
        "index reset",
        "index roll-over",
        "index replaced",
        "index misread",
        "index missing",
    ):
        total, right, wrong, intervals, error = index_score(kind, meters, given.seed)
        print(f"| {kind} | {total} | {right} | {wrong} of {intervals} | {error:.1e} |")


if __name__ == "__main__":
    main()
