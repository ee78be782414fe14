"""Recall, delay and false findings of the energy detectors on real meters with faults put in.

    python benchmarks/detection/run.py [FOLDER] [--half tune] [--json FILE]

Half of the buildings served to choose the settings, the other half is reported. Recall is within 14
days; "of 15 % of the row" counts the faults that add 15 % or more to what the row used in these 14
days; "visible" the rows on which the watch said it could see a rise of 15 %.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.domains.energy.prepare import Prepared, observe
from benchmarks.detection.faults import FAULTS, Hours
from benchmarks.detection.meters import Archive, half, load, panel_of
from benchmarks.detection.replay import Outcome, Said, distinct, first_seen, visible_at

OFFSETS = (3, 5, 7, 10, 12, 14, 21, 30, 60)
DRIFT_OFFSETS = tuple(range(30, 366, 15))
DRIFT_15 = 274  # days after which a drift of 20 % a year amounts to 15 %
HEAVY = 0.15
LASTING = timedelta(days=56)
SEED = 20_160_101
STARTS = 2
NAMES = {
    "base load +15 %": {"energy.base_load_rise", "energy.step", "energy.closed_hours"},
    "running at night": {"energy.closed_hours"},
    "heating in summer": {"energy.summer_heating"},
    "step of 20 %": {"energy.step", "energy.base_load_rise"},
    "step of 40 %": {"energy.step", "energy.base_load_rise"},
    "drift of 20 % a year": {"energy.drift", "energy.step"},
    "dead": {"energy.dead_meter"},
    "stuck": {"energy.stuck_meter"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A fault put into a meter."""

    meter: int
    fault: str
    start: int
    outcome: Outcome
    visible: float
    added: float
    """Energy of the fault in its first 14 days, as a share of what the row used."""


def usable(archive: Archive, meter: int) -> bool:
    """Tell whether a meter counts something on half of the days of each year at least."""
    day = archive.hours[meter].sum(axis=1)
    years = archive.days.astype("M8[Y]").astype(int)
    return all(float((day[years == year] > 0).mean()) >= 0.5 for year in set(years.tolist()))


def untouched(archive: Archive, meters: list[int]) -> tuple[list[Said], float]:
    """Return the distinct findings without any fault, and the meter-years."""
    names = [archive.names[meter] for meter in meters]
    observed = observe(panel_of(archive, archive.hours[meters], names))
    first, last = date(2015, 1, 15), date(2017, 1, 1)
    weeks = [first + timedelta(days=7 * k) for k in range((last - first).days // 7 + 1)]
    found = distinct(observed, weeks)
    return found, len(meters) * (last - first).days / 365.25


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


def table(
    cases: list[Case], impossible: Counter[tuple[str, str]], energy: str
) -> list[dict[str, object]]:
    """Return one line a fault, all meters and the meters on which it is larger than visible."""
    lines = []
    for fault in FAULTS:
        mine = [case for case in cases if case.fault == fault]
        within = DRIFT_15 + 14 if fault.startswith("drift") else 14
        delays = [c.outcome.delay for c in mine if c.outcome.delay is not None]
        named = [c for c in mine if c.outcome.detector in NAMES[fault]]
        lines.append(
            {
                "fault": fault,
                "energy": energy,
                "cases": len(mine),
                "impossible": impossible[fault, energy],
                "recall": _share(mine, within),
                "recall_heavy": _share([c for c in mine if c.added >= HEAVY], within),
                "cases_heavy": sum(c.added >= HEAVY for c in mine),
                "recall_60": _share(mine, 365 if fault.startswith("drift") else 60),
                "recall_visible": _share([c for c in mine if c.visible <= 0.15], within),
                "cases_visible": sum(c.visible <= 0.15 for c in mine),
                "median_delay": float(np.median(delays)) if delays else None,
                "named": len(named) / len(delays) if delays else None,
            }
        )
    return lines


def _share(cases: list[Case], days: int) -> float | None:
    seen = [c.outcome.delay is not None and c.outcome.delay <= days for c in cases]
    return float(np.mean(seen)) if seen else None


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def main(arguments: list[str] | None = None) -> dict[str, object]:
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
    found, years = untouched(archive, meters)
    cases, impossible = faulty(archive, meters)
    result: dict[str, object] = {
        "half": options.half,
        "meters": len(meters),
        "apart": apart,
        "findings": len(found),
        "lasting": sum(said.last - said.first >= LASTING for said in found),
        "meter_years": round(years, 1),
        "findings_a_meter_year": len(found) / years,
        "by_detector": dict(Counter(said.seen.detector for said in found)),
        "faults": {
            energy: table(
                [c for c in cases if archive.names[c.meter].endswith(energy)], impossible, energy
            )
            for energy in ("electricity", "gas")
        },
    }
    show(result)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    return result


COLUMNS = {
    "fault": "fault",
    "energy": "energy",
    "cases": "cases",
    "recall": "recall",
    "recall_heavy": "recall, of 15 % of the row",
    "cases_heavy": "such cases",
    "recall_visible": "recall, visible",
    "cases_visible": "such cases",
    "recall_60": "recall in 60 days",
    "median_delay": "median delay (days)",
    "named": "well named",
}


def show(result: dict[str, object]) -> None:
    """Print the figures as one Markdown table and a sentence."""
    faults = result["faults"]
    assert isinstance(faults, dict)
    print("| " + " | ".join(COLUMNS.values()) + " |")
    print("|---|---|" + "---:|" * (len(COLUMNS) - 2))
    for line in (line for lines in faults.values() for line in lines if line["cases"]):
        print("| " + " | ".join(_cell(line[key]) for key in COLUMNS) + " |")
    print(
        f"\n{result['half']} half, {result['meters']} meters. Untouched measures:"
        f" {result['findings']} distinct findings in {result['meter_years']} meter-years"
        f" ({_cell(result['findings_a_meter_year'])} a meter-year), {result['lasting']} of them"
        f" still current eight weeks later: {result['by_detector']}"
    )


if __name__ == "__main__":
    main()
