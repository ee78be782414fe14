"""Money, emissions and energy of flows, year by year: draws (count, years)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from beffroi.decide.scenarios.paths import Paths
from beffroi.decide.scenarios.told import Amounts, estimate
from beffroi.domains.levers import Flows
from beffroi.domains.panel import Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """What a building, or several, buys in each year, (count, years); what it sells is taken off.

    Emissions count what is made here over its life cycle.
    """

    kwh: Floats
    eur: Floats
    kgco2e: Floats

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.kwh + other.kwh, self.eur + other.eur, self.kgco2e + other.kgco2e)

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(self.kwh - other.kwh, self.eur - other.eur, self.kgco2e - other.kgco2e)

    @property
    def first(self) -> Amounts:
        """The amounts of the first year."""
        return Amounts(*(estimate(one[:, 0]) for one in (self.kwh, self.eur, self.kgco2e)))


def sums(flows: Flows, paths: Paths, prices: Mapping[str, float], span: int | None = None) -> Sums:
    """Return what flows come to over the first `span` years, all of them where none is given.

    `prices` are those that somebody gave, by energy.
    """
    winters = paths.winters(flows.years)[:, :span]
    kwh = eur = kgco2e = np.zeros_like(winters)
    for energy in {**flows.heating, **flows.other}:
        used = np.zeros_like(winters)
        if energy in flows.heating:
            used = used + flows.heating[energy][:, None] * winters
        if energy in flows.other:
            used = used + flows.other[energy][:, None]
        price = paths.price[energy][:, :span]
        if energy in prices:
            price = prices[energy] * paths.growth[energy][:, :span]
        kwh, eur = kwh + used, eur + used * price
        kgco2e = kgco2e + used * paths.emission[energy][:, :span]
    if flows.sold is not None and flows.made is not None:
        eur = eur - flows.sold[:, None] * paths.sold_price
        # What is sold takes the place of the mix that others would have bought.
        spared = flows.sold[:, None] * paths.emission["electricity"][:, :span]
        kgco2e = kgco2e - spared + flows.made[:, None] * paths.made_emission
    return Sums(kwh, eur, kgco2e)
