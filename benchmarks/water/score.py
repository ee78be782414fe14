"""What detections of leaks are worth, by the rules of the BattLeDIM contest (2020).

A detection hits a leak when it falls between the leak's start and end, at most 300 m away along
pipes. It is credited for the nearest such leak not yet found; it is worth nothing where it hits
only found ones, and costs 500 EUR where it hits none. A hit is worth 0.80 EUR for each m3 still to
flow, less 500 EUR in proportion of its distance.

Reference: Vrachimis et al. (2022), "Battle of the Leakage Detection and Isolation Methods",
Journal of Water Resources Planning and Management 148(12).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PRICE = 0.80  # EUR/m3
CREW = 500.0  # EUR
REACH = 300.0  # m


@dataclass(frozen=True)
class Leak:
    """A leak: its pipe, its first and last instants, and the water lost [m3/h] at `times`."""

    pipe: str
    start: np.datetime64
    end: np.datetime64
    times: NDArray[np.datetime64]
    flow: NDArray[np.float64]

    def volume(self, since: np.datetime64) -> float:
        """Return what flows from an instant on, m3; each flow lasts one step of the times."""
        step = (self.times[1] - self.times[0]) / np.timedelta64(1, "h")
        return float(self.flow[self.times >= since].sum() * step)


@dataclass(frozen=True)
class Judged:
    """A detection with the leak that it is credited for, if any, and its worth, EUR."""

    pipe: str
    start: np.datetime64
    worth: float
    leak: str | None = None
    away: float | None = None  # m
    again: bool = False

    @property
    def false(self) -> bool:
        """Whether it hits no leak at all."""
        return self.leak is None and not self.again


@dataclass(frozen=True)
class Score:
    """What all detections are worth, and what a detection of each leak at its start would be."""

    worth: float
    perfect: float
    judged: tuple[Judged, ...] = field(repr=False)

    @property
    def share(self) -> float:
        """The worth as a share of the perfect one."""
        return self.worth / self.perfect

    @property
    def found(self) -> int:
        """How many leaks were found."""
        return sum(one.leak is not None for one in self.judged)

    @property
    def false(self) -> int:
        """How many detections hit nothing."""
        return sum(one.false for one in self.judged)


def score(
    detections: Sequence[tuple[str, np.datetime64]],
    leaks: Sequence[Leak],
    pipes: Sequence[str],
    distances: NDArray[np.float64],
) -> Score:
    """Judge detections in the order of time; `distances` [m] between `pipes`."""
    place = {name: row for row, name in enumerate(pipes)}
    found: set[int] = set()
    judged = []
    for pipe, at in sorted(detections, key=lambda one: (one[1], one[0])):
        away = {
            number: float(distances[place[pipe], place[leak.pipe]])
            for number, leak in enumerate(leaks)
            if leak.start <= at <= leak.end
        }
        near = {number: far for number, far in away.items() if far <= REACH}
        rest = {number: far for number, far in near.items() if number not in found}
        if not near:
            judged.append(Judged(pipe, at, -CREW))
        elif not rest:
            judged.append(Judged(pipe, at, 0.0, again=True))
        else:
            best = min(rest, key=lambda number: rest[number])
            found.add(best)
            worth = PRICE * leaks[best].volume(at) - CREW * rest[best] / REACH
            judged.append(Judged(pipe, at, worth, leaks[best].pipe, rest[best]))
    perfect = sum(PRICE * leak.volume(leak.start) for leak in leaks)
    return Score(sum(one.worth for one in judged), perfect, tuple(judged))
