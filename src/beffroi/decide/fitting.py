"""A baseline on measures of the store: days that are known, weather without holes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline import DailyBaseline, Prediction, fit_daily

Floats = NDArray[np.float64]

#: Longest hole of weather that is bridged by a straight line; longer ones make days unknown.
BRIDGED_DAYS = 7
#: Weather of a panel that has none: a constant teaches nothing, so the calendar alone explains.
NO_WEATHER = 12.0


@dataclass(frozen=True, slots=True)
class Days:
    """One series on consecutive days: amounts, weather and kinds of day, shape (d,)."""

    dates: NDArray[np.datetime64]
    amount: Floats  # NaN where unknown or estimated
    temperature: Floats  # without holes
    types: NDArray[np.int8]

    def between(self, first: date, last: date) -> "Days":
        """Return the days from `first` to `last`, both included."""
        low = int(np.searchsorted(self.dates, np.datetime64(first, "D")))
        high = int(np.searchsorted(self.dates, np.datetime64(last, "D"), side="right"))
        window = slice(low, high)
        return Days(
            self.dates[window], self.amount[window], self.temperature[window], self.types[window]
        )

    @property
    def known(self) -> int:
        """Number of days whose amount is known."""
        return int(np.isfinite(self.amount).sum())


def make_days(
    dates: NDArray[np.datetime64],
    amount: Floats,
    filled: NDArray[np.bool_],
    temperature: Floats,
    types: NDArray[np.int8],
) -> Days:
    """Prepare a series for a fit: estimates and days without weather count as unknown.

    >>> days = np.arange("2024-01-01", "2024-01-04", dtype="M8[D]")
    >>> made = make_days(days, np.array([1.0, 2.0, 3.0]), np.array([False, True, False]),
    ...     np.array([5.0, np.nan, 7.0]), np.zeros(3, dtype=np.int8))
    >>> made.amount.tolist(), made.temperature.tolist()
    ([1.0, nan, 3.0], [5.0, 6.0, 7.0])
    """
    clean, bridged = bridge(temperature)
    unknown = filled | (~bridged & np.isfinite(temperature).any())
    return Days(dates, np.where(unknown, np.nan, amount), clean, types)


def bridge(temperature: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Fill the holes of a daily temperature (d,), and tell which days may be trusted."""
    known = np.isfinite(temperature)
    if not known.any():
        return np.full(temperature.shape, NO_WEATHER), known
    place = np.arange(len(temperature))
    filled = np.interp(place, place[known], temperature[known])
    before = place - np.maximum.accumulate(np.where(known, place, -1_000_000))
    after = np.minimum.accumulate(np.where(known, place, 1_000_000)[::-1])[::-1] - place
    trusted = (before + after - 1 <= BRIDGED_DAYS) | known
    return filled, trusted


def fit(days: Days) -> DailyBaseline:
    """Fit the daily baseline of one series."""
    return fit_daily(days.amount[None, :], days.temperature, days.dates, days.types)


def expect(model: DailyBaseline, days: Days) -> Prediction:
    """Return what the model expects of other days."""
    return model.predict(days.temperature, days.dates, days.types)
