"""Energy, water, money and emissions of flows, year by year: draws (count, years)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from beffroi.decide.scenarios.paths import Paths
from beffroi.decide.scenarios.told import Amounts, estimate
from beffroi.domains.levers import KWH, M3, Flows
from beffroi.domains.panel import Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """What an asset, or several, uses in each year, (count, years); what it sells is taken off.

    Emissions count what is made here over its life cycle.
    """

    kwh: Floats
    eur: Floats
    kgco2e: Floats
    m3: Floats

    def __add__(self, other: "Sums") -> "Sums":
        pairs = zip(self._all, other._all, strict=True)
        return Sums(*(one + two for one, two in pairs))

    def __sub__(self, other: "Sums") -> "Sums":
        pairs = zip(self._all, other._all, strict=True)
        return Sums(*(one - two for one, two in pairs))

    @property
    def _all(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.kwh, self.eur, self.kgco2e, self.m3

    @property
    def first(self) -> Amounts:
        """The amounts of the first year."""
        return Amounts(*(estimate(one[:, 0]) for one in self._all))


def nothing(shape: tuple[int, int]) -> Sums:
    """Return sums of nothing, (count, years)."""
    return Sums(*(np.zeros(shape) for _ in range(4)))


def sums(flows: Flows, paths: Paths, prices: Mapping[str, float], span: int | None = None) -> Sums:
    """Return what flows come to over the first `span` years, all of them where none is given.

    `prices` are those that somebody gave, by good.
    """
    winters = paths.winters(flows.years)[:, :span]
    eur = kgco2e = np.zeros_like(winters)
    amount = dict.fromkeys((KWH, M3), np.zeros_like(winters))
    for good in {**flows.heating, **flows.other}:
        used = np.zeros_like(winters)
        if good in flows.heating:
            used = used + flows.heating[good][:, None] * winters
        if good in flows.other:
            used = used + flows.other[good][:, None]
        price = paths.price[good][:, :span]
        if good in prices:
            price = prices[good] * paths.growth[good][:, :span]
        unit = paths.unit[good]
        amount[unit] = amount[unit] + used
        eur = eur + used * price
        kgco2e = kgco2e + used * paths.emission[good][:, :span]
    if flows.sold is not None and flows.made is not None:
        eur = eur - flows.sold[:, None] * paths.sold_price
        # What is sold takes the place of the mix that others would have bought.
        spared = flows.sold[:, None] * paths.emission["electricity"][:, :span]
        kgco2e = kgco2e - spared + flows.made[:, None] * paths.made_emission
    return Sums(amount[KWH], eur, kgco2e, amount[M3])
