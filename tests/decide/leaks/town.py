"""A small invented network and its measures: 36 nodes, one inlet, and a truth of its own."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import HOURS, Sheets
from beffroi.domains.water.leaks.plant import Plant, Sensors
from beffroi.readers.water.epanet import WaterModel, read_model
from beffroi.readers.water.scada import Sheet

SIDE, LENGTH = 6, 150.0  # nodes, m
SENSORS = ("n01", "n05", "n22", "n34", "n50", "n55")
METERS = tuple(f"n{row}{column}" for row in range(2) for column in range(SIDE))
FIRST = np.datetime64("2018-01-01", "D")
#: Mean of the multipliers of the five-minute steps of an hour, then the hour of the day.
DAY = 1 + 0.5 * np.sin(np.arange(24) / 24 * 2 * np.pi - 2)


def text() -> str:
    nodes = [f"n{row}{column}" for row in range(SIDE) for column in range(SIDE)]
    pipes = ["main r gate 30 300 130 0"]
    for row in range(SIDE):
        for column in range(SIDE):
            here = f"n{row}{column}"
            if column + 1 < SIDE:
                pipes.append(f"h{row}{column} {here} n{row}{column + 1} {LENGTH} 80 110 0")
            if row + 1 < SIDE:
                pipes.append(f"v{row}{column} {here} n{row + 1}{column} {LENGTH} 80 110 0")
    demands = [f"{name} {0.6 + 0.1 * (number % 5)} day" for number, name in enumerate(nodes)]
    return "\n".join([
        "[JUNCTIONS]", "gate 20", *(f"{name} 10" for name in nodes),
        "[RESERVOIRS]", "r 90", "[PIPES]", *pipes,
        "[VALVES]", "prv gate n00 200 PRV 50 0", "[DEMANDS]", *demands,
        "[PATTERNS]", "day " + " ".join(f"{value:.6f}" for value in DAY),
        "[TIMES]", "Pattern Timestep 1:00", "[OPTIONS]", "Units CMH", "Headloss H-W",
    ])  # fmt: skip


def place() -> str:
    """Where nodes are, in metres of Lambert 93."""
    rows = ["r 700000 6600000", "gate 700000 6600030"]
    for row in range(SIDE):
        for column in range(SIDE):
            at = 700_000 + int(LENGTH) * column, 6_600_060 + int(LENGTH) * row
            rows.append(f"n{row}{column} {at[0]} {at[1]}")
    return "\n".join(["\n[COORDINATES]", *rows])


def model() -> WaterModel:
    return read_model(text().encode(), "town.inp")


def sensors() -> Sensors:
    return Sensors(SENSORS, ("main",), (), METERS)


def sheets(days: int, leaks: list[tuple[str, int, int, float]], seed: int = 1) -> Sheets:
    """Measures of a town that its model does not know well, at the hours that are looked at.

    `leaks` are pipe, first day, day after the last, m3/h.
    """
    draw = np.random.default_rng(seed)
    plant = Plant(model(), sensors())
    plant.grid.roughen(draw.uniform(-0.1, 0.1, len(plant.pipe_names)))
    own = draw.uniform(0.9, 1.1, len(plant.names))
    hours = (24 * np.arange(days)[:, None] + np.array(HOURS)).ravel()
    times = FIRST.astype("datetime64[s]") + hours * np.timedelta64(3600, "s")
    meters = np.empty((hours.size, len(SENSORS) + 1))
    customers = np.empty((hours.size, len(METERS)))
    of_day = 1 + 0.02 * draw.standard_normal((days, len(plant.names)))
    near = None
    for row, hour in enumerate(hours):
        day = hour // 24
        season = 1 + 0.1 * np.sin(day / 365 * 2 * np.pi)
        drawn = plant.usual.sum(axis=0) * own * DAY[hour % 24] * season * of_day[day]
        customers[row] = drawn[plant.metered] * 1000
        for pipe, first, end, flow in leaks:
            if first <= day < end:
                at = plant.pipe_names.index(pipe)
                drawn[plant.pipes.start[at]] += flow / 2
                drawn[plant.pipes.end[at]] += flow / 2
        got = plant.read(drawn, np.empty(0), np.empty(0), near)
        near, meters[row] = got.flows, got.values
    noise = 0.005 * draw.standard_normal((hours.size, len(SENSORS)))
    return Sheets(
        Sheet(SENSORS, times, np.round(meters[:, :-1] + noise, 2)),
        Sheet(("main",), times, meters[:, -1:]),
        Sheet((), times, np.empty((hours.size, 0))),
        Sheet(METERS, times, customers),
    )


@cache
def _whole(days: int, leaks: tuple[tuple[str, int, int, float], ...]) -> Sheets:
    return sheets(days, list(leaks))


def put(folder: Path, days: int, leaks: list[tuple[str, int, int, float]]) -> None:
    """Write the measures of the first days, as a supervision that exports its year again."""
    end = FIRST + np.timedelta64(days, "D")
    given = cut(_whole(80, tuple(leaks)), end)
    every = (given.pressures, given.flows, given.levels, given.customers)
    for kind, sheet in zip(("pressures", "flows", "levels", "demands"), every, strict=True):
        columns: dict[str, Any] = {"timestamp": pa.array(sheet.times)}
        columns |= {name: sheet.values[:, row] for row, name in enumerate(sheet.names)}
        pq.write_table(pa.table(columns), folder / f"2018_{kind}.parquet")


def cut(given: Sheets, end: np.datetime64) -> Sheets:
    """Return the same measures before `end` only."""
    start = FIRST.astype("datetime64[s]")
    return Sheets(*(
        one.since(start, end)
        for one in (given.pressures, given.flows, given.levels, given.customers)
    ))  # fmt: skip


def without(sheet: Sheet, name: str, values: NDArray[np.float64] | float) -> Sheet:
    """Return a sheet where one sensor says something else."""
    changed: Floats = sheet.values.copy()
    changed[:, sheet.names.index(name)] = values
    return Sheet(sheet.names, sheet.times, changed)
