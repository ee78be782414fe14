"""How prices, emissions and winters may move from year to year: draws common to all buildings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from beffroi.analysis.chance import between, normal
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters

#: Years at whose end what adds up is told.
HORIZONS = (2030, 2040, 2050)


@dataclass(frozen=True, slots=True)
class Paths:
    """Draws by year, each (count, years), from the first year to the last."""

    years: tuple[int, ...]
    price: Mapping[str, Floats]
    """By energy, [EUR/kWh] where nobody gave a price."""
    growth: Mapping[str, Floats]
    """By energy, price of a year over that of today [1]."""
    emission: Mapping[str, Floats]
    """By energy, [kgCO2e/kWh]."""
    sold_price: Floats
    """(count, 1) [EUR/kWh]."""
    made_emission: Floats
    """(count, 1) [kgCO2e/kWh]."""
    winter_mean: Floats
    """(count, 1) gap of an average winter to that of one measured year [1]."""
    winter: Floats
    """Heating of each year over that of an average one [1]."""

    def winters(self, measured: int) -> Floats:
        """Return the heating of each year over that of the mean of measured years, (count, y)."""
        factor: Floats = self.winter + self.winter_mean / np.sqrt(measured)
        return np.maximum(factor, 0.2)


def paths(parameters: Parameters, energies: Sequence[str], today: date) -> Paths:
    """Draw the paths of energies from next year to the last horizon."""
    years = tuple(range(today.year + 1, HORIZONS[-1] + 1))
    after = np.arange(1, len(years) + 1)[None, :]

    def drawn(key: str) -> Floats:
        return between(key, *parameters.entry(key, today).interval)[:, None]

    def growing(key: str) -> Floats:
        path: Floats = (1 + np.maximum(drawn(key), -50.0) / 100) ** after
        return path

    spread = 1 + np.maximum(drawn("price.spread"), -50.0) / 100
    growth = {one: growing(f"{one}.price_growth") for one in energies}
    sigma = parameters.at("weather.winter_spread", today) / 100
    own = np.stack([normal(f"winter/{year}") for year in years], axis=1)
    return Paths(
        years,
        {one: parameters.at(f"{one}.price", today) * spread * growth[one] for one in energies},
        growth,
        {
            one: parameters.at(f"{one}.emission", today) * growing(f"{one}.emission_growth")
            for one in energies
        },
        np.maximum(drawn("solar.sold_price"), 0.0),
        drawn("solar.emission"),
        sigma * normal("winter/mean")[:, None],
        (1 + sigma * own) * growing("weather.winter_trend"),
    )
