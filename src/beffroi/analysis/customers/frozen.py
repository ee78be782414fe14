"""A meter that counts nothing any more where use was steady, and how likely a home is just empty.

An index that stands still is either a meter that stopped or a home without anybody. Which is
likelier follows from Bayes' rule (1763): how often this home was empty and for how long, against
how often meters stop. The chance is told with the finding: a visit to an empty home is lost.

Reference: Pasanisi and Parent (2004), "Modélisation bayésienne du vieillissement des compteurs
d'eau par mélange de classes d'appareils de différents états de dégradation", Revue de statistique
appliquée 52(1), 39-65 (blocked meters by year).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.customers.stretches import (
    Days,
    Mask,
    Stretch,
    past_share,
    stretches,
    trailing,
    within,
)
from beffroi.analysis.metrics import Floats

#: Days at zero from which it is told [d].
LEAST_DAYS = 30
#: How many times the longest rest of the year before [1].
TIMES_LONGEST = 2.0
#: Share of the days of the year before with some use, from which use is steady.
STEADY = 0.7
#: Known days before, from which this means something [d].
LEAST_BEFORE = 90
#: Meters that stop in a year (an assumption, of the order that services report) [1/a].
STOPS = 0.02
#: Absences that last: a removal, a second home (an assumption).
LASTING = 0.02
#: Mean length of the others and of those that last, before a home says its own [d].
ABSENCE, LASTING_DAYS = 6.0, 180.0
#: Absences that a home is believed to have beside its own, over half a year: what a prior weighs.
_PRIOR, _PRIOR_YEARS = 1.0, 0.5
#: Days at zero that are an absence [d].
_LEAST_ABSENCE = 2
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Frozen:
    """Some meters that stand still, as known each day, (m, d)."""

    rows: NDArray[np.int64]
    """Which meters these are, (m,); the others have nothing to say."""
    noticed: Mask
    stretch: Stretch
    empty: Floats
    """The chance that an empty home explains it, 0 to 1."""
    usual: Floats
    """Mean use a day over the year before [m3/d]."""


def stopped(daily: Floats) -> Frozen:
    """Return where an index stands still although use was steady, from volumes by day (n, d)."""
    known = np.isfinite(daily)
    zero = known & (daily <= 0.0)
    found = stretches(zero, known & ~zero)
    rows = np.flatnonzero((found.count >= LEAST_DAYS).any(axis=1))
    found, zero, known, daily = found.rows(rows), zero[rows], known[rows], daily[rows]
    start = np.maximum(found.first, 0)
    used, many = past_share(known & ~zero, known, start, _YEAR)
    longest = _before(trailing(found.count.astype(np.float64), _YEAR, largest=True), start)
    noticed = (
        (found.count >= LEAST_DAYS)
        & (many >= LEAST_BEFORE)
        & (np.nan_to_num(used) >= STEADY)
        & (found.count >= TIMES_LONGEST * longest)
    )
    empty = _empty(found, start, zero, many)
    return Frozen(rows, noticed, found, empty, _usual(daily, known, start))


def _empty(found: Stretch, start: Days, zero: Mask, many: Days) -> Floats:
    """Return the chance that a home is empty: absences so long against meters that stop."""
    count = found.count
    begins = within(zero & (count == _LEAST_ABSENCE), start, _YEAR)
    absent = within(zero & (count >= _LEAST_ABSENCE), start, _YEAR) + begins
    years = np.minimum(many, _YEAR) / _YEAR
    often = (begins + _PRIOR) / (years + _PRIOR_YEARS)
    mean = (absent + 2 * ABSENCE) / (begins + 2)
    short = np.exp(-np.minimum(count / mean, 700.0))
    longer = (1 - LASTING) * short + LASTING * np.exp(-count / LASTING_DAYS)
    chance: Floats = often * longer / (often * longer + STOPS)
    return np.where(count > 0, chance, np.nan)


def _before(x: Floats, start: Days) -> Floats:
    taken = np.take_along_axis(x, np.maximum(start - 1, 0), axis=1)
    found: Floats = np.where(start > 0, np.nan_to_num(taken), 0.0)
    return found


def _usual(daily: Floats, known: Mask, start: Days) -> Floats:
    total = np.pad(np.cumsum(np.where(known, daily, 0.0), axis=1), ((0, 0), (1, 0)))
    begin = np.maximum(start - _YEAR, 0)
    volume = np.take_along_axis(total, start, axis=1) - np.take_along_axis(total, begin, axis=1)
    many = within(known, start, _YEAR)
    blank: Floats = np.full(volume.shape, np.nan)
    np.divide(volume, many, out=blank, where=many > 0)
    return blank
