"""A water network and its meters: what each meter reads for given draws, and how it moves."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.hydraulics.grid import Grid, State
from beffroi.analysis.hydraulics.pipes import Pipes, components
from beffroi.analysis.metrics import Floats
from beffroi.errors import BeffroiError
from beffroi.errors.water import MEASURES_LACKING, MODEL_CUT, MODEL_UNSUPPORTED
from beffroi.readers.water.epanet import WaterModel
from beffroi.texts import Text

_HOUR = 3600.0
_PUMP = Text(fr="le débit de la pompe {name}", en="the flow of pump {name}")
_LEVEL = Text(fr="le niveau du réservoir {name}", en="the level of tank {name}")
_INLET = Text(
    fr="un débitmètre à l’entrée de la zone de la vanne {name}",
    en="a flow meter at the inlet of the zone of valve {name}",
)
_PRESSURES = Text(fr="au moins deux capteurs de pression", en="at least two pressure sensors")
_UNNAMED = Text(
    fr="{text} (des {count} colonnes de pression, dont « {name} », {known} sont des nœuds du "
    "modèle)",
    en="{text} (of the {count} columns of pressures, “{name}” among them, {known} are nodes of the "
    "model)",
)


@dataclass(frozen=True, slots=True)
class Sensors:
    """Names of what is measured, as columns of the measures."""

    pressures: tuple[str, ...]
    flows: tuple[str, ...]
    levels: tuple[str, ...]
    customers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What meters read: pressures [m], then inlets and tanks [m3/h], shape (m,).

    `response` moves meters by m3/h drawn at each node, shape (nodes, m); `smooth` with the
    logarithm of the roughness of each pipe, (pipes, m); `height` with each valve's setting, (v, m).
    """

    values: Floats
    flows: Floats
    response: Floats
    smooth: Floats
    height: Floats


class Plant:
    """The network of a model, cut where its pressures are set, with the meters that see it."""

    def __init__(self, model: WaterModel, sensors: Sensors) -> None:
        self.names = (*model.elevations, *model.reservoirs, *model.tanks)
        self.node = {name: row for row, name in enumerate(self.names)}
        links = model.pipes
        self.pipe_names = tuple(one.name for one in links)
        self.pipes = Pipes(
            len(self.names),
            np.array([self.node[one.start] for one in links]),
            np.array([self.node[one.end] for one in links]),
            *(np.array([getattr(one, key) for one in links])
              for key in ("length", "diameter", "roughness")),
        )  # fmt: skip
        self.part = components(self.pipes)
        self.valves = tuple(one for one in model.links if one.kind == "PRV")
        for one in model.links:
            if one.kind not in {"PIPE", "SHUT", "PUMP", "PRV"}:
                raise BeffroiError(MODEL_UNSUPPORTED, name=one.name, found=one.kind)
        height = {**model.elevations, **model.reservoirs}
        self._top = np.array(
            [height[one.end] + one.setting for one in self.valves]
            + list(model.reservoirs.values())
            + [one.bottom for one in model.tanks.values()]
        )
        fixed = [one.end for one in self.valves] + [*model.reservoirs, *model.tanks]
        self.fixed = np.array([self.node[name] for name in fixed])
        cut = np.flatnonzero(~np.isin(self.part, self.part[self.fixed]))
        if cut.size:
            raise BeffroiError(MODEL_CUT, count=cut.size, name=self.names[int(cut[0])])
        self.grid = Grid(self.pipes, self.fixed)
        self._draws(model)
        self._meters(model, sensors, height)

    def raise_valves(self, by: Floats) -> None:
        """Add heights [m] to the settings of the valves."""
        self._lift = by

    def read(
        self, draw: Floats, pumped: Floats, levels: Floats, near: Floats | None = None,
        whole: bool = False,
    ) -> Reading:  # fmt: skip
        """Return what meters read when nodes draw `draw` [m3/h] and pumps lift `pumped` [m3/h].

        `levels` of tanks in m. `whole` also gives how readings move; else these are empty.
        """
        heads = self._top.copy()
        heads[: len(self.valves)] += self._lift
        heads[heads.size - levels.size :] += levels
        total = draw.copy()
        np.add.at(total, self._pumps, pumped)
        for upper, members in self._chains:
            total[upper] += total[members].sum()
        state = self.grid.solve(total / _HOUR, heads, near)
        inlets = [self.grid.inflow(state, node) for node in self.inlets]
        values = np.concatenate(
            [
                state.heads[self.sensed] - self._ground,
                [
                    flow * _HOUR + draw[stub].sum()
                    for (flow, _, _), stub in zip(inlets, self._stubs, strict=True)
                ],
                [draw[members].sum() for members in self.tanks],
            ]
        )
        if not whole:
            none = np.empty((0, 0))
            return Reading(values, state.flows, none, none, none)
        return Reading(values, state.flows, *self._moves(state, inlets))

    def _moves(
        self, state: State, inlets: list[tuple[float, Floats, Floats]]
    ) -> tuple[Floats, Floats, Floats]:
        first, count = len(self.sensed), len(self.sensed) + len(inlets)
        weights = np.zeros((len(self.names), count))
        weights[self.sensed, np.arange(first)] = 1.0
        for column, (_, of_inlet, _) in enumerate(inlets, first):
            weights[:, column] = of_inlet * _HOUR
        put = self.grid.response(state, weights)
        drawn = -put
        for upper, members in reversed(self._chains):
            drawn[members] += drawn[upper]
        drawn /= _HOUR
        for column, stub in enumerate(self._stubs, first):
            drawn[stub, column] += 1.0
        response = np.column_stack([drawn, self._tank_members])
        a, b = self.pipes.start, self.pipes.end
        smooth = -(put[a] - put[b]) * state.flows[:, None]
        height = np.zeros((len(self.valves), count))
        for row, node in enumerate(self.fixed[: len(self.valves)]):
            out, into = np.flatnonzero(a == node), np.flatnonzero(b == node)
            for pipe, other in [*zip(out, b[out], strict=True), *zip(into, a[into], strict=True)]:
                height[row] += put[other] / state.slopes[pipe]
                for column, inlet in enumerate(self.inlets, first):
                    height[row, column] += _HOUR * (inlet == node) / state.slopes[pipe]
        for column, (_, _, own) in enumerate(inlets, first):
            smooth[:, column] += own * _HOUR
        tanks = len(self.tanks)
        return response, _wider(smooth, tanks), _wider(height, tanks)

    def _draws(self, model: WaterModel) -> None:
        self.patterns = tuple(sorted({key for part in model.demands.values() for key in part}))
        self.usual = np.zeros((len(self.patterns), len(self.names)))
        for name, parts in model.demands.items():
            for key, mean in parts.items():
                self.usual[self.patterns.index(key), self.node[name]] += mean * _HOUR
        self.rhythm: Mapping[str, Floats] = model.patterns
        self.step = model.step

    def _meters(self, model: WaterModel, sensors: Sensors, height: Mapping[str, float]) -> None:
        lacking: list[Text] = []
        pumps = [one for one in model.links if one.kind == "PUMP"]
        lacking += [_PUMP.fill(name=one.name) for one in pumps if one.name not in sensors.flows]
        lacking += [_LEVEL.fill(name=one) for one in model.tanks if one not in sensors.levels]
        self.sensors = [one for one in sensors.pressures if one in height and self._joined(one)]
        if len(self.sensors) < 2:
            lacking.append(_lacking(sensors.pressures, len(self.sensors)))
        if lacking:
            said = Text(fr=", ".join(o.fr for o in lacking), en=", ".join(o.en for o in lacking))
            raise BeffroiError(MEASURES_LACKING, lacking=said)
        self.sensed = np.array([self.node[one] for one in self.sensors])
        self._ground = np.array([height[one] for one in self.sensors])
        self.customers = [one for one in sensors.customers if one in height]
        self.metered = np.array([self.node[one] for one in self.customers], dtype=np.int64)
        self.pump_names = tuple(one.name for one in pumps)
        self._pumps = np.array([self.node[one.start] for one in pumps], dtype=np.int64)
        self._lift = np.zeros(len(self.valves))
        self._zones(model, sensors, [self.part[self.node[one.end]] for one in pumps])

    def _joined(self, name: str) -> bool:
        return self.node[name] in self.grid.free

    def _zones(self, model: WaterModel, sensors: Sensors, lifted: list[int]) -> None:
        """Say which zones share water without any meter between them, and what enters each."""
        self.zone = self.part.copy()
        self.inlets: list[int] = []
        self.inlet_names: list[str] = []
        self._stubs: list[NDArray[np.int64]] = []  # nodes between the meter of an inlet and it
        self._chains: list[tuple[int, NDArray[np.int64]]] = []
        starts = self.part[self.pipes.start]
        for valve in self.valves:
            upper, lower = self.node[valve.start], self.node[valve.end]
            stub = self.part[upper]
            meters = [
                self.pipe_names[row] for row in np.flatnonzero(starts == stub)
                if self.pipe_names[row] in sensors.flows
            ]  # fmt: skip
            members = np.flatnonzero(self.part == self.part[lower])
            if meters:
                self.inlets.append(lower)
                self.inlet_names.append(meters[0])
                self._stubs.append(np.flatnonzero(self.part == stub))
                self.zone[self.zone == stub] = self.zone[lower]
            elif np.isin(self.fixed, members).sum() == 1:
                self._chains.insert(0, (upper, members))
                self.zone[self.zone == self.zone[lower]] = self.zone[upper]
            else:
                lacking = _INLET.fill(name=valve.name)
                raise BeffroiError(MEASURES_LACKING, lacking=lacking)
        self.tank_names = tuple(model.tanks)
        self.tanks = [np.flatnonzero(self.part == self.part[self.node[one]]) for one in model.tanks]
        self.tank_areas = np.array([np.pi / 4 * one.diameter**2 for one in model.tanks.values()])
        self._tank_members = np.zeros((len(self.names), len(self.tanks)))
        for column, members in enumerate(self.tanks):
            self._tank_members[members, column] = 1.0
        of_tanks = [int(self.part[self.node[one]]) for one in model.tanks]
        feeds = [[part == one for one in lifted] for part in of_tanks]
        self.feeds = np.array(feeds, dtype=float).reshape(len(of_tanks), len(lifted))
        zones = [int(self.zone[node]) for node in self.sensed]
        zones += [int(self.zone[node]) for node in self.inlets]
        self.meter_zone = np.array(zones + [int(self.zone[m[0]]) for m in self.tanks])
        self.pump_zone = self.zone[self._pumps]


def _lacking(given: tuple[str, ...], known: int) -> Text:
    if not given:
        return _PRESSURES
    return _UNNAMED.fill(text=_PRESSURES, count=len(given), name=given[0], known=known)


def _wider(array: Floats, columns: int) -> Floats:
    return np.column_stack([array, np.zeros((len(array), columns))])
