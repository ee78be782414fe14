"""The measures that a domain's functions see: rows of series on one civil calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """Who a row is about.

    `asset` is what is metered (a delivery point, or a building when rows are buildings);
    `attributes` merges those of the building that it serves and its own, its own winning.
    """

    series: int  # the main series of the row, -1 for a sum of several
    asset: int
    asset_type: str
    name: str
    quantity: str  # of `daily`: an amount, "electricity.active_energy", "gas.energy", ...
    attributes: Mapping[str, Any]

    def number(self, key: str) -> float | None:
        """Return a numeric attribute, or None where none was given.

        What came with an authority from elsewhere was not checked when it was typed.
        """
        value = self.attributes.get(key)
        try:
            found = float("nan" if value is None or value == "" else value)
        except (TypeError, ValueError, OverflowError):
            return None
        return found if isfinite(found) else None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts over irregular periods of one row, such as bills; ends are exclusive days."""

    start: NDArray[np.datetime64]  # datetime64[D], (n,)
    end: NDArray[np.datetime64]  # datetime64[D], (n,)
    value: Floats  # (n,)


@dataclass(frozen=True, slots=True)
class Panel:
    """Repaired measures of n rows over d civil days (Europe/Paris), known at `as_of`.

    Amounts are in the display unit of the quantity (kWh, m3). NaN means not known: missing,
    removed by repair, or filled by an estimate (`filled` tells; fills never enter a fit).
    """

    as_of: date
    rows: tuple[Row, ...]
    days: NDArray[np.datetime64]  # datetime64[D], (d,), consecutive
    daily: Floats  # (n, d) amount of each civil day
    filled: NDArray[np.bool_]  # (n, d) True where part of the day was estimated
    day_types: NDArray[np.int8]  # (n, d) 0 ordinary, 1 public holiday, 2 school holiday
    temperature: Floats  # (n, d) daily mean air temperature, degC
    hourly: NDArray[np.float32] | None = None  # (n, d, 24) amount by local clock hour
    power_max: Floats | None = None  # (n, d) highest mean power of the day, kW
    amounts: Mapping[str, tuple[Amounts | None, ...]] | None = None  # by quantity, one a row

    def cut(self, first: date, last: date) -> "Panel":
        """Return the panel of the days from `first` to `last`, both included.

        >>> days = np.arange("2024-01-01", "2024-02-01", dtype="M8[D]")
        >>> zeros = np.zeros((1, 31))
        >>> panel = Panel(date(2024, 2, 1), (), days, zeros, zeros > 0,
        ...     zeros.astype(np.int8), zeros)
        >>> panel.cut(date(2024, 1, 3), date(2024, 1, 9)).daily.shape
        (1, 7)
        """
        low = int(np.searchsorted(self.days, np.datetime64(first, "D")))
        high = int(np.searchsorted(self.days, np.datetime64(last, "D"), side="right"))
        window = slice(low, high)
        return replace(
            self,
            days=self.days[window],
            daily=self.daily[:, window],
            filled=self.filled[:, window],
            day_types=self.day_types[:, window],
            temperature=self.temperature[:, window],
            hourly=None if self.hourly is None else self.hourly[:, window],
            power_max=None if self.power_max is None else self.power_max[:, window],
        )
