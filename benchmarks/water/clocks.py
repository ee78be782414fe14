"""Clocks of loggers of L-Town that are put wrong: which are told, how soon, what it changes.

Real measures (2018 and 2019 of this data, every 5 minutes), whose clocks are right; each row puts
some of them wrong by hand from a day on, early or late by chance. Bonds are learnt on the first
half of 2018, never on what is judged. A shift is told right when it is said of the right sensor or
file, within 5 minutes, in the two weeks after it; less than two steps is followed and not said.
False alarms are counted on measures left as they are. Last, what a search learnt on that half finds
in the three months after it, clocks put wrong, with and without what is corrected. One network,
whose clocks were simulated right: a real one has more of everything. Sensor n215, alone in its
zone, cannot be watched, and is told so.
"""

import argparse
import copy
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi.decide.leaks.folders import read_folder
from beffroi.domains.water.leaks import timekeeping
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.searching import Past, plant_of, search
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.readers.water.epanet import WaterModel, read_model
from beffroi.readers.water.scada import Sheet
from benchmarks.water.run import FIRST, FOLDER, MIDDLE, judged
from benchmarks.water.score import Leak

LAGS = (5, 10, 15, 30, 60, 120, 180)
DAYS, KINDS = 14, ("pressures", "flows", "levels", "customers")
SUMMER, LAST = np.datetime64("2018-07-20", "D"), np.datetime64("2018-10-01", "D")


def main() -> None:
    """Print the tables; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=FOLDER, help="folder of L-Town")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--part", choices=("told", "false", "score"), help="one part only")
    given = parser.parse_args()
    model = read_model((given.data / "L-TOWN.inp").read_bytes(), "L-TOWN.inp")
    sheets, past = read_folder(given.data)
    plant = plant_of(model, sheets)
    learnt = timekeeping.learnt(plant, cut(sheets, FIRST, MIDDLE), MIDDLE)
    assert learnt is not None
    known = learnt[0]
    rows: list[dict[str, Any]] = []
    if given.part in (None, "told"):
        rows += told(plant, sheets, known)
    if given.part in (None, "false"):
        rows += false_alarms(plant, sheets, known)
    if given.part in (None, "score"):
        rows += scores(model, sheets, past)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))


def told(plant: Plant, sheets: Sheets, known: Clocks) -> list[dict[str, Any]]:
    """Return, by lag, what is told of one sensor or of a whole file put wrong."""
    draw, rows = np.random.default_rng(7), []
    print("| Put wrong | By | Told right | Median days | Others accused |")
    print("|---|---|---|---|---|")
    for what, places in (("one sensor", one_sensor), ("a whole file", whole_file)):
        for lag in LAGS:
            right, days, others, count = 0, [], 0, 0
            for names, file, shifted in places(sheets, known):
                begin = MIDDLE + np.timedelta64(int(draw.integers(0, 150)), "D")
                late = lag if draw.random() < 0.5 else -lag
                around = begin - np.timedelta64(2, "D"), begin + np.timedelta64(DAYS + 2, "D")
                part = shifted(cut(sheets, *around), begin, late)
                _, fresh = timekeeping.followed(plant, copy.deepcopy(known), part, begin, DAYS)
                good = [one for one in fresh if alike(one, names, file, late)]
                count += 1
                right += bool(good)
                others += sum(
                    not set(one.names) <= set(names) or (one.file == "model") != (file == "model")
                    for one in fresh
                )
                days += [float((one.told - begin) / np.timedelta64(1, "D")) + 1 for one in good[:1]]
            median = float(np.median(days)) if days else float("nan")
            row = {"what": what, "lag": lag, "told": right, "of": count, "days": median,
                   "others": others}  # fmt: skip
            rows.append(row)
            print(
                f"| {what} | {lag} min | {right} of {count} | {median:.0f} | {others} |", flush=True
            )
    return rows


def alike(one: Shift, names: tuple[str, ...], file: str, late: int) -> bool:
    """Say whether a shift is what was put wrong, within five minutes."""
    same = one.file == file if file else set(one.names) == set(names)
    return same and abs(one.minutes - late) <= 5


Put = Callable[[Sheets, np.datetime64, int], Sheets]


def one_sensor(_: Sheets, known: Clocks) -> Iterator[tuple[tuple[str, ...], str, Put]]:
    """Yield each sensor of pressures and flows that can be watched."""
    for kind in ("pressures", "flows"):
        for name in getattr(known.signals, kind):
            if name not in known.unwatched:
                yield (name,), "", put(kind, (name,))


def whole_file(sheets: Sheets, _: Clocks | None) -> Iterator[tuple[tuple[str, ...], str, Put]]:
    """Yield each file, twice, then all together."""
    for _time in range(2):
        for kind in KINDS:
            names = getattr(sheets, kind).names
            file = "demands" if kind == "customers" else kind
            said = names if kind != "customers" else ("demands",)
            yield said, file, put(kind, names)

        def every(given: Sheets, begin: np.datetime64, late: int) -> Sheets:
            for kind in KINDS:
                given = put(kind, getattr(given, kind).names)(given, begin, late)
            return given

        yield (), "model", every


def put(kind: str, names: tuple[str, ...]) -> Put:
    """Return what puts some sensors of a file wrong from an instant on."""

    def shifted(given: Sheets, begin: np.datetime64, late: int) -> Sheets:
        sheet: Sheet = getattr(given, kind)
        values = sheet.values.copy()
        rows = np.flatnonzero(sheet.times >= begin)
        source = rows - late // 5
        inside = (source >= 0) & (source < len(values))
        for name in names:
            column = sheet.names.index(name)
            moved = sheet.values[source.clip(0, len(values) - 1), column]
            values[rows, column] = np.where(inside, moved, np.nan)
        return replace(given, **{kind: Sheet(sheet.names, sheet.times, values)})

    return shifted


def false_alarms(plant: Plant, sheets: Sheets, known: Clocks) -> list[dict[str, Any]]:
    """Count what is said of clocks that are right, a year and a half after they were learnt."""
    last = np.datetime64("2020-01-01", "D")
    count = int((last - MIDDLE) / np.timedelta64(1, "D"))
    one = copy.deepcopy(known)
    lags = 0
    doubted = 0
    for day in range(count):
        at = (MIDDLE + np.timedelta64(day, "D")).astype("datetime64[s]")
        doubt, fresh = one.look(plant, sheets, at)
        lags += len(fresh)
        doubted += int(doubt.sum())
    sensors = len(known.lag) - 1 - len(known.unwatched)
    years = sensors * count / 365.25
    print(f"\nFalse alarms: {lags} in {years:.0f} sensor-years; {doubted} sensor-days set aside.")
    return [{"what": "false alarms", "alarms": lags, "sensor_years": years, "doubted": doubted}]


def scores(model: WaterModel, sheets: Sheets, past: Past) -> list[dict[str, Any]]:
    """Search three months of 2018, learnt on its first half, with clocks put wrong."""
    sheets = cut(sheets, FIRST, LAST)
    assert past.flows is not None
    leaks = [
        Leak(one.pipe, one.start, one.end, past.flows.times,
             np.nan_to_num(past.flows.values[:, past.flows.names.index(one.pipe)]))
        for one in past.leaks if MIDDLE <= one.start < LAST
    ]  # fmt: skip
    before = Past(tuple(one for one in past.leaks if one.start < MIDDLE), past.flows)
    names = sheets.pressures.names
    few = (names[3], names[14], names[20], names[25], names[27])

    def loggers(given: Sheets) -> Sheets:
        for name, late in zip(few, (60, -60, 120, 180, -120), strict=True):
            given = put("pressures", (name,))(given, SUMMER, late)
        return given

    every = [item[2] for item in whole_file(sheets, None)][4]
    cases: list[tuple[str, Sheets, tuple[bool, ...]]] = [
        ("as they are", sheets, (True,)),
        ("five loggers, by 1 to 3 h from 20 July", loggers(sheets), (False, True)),
        ("all, by 2 h from 20 July", every(sheets, SUMMER, 120), (False, True)),
    ]
    rows = []
    print("\n| Clocks | Corrected | Share of the perfect score | Leaks found | False |")
    print("|---|---|---|---|---|")
    for name, given, tried in cases:
        for corrected in tried:
            found = search(model, given, before, MIDDLE, corrected=corrected)
            result = judged(plant_of(model, given), list(found.detections), leaks)
            row = {"what": name, "corrected": corrected, "share": result.share,
                   "found": result.found, "leaks": len(leaks), "false": result.false}  # fmt: skip
            rows.append(row)
            print(f"| {name} | {'yes' if corrected else 'no'} | {result.share:.1%} "
                  f"| {result.found} of {len(leaks)} | {result.false} |", flush=True)  # fmt: skip
    return rows


def cut(sheets: Sheets, first: np.datetime64, end: np.datetime64) -> Sheets:
    """Return the measures within [first, end)."""
    every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    return Sheets(*(one.since(first, end) for one in every))


if __name__ == "__main__":
    main()
