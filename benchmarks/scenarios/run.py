"""Scenarios: what they promised, against what the same change really saves in a simulation.

    python benchmarks/scenarios/run.py [--communes N] [--seed N] [--json FILE]

Simulated buildings without fault, measured for two years; the scenario is tried on these measures
alone, then the very change is made in the simulation and its third year is compared with and
without it. The seed is one that nothing was tuned on. A lever is told its size, as a survey or a
quotation would (the share of losses that insulation avoids, the share of lighting): what is judged
is the rest, that is how the measures are understood, the drift of uses and the winter that comes,
not whether insulation avoids as much as its maker says. The simulation knows no inertia of the
walls under the night reduction and no heat of lamps: the lever is told so. Bias: sum of what was
promised less what was saved, over what was saved. Coverage: how often the interval at 90 % holds
the truth, with the interval that so few cases leave (Wilson, 95 %). Intervals allow for uses that
drift by a tenth from one year to the next, as those of real buildings do; simulated uses do not
drift: coverage above 90 % says that intervals are not too narrow, no more. Panels are not judged,
the simulation makes no sun. Levers that do not apply to a building are left out. Stopping when
closed fails where the declared week is longer than the real one (halls, libraries): what is then
used on days declared open is not seen as used when closed.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from beffroi.analysis.proportions import wilson
from beffroi.decide.scenarios.asked import Choice
from beffroi.decide.scenarios.assets import State, simulator_of
from beffroi.decide.scenarios.trying import tried
from beffroi.demo.generate import loads as physics
from beffroi.demo.generate.buildings import Building, draw_buildings
from beffroi.demo.generate.changes import Change
from beffroi.demo.generate.clock import Clock, clock
from beffroi.demo.generate.loads import Loads, Noise, draw_noise
from beffroi.demo.generate.model import FaultKind, WorkKind
from beffroi.demo.generate.places import GROUP, commune_organisation, commune_place
from beffroi.demo.generate.weather import temperature
from beffroi.domains import parameters
from beffroi.domains.panel import Panel, Row
from beffroi.texts import Text

SEED, COMMUNES, YEARS, END = 2027, 40, 3, date(2026, 10, 31)
LEARNT = 730  # days
WEEK = {5: "mon-sat", 6: "mon-sun"}


@dataclass
class Place:
    """A building in its surroundings."""

    name: int
    building: Building
    time: Clock
    outdoor: Any
    noise: Noise

    def loads(self, changes: tuple[Change, ...] = (), **constants: float) -> Loads:
        kept = {name: getattr(physics, name) for name in constants}
        try:
            for name, value in constants.items():
                setattr(physics, name, value)
            return physics.loads(self.building, self.time, self.outdoor, self.noise, changes)
        finally:
            for name, value in kept.items():
                setattr(physics, name, value)

    def all_along(self, kind: WorkKind | FaultKind, meter: str, size: float) -> Change:
        return Change(kind, meter, 0, len(self.time.days), size)


@dataclass
class Case:
    """A lever on a building: what was told of it, the measures, the truth of the third year."""

    lever: str
    place: Place
    choices: tuple[Choice, ...]
    before: Loads
    after: Loads


def places(seed: int, communes: int) -> Iterator[Place]:
    time_ = clock(YEARS, END)
    for index in range(communes):
        inhabitants = commune_organisation(seed, index).population
        outdoor = temperature(seed, index // GROUP, commune_place(seed, index), YEARS, END)
        for building in draw_buildings(seed, index, inhabitants):
            if building.use.key == "church":
                continue
            rng = np.random.default_rng([seed, 5, index, building.number])
            yield Place(
                index * 100 + building.number, building, time_, outdoor, draw_noise(rng, time_)
            )


def cases(place: Place, rng: np.random.Generator) -> Iterator[Case]:
    plain = place.loads()
    meter = place.building.heating_meter
    warm, reduced = physics._WARM, physics._REDUCED
    share, gain, cut = rng.uniform(0.1, 0.4), rng.uniform(0.08, 0.22), rng.uniform(0.4, 0.6)
    if meter:
        colder = Choice("setpoint", {"delta": 1.0})
        yield Case("setpoint", place, (colder,), plain, place.loads(_WARM=warm - 1))
        never = place.loads(_REDUCED=warm)
        low = Choice("setback", {"depth": warm - reduced, "efficacy": 100.0})
        yield Case("setback", place, (low,), never, plain)
        insulated = place.all_along(WorkKind.INSULATION, meter, share)
        told = Choice("roof", {"share": 100 * share})
        yield Case("roof", place, (told,), plain, place.loads((insulated,)))
        if meter == "gas":
            newer = place.all_along(WorkKind.BOILER, "gas", gain)
            plant = Choice("boiler", {"gain": 100 * gain})
            yield Case("boiler", place, (plant,), plain, place.loads((newer,)))
            both = place.loads((insulated, newer), _WARM=warm - 1)
            yield Case("setpoint+roof+boiler", place, (colder, told, plant), plain, both)
    lit = place.all_along(WorkKind.LED, "electricity", cut)
    dark = place.loads((place.all_along(WorkKind.LED, "electricity", 1.0),)).electricity
    whole = replace(place, building=replace(place.building, fuel="none")).loads().electricity
    lighting = 100 * float((plain.electricity - dark).sum() / whole.sum())
    led = Choice("led", {"lighting": lighting, "cut": 100 * cut, "useful": 0.0})
    yield Case("led", place, (led,), plain, place.loads((lit,)))
    # Where electricity heats, what is left on keeps the heating on too: another lever.
    if place.building.hourly and place.building.use.key != "pool" and meter != "electricity":
        left = place.all_along(FaultKind.OUT_OF_HOURS, "electricity", rng.uniform(0.35, 0.7))
        forgotten = place.loads((left,))
        yield Case("schedule", place, (stopped(place, forgotten, plain),), forgotten, plain)


def stopped(place: Place, forgotten: Loads, plain: Loads) -> Choice:
    """Tell which share of the closed hours of another year a person would have found to stop."""
    hours = place.time.first_hour[365]
    used = forgotten.electricity[:hours]
    saved = used - plain.electricity[:hours]
    heated = replace(place, building=replace(place.building, fuel="none")).loads().electricity
    own = heated[:hours] + saved
    low, high = place.building.hours
    day, local = place.time.day_of[:hours], place.time.local_hour[:hours]
    closed = ~np.isin(place.time.weekday[day], place.building.use.days)
    closed |= (local < low - 1) | (local >= high + 1)
    return Choice("schedule", {"share": min(100 * float(saved.sum() / own[closed].sum()), 100.0)})


def panel(place: Place, measured: Loads) -> Panel:
    """Return the measures of the first years as a domain sees them."""
    time_, building = place.time, place.building
    hours = time_.first_hour[LEARNT]
    day = time_.day_of[:hours]
    days, types = time_.days[:LEARNT], time_.day_type[:LEARNT]
    energies = {"electricity.active_energy": measured.electricity}
    energies |= {} if measured.gas is None else {"gas.energy": measured.gas}
    attributes = {
        "surface": building.surface,
        "occupied_days": WEEK.get(max(building.use.days), "mon-fri"),
        "open_hour": building.hours[0],
        "close_hour": building.hours[1],
        "school_closing": "yes" if building.use.school_closed else "no",
    }
    rows = tuple(Row(-1, place.name, "building", "x", one, attributes) for one in energies)
    daily = np.stack([np.bincount(day, one[:hours] / 1000, LEARNT) for one in energies.values()])
    outside = np.bincount(day, place.outdoor[:hours], LEARNT) / np.bincount(day, None, LEARNT)
    hourly = None
    if building.hourly:
        hourly = np.full((len(rows), LEARNT, 24), np.nan, np.float32)
        local = time_.local_hour[:hours]
        total, count = np.zeros((2, LEARNT, 24))
        np.add.at(total, (day, local), measured.electricity[:hours] / 1000)
        np.add.at(count, (day, local), 1)
        hourly[0] = np.where(count > 0, total / np.maximum(count, 1), total.mean())
    shape = (len(rows), LEARNT)
    return Panel(
        days[-1].item(),
        rows,
        days,
        daily,
        np.zeros(shape, dtype=bool),
        np.broadcast_to(types, shape),
        np.broadcast_to(outside, shape),
        hourly,
    )


def judged(case: Case) -> dict[str, Any] | None:
    measured = panel(case.place, case.before)
    built = simulator_of("energy").build(measured, parameters("energy"), ())
    if isinstance(built, Text):
        return None
    size = {"m2": float(case.place.building.surface)}
    state = State(case.place.name, "x", "energy", size, {}, built)
    told = tried([state], case.choices, measured.as_of)
    if told.buildings[0].skipped:
        return None
    hours = case.place.time.first_hour[LEARNT]

    def year(loads: Loads) -> float:
        gas = 0.0 if loads.gas is None else float(loads.gas[hours:].sum())
        return (float(loads.electricity[hours:].sum()) + gas) / 1000

    kwh, true = told.saving.kwh, year(case.before) - year(case.after)
    heated = built.heat.carrier if built.heat else ""
    return {
        "lever": case.lever,
        "heating": "hourly" if case.place.building.hourly and heated == "electricity" else "daily",
        "use": case.place.building.use.key,
        "promised": kwh.value,
        "true": true,
        "inside": kwh.low <= true <= kwh.high,
        "width": (kwh.high - kwh.low) / 2 / max(abs(kwh.value), 1e-9),
        "share": true / year(case.before),
    }


def rows(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    result = []
    for lever in dict.fromkeys(one["lever"] for one in found):
        own = [one for one in found if one["lever"] == lever]
        promised, true = (np.array([one[key] for one in own]) for key in ("promised", "true"))
        inside = sum(one["inside"] for one in own)
        low, high = wilson(inside, len(own))
        result.append(
            {
                "lever": lever,
                "cases": len(own),
                "saved": round(float(np.median([one["share"] for one in own])), 3),
                "bias": round(float((promised - true).sum() / true.sum()), 3),
                "error": round(float(np.median(np.abs(promised - true) / np.abs(true))), 3),
                "width": round(float(np.median([one["width"] for one in own])), 3),
                "coverage": round(inside / len(own), 3),
                "coverage_low": round(float(low), 3),
                "coverage_high": round(float(high), 3),
            }
        )
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--communes", type=int, default=COMMUNES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--each", type=Path, help="where to write every case")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rng, start = np.random.default_rng(given.seed), time.perf_counter()
    found, left = [], 0
    for place in places(given.seed, given.communes):
        for case in cases(place, rng):
            one = judged(case)
            left += one is None
            found += [one] if one else []
    table = rows(found)
    seconds = (time.perf_counter() - start) / max(len(found) + left, 1)
    print(
        "| Lever | Cases | Really saved | Bias | Median error | Half interval | Coverage at 90 % |"
    )
    print("|---|---|---|---|---|---|---|")
    for row in table:
        print(
            f"| {row['lever']} | {row['cases']} | {row['saved']:.1%} | {row['bias']:+.1%} | "
            f"{row['error']:.1%} | {row['width']:.1%} | {row['coverage']:.1%} "
            f"({row['coverage_low']:.0%} to {row['coverage_high']:.0%}) |"
        )
    print(
        f"\n{given.communes} communes, seed {given.seed}; {left} cases refused; "
        f"{seconds:.2f} s a case, from measures to answer."
    )
    if given.each:
        given.each.write_text(json.dumps(found), "utf-8")
    if given.json:
        figures = {"levers": table, "refused": left, "seconds": round(seconds, 3)}
        given.json.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
