"""A building over whole years: its days by kind, its weather, what it measures by the hour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.changes import run_lengths
from beffroi.domains.energy.occupancy import occupancy
from beffroi.domains.energy.twin import ELECTRICITY
from beffroi.domains.panel import Floats, Panel

LEAST_DAYS = 300  # known days, over a year at least
_LEAST_WEATHER = 0.9
_LONG = 3  # closed days in a row from which a building may be let cool down further


@dataclass(frozen=True, slots=True)
class Seen:
    """What is common to all the energies of a building."""

    panel: Panel
    name: str
    closed: NDArray[np.bool_]
    long: NDArray[np.bool_]
    temperature: Floats
    years: int

    @property
    def kinds(self) -> tuple[NDArray[np.bool_], ...]:
        """Open days, closed ones, those within long closures."""
        return ~self.closed, self.closed & ~self.long, self.long


def seen_of(cut: Panel, years: int) -> Seen:
    """Return what is common to the energies of a building over whole years."""
    closed = ~occupancy(cut).open_day[0]
    back = run_lengths(closed[None, :])[0]
    ahead = run_lengths(closed[None, ::-1])[0, ::-1]
    temperature = cut.temperature[0]
    known = np.isfinite(temperature)
    place = np.arange(len(temperature))
    if known.mean() >= _LEAST_WEATHER:
        temperature = np.interp(place, place[known], temperature[known])
    name = f"building {cut.rows[0].asset}"
    return Seen(cut, name, closed, closed & (back + ahead - 1 >= _LONG), temperature, years)


def hours_of(panel: Panel, energy: str = ELECTRICITY) -> Floats | None:
    """Return the hourly measures of an energy (d, 24); None where most days lack them."""
    if panel.hourly is None:
        return None
    for index, row in enumerate(panel.rows):
        if row.quantity.startswith(f"{energy}."):
            own = panel.hourly[index].astype(np.float64)
            return own if np.isfinite(own).all(axis=1).sum() >= LEAST_DAYS else None
    return None
