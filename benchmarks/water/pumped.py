"""Leaks told in districts with a tank that a pump fills, its level measured or not.

Simulated districts (`benchmarks/water/districts.py`), each with a tank inside (`pumping.py`): 10 to
60 % of the customers, and some leaks, are behind it. Nothing was chosen on seeds 71 and 72:
what was tried on 61 and 62, and not kept, is in decision 0039. The first line is what a service has
that does not measure its tank: every flow, its nights high or low as the pump runs. The second is
the same with the level known. Lines are those of the nights of districts: a false alarm is a saying
in a district without a leak that day nor in the week before.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.analysis.nightflow import read_days, watch
from benchmarks.water.districts import DAYS, simulate
from benchmarks.water.night_judging import Judged, judge, plain, sayings
from benchmarks.water.nights import HEADS, RULES, line, merged, table

SEEDS = (71, 72)
_YEAR = 365.25


def main() -> None:
    """Print the table; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(SEEDS))
    parser.add_argument("--count", type=int, default=30, help="districts of each seed")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    result = judged(given.seeds, given.count)
    print(
        f"{result['districts']} districts, {result['years']:.0f} district-years,"
        f" {result['methods'][0]['bursts']} bursts and {result['methods'][0]['growing']} growing"
        " leaks of 0.3 to 6 m3/h.\n"
    )
    table(result["methods"], HEADS)
    if given.json:
        given.json.write_text(json.dumps(result, indent=1))


def judged(seeds: list[int], count: int) -> dict[str, Any]:
    """Judge what is said of simulated districts with a tank."""
    parts: dict[str, list[Judged]] = {}
    for seed in seeds:
        made = simulate(seed, count, tank=True)
        nights = read_days(made.hourly).nights
        known = read_days(made.hourly - made.stored).nights
        said = {
            "Beffroi, level not measured": sayings(watch(nights, made.calendar)),
            "Beffroi, level measured": sayings(watch(known, made.calendar)),
            **{f"{name}, level not measured": plain(nights, share)
               for name, share in RULES.items()},
        }  # fmt: skip
        for name, every in said.items():
            parts.setdefault(name, []).append(judge(made.leaks, every))
    years = len(seeds) * count * DAYS / _YEAR
    rows = [line(name, merged(own), years) for name, own in parts.items()]
    return {"districts": len(seeds) * count, "years": years, "methods": rows}


if __name__ == "__main__":
    main()
