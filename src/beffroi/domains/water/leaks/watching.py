"""Each day judged by the days before it: which leak began, where, which was mended.

In each zone the change that one leak explains best is looked at (`analysis.hydraulics.contrast`).
A rise near a leak that runs is its growth; a fall ends the leak that it is nearest to in place and
size; another rise is a leak to go and see, as soon as most of the chance holds within reach of one
place. After each change, the days before it are not compared with any more.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.hydraulics.contrast import Change, Zone, covariance, strongest, zone
from beffroi.analysis.hydraulics.pipes import distances
from beffroi.analysis.hydraulics.rules import REACH, Rules
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.learning import Tuned, floors, view
from beffroi.domains.water.leaks.measures import HOURS, Measures
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.running import Detection, Ended, Rise, Running, Watched
from beffroi.errors import BeffroiError
from beffroi.errors.analysis import FLOW_UNSOLVED

_LOOKED = (0, 2, 4)
_MEMORY, WEEK = 40, 7  # days
_FLOW_DOUBT = 0.3  # of that of pressures
_LEAST_PIPE = 5.0  # m
_DAY = np.timedelta64(1, "D")


def _among(every: Callable[[], Floats], places: NDArray[np.int64]) -> Callable[[], Floats]:
    return cache(lambda: every()[np.ix_(places, places)])


class Watch:
    """Days added one after the other; `step` gives what each of them lets one say."""

    def __init__(self, plant: Plant, tuned: Tuned, rules: Rules | None = None) -> None:
        self.plant, self.tuned, self.rules = plant, tuned, rules or Rules()
        plant.grid.roughen(tuned.smooth)
        plant.raise_valves(tuned.lift)
        self.floor = floors(plant)
        self.gaps: list[Floats] = []  # of the last days: measured less modelled, (m,)
        self.lost: list[Floats] = []  # of the last days: what enters zones and nobody draws, (z,)
        self.days: list[np.datetime64] = []  # the last days
        self.entered: list[Floats] = []  # of the last week: what enters zones, (hours, zones)
        self.count = 0  # days that were looked at
        self.said = 0  # leaks that were said
        self.unsolved = 0  # days whose flows could not be computed
        self.ended: list[Ended] = []  # of the last step
        pipes = plant.pipes
        # Ways between all pipes are long to find, and only what changed asks for them.
        every = cache(lambda: distances(pipes))
        of_pipe = plant.zone[pipes.start]
        self.zones = []
        for label in np.unique(plant.meter_zone):
            places = np.flatnonzero(of_pipe == label)
            usual = np.where(plant.zone == label, plant.usual.sum(axis=0), 0.0)
            self.zones.append(Watched(
                places, np.flatnonzero(plant.meter_zone == label), _among(every, places),
                np.maximum(pipes.length[places], _LEAST_PIPE), usual / max(usual.sum(), 1e-9),
            ))  # fmt: skip

    def know(self, pipe: str, amount: float, before: Running | None = None) -> None:
        """Say that a leak runs already on a pipe, of `amount` m3/h; none where no zone has it.

        `before` is what an earlier watch knew of it.
        """
        names = self.plant.pipe_names
        for one in self.zones if pipe in names else ():
            place = np.flatnonzero(one.places == names.index(pipe))
            if place.size:
                known = Running(int(place[0]), amount, amount)
                if before is not None:
                    known = replace(before, place=known.place, rises=[*before.rises])
                    # The same leak, that somebody listed meanwhile.
                    near = one.apart[known.place] < REACH
                    one.running = [a for a in one.running if a.number or not near[a.place]]
                    self.said = max(self.said, known.number)
                one.running.append(known)

    def pipe(self, zone: Watched, one: Running) -> str:
        """Return the pipe to begin at."""
        return self.plant.pipe_names[int(zone.places[one.place])]

    def step(self, seen: Measures, day: int) -> list[Detection]:
        """Look at a day; nothing later is read. What stopped on it is in `ended`.

        A day whose flows cannot be computed says nothing, as one that is not measured: `unsolved`
        counts those.
        """
        self.ended = []
        if not seen.usable[day]:
            return []
        beside = self.tuned.beside(seen.metered[day : day + 1])[0]
        lost = np.array([self._missing(seen, day, row, beside) for row in range(len(self.zones))])
        extra = sum(amount * one.usual for amount, one in zip(lost, self.zones, strict=True))
        try:
            gap, response, drawn = view(
                self.plant, seen, day, self.tuned.demand, np.asarray(extra), _LOOKED
            )
        except BeffroiError as error:
            if error.type is not FLOW_UNSOLVED:
                raise
            self.unsolved += 1
            return []
        self.gaps = [*self.gaps, gap - beside][-_MEMORY:]
        self.lost = [*self.lost, lost][-_MEMORY:]
        self.days = [*self.days, seen.days[day].astype("datetime64[D]")][-_MEMORY:]
        self.entered = [*self.entered, self.entering(seen, day)][-WEEK:]
        self.count += 1
        errors = covariance(response * drawn[:, None], self.floor, self.tuned.errors)
        end = seen.days[day].astype("datetime64[D]") + np.timedelta64(1, "D")
        found = []
        for number, watched in enumerate(self.zones):
            said = self._judge(watched, number, response, errors, end)
            if said is not None:
                found.append(self._told(watched, *said, end))
        return found

    def _told(
        self, watched: Watched, one: Running, change: Change, where: Zone, end: np.datetime64
    ) -> Detection:
        names = [self.plant.pipe_names[int(row)] for row in watched.places]
        near = np.flatnonzero(watched.apart[where.place] <= REACH)
        ranked = near[np.argsort(-where.weight[near], kind="stable")]
        one.chance = where.chance
        one.pipes = tuple((names[row], float(where.weight[row])) for row in ranked)
        return Detection(
            names[where.place], end.astype("datetime64[s]"), end - change.days * _DAY,
            float(change.amount[change.best]), where.chance, where.error, one.number,
            one.pipes,
        )  # fmt: skip

    def entering(self, seen: Measures, day: int) -> Floats:
        """Return what enters each zone less what pumps take out of it, m3/h, (hours, zones)."""
        plant, first = self.plant, len(self.plant.sensors)
        found = np.full((len(HOURS), len(self.zones)), np.nan)
        for number, watched in enumerate(self.zones):
            label = plant.meter_zone[watched.meters[0]]
            mine = plant.meter_zone[first:] == label
            if mine.any():
                lifted = seen.pumped[day][:, plant.pump_zone == label]
                found[:, number] = seen.meters[day][:, first:][:, mine].sum(axis=1)
                found[:, number] -= lifted.sum(axis=1)
        return found

    def _missing(self, seen: Measures, day: int, number: int, beside: Floats) -> float:
        """Return what enters a zone and nobody is expected to draw, m3/h."""
        plant, first = self.plant, len(self.plant.sensors)
        watched, known = self.zones[number], seen.meters[day][:, first:] - beside[first:]
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
        self, watched: Watched, number: int, response: Floats, errors: Floats, end: np.datetime64
    ) -> tuple[Running, Change, Zone] | None:
        kept = min(self.count - watched.since, len(self.gaps))
        if kept < 3:
            return None
        meters, rules = watched.meters, self.rules
        flat = (watched.usual @ response)[meters]
        lost = np.array(self.lost[-kept:])[:, number]
        values = np.array(self.gaps[-kept:])[:, meters] + lost[:, None] * flat
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
            self._mended(watched, change, where, end)
            return None
        return self._risen(watched, change, where, end)

    def _mended(self, watched: Watched, change: Change, where: Zone, end: np.datetime64) -> None:
        amount = -float(change.amount[change.best])
        today = self.count - 1
        watched.since = today - change.days + 1 if change.days > 1 else today
        watched.waiting = None

        def alike(one: Running) -> float:
            ratio = abs(np.log(max(amount, 0.3) / max(one.amount, 0.3)))
            return float(where.near[one.place] - 0.2 * ratio)

        best = max(watched.running, key=alike, default=None)
        if best is not None and alike(best) > 0:
            watched.running.remove(best)
            day = end - change.days * _DAY
            stopped = Ended(best, self.pipe(watched, best), day, change.days, amount, where.error)
            self.ended.append(stopped)

    def _risen(
        self, watched: Watched, change: Change, where: Zone, end: np.datetime64
    ) -> tuple[Running, Change, Zone] | None:
        today, rules = self.count - 1, self.rules
        amount = float(change.amount[change.best])
        rise = Rise(end - change.days * _DAY, amount, where.error)
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
            grown.rises.append(rise)
            watched.since, watched.waiting = max(today - change.days + 1, today - 3), None
            more = max(rules.more, rules.more_share * grown.said)
            if where.chance < rules.chance or grown.amount - grown.said < more:
                return None
            if not grown.number:
                self.said += 1
                grown.number = self.said
            grown.place, grown.said = where.place, grown.amount
            return grown, change, where
        large = amount >= rules.large and where.chance >= rules.large_chance
        sure = large or where.chance >= rules.chance
        if sure or (age >= rules.patience and where.chance > rules.least_chance):
            self.said += 1
            begun = Running(where.place, amount, amount, self.said, [rise])
            watched.running.append(begun)
            short = change.days <= 2
            watched.since = today if short else max(today - change.days + 1, today - 2)
            watched.waiting = None
            return begun, change, where
        if age >= rules.forget:
            watched.since, watched.waiting = today - 2, None
        return None
