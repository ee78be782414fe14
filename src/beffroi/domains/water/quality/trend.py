"""The course of a parameter: its mean between two bounds, and whether it rises or falls.

A result below detection is no zero and no bound: the mean is said between what it would be with
zeros and what it would be with the bounds, which no choice of a value can go beyond. Whether it
rises or falls is told by the test of Mann and Kendall, in which two results that cannot be ordered
count for neither; its slope is the median of the slopes between pairs (Sen), said only where the
test is clear and less than half of the results are below detection.

References: Helsel (2012), Statistics for Censored Environmental Data, chapters 2 and 12; Gilbert
(1987), Statistical Methods for Environmental Pollution Monitoring, chapter 16.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

#: Results and days below which nothing is said of a course.
LEAST, LEAST_DAYS = 8, 365
#: How sure the test must be: one course in twenty without any would be told.
LEVEL = 0.05
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Point:
    """A result: its day, its value or bound, whether it is below detection."""

    day: date
    value: float
    below: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What is said of points. `mean` is between `low` and `high`, equal where none is censored.

    `slope` is a year's; None where nothing clear can be said, and `direction` is then empty.
    """

    count: int
    below: int
    low: float
    high: float
    direction: Literal["", "up", "down"] = ""
    slope: float | None = None
    enough: bool = False


def course(points: Sequence[Point]) -> Course | None:
    """Sum up points; None where there is none.

    >>> days = [date(2020 + k, 3, 1) for k in range(8)]
    >>> found = course([Point(day, 10.0 + k) for k, day in enumerate(days)])
    >>> found.direction, round(found.slope, 1), found.low
    ('up', 1.0, 13.5)
    """
    if not points:
        return None
    value = np.array([one.value for one in points])
    below = np.array([one.below for one in points])
    low, high = float(np.where(below, 0.0, value).mean()), float(value.mean())
    days = np.array([one.day.toordinal() for one in points], np.float64)
    enough = len(points) >= LEAST and float(np.ptp(days)) >= LEAST_DAYS
    found = Course(len(points), int(below.sum()), low, high, enough=enough)
    if not enough:
        return found
    order, time = _order(value, below), np.sign(days[None, :] - days[:, None])
    score, spread = float((order * time).sum()) / 2.0, _spread(order, time)
    if spread == 0.0 or abs(score) <= 1.0:
        return found
    chance = math.erfc((abs(score) - 1.0) / spread / math.sqrt(2.0))
    if chance > LEVEL:
        return found
    direction: Literal["up", "down"] = "up" if score > 0 else "down"
    slope = _slope(days, value) if 2 * found.below < found.count else None
    return Course(found.count, found.below, low, high, direction, slope, enough)


def _order(value: NDArray[np.float64], below: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return 1 where the second of a pair is surely more, -1 where less, else 0: (n, n).

    A result below 5 is less than one of 6, but nobody can order it with one of 4 or below 5.
    """
    first, second = value[:, None], value[None, :]
    less = np.where(below[:, None], first <= second, first < second) & ~below[None, :]
    return less.astype(np.float64) - less.T.astype(np.float64)


def _spread(order: NDArray[np.float64], time: NDArray[np.float64]) -> float:
    """Return the standard deviation of the score of points without any course, whatever the ties.

    Kendall (1970), Rank Correlation Methods, 5.9: over all permutations of the points.
    """
    n = len(order)
    if n < 3:
        return 0.0
    (own, by_row), (own_time, by_time) = (
        (float((one**2).sum()), float((one.sum(axis=1) ** 2).sum())) for one in (order, time)
    )
    threes = (by_row - own) * (by_time - own_time) / (n * (n - 1) * (n - 2))
    return math.sqrt(max(0.0, threes + own * own_time / (2.0 * n * (n - 1))))


def _slope(days: NDArray[np.float64], value: NDArray[np.float64]) -> float:
    first, second = np.triu_indices(len(days), 1)
    apart = days[second] - days[first]
    kept = apart != 0.0
    rises = (value[second] - value[first])[kept] / apart[kept]
    return float(np.median(rises)) * _YEAR
