"""Use that is far from a meter's own past, where that of others like it is not.

What a month of this year is to the same month of the year before says how a meter changed; the
middle of all the others says what changed for everybody (a heat wave, a water restriction). What
is left is compared with how far others usually are, and with how far this meter's own months are.

Reference: Leys, Ley, Klein, Bernard and Licata (2013), "Detecting outliers: do not use standard
deviation around the mean, use absolute deviation around the median", Journal of Experimental Social
Psychology 49(4), 764-766.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.customers.stretches import (
    Days,
    Mask,
    Stretch,
    moving_sum,
    stretches,
    trailing,
)
from beffroi.analysis.metrics import Floats

#: Days that are compared with the same ones a year before [d].
MONTH = 30
#: Robust deviations from which it is told.
FAR = 4.0
#: Ratio, over what changed for others, from which it is told, up or down.
TIMES = 2.5
#: Ratio to the largest (or the smallest) month of its own past year, from which it is told.
TIMES_OWN = 1.5
#: Days in a row that it must be so [d].
LEAST_DAYS = 10
#: Meters that are alike, from which what changed for everybody is known.
LEAST_ALIKE = 10
#: Least spread of the logarithm of a ratio: homes change by a third without any reason.
LEAST_SPREAD = 0.3
#: What is added to both months, so that nearly nothing is not twenty times nothing [m3].
FLOOR = 1.0
_YEAR = 364  # the same day of the week
_LATE = 90  # days after which an episode that lasts is of the past that it is compared with
_ROBUST = 1.4826


@dataclass(frozen=True, slots=True)
class Unusual:
    """Use that is far from what it was, as known each day (n, d)."""

    noticed: Mask
    stretch: Stretch
    volume: Floats
    """Use of the last `MONTH` days [m3]."""
    expected: Floats
    """That of the year before, changed as for others [m3]."""
    score: Floats
    """How far, in robust deviations; negative below."""
    alike: Days
    """How many meters said what changed for everybody; 0 where too few did."""


def unusual(daily: Floats, group: NDArray[np.int64]) -> Unusual:
    """Return where the use of a month is far from the year before and from others.

    Args:
        daily: Volumes by day [m3], (n, d); more than thirteen months are needed.
        group: The meters that are alike have the same number, (n,).
    """
    volume = moving_sum(daily, MONTH)
    earlier = np.full(volume.shape, np.nan)
    earlier[:, _YEAR:] = volume[:, : max(volume.shape[1] - _YEAR, 0)]
    ratio = np.log((volume + FLOOR) / (earlier + FLOOR))
    middle, spread, alike = _alike(ratio, group)
    away = ratio - middle
    score = away / np.maximum(spread, LEAST_SPREAD)
    known = np.isfinite(score)
    far = known & (np.abs(np.nan_to_num(score)) >= FAR)
    far &= np.abs(np.nan_to_num(away)) >= np.log(TIMES)
    far &= _beyond(volume)
    found = stretches(far, known & ~far)
    expected = np.maximum((earlier + FLOOR) * np.exp(middle) - FLOOR, 0.0)
    noticed = far & (found.count >= LEAST_DAYS)
    return Unusual(noticed, found, volume, expected, score, alike)


def _beyond(volume: Floats) -> Mask:
    """Tell which months are beyond all of those of the past year: an empty month was seen before.

    The year ends before the episode that a month may be in.
    """
    late = np.full(volume.shape, np.nan)
    late[:, _LATE:] = volume[:, : max(volume.shape[1] - _LATE, 0)]
    most, least = trailing(late, _YEAR, largest=True), trailing(late, _YEAR)
    above = volume + FLOOR >= TIMES_OWN * (most + FLOOR)
    below = TIMES_OWN * (volume + FLOOR) <= least + FLOOR
    found: Mask = above | below
    return found


def _alike(ratio: Floats, group: NDArray[np.int64]) -> tuple[Floats, Floats, Days]:
    """Return the middle and the spread of each group, each day; 0 and the least where it is few."""
    middle, spread = np.zeros(ratio.shape), np.full(ratio.shape, LEAST_SPREAD)
    alike = np.zeros(ratio.shape, dtype=np.int64)
    for one in np.unique(group):
        rows = group == one
        known, centre = _median(ratio[rows])
        size = _median(np.abs(ratio[rows] - centre))[1] * _ROBUST
        enough = known >= LEAST_ALIKE
        middle[rows] = np.where(enough, centre, 0.0)
        spread[rows] = np.where(enough, size, LEAST_SPREAD)
        alike[rows] = np.where(enough, known, 0)
    return middle, spread, alike


def _median(x: Floats) -> tuple[Days, Floats]:
    """Return how many are known in each column, and their lower median, NaN where none is."""
    known = np.isfinite(x).sum(axis=0)
    ordered = np.sort(x, axis=0)  # NaN last
    place = np.maximum(known - 1, 0) // 2
    return known, np.take_along_axis(ordered, place[None, :], axis=0)[0]
