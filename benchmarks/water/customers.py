"""Customers' meters: leaks behind them, meters that stop, unusual use, on simulated homes.

Every home is simulated (`benchmarks/water/homes.py`): people who sleep, leave, water gardens, have
guests; meters that lose hours. Rules were chosen on seed 1; the figures are of seeds 11 to 13,
which they have never seen. Real homes have habits that this simulation has not: the figures say
that the rules do what they are meant to, not how they do on a real service.

False alarms are findings where no fault of any kind is, per 1,000 meters and year; the law speaks
of what is abnormal, whatever made it so: its own are homes that did use more than twice as much.
The last table times the year of 10,000 meters by the hour, beside one sum of the same array.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.analysis.customers.doubling import doubled, readings
from beffroi.analysis.customers.flowing import never_at_rest, risen
from beffroi.analysis.customers.frozen import stopped
from beffroi.analysis.customers.unusual import unusual
from benchmarks.water.homes import Homes, simulate

SEEDS, METERS, YEARS = (11, 12, 13), 700, 4
#: A finding is of a fault where it is said between its beginning and this long after its end [d].
_AFTER = 30


def main() -> None:
    """Print the tables; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--meters", type=int, default=METERS)
    parser.add_argument("--timed", type=int, default=10_000, help="meters of the timing")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    found = [judged(simulate(seed, given.meters, YEARS)) for seed in given.seeds]
    rows = [added([one[i] for one in found]) for i in range(len(found[0]))]
    print("| Rule | Fault | Seen | Median delay, d | False alarms, 1,000 meter-years |")
    print("|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['rule']} | {row['fault']} | {row['seen']} of {row['cases']} "
            f"({row['recall']:.0%}) | {row['delay']:.0f} | {row['false']:.1f} |"
        )
    times = timed(given.timed)
    print(f"\n| {given.timed:,} meters, one year | Seconds of processor | Over one sum by NumPy |")
    print("|---|---|---|")
    for name, seconds in times.items():
        print(f"| {name} | {seconds:.2f} | {seconds / times['sum of the hours, NumPy']:.1f} |")
    if given.json:
        figures = {"rules": rows, "seconds": times, "seeds": given.seeds}
        given.json.write_text(json.dumps(figures, indent=1))


def judged(homes: Homes) -> list[dict[str, Any]]:
    """Judge each rule by what was put into the homes."""
    flow, still = never_at_rest(homes.hourly), stopped(homes.daily)
    rules = {
        ("by the hour", "leak"): whole(homes, flow.rows, flow.noticed),
        ("by the day", "leak"): risen(homes.daily).noticed,
        ("stands still", "stopped"): whole(homes, still.rows, still.noticed),
        ("unusual", "use times 3 to 6, up or down"): unusual(homes.daily, homes.group).noticed,
        ("law", "leak"): by_month(homes),
    }
    return [counted(rule, fault, homes, seen) for (rule, fault), seen in rules.items()]


def whole(homes: Homes, rows: Any, noticed: Any) -> Any:
    """Lay what some meters say among all of them."""
    found = np.zeros(homes.daily.shape, dtype=bool)
    found[rows] = noticed
    return found


def by_month(homes: Homes) -> Any:
    """Return where the rule of law speaks, on the last day before the reading."""
    read = readings(homes.daily, np.zeros(homes.daily.shape, dtype=bool), homes.days)
    law = doubled(homes.daily, read, homes.days)
    found = np.zeros(homes.daily.shape, dtype=bool)
    found[:, np.maximum(law.at - 1, 0)] = law.noticed
    return found


def counted(rule: str, fault: str, homes: Homes, seen: Any) -> dict[str, Any]:
    """Count the faults that were said, when, and what was said without one."""
    first, last, kind = homes.first, homes.last, homes.kind
    mine = np.isin(kind, homes.kinds[fault])
    index = np.arange(seen.shape[1])
    within = (index >= first[:, None]) & (index <= last[:, None] + _AFTER)
    hit = seen & within & mine[:, None]
    said = hit.any(axis=1)
    delay = hit.argmax(axis=1) - first
    other = seen & ~(within & (kind > 0)[:, None])
    begins = other & ~np.pad(other, ((0, 0), (1, 0)))[:, :-1]
    # What begins again within a month is the same finding.
    alarms = 0
    clear = np.full(len(seen), -(10**6))
    for day in range(seen.shape[1]):
        alarms += int((begins[:, day] & (day - clear > _AFTER)).sum())
        clear[other[:, day]] = day
    return {
        "rule": rule,
        "fault": fault,
        "cases": int(mine.sum()),
        "seen": int((said & mine).sum()),
        "delays": delay[said & mine].tolist(),
        "alarms": alarms,
        "years": seen.size / 365.0,
    }


def added(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up what several seeds gave."""
    cases, seen = sum(p["cases"] for p in parts), sum(p["seen"] for p in parts)
    delays = [one for p in parts for one in p["delays"]]
    alarms, years = sum(p["alarms"] for p in parts), sum(p["years"] for p in parts)
    return {
        "rule": parts[0]["rule"],
        "fault": parts[0]["fault"],
        "cases": cases,
        "seen": seen,
        "recall": round(seen / max(cases, 1), 3),
        "delay": float(np.median(delays)) if delays else float("nan"),
        "alarms": alarms,
        "false": round(1000 * alarms / years, 2),
    }


def timed(meters: int) -> dict[str, float]:
    """Return the seconds of each rule on a year of meters, beside one sum of the same hours."""
    homes = simulate(21, min(meters, 1000), 1)
    times = -(-meters // len(homes.hourly))
    hourly = np.tile(homes.hourly, (times, 1, 1))[:meters]
    daily = np.tile(homes.daily, (times, 1))[:meters]
    days, group = homes.days, np.zeros(meters, dtype=np.int64)
    shared = np.zeros(daily.shape, dtype=bool)
    steps = {
        "sum of the hours, NumPy": lambda: np.add.reduce(hourly, axis=2),
        "leak, by the hour": lambda: never_at_rest(hourly),
        "leak, by the day": lambda: risen(daily),
        "meter that stands still": lambda: stopped(daily),
        "unusual use": lambda: unusual(daily, group),
        "rule of law": lambda: doubled(daily, readings(daily, shared, days), days),
    }
    found = {}
    for name, step in steps.items():
        begin = time.process_time()  # others may share the machine
        step()
        found[name] = round(time.process_time() - begin, 3)
    return found


if __name__ == "__main__":
    main()
