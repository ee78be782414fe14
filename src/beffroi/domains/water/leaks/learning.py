"""The model made to agree with a past whose leaks are known; the errors that then remain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.hydraulics.contrast import common_errors
from beffroi.analysis.hydraulics.fitting import agree, shared_rhythms
from beffroi.analysis.hydraulics.rules import DOUBT
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import HOURS, Measures
from beffroi.domains.water.leaks.plant import Plant
from beffroi.errors import BeffroiError
from beffroi.errors.water import PAST_SHORT

#: Standard errors of the model: demands and roughness, uniformly within `DOUBT`; valves, m.
SPREAD, VALVE_DOUBT, ZONE_DOUBT = DOUBT / np.sqrt(3), 0.05, 0.1
_PRESSURE_NOISE, _FLOW_NOISE, _TANK_NOISE = 0.01, 0.5, 0.3  # m, m3/h, m3/h
#: The finest error of a daily mean, in the same order.
_FLOORS = (0.0015, 0.1, 0.07)
_ROUNDS, _SAMPLES, LEAST_DAYS = 3, 6, 60
_RIDGE, _LIFTED = 5.0, 20.0  # m3/h: a pump that runs


@dataclass(frozen=True, slots=True)
class Tuned:
    """A model that agrees with its past.

    `demand` multiplies what each node is expected to draw, shape (nodes,); `smooth` is added to
    the logarithm of roughness, (pipes,); `lift` to the settings of valves, m; `mean` relative use
    of each customer; `rhythms` (k, customers) and `offsets` (1 + k, m) what meters read besides;
    `errors` the three parts of `contrast.covariance`.
    """

    demand: Floats
    smooth: Floats
    lift: Floats
    mean: Floats
    rhythms: Floats
    offsets: Floats
    errors: Floats

    def beside(self, metered: Floats) -> Floats:
        """Return what meters read besides the model, given the use of customers, shape (d, m)."""
        relative = metered / self.mean
        spread = relative / relative.mean(axis=1, keepdims=True) - 1
        explained: Floats = self.offsets[0] + spread @ self.rhythms.T @ self.offsets[1:]
        return explained


def floors(plant: Plant, sizes: tuple[float, float, float] = _FLOORS) -> Floats:
    """Return a number for each meter: pressures, inlets, tanks."""
    return np.repeat(sizes, [len(plant.sensors), len(plant.inlets), len(plant.tanks)])


def learn(plant: Plant, seen: Measures, lost: Floats) -> Tuned:
    """Make the model agree with days whose leaks are known.

    `lost` is what leaks drew at the hours that are looked at, m3/h, shape (days, hours, nodes).

    Raises:
        BeffroiError: `water.past_short`.
    """
    usable = np.flatnonzero(seen.usable)
    if usable.size < LEAST_DAYS:
        raise BeffroiError(PAST_SHORT, days=usable.size, least=LEAST_DAYS)
    demand, smooth, lift = _agree(plant, seen, lost, usable)
    left = np.full((len(seen.days), seen.meters.shape[2]), np.nan)
    for day in usable:
        left[day] = residual(plant, seen, int(day), demand, lost[day])
    mean = seen.metered[usable].mean(axis=0)
    relative = seen.metered[usable] / mean
    shared = shared_rhythms(relative) if relative.shape[1] > 1 else np.empty((0, len(mean)))
    spread = relative / relative.mean(axis=1, keepdims=True) - 1
    terms = np.column_stack([np.ones(usable.size), spread @ shared.T])
    ridge = _RIDGE * np.eye(terms.shape[1])
    ridge[0, 0] = 1e-9
    # A meter that was silent on a day stands at its mean; one that never speaks, at nothing.
    filled = np.where(np.isfinite(left[usable]), left[usable], _mean(left[usable]))
    filled = np.nan_to_num(filled)
    offsets = np.linalg.solve(terms.T @ terms + ridge, terms.T @ filled)
    first = int(usable[0])
    _, response, drawn = view(plant, seen, first, demand, lost[first], looked=(1, 4))
    effect = response * drawn[:, None]
    spoke = np.isfinite(left[usable]).any(axis=0)
    errors = common_errors(
        effect[:, spoke], floors(plant)[spoke], (filled - terms @ offsets)[:, spoke]
    )
    return Tuned(demand, smooth, lift, mean, shared, offsets, errors)


def residual(plant: Plant, seen: Measures, day: int, demand: Floats, extra: Floats) -> Floats:
    """Return measured less modelled readings, the mean of a day, shape (m,)."""
    return view(plant, seen, day, demand, extra)[0]


def view(
    plant: Plant, seen: Measures, day: int, demand: Floats, extra: Floats,
    looked: tuple[int, ...] = (),
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Return the residual of a day, and at the hours `looked` at, how meters respond.

    `extra` draws of nodes [m3/h] beside customers, (nodes,) or (hours, nodes). The response is
    that of `Reading`, (nodes, m); with it come the draws that nobody measures, (nodes,), m3/h.
    """
    gaps, responses, drawn, near = [], [], [], None
    every = np.broadcast_to(extra, (len(HOURS), len(plant.names)))
    for hour in range(len(HOURS)):
        draw = _draw(seen, day, hour, demand)
        got = plant.read(
            draw + every[hour], seen.pumped[day, hour], seen.levels[day, hour], near, hour in looked
        )
        near = got.flows
        gaps.append(seen.meters[day, hour] - got.values)
        if hour in looked:
            responses.append(got.response)
            drawn.append(np.where(seen.guessed, draw, 0.0))
    gap = np.array(gaps)
    count = np.isfinite(gap).sum(axis=0)
    with np.errstate(invalid="ignore"):
        # A meter that was silent at night would stand elsewhere for this alone: hours err apart.
        mean = np.where(count == len(HOURS), np.nansum(gap, axis=0) / count, np.nan)
    if not looked:
        return mean, np.empty((0, 0)), np.empty(0)
    return mean, np.mean(responses, axis=0), np.mean(drawn, axis=0)


def _draw(seen: Measures, day: int, hour: int, demand: Floats) -> Floats:
    draw: Floats = seen.draws[day, hour] * np.where(seen.guessed, demand, 1.0)
    return draw


def _agree(
    plant: Plant, seen: Measures, lost: Floats, usable: NDArray[np.int64]
) -> tuple[Floats, Floats, Floats]:
    nodes, pipes = len(plant.names), plant.pipes.start.size
    tanks = np.zeros(nodes)
    for members in plant.tanks:
        tanks[members] = 1.0
    wholes = np.column_stack([1.0 - tanks, tanks]) * seen.guessed[:, None]
    doubt = np.concatenate([
        np.where(seen.guessed, SPREAD, 0.0), np.full(2, ZONE_DOUBT), np.full(pipes, SPREAD),
        np.full(len(plant.valves), VALVE_DOUBT),
    ])  # fmt: skip
    noise = floors(plant, (_PRESSURE_NOISE, _FLOW_NOISE, _TANK_NOISE))
    cells = _alike(seen, usable)
    now = np.zeros(doubt.size)
    demand, cut = np.ones(nodes), np.cumsum([nodes, 2, pipes])
    for _ in range(_ROUNDS):
        errors, slopes = [], []
        for cell in cells:
            gaps, moves = [], []
            for day, hour in cell[:: max(1, len(cell) // _SAMPLES)]:
                draw = _draw(seen, day, hour, demand)
                got = plant.read(
                    draw + lost[day, hour], seen.pumped[day, hour], seen.levels[day, hour],
                    whole=True,
                )  # fmt: skip
                own = got.response * np.where(seen.guessed, draw, 0.0)[:, None]
                moves.append(np.concatenate([own, wholes.T @ own, got.smooth, got.height]))
                gaps.append(seen.meters[day, hour] - got.values)
            errors.append(_mean(np.array(gaps)))
            slopes.append(np.mean(moves, axis=0).T)
        wanted, slope = np.concatenate(errors), np.concatenate(slopes)
        known = np.isfinite(wanted)
        every = np.tile(noise, len(cells))[known]
        now = agree(wanted[known], slope[known], doubt, every, now)
        own, whole, smooth, lift = np.split(now, cut)
        demand = np.exp(own + wholes @ whole)
        plant.grid.roughen(smooth)
        plant.raise_valves(lift)
    return demand, smooth, lift


def _alike(seen: Measures, usable: NDArray[np.int64]) -> list[list[tuple[int, int]]]:
    """Days and hours by what makes them alike: hour, weekend, pumps that run."""
    weekend = np.is_busday(seen.days.astype("datetime64[D]"))
    found: dict[tuple[int, bool, bool], list[tuple[int, int]]] = {}
    for day in usable:
        for hour in range(len(HOURS)):
            runs = bool((seen.pumped[day, hour] > _LIFTED).any())
            found.setdefault((hour, bool(weekend[day]), runs), []).append((int(day), hour))
    return [cell for cell in found.values() if len(cell) > _SAMPLES]


def _mean(gaps: Floats) -> Floats:
    count = np.isfinite(gaps).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, np.nansum(gaps, axis=0) / count, np.nan)
