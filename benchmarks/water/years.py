"""Simulated years of a network: a truth that its model knows badly, with leaks of its own.

Roughness of each pipe and demand of each node differ from the model's by up to 15 %; demand has a
season, and from day to day customers of a dozen and a half kinds vary by 3 % together. Leaks begin
at random places and days, at once or growing; some are mended.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import HOURS, Sheets, rhythms
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.searching import Past
from beffroi.readers.water.scada import KnownLeak, Sheet
from benchmarks.water.score import Leak

_KINDS, _SPREAD, _MEMORY = 18, 0.03, 0.5
_YEAR = 365


@dataclass(frozen=True)
class Truth:
    """Measures of two years, the leaks of the first one as known, those of the second to find."""

    sheets: Sheets
    past: Past
    leaks: tuple[Leak, ...]


def simulate(plant: Plant, seed: int, first: np.datetime64) -> Truth:
    """Return two years from `first` on, at the hours that a search looks at."""
    draw = np.random.default_rng(seed)
    days = first.astype("datetime64[D]") + np.arange(2 * _YEAR)
    hours = days.astype("datetime64[s]")[:, None] + np.array(HOURS) * np.timedelta64(3600, "s")
    times = hours.ravel()
    demand = rhythms(plant, days) @ plant.usual
    day = np.arange(len(days))
    own = draw.uniform(0.85, 1.15, len(plant.names))
    season = 1 + 0.1 * np.sin((day - 110) / _YEAR * 2 * np.pi)
    demand *= own * season[:, None, None] * _varied(draw, len(days), len(plant.names))[:, None]
    listed = [*_leaks(draw, plant, times, 0, 14), *_leaks(draw, plant, times, _YEAR, 18)]
    lost = np.zeros_like(demand).reshape(times.size, -1)
    for leak in listed:
        row = plant.pipe_names.index(leak.pipe)
        for end in (plant.pipes.start[row], plant.pipes.end[row]):
            lost[:, end] += leak.flow / 2
    plant.grid.roughen(np.log(draw.uniform(0.85, 1.15, len(plant.pipe_names))))
    sheets = _measured(plant, demand.reshape(times.size, -1), lost, times, draw)
    plant.grid.roughen(np.zeros(len(plant.pipe_names)))
    begin = times[6 * _YEAR]
    known = [one for one in listed if one.start < begin]
    flows = Sheet(
        tuple(one.pipe for one in known), times, np.column_stack([one.flow for one in known])
    )
    past = Past(tuple(KnownLeak(one.pipe, one.start, one.end) for one in known), flows)
    return Truth(sheets, past, tuple(one for one in listed if one.start >= begin))


def _varied(draw: np.random.Generator, days: int, nodes: int) -> Floats:
    """Each node follows one of a few kinds of customers, whose days remember the day before."""
    kinds = np.empty((days, _KINDS))
    kinds[0] = draw.standard_normal(_KINDS)
    for day in range(1, days):
        fresh = np.sqrt(1 - _MEMORY**2) * draw.standard_normal(_KINDS)
        kinds[day] = _MEMORY * kinds[day - 1] + fresh
    varied: Floats = 1 + _SPREAD * kinds[:, draw.integers(_KINDS, size=nodes)]
    return varied


def _leaks(
    draw: np.random.Generator, plant: Plant, times: np.ndarray, since: int, count: int
) -> list[Leak]:
    found = []
    step = np.arange(times.size) / len(HOURS)
    for pipe in draw.choice(len(plant.pipe_names), count, replace=False):
        start = since + draw.uniform(2, _YEAR - 20)
        size, grows = draw.uniform(4, 28), bool(draw.random() < 0.55)
        rise = draw.uniform(3, 80) if grows else 0.01
        length = draw.uniform(10, 60) if draw.random() < 0.7 else 2.0 * _YEAR  # never mended
        end = min(start + rise + length, 2 * _YEAR - 0.1)
        running = (step >= start) & (step <= end)
        flow = np.where(running, size * np.clip((step - start) / rise, 0, 1) ** 2, 0.0)
        at = np.flatnonzero(running)
        found.append(Leak(plant.pipe_names[pipe], times[at[0]], times[at[-1]], times, flow))
    return found


def _measured(
    plant: Plant, demand: Floats, lost: Floats, times: np.ndarray, draw: np.random.Generator
) -> Sheets:
    """What meters read; pumps lift what their tank gives out, whose level is steady."""
    count = times.size
    pressures = np.empty((count, len(plant.sensors)))
    flows = np.empty((count, len(plant.inlets) + len(plant.pump_names)))
    level = np.full(len(plant.tanks), 3.0)
    near = None
    for row in range(count):
        drawn = demand[row] * np.exp(0.006 * draw.standard_normal(len(plant.names)))
        demand[row] = drawn
        total = drawn + lost[row]
        pumped = np.array([total[members].sum() for members in plant.tanks]) @ plant.feeds
        got = plant.read(total, pumped, level, near)
        near = got.flows
        pressures[row] = got.values[: len(plant.sensors)]
        inlets = got.values[len(plant.sensors) : len(plant.sensors) + len(plant.inlets)]
        flows[row] = [*inlets, *pumped]
    # Two rows of levels an hour apart say that the tank neither fills nor empties.
    twice = np.sort(np.concatenate([times, times + np.timedelta64(1800, "s")]))
    levels = np.full((2 * count, len(plant.tanks)), 3.0)
    return Sheets(
        Sheet(tuple(plant.sensors), times, np.round(pressures, 3)),
        Sheet((*plant.inlet_names, *plant.pump_names), times, flows),
        Sheet(plant.tank_names, twice, levels),
        Sheet(tuple(plant.customers), times, demand[:, plant.metered] * 1000),
    )
