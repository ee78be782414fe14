"""A building as scenarios see it: draws of what its measures say, of which levers make another.

A kind of day (open, closed, within a long closure) has its own balance temperature: the outdoor
temperature under which it is heated. On an open day that is a mean, over hours, of the comfort and
of the night reduction: `level = comfort - (1 - warm) depth`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from beffroi.domains.energy.solar import Roof
from beffroi.domains.levers import Flows
from beffroi.domains.panel import Floats
from beffroi.texts import Text

OPEN, CLOSED, LONG = range(3)
ELECTRICITY = "electricity"


@dataclass(frozen=True, slots=True)
class Need:
    """Degree-days of an average year, by kind of day and by balance temperature."""

    level: Floats
    """(g,) balance temperatures [degC], rising."""
    degree_days: Floats
    """(inertias, 3, g) [K.d/year]."""
    days: Floats
    """(inertias, 3, g) days a year that are colder than each level [d/year]."""
    inertia: "np.typing.NDArray[np.int64]"
    """(count,) which inertia each draw has."""

    def asked(self, levels: Floats) -> Floats:
        """Return the degree-days of a year at levels (3, count), all kinds of day, (count,)."""
        total: Floats = self._at(self.degree_days, levels).sum(axis=0)
        return total

    def heated(self, levels: Floats, kind: int = OPEN) -> Floats:
        """Return the days a year of a kind that are heated, (count,)."""
        chosen: Floats = self._at(self.days, levels)[kind]
        return chosen

    def _at(self, table: Floats, levels: Floats) -> Floats:
        result = np.empty_like(levels)
        for number in range(table.shape[0]):
            own = self.inertia == number
            for kind in (OPEN, CLOSED, LONG):
                result[kind, own] = np.interp(
                    levels[kind, own], self.level, table[number, kind], left=0.0
                )
        return result


@dataclass(frozen=True, slots=True)
class Heat:
    """How a building is heated; arrays are draws (count,)."""

    carrier: str
    """The energy that heats and is measured."""
    slope: Floats
    """[kWh/K/d] of the carrier."""
    levels: Floats
    """(3, count) balance temperature of each kind of day [degC]."""
    warm: Floats
    """Share of the hours of an open day at comfort [1]."""
    depth: Floats
    """Reduction of the other hours [K]."""
    need: Need
    plant: Floats
    """Useful heat given by a kWh of the carrier [1]."""
    extra: Floats
    """[kWh/year] of the carrier, in place of heat that others no longer give."""

    @property
    def comfort(self) -> Floats:
        """Balance temperature of the hours at comfort [degC]."""
        level: Floats = self.levels[OPEN] + (1 - self.warm) * self.depth
        return level

    @property
    def used(self) -> Floats:
        """[kWh/year] of the carrier."""
        total: Floats = self.slope * self.need.asked(self.levels) + self.extra
        return total


@dataclass(frozen=True, slots=True)
class Twin:
    """A building; `base` is what each energy uses apart from heating [kWh/year], draws."""

    base: Mapping[str, Floats]
    heat: Heat | None
    unheated: Text | None
    """Why there is no `heat`."""
    idle: Floats | None
    """Electricity apart from heating when closed [kWh/year]; None unmeasured."""
    roof: Roof | None
    """What panels could give and who would use it; None where no electricity is measured."""
    years: int = 1
    """Measured years."""
    made: Floats | None = None
    kept: Floats | None = None
    """Of what panels make, what is used here [kWh/year]."""

    @property
    def electricity(self) -> Floats:
        """All the electricity that is used, bought or made [kWh/year]."""
        used = self.base[ELECTRICITY]
        if self.heat is not None and self.heat.carrier == ELECTRICITY:
            used = used + self.heat.used
        return used


def flows(twin: Twin) -> Flows:
    """Return what a building buys and sells in an average year."""
    heating = {} if twin.heat is None else {twin.heat.carrier: twin.heat.used}
    other = dict(twin.base)
    if twin.made is None or twin.kept is None:
        return Flows(heating, other, twin.years)
    other[ELECTRICITY] = other[ELECTRICITY] - twin.kept
    return Flows(heating, other, twin.years, sold=twin.made - twin.kept, made=twin.made)
