"""Recall, delay and false findings of the energy detectors on real meters with faults put in.

    python benchmarks/detection/run.py [FOLDER] [--half tune] [--json FILE]

Hourly measures of real buildings (Cambridge, 2014 to 2016), faults put in at random dates, past
days replayed. Half of the buildings served to choose the settings, the other half is reported.
Recall: faults said within so many days; a drift of 20 % a year counts from the day on which it
amounts to 15 %. "Of 15 % of the row": faults that add 15 % or more to what the row used in these 14
days. "Visible": rows on which the watch said that it could see a rise of 15 %.
"""

import argparse
import json
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.domains.energy.prepare import Prepared, observe
from benchmarks.detection.faults import FAULTS, Hours
from benchmarks.detection.meters import Archive, half, load, panel_of
from benchmarks.detection.replay import distinct, first_seen, stood, unquiet, visible_at
from benchmarks.detection.report import Case, show, table

OFFSETS = (3, 5, 7, 10, 12, 14, 21, 30, 60)
DRIFT_OFFSETS = tuple(range(30, 366, 15))
ENERGIES = ("electricity", "gas")
SILENT = ("energy.dead_meter", "energy.stuck_meter")
SEED = 20_160_101
STARTS = 2


def usable(archive: Archive, meter: int) -> bool:
    """Tell whether a meter counts something on half of the days of each year at least."""
    day = archive.hours[meter].sum(axis=1)
    years = archive.days.astype("M8[Y]").astype(int)
    return all(float((day[years == year] > 0).mean()) >= 0.5 for year in set(years.tolist()))


def untouched(archive: Archive, meters: list[int]) -> dict[str, Any]:
    """Return the distinct findings without any fault, a meter-year, and what became of them."""
    names = [archive.names[meter] for meter in meters]
    observed = observe(panel_of(archive, archive.hours[meters], names))
    first, last = date(2015, 1, 15), date(2017, 1, 1)
    weeks = [first + timedelta(days=7 * k) for k in range((last - first).days // 7 + 1)]
    found = distinct(observed, weeks)
    years = len(meters) * (last - first).days / 365.25
    silent = [said for said in found if said.seen.detector in SILENT]
    standing = [said for said in found if said not in silent and stood(observed, said)]
    others = len(found) - len(silent) - len(standing)
    rows = {e: [k for k, name in enumerate(names) if name.endswith(e)] for e in ENERGIES}
    return {
        "findings": len(found),
        "meter_years": round(years, 1),
        "a_meter_year": len(found) / years,
        "silent": len(silent),
        "stood": len(standing),
        "others": others,
        "others_a_meter_year": others / years,
        "by_detector": dict(Counter(said.seen.detector for said in found)),
        "noise": {energy: {"share": unquiet(observed, mine)} for energy, mine in rows.items()},
    }


def faulty(archive: Archive, meters: list[int]) -> tuple[list[Case], Counter[tuple[str, str]]]:
    """Replay each fault on each meter; return the cases, and how many faults could not be put."""
    rng = np.random.default_rng(SEED)
    rows, hours, impossible = [], [], Counter[tuple[str, str]]()
    for fault, put in FAULTS.items():
        for meter in meters:
            for _ in range(STARTS):
                start = _start(archive, fault, rng)
                result = put(archive.hours[meter], start, archive.days)
                if result is None:
                    impossible[fault, archive.names[meter][4:]] += 1
                    continue
                rows.append((meter, fault, start, _added(archive.hours[meter], result, start)))
                hours.append(result)
    cases = []
    for low in range(0, len(rows), 60):
        part = slice(low, low + 60)
        names = [archive.names[row[0]] for row in rows[part]]
        observed = observe(panel_of(archive, np.stack(hours[part]), names))
        cases += [_case(observed, index, *row) for index, row in enumerate(rows[part])]
    return cases, impossible


def _added(hours: Hours, faulty: Hours, start: int) -> float:
    days = slice(start, start + 14)
    before = float(np.nansum(hours[days]))
    return (float(np.nansum(faulty[days])) - before) / max(before, 1e-9)


def _case(observed: Prepared, index: int, meter: int, fault: str, start: int, added: float) -> Case:
    offsets = DRIFT_OFFSETS if fault.startswith("drift") else OFFSETS
    outcome = first_seen(observed, index, start, offsets)
    return Case(meter, fault, start, outcome, visible_at(observed, index, start), added)


def _start(archive: Archive, fault: str, rng: np.random.Generator) -> int:
    if fault == "heating in summer":
        year = int(rng.choice([2015, 2016]))
        first = int(np.searchsorted(archive.days, np.datetime64(f"{year}-05-25")))
        return first + int(rng.integers(0, 60))
    last = len(archive.days) - (366 if fault.startswith("drift") else 62)
    return int(rng.integers(366, last))


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Run the bench; print Markdown; return its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/data/energy/cambridge", type=Path)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"the archive of meters is not at {options.folder}")
    archive = load(options.folder)
    mine = [i for i, name in enumerate(archive.names) if half(name) == options.half]
    meters = [i for i in mine if usable(archive, i)]
    apart = [archive.names[i] for i in mine if i not in meters]
    result: dict[str, Any] = {"half": options.half, "meters": len(meters), "apart": apart}
    result |= untouched(archive, meters)
    cases, impossible = faulty(archive, meters)
    result["faults"] = {
        energy: table(
            [c for c in cases if archive.names[c.meter].endswith(energy)], impossible, energy
        )
        for energy in ENERGIES
    }
    show(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return result


if __name__ == "__main__":
    main()
