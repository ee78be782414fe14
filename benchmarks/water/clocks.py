"""Clocks of loggers of L-Town that are put wrong: which are told, and how soon.

Real measures (2018 and 2019 of this data, every 5 minutes), whose clocks are right; each row puts
some of them wrong by hand from a day on, early or late by chance. Bonds are learnt on the first
half of 2018, never on what is judged. A shift is told right when it is said of the right sensor or
file, within 5 minutes, in the two weeks after it; less than two steps is followed and not said.
False alarms are counted on measures left as they are, to the end of 2019. One network, whose clocks
were simulated right: a real one has more of everything. Sensor n215, alone in its zone, cannot be
watched, and is told so.
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
from beffroi.domains.water.leaks.searching import plant_of
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.readers.water.epanet import read_model
from beffroi.readers.water.scada import Sheet
from benchmarks.water.run import FIRST, FOLDER, MIDDLE

LAGS = (5, 10, 15, 30, 60, 120, 180)
DAYS, KINDS = 14, ("pressures", "flows", "levels", "customers")


def main() -> None:
    """Print the tables; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=FOLDER, help="folder of L-Town")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--part", choices=("told", "false"), help="one part only")
    given = parser.parse_args()
    model = read_model((given.data / "L-TOWN.inp").read_bytes(), "L-TOWN.inp")
    sheets, _ = read_folder(given.data)
    plant = plant_of(model, sheets)
    learnt = timekeeping.learnt(plant, cut(sheets, FIRST, MIDDLE), MIDDLE)
    assert learnt is not None
    known = learnt[0]
    rows: list[dict[str, Any]] = []
    if given.part in (None, "told"):
        rows += told(plant, sheets, known)
    if given.part in (None, "false"):
        rows += false_alarms(plant, sheets, known)
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


def cut(sheets: Sheets, first: np.datetime64, end: np.datetime64) -> Sheets:
    """Return the measures within [first, end)."""
    every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    return Sheets(*(one.since(first, end) for one in every))


if __name__ == "__main__":
    main()
