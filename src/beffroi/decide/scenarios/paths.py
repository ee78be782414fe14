"""How prices, emissions and winters may move from year to year: draws common to all assets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from beffroi.analysis.chance import COUNT, between, normal
from beffroi.domains.levers import Simulator
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters

#: Years at whose end what adds up is told.
HORIZONS = (2030, 2040, 2050)


@dataclass(frozen=True, slots=True)
class Paths:
    """Draws by year, each (count, years), from the first year to the last."""

    years: tuple[int, ...]
    price: Mapping[str, Floats]
    """By good, [EUR] of one of its unit where nobody gave a price."""
    growth: Mapping[str, Floats]
    """By good, price of a year over that of today [1]."""
    emission: Mapping[str, Floats]
    """By good, [kgCO2e] of one of its unit."""
    unit: Mapping[str, str]
    """By good."""
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


def paths(parameters: Parameters, simulator: Simulator, today: date) -> Paths:
    """Draw the paths of what a domain uses from next year to the last horizon."""
    years = tuple(range(today.year + 1, HORIZONS[-1] + 1))
    after = np.arange(1, len(years) + 1)[None, :]
    nothing = np.zeros((COUNT, len(years)))

    def drawn(key: str) -> Floats:
        return between(key, *parameters.entry(key, today).interval)[:, None]

    def growing(key: str) -> Floats:
        path: Floats = (1 + np.maximum(drawn(key), -50.0) / 100) ** after
        return path

    def priced(key: str) -> Floats:
        entry = parameters.entry(key, today)
        if entry.low is not None or entry.high is not None:
            return np.maximum(drawn(key), 0.0)
        spread: Floats = entry.value * (1 + np.maximum(drawn("price.spread"), -50.0) / 100)
        return spread

    goods = simulator.goods
    growth = {
        one.key: growing(f"{one.price}_growth") if one.price else nothing + 1 for one in goods
    }
    sold = np.maximum(drawn("solar.sold_price"), 0.0) if simulator.sells else nothing[:, :1]
    made = drawn("solar.emission") if simulator.sells else nothing[:, :1]
    winter_mean, winter = nothing[:, :1], nothing + 1
    if simulator.winters:
        sigma = parameters.at("weather.winter_spread", today) / 100
        own = np.stack([normal(f"winter/{year}") for year in years], axis=1)
        winter_mean = sigma * normal("winter/mean")[:, None]
        winter = (1 + sigma * own) * growing("weather.winter_trend")
    return Paths(
        years,
        {one.key: priced(one.price) * growth[one.key] if one.price else nothing for one in goods},
        growth,
        {
            one.key: parameters.at(one.emission, today) * growing(f"{one.emission}_growth")
            if one.emission
            else nothing
            for one in goods
        },
        {one.key: one.unit for one in goods},
        sold,
        made,
        winter_mean,
        winter,
    )
