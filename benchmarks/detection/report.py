"""The figures of the detection bench, and how they are shown beside the aims."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.detection.faults import FAULTS
from benchmarks.detection.replay import Outcome

DRIFT_15 = 274  # days after which a drift of 20 % a year amounts to 15 %
HEAVY = 0.15
AIM_RECALL, AIM_FINDINGS = 0.9, 0.2
WITHIN = (14, 30, 60)
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
COLUMNS = {
    "fault": "fault",
    "energy": "energy",
    "cases": "cases",
    "recall_14": "recall in 14 days (aim 0.9)",
    "recall_30": "in 30",
    "recall_60": "in 60",
    "median_delay": "median delay (days)",
    "recall_heavy": "in 14, of 15 % of the row",
    "cases_heavy": "such cases",
    "recall_visible": "in 14, visible",
    "cases_visible": "such cases",
    "named": "well named",
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


def table(
    cases: list[Case], impossible: Counter[tuple[str, str]], energy: str
) -> list[dict[str, Any]]:
    """Return one line a fault; the days of a drift are counted from the day it amounts to 15 %."""
    lines = []
    for fault in FAULTS:
        mine = [case for case in cases if case.fault == fault]
        since = DRIFT_15 if fault.startswith("drift") else 0
        delays = [c.outcome.delay for c in mine if c.outcome.delay is not None]
        heavy = [c for c in mine if c.added >= HEAVY]
        visible = [c for c in mine if c.visible <= HEAVY]
        named = [c for c in mine if c.outcome.detector in NAMES[fault]]
        lines.append(
            {
                "fault": fault,
                "energy": energy,
                "cases": len(mine),
                "impossible": impossible[fault, energy],
                **{f"recall_{days}": share(mine, since + days) for days in WITHIN},
                "recall_heavy": share(heavy, since + 14),
                "cases_heavy": len(heavy),
                "recall_visible": share(visible, since + 14),
                "cases_visible": len(visible),
                "median_delay": float(np.median(delays)) if delays else None,
                "named": len(named) / len(delays) if delays else None,
            }
        )
    return lines


def share(cases: list[Case], days: int) -> float | None:
    """Return the share of the faults that were said within some days, None without any."""
    seen = [c.outcome.delay is not None and c.outcome.delay <= days for c in cases]
    return float(np.mean(seen)) if seen else None


def show(result: dict[str, Any]) -> None:
    """Print the figures as one Markdown table, then the findings without faults and the aims."""
    lines = [line for lines in result["faults"].values() for line in lines if line["cases"]]
    print("| " + " | ".join(COLUMNS.values()) + " |")
    print("|---|---|" + "---:|" * (len(COLUMNS) - 2))
    for line in lines:
        print("| " + " | ".join(_cell(line[key]) for key in COLUMNS) + " |")
    half = {"report": "Reported", "tune": "Tuning"}[result["half"]]
    print(
        f"\n{half} half, {result['meters']} meters, {result['meter_years']} meter-years without"
        f" faults: **{result['findings']} distinct findings, {result['a_meter_year']:.2f} a"
        f" meter-year (aim {AIM_FINDINGS})**. Among them {result['stood']} rises still stood in the"
        f" eight weeks after they were said, {result['silent']} are boilers or meters that do count"
        f" nothing; the {result['others']} others ({result['others_a_meter_year']:.2f} a"
        f" meter-year) were over by themselves. {_names(result['by_detector'])}.\n"
    )
    print(_aims(lines, result))


def _aims(lines: list[dict[str, Any]], result: dict[str, Any]) -> str:
    reached = [line for line in lines if (line["recall_14"] or 0.0) >= AIM_RECALL]
    missed = [line for line in lines if line not in reached]
    floor = ", ".join(
        f"{one['share'] * 100:.0f} % on {energy}" for energy, one in result["noise"].items()
    )
    fewer = result["a_meter_year"] <= AIM_FINDINGS
    return (
        f"Aim of recall reached: {_list(reached)}. Missed: {_list(missed)}. Aim of findings"
        f" {'reached' if fewer else 'missed'}. Why: without any fault, weather and calendar taken"
        f" out, two weeks stand 15 % or more above or below the four weeks before on many days"
        f" ({floor}), where {AIM_FINDINGS} findings a year leave room for"
        f" {AIM_FINDINGS * 1400 / 365:.1f} %: a rise of that size is not told from these in 14"
        f" days, nor in gas from a boiler at rest. `benchmarks/detection/README.md` has what was"
        f" tried."
    )


def _list(lines: list[dict[str, Any]]) -> str:
    return ", ".join(f"{line['fault']} ({line['energy']})" for line in lines) or "none"


def _names(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return ", ".join(f"{count} {key.removeprefix('energy.')}" for key, count in ordered)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
