"""Each day judged by the days before it: which leak began, where, which was mended.

In each zone the change that one leak explains best is looked at (`analysis.hydraulics.contrast`).
A rise near a leak that runs is its growth; a fall ends the leak that it is nearest to in place and
size; another rise is a leak to go and see, as soon as most of the chance holds within reach of one
place. After each change, the days before it are not compared with any more.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.hydraulics.contrast import Change, Zone, covariance, strongest, zone
from beffroi.analysis.hydraulics.pipes import distances
from beffroi.analysis.hydraulics.rules import REACH, Rules
from beffroi.analysis.metrics import Floats
from beffroi.decide.leaks.learning import Tuned, floors, view
from beffroi.decide.leaks.measures import Measures
from beffroi.decide.leaks.plant import Plant

_LOOKED = (0, 2, 4)
_MEMORY = 40  # days
_FLOW_DOUBT = 0.3  # of that of pressures
_LEAST_PIPE = 5.0  # m


@dataclass(frozen=True, slots=True)
class Detection:
    """A leak to go and see: the pipe to begin at, since when it is known, [m3/h], the chance."""

    pipe: str
    start: np.datetime64
    began: np.datetime64
    amount: float
    chance: float


@dataclass(slots=True)
class _Running:
    place: int
    amount: float
    said: float  # amount when it was last said


@dataclass(slots=True)
class _Watched:
    """A zone: its places, its meters, the leaks that run, the first day that still compares."""

    places: NDArray[np.int64]
    meters: NDArray[np.int64]
    apart: Floats
    lengths: Floats
    usual: Floats  # shares of what is lost, by node, when nobody knows where
    since: int = 0
    waiting: int | None = None
    running: list[_Running] = field(default_factory=list)


class Watch:
    """Days added one after the other; `step` gives what each of them lets one say."""

    def __init__(self, plant: Plant, tuned: Tuned, rules: Rules | None = None) -> None:
        self.plant, self.tuned, self.rules = plant, tuned, rules or Rules()
        plant.grid.roughen(tuned.smooth)
        plant.raise_valves(tuned.lift)
        self.floor = floors(plant)
        self._gaps: list[Floats] = []
        self._lost: list[Floats] = []
        self._count = 0
        apart, pipes = distances(plant.pipes), plant.pipes
        of_pipe = plant.zone[pipes.start]
        self.zones = []
        for label in np.unique(plant.meter_zone):
            places = np.flatnonzero(of_pipe == label)
            usual = np.where(plant.zone == label, plant.usual.sum(axis=0), 0.0)
            self.zones.append(_Watched(
                places, np.flatnonzero(plant.meter_zone == label), apart[np.ix_(places, places)],
                np.maximum(pipes.length[places], _LEAST_PIPE), usual / max(usual.sum(), 1e-9),
            ))  # fmt: skip

    def know(self, pipe: str, amount: float) -> None:
        """Say that a leak runs already on a pipe, of `amount` m3/h."""
        row = self.plant.pipe_names.index(pipe)
        for one in self.zones:
            place = np.flatnonzero(one.places == row)
            if place.size:
                one.running.append(_Running(int(place[0]), amount, amount))

    def step(self, seen: Measures, day: int) -> list[Detection]:
        """Look at a day; nothing later is read."""
        if not seen.usable[day]:
            return []
        beside = self.tuned.beside(seen.metered[day : day + 1])[0]
        lost = np.array([self._missing(seen, day, one, beside) for one in self.zones])
        extra = sum(amount * one.usual for amount, one in zip(lost, self.zones, strict=True))
        gap, response, drawn = view(
            self.plant, seen, day, self.tuned.demand, np.asarray(extra), _LOOKED
        )
        self._gaps = [*self._gaps, gap - beside][-_MEMORY:]
        self._lost = [*self._lost, lost][-_MEMORY:]
        self._count += 1
        errors = covariance(response * drawn[:, None], self.floor, self.tuned.errors)
        end = seen.days[day].astype("datetime64[D]") + np.timedelta64(1, "D")
        found = []
        for number, watched in enumerate(self.zones):
            said = self._judge(watched, number, response, errors)
            if said is not None:
                change, zone_ = said
                began = end - np.timedelta64(change.days, "D")
                name = self.plant.pipe_names[int(watched.places[zone_.place])]
                amount = float(change.amount[change.best])
                found.append(Detection(name, end.astype("datetime64[s]"), began, amount,
                                       zone_.chance))  # fmt: skip
        return found

    def _missing(self, seen: Measures, day: int, watched: _Watched, beside: Floats) -> float:
        """Return what enters a zone and nobody is expected to draw, m3/h."""
        plant, first = self.plant, len(self.plant.sensors)
        known = seen.meters[day][:, first:] - beside[first:]
        mine = plant.meter_zone[first:] == plant.meter_zone[watched.meters[0]]
        members = plant.zone == plant.meter_zone[watched.meters[0]]
        if not mine.any():
            return 0.0
        drawn = (seen.draws[day] * np.where(seen.guessed, self.tuned.demand, 1.0))[:, members]
        lifted = seen.pumped[day][:, plant.pump_zone == plant.meter_zone[watched.meters[0]]]
        excess = known[:, mine].sum(axis=1) - lifted.sum(axis=1) - drawn.sum(axis=1)
        if not np.isfinite(excess).any():
            return 0.0
        return max(0.0, float(np.nanmean(excess)))

    def _judge(
        self, watched: _Watched, number: int, response: Floats, errors: Floats
    ) -> tuple[Change, Zone] | None:
        kept = min(self._count - watched.since, len(self._gaps))
        if kept < 3:
            return None
        meters, rules = watched.meters, self.rules
        flat = (watched.usual @ response)[meters]
        lost = np.array(self._lost[-kept:])[:, number]
        values = np.array(self._gaps[-kept:])[:, meters] + lost[:, None] * flat
        pipes = self.plant.pipes
        ends = (response[pipes.start] + response[pipes.end]) / 2
        doubt = np.where(meters < len(self.plant.sensors), 1.0, _FLOW_DOUBT) * rules.doubt
        change = strongest(
            values, ends[watched.places][:, meters], errors[np.ix_(meters, meters)], doubt
        )
        if change is None or change.evidence.max() < rules.evidence:
            watched.waiting = None
            return None
        amount = float(change.amount[change.best])
        if abs(amount) < rules.amount:
            watched.waiting = None
            return None
        where = zone(change, watched.lengths, watched.apart, REACH, rules.caution)
        if amount < 0:
            self._mended(watched, change, where, -amount)
            return None
        return self._risen(watched, change, where, amount)

    def _mended(self, watched: _Watched, change: Change, where: Zone, amount: float) -> None:
        today = self._count - 1
        watched.since = today - change.days + 1 if change.days > 1 else today
        watched.waiting = None

        def alike(one: _Running) -> float:
            ratio = abs(np.log(max(amount, 0.3) / max(one.amount, 0.3)))
            return float(where.near[one.place] - 0.2 * ratio)

        best = max(watched.running, key=alike, default=None)
        if best is not None and alike(best) > 0:
            watched.running.remove(best)

    def _risen(
        self, watched: _Watched, change: Change, where: Zone, amount: float
    ) -> tuple[Change, Zone] | None:
        today, rules = self._count - 1, self.rules
        if watched.waiting is None:
            watched.waiting = today
        age = today - watched.waiting
        same = [
            one for one in watched.running
            if where.near[one.place] > rules.same
            or watched.apart[one.place, where.place] < REACH
        ]  # fmt: skip
        if same:
            if age < 1:
                return None
            grown = max(same, key=lambda one: where.near[one.place])
            grown.amount += amount
            watched.since, watched.waiting = max(today - change.days + 1, today - 3), None
            more = max(rules.more, rules.more_share * grown.said)
            if where.chance < rules.chance or grown.amount - grown.said < more:
                return None
            grown.place, grown.said = where.place, grown.amount
            return change, where
        large = amount >= rules.large and where.chance >= rules.large_chance
        sure = large or where.chance >= rules.chance
        if sure or (age >= rules.patience and where.chance > rules.least_chance):
            watched.running.append(_Running(where.place, amount, amount))
            short = change.days <= 2
            watched.since = today if short else max(today - change.days + 1, today - 2)
            watched.waiting = None
            return change, where
        if age >= rules.forget:
            watched.since, watched.waiting = today - 2, None
        return None
