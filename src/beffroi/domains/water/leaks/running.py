"""Leaks under way: what was said of each, what it loses, what it lost so far, how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats

#: Standard errors on each side of a value that hold 90 % of the chance.
NINETY = 1.645
_DAY = np.timedelta64(1, "D")
_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Detection:
    """A leak to go and see: the pipe to begin at, since when it is known, [m3/h], the chance.

    `error` of the amount is one standard error, m3/h. `pipes` are all within reach of the pipe,
    each with its own chance, the likeliest first: where to search. `leak` is a number of the watch,
    the same when a leak that grew is said again.
    """

    pipe: str
    start: np.datetime64
    began: np.datetime64
    amount: float
    chance: float
    error: float = 0.0
    leak: int = 0
    pipes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Rise:
    """A part of what a leak loses: since which day, how much, m3/h."""

    since: np.datetime64
    amount: float
    error: float


@dataclass(slots=True)
class Running:
    """A leak that runs at a place of its zone; `amount` and what it was when last said, m3/h.

    One that was known before the watch has number 0 until it grows; `rises` are what it loses more
    than was known. `chance` and `pipes` are those of its last detection.
    """

    place: int
    amount: float
    said: float
    number: int = 0
    rises: list[Rise] = field(default_factory=list)
    chance: float = 0.0
    pipes: tuple[tuple[str, float], ...] = ()

    @property
    def flow(self) -> float:
        """What the watch saw it lose, m3/h."""
        return sum(one.amount for one in self.rises)

    @property
    def error(self) -> float:
        """Standard error of that flow, m3/h."""
        return float(np.sqrt(sum(one.error**2 for one in self.rises)))

    def volume(self, now: np.datetime64) -> tuple[float, float]:
        """Return what was lost until an instant, and its standard error, m3.

        >>> one = Running(0, 3.0, 3.0, 1, [Rise(np.datetime64("2024-01-01"), 3.0, 0.5)])
        >>> one.volume(np.datetime64("2024-01-03"))
        (144.0, 24.0)
        """
        hours = [max(0.0, float((now - one.since) / _DAY)) * _HOURS for one in self.rises]
        lost = sum(one.amount * long for one, long in zip(self.rises, hours, strict=True))
        errors = [one.error * long for one, long in zip(self.rises, hours, strict=True)]
        return float(lost), float(np.sqrt(sum(one**2 for one in errors)))


@dataclass(frozen=True, slots=True)
class Ended:
    """A leak that stopped: the flow fell near it by `amount` [m3/h], within one standard error.

    `days` are those after its end that were compared with those before.
    """

    of: Running
    pipe: str
    day: np.datetime64
    days: int
    amount: float
    error: float

    @property
    def leak(self) -> int:
        """Its number."""
        return self.of.number

    @property
    def within(self) -> float:
        """Half of the width of the interval at 90 % of the amount, m3/h."""
        return NINETY * self.error


@dataclass(slots=True)
class Watched:
    """A zone: its places, its meters, the leaks that run, the first day that still compares."""

    places: NDArray[np.int64]
    meters: NDArray[np.int64]
    ways: Callable[[], Floats]
    lengths: Floats
    usual: Floats  # shares of what is lost, by node, when nobody knows where
    since: int = 0
    waiting: int | None = None
    running: list[Running] = field(default_factory=list)

    @property
    def apart(self) -> Floats:
        """How far its places are from one another, m; found when it is first asked for."""
        return self.ways()
