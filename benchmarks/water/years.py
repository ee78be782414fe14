"""Simulated years of a network: a truth that its model knows badly, with leaks of its own.

Roughness of each pipe and demand of each node differ from the model's by up to 15 %; demand has a
season, and from day to day customers of a dozen and a half kinds vary by 3 % together. Leaks begin
at random places and days, at once or growing; some are mended. `KINDS` are years that differ, in
leaks and in errors; seeds from 11 to 20 served to choose rules, from 101 on to judge them.
"""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import HOURS, Sheets, rhythms
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.searching import Past
from beffroi.readers.water.scada import KnownLeak, Sheet
from benchmarks.water.score import Leak

_KINDS, _MEMORY, _SLOW = 18, 0.5, 0.9
_YEAR = 365


@dataclass(frozen=True)
class Kind:
    """What a year is like: how many leaks, of which size [m3/h], how long [d], what meters miss.

    `grows` is the share of leaks that grow, over `rise`; `mended` that of those that are mended,
    `stays` after they have grown. `spread` is that of a kind of customers from day to day, `own`
    that of a node alone, `hours` that of a node from hour to hour, `pressure` [m] and `inlet` (a
    share) that of meters.
    """

    known: int = 14
    count: int = 18
    size: tuple[float, float] = (4, 28)
    grows: float = 0.55
    rise: tuple[float, float] = (3, 80)
    mended: float = 0.7
    stays: tuple[float, float] = (10, 60)
    spread: float = 0.03
    hours: float = 0.006
    own: float = 0.0
    pressure: float = 0.0
    inlet: float = 0.0


OLD = Kind()  # that of decision 0032, whose meters are finer than those of L-Town
#: Errors of a day are then those of L-Town in 2018 or more: customers alone, meters.
KINDS = {
    "usual": Kind(size=(4, 30), own=0.03, pressure=0.005),
    "many": Kind(count=25, size=(5, 33), stays=(20, 120), own=0.03, pressure=0.005),
    "few": Kind(
        count=10, size=(5, 33), grows=0.6, rise=(3, 110), mended=0.6, own=0.03, pressure=0.005
    ),
    "slow": Kind(
        count=14, size=(4, 12), grows=0.8, rise=(40, 150), mended=0.5, own=0.03, pressure=0.005
    ),
    "noisy": Kind(
        count=20, size=(5, 30), spread=0.04, own=0.06, hours=0.012, pressure=0.008, inlet=0.004
    ),
}


@dataclass(frozen=True)
class Truth:
    """Measures of two years, the leaks of the first one as known, those of the second to find."""

    sheets: Sheets
    past: Past
    leaks: tuple[Leak, ...]


def simulate(plant: Plant, seed: int, first: np.datetime64, kind: Kind = OLD) -> Truth:
    """Return two years from `first` on, at the hours that a search looks at."""
    draw = np.random.default_rng(seed)
    days = first.astype("datetime64[D]") + np.arange(2 * _YEAR)
    hours = days.astype("datetime64[s]")[:, None] + np.array(HOURS) * np.timedelta64(3600, "s")
    times = hours.ravel()
    demand = rhythms(plant, days) @ plant.usual
    day = np.arange(len(days))
    own = draw.uniform(0.85, 1.15, len(plant.names))
    season = 1 + 0.1 * np.sin((day - 110) / _YEAR * 2 * np.pi)
    demand *= (
        own * season[:, None, None] * _varied(draw, len(days), len(plant.names), kind)[:, None]
    )
    listed = [
        *_leaks(draw, plant, times, 0, kind.known, kind),
        *_leaks(draw, plant, times, _YEAR, kind.count, kind),
    ]
    lost = np.zeros_like(demand).reshape(times.size, -1)
    for leak in listed:
        row = plant.pipe_names.index(leak.pipe)
        for end in (plant.pipes.start[row], plant.pipes.end[row]):
            lost[:, end] += leak.flow / 2
    plant.grid.roughen(np.log(draw.uniform(0.85, 1.15, len(plant.pipe_names))))
    sheets = _measured(plant, demand.reshape(times.size, -1), lost, times, draw, kind)
    plant.grid.roughen(np.zeros(len(plant.pipe_names)))
    begin = times[6 * _YEAR]
    known = [one for one in listed if one.start < begin]
    flows = Sheet(
        tuple(one.pipe for one in known), times, np.column_stack([one.flow for one in known])
    )
    past = Past(tuple(KnownLeak(one.pipe, one.start, one.end) for one in known), flows)
    return Truth(sheets, past, tuple(one for one in listed if one.start >= begin))


def _varied(draw: np.random.Generator, days: int, nodes: int, kind: Kind) -> Floats:
    """Each node follows one of a few kinds of customers, whose days remember the day before."""
    kinds = np.empty((days, _KINDS))
    kinds[0] = draw.standard_normal(_KINDS)
    for day in range(1, days):
        fresh = np.sqrt(1 - _MEMORY**2) * draw.standard_normal(_KINDS)
        kinds[day] = _MEMORY * kinds[day - 1] + fresh
    varied: Floats = 1 + kind.spread * kinds[:, draw.integers(_KINDS, size=nodes)]
    if kind.own:
        alone = draw.standard_normal((days, nodes))
        for day in range(1, days):
            alone[day] = _SLOW * alone[day - 1] + np.sqrt(1 - _SLOW**2) * alone[day]
        varied += kind.own * alone
    return varied


def _leaks(
    draw: np.random.Generator,
    plant: Plant,
    times: np.ndarray,
    since: int,
    count: int,
    kind: Kind,
) -> list[Leak]:
    found = []
    step = np.arange(times.size) / len(HOURS)
    for pipe in draw.choice(len(plant.pipe_names), count, replace=False):
        start = since + draw.uniform(2, _YEAR - 20)
        size, grows = draw.uniform(*kind.size), bool(draw.random() < kind.grows)
        rise = draw.uniform(*kind.rise) if grows else 0.01
        mended = draw.random() < kind.mended
        length = draw.uniform(*kind.stays) if mended else 2.0 * _YEAR
        end = min(start + rise + length, 2 * _YEAR - 0.1)
        running = (step >= start) & (step <= end)
        flow = np.where(running, size * np.clip((step - start) / rise, 0, 1) ** 2, 0.0)
        at = np.flatnonzero(running)
        found.append(Leak(plant.pipe_names[pipe], times[at[0]], times[at[-1]], times, flow))
    return found


def _measured(
    plant: Plant,
    demand: Floats,
    lost: Floats,
    times: np.ndarray,
    draw: np.random.Generator,
    kind: Kind,
) -> Sheets:
    """What meters read; pumps lift what their tank gives out, whose level is steady."""
    count = times.size
    pressures = np.empty((count, len(plant.sensors)))
    flows = np.empty((count, len(plant.inlets) + len(plant.pump_names)))
    level = np.full(len(plant.tanks), 3.0)
    near = None
    for row in range(count):
        drawn = demand[row] * np.exp(kind.hours * draw.standard_normal(len(plant.names)))
        demand[row] = drawn
        total = drawn + lost[row]
        pumped = np.array([total[members].sum() for members in plant.tanks]) @ plant.feeds
        got = plant.read(total, pumped, level, near)
        near = got.flows
        pressures[row] = got.values[: len(plant.sensors)]
        inlets = got.values[len(plant.sensors) : len(plant.sensors) + len(plant.inlets)]
        flows[row] = [*inlets, *pumped]
    pressures += kind.pressure * draw.standard_normal(pressures.shape)
    flows *= 1 + kind.inlet * draw.standard_normal(flows.shape)
    # Two rows of levels an hour apart say that the tank neither fills nor empties.
    twice = np.sort(np.concatenate([times, times + np.timedelta64(1800, "s")]))
    levels = np.full((2 * count, len(plant.tanks)), 3.0)
    return Sheets(
        Sheet(tuple(plant.sensors), times, np.round(pressures, 3)),
        Sheet((*plant.inlet_names, *plant.pump_names), times, flows),
        Sheet(plant.tank_names, twice, levels),
        Sheet(tuple(plant.customers), times, demand[:, plant.metered] * 1000),
    )
