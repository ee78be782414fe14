"""Rises noticed, what they are measured with, and what is then known of them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.energy.drifts import Old
from beffroi.domains.energy.nature import EventKind
from beffroi.domains.energy.signals import DAY
from beffroi.domains.energy.watch import Rises, noticed_days, onset
from beffroi.domains.panel import Floats, Panel


@dataclass(frozen=True, slots=True)
class Event:
    """A rise of one row; indices of days, `end` excluded."""

    row: int
    kind: EventKind
    start: int
    noticed: int
    end: int
    over: bool
    excess: float
    """kWh over the event, with the standard deviation beside."""
    deviation: float
    known_days: int
    expected: float
    """kWh expected on the same days."""
    size: float
    """Rise of the signal in which it was noticed, as a share."""
    visible: float
    """Smallest rise that would have been noticed."""
    mean: Floats
    """(d,) kWh a day expected without the event."""
    spread: Floats
    """(d,) standard deviation of a day."""
    signal: int
    """Where the rise shows best; its own expectation and standard deviation follow, (d,)."""
    signal_mean: Floats
    signal_spread: Floats
    by_hours: tuple[float, float]
    """Mean excess power (kW) when the building is open, and when it is closed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rise noticed, before anything else is known of it."""

    row: int
    signal: int
    start: int
    noticed: int
    drift: bool = False
    clean: int = -1
    """Day from which an earlier rise still lasts and nothing is learnt; -1 without one."""


Candidates: TypeAlias = tuple[tuple[Candidate, ...], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What events are made of; arrays of signals are (3, n, d), of rows (n, d)."""

    panel: Panel
    weather: Floats
    values: Floats
    closed_hours: Floats
    visible: Floats
    old: Old
    alarms: Candidates
    """For each row, in the order in which they were noticed."""


def candidates_of(rises: Rises, drifts: NDArray[np.bool_], old: Old) -> Candidates:
    """Return for each row the rises and drifts noticed, in order; `drifts` is (n, d)."""
    found: list[tuple[Candidate, ...]] = []
    for row in range(drifts.shape[0]):
        mine = [
            Candidate(row, signal, onset(rises.relative[signal, row], noticed), noticed)
            for noticed in noticed_days(rises.alarm[row])
            for signal in [int(rises.strongest[row, noticed])]
        ]
        mine += [
            Candidate(row, DAY, old.start(row, noticed), noticed, drift=True)
            for noticed in noticed_days(drifts[row])
        ]
        found.append(tuple(sorted(mine, key=lambda one: (one.noticed, one.drift, one.signal))))
    return tuple(found)
