"""The state of a district: what it uses and what it loses in a year, of which levers make another.

Real losses are in three parts, as the component analysis of Lambert has them: those of a network
in perfect repair (`floor`), leaks that a search would find (`running`), and the rest, too small or
too scattered to be found (`hidden`).
"""

from dataclasses import dataclass

from beffroi.domains.levers import KWH, M3, Flows, Good
from beffroi.domains.panel import Floats
from beffroi.domains.water.scenario.mains import Length
from beffroi.texts import Text

WATER, POWER = "water", "electricity"
GOODS = (
    Good(WATER, Text(fr="eau", en="water"), M3, price="water.cost", given="m3_eur"),
    # What moving a m3 costs is within the cost of the m3.
    Good(POWER, Text(fr="électricité", en="electricity"), KWH, emission="electricity.emission"),
)


@dataclass(frozen=True, slots=True)
class District:
    """A district; arrays are draws (count,), volumes in m3 a year."""

    used: Floats
    """All that is put in and does not leak: customers, service, what is not counted."""
    floor: Floats
    running: Floats
    hidden: Floats
    km: float
    """Of mains."""
    pressure: Floats
    """Mean [m]."""
    known_pressure: bool
    """Whether it was given, or logged; drawn otherwise."""
    exponent: Floats
    """N1 of the leaks that run: flow follows pressure to this power [1]."""
    mains: tuple[Length, ...]
    breaks: tuple[Floats, ...]
    """Of a km of each of the mains [1/year]."""
    energy: Floats
    """Of a m3 put in [kWh]."""
    by_night: bool
    """Whether losses are told from the night flow, for want of the meters of customers."""
    seen: float
    """Leaks that nights show today [m3/h]."""
    unread: tuple[str, ...] = ()
    """What was said of mains and could not be read."""

    @property
    def lost(self) -> Floats:
        """Real losses [m3/year]."""
        total: Floats = self.floor + self.running + self.hidden
        return total

    @property
    def put_in(self) -> Floats:
        """[m3/year]."""
        total: Floats = self.used + self.lost
        return total


def flows(district: District) -> Flows:
    """Return what a district receives in an average year, and the electricity that moved it."""
    water = district.put_in
    return Flows({}, {WATER: water, POWER: water * district.energy})
