"""What meters used after works, against what they would have used without: month after month.

IPMVP Core Concepts 2022, option C, as for an action (`decide/verify.py`): each meter has its own
baseline, fitted on the year before. Meters share their weather and the life of their building, so
that their errors may go the same way: margins add up, which is the widest that they can come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from beffroi.analysis.baseline.prediction import Prediction
from beffroi.analysis.savings import avoided
from beffroi.decide.fitting import Days, expect, fit
from beffroi.domains.contract import Estimate

CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Weighed:
    """A meter of a plan, or a district: its days in a unit, what one of that unit is worth."""

    days: Days
    price: float
    """[EUR]"""
    factor: float
    """[kgCO2e]"""
    energy: float = 1.0
    """[kWh]"""


@dataclass(frozen=True, slots=True)
class Saved:
    """What some days saved: expected without the works, measured, and the difference, in a unit."""

    days: int
    """Days of meters that count: those that are known on both sides."""
    expected: float
    measured: float
    amount: Estimate
    eur: Estimate
    kgco2e: Estimate
    kwh: Estimate

    @property
    def share(self) -> Estimate:
        """The saving as a share of what was expected [1]."""
        whole = self.expected if self.expected > 0 else float("nan")
        one = self.amount
        return Estimate(one.value / whole, one.low / whole, one.high / whole)


@dataclass(frozen=True, slots=True)
class Month:
    """A civil month after the works, alone and with those before it."""

    first: date
    alone: Saved
    so_far: Saved


def quiet(days: Days, events: Sequence[tuple[date, date]]) -> Days:
    """Leave out the days of events that are none of the works: they count on no side."""
    amount = days.amount.copy()
    for first, last in events:
        within = (days.dates >= np.datetime64(first, "D")) & (
            days.dates <= np.datetime64(last, "D")
        )
        amount[within] = np.nan
    return replace(days, amount=amount)


def weigh(
    meters: Sequence[Weighed], before: tuple[date, date], after: tuple[date, date]
) -> tuple[Saved, tuple[Month, ...]]:
    """Return what meters saved over a period, and month after month.

    `before` is the period of the baseline, `after` the one that is weighed; ends included.
    """
    judged = []
    for meter in meters:
        later = meter.days.between(*after)
        judged.append((meter, later, expect(fit(meter.days.between(*before)), later)))
    months = np.unique(judged[0][1].dates.astype("M8[M]"))
    found = []
    for month in months:
        alone = _saved(judged, month, month)
        # A month of which nothing is known says nothing.
        if alone.days:
            first: date = month.astype("M8[D]").astype(object)
            found.append(Month(max(first, after[0]), alone, _saved(judged, months[0], month)))
    return _saved(judged, months[0], months[-1]), tuple(found)


def _saved(
    judged: Sequence[tuple[Weighed, Days, Prediction]], first: np.datetime64, last: np.datetime64
) -> Saved:
    """Add up what meters saved from a month to another, both included."""
    sums = np.zeros(3)
    amount, eur, kgco2e, kwh = (np.zeros(2) for _ in range(4))
    for meter, days, expected in judged:
        months = days.dates.astype("M8[M]")
        within = (months >= first) & (months <= last)
        known = np.where(within, days.amount, np.nan)
        one = avoided(known[None, :], expected, CONFIDENCE)
        if not one.n[0]:
            continue
        value = np.array([one.saving[0], one.high[0] - one.saving[0]])
        sums += (one.n[0], one.expected[0], one.measured[0])
        amount += value
        kwh += value * meter.energy
        eur += value * meter.price
        kgco2e += value * meter.factor
    told = map(_estimate, (amount, eur, kgco2e, kwh))
    return Saved(int(sums[0]), float(sums[1]), float(sums[2]), *told)


def _estimate(of: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Estimate:
    value, margin = map(float, of)
    return Estimate(value, value - margin, value + margin)
