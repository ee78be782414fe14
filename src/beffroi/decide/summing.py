"""The sum of the measures of several meters, of which some may be missing for a while."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.contract import Share
from beffroi.domains.panel import Floats


@dataclass(frozen=True, slots=True)
class Known:
    """A sum where it can be said, NaN elsewhere."""

    daily: Floats  # (d,)
    filled: NDArray[np.bool_]  # (d,) where an estimate is in it
    hourly: NDArray[np.float32] | None  # (d, 24), None where no member has hours


@dataclass(frozen=True, slots=True)
class Part:
    """What was measured of one member, NaN where it was not."""

    daily: Floats  # (d,)
    filled: NDArray[np.bool_]  # (d,)
    hourly: NDArray[np.float32] | None  # (d, 24)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a sum so far, by day or by hour of days.

    `known` and `whole` are the usual daily amounts of the members that were measured, and of those
    that should have been; `missing` counts the latter without the former.
    """

    value: NDArray[np.float32]
    known: NDArray[np.float32]
    whole: NDArray[np.float32]
    missing: NDArray[np.int32]

    @classmethod
    def empty(cls, *shape: int) -> "_Part":
        value, known, whole = (np.zeros(shape, np.float32) for _ in range(3))
        return cls(value, known, whole, np.zeros(shape, np.int32))

    def expect(self, weight: float, active: slice) -> None:
        """Expect a member on some days."""
        self.whole[active] += weight
        self.missing[active] += 1

    def add(self, values: Floats, weight: float, factor: float, here: slice) -> None:
        """Add what was measured of a member that was expected."""
        heard = np.isfinite(values)
        self.value[here] += np.where(heard, values * factor, 0.0)
        self.known[here] += np.where(heard, weight, 0.0)
        self.missing[here] -= heard

    def said(self, least: float) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the sum, and where those that are missing were counted as they weigh."""
        sure = self.missing == 0
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(self.whole > 0, self.known / self.whole, 0.0)
            brought = self.value / share
        enough = ~sure & (least < 1.0) & (share >= least)
        return np.where(sure, self.value, np.where(enough, brought, np.nan)), enough


class Sum:
    """The sum of meters over `days` days; see `Share` for where it is known."""

    def __init__(self, days: int) -> None:
        self.days = days
        self.daily = _Part.empty(days)
        self.silent = _Part.empty(days)  # members that have no hours
        self.hourly: _Part | None = None
        self.filled = np.zeros(days, bool)
        self.heard = np.zeros(days, bool)
        self.least = 1.0

    def add(self, part: "Part", begin: int, share: Share) -> None:
        """Add what was measured of a member from the day `begin` of the sum on."""
        daily = part.daily
        heard = np.isfinite(daily)
        here = slice(begin, begin + len(daily))
        known = np.flatnonzero(heard)
        # What can be done without is expected from its first measure to its last: meters of
        # customers come and go. Of others nothing may be missing, before they began or after.
        active = slice(0, self.days)
        if share.least < 1.0 and len(known):
            active = slice(begin + int(known[0]), begin + int(known[-1]) + 1)
        weight = abs(float(daily[heard].mean())) if len(known) else 0.0
        self.daily.expect(weight, active)
        self.daily.add(daily, weight, share.factor, here)
        self.filled[here] |= part.filled & heard
        self.heard[here] |= heard
        self.least = share.least
        hours = part.hourly
        if hours is None or not np.isfinite(hours).any():
            self.silent.expect(weight, active)
            return
        if self.hourly is None:
            self.hourly = _Part.empty(self.days, 24)
        self.hourly.expect(weight, active)
        self.hourly.add(hours.astype(np.float64), weight, share.factor, here)

    def known(self) -> Known:
        """Return the sum where it is known."""
        daily, brought = self.daily.said(self.least)
        # Days outside of the life of all members are no sum of nothing.
        daily = np.where(self.heard, daily, np.nan)
        hourly = None
        if self.hourly is not None:
            self.hourly.whole[:] += self.silent.whole[:, None]
            self.hourly.missing[:] += self.silent.missing[:, None]
            hourly = self.hourly.said(self.least)[0].astype(np.float32)
            hourly[~self.heard] = np.nan
        return Known(daily, self.filled | (brought & self.heard), hourly)
