"""What a lever is: a change that may be tried on a building, declared beside its parameters.

A domain that has levers says how a building is simulated (`Simulator`): from its measures to a
state of its own, of which a lever makes another one. The core draws what is not known, applies the
levers one after another, each on what those before it left, and adds up money and emissions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from beffroi.domains.cards import Reference
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

#: Draws (count,) of each dial of a lever, by key.
Draws: TypeAlias = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Dial:
    """Something about a lever that a person may set: usual values are those of a parameter.

    `least` and `most` bound what may be typed, and what is drawn.
    """

    key: str
    label: Text
    unit: str
    parameter: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Lever:
    """A change that may be tried.

    `apply(state, draws)` answers the state once it is done; `lacks(state)` says why it cannot be
    tried on a building, None where it can. `rank` orders levers: what lowers needs comes before
    the plant that serves them. `cost` and `life` are parameters; `per` says what the cost is of:
    "m2" of floor, "kWp", or "once".
    """

    key: str
    label: Text
    about: Text
    method: Text
    limits: Text
    rank: int
    dials: tuple[Dial, ...]
    cost: str
    per: str
    life: str
    apply: Callable[[Any, Draws], Any]
    lacks: Callable[[Any], Text | None]
    references: tuple[Reference, ...]

    @property
    def name(self) -> str:
        """The key without its domain, as addresses and commands write it."""
        return self.key.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Flows:
    """What a building uses in an average year, draws (count,) of kWh."""

    heating: Mapping[str, Floats]
    """By energy: what follows the weather."""
    other: Mapping[str, Floats]
    """By energy: what does not."""
    years: int = 1
    """Measured years that the average year is the mean of."""
    sold: Floats | None = None
    """What is made here and not used here."""
    made: Floats | None = None
    """What is made here in all."""


@dataclass(frozen=True, slots=True)
class Simulator:
    """How a domain simulates a building.

    `build(panel, parameters)` sees the rows of one building, one an energy, and answers its state,
    or a text that says what its measures lack. `flows(state)` says what it uses.
    """

    build: Callable[[Panel, Parameters], Any]
    flows: Callable[[Any], Flows]
    model: str
    """The algorithm that this is, with its card and its switch."""
    energies: tuple[str, ...]
    """Energies that have a price, an emission factor and a path of each."""


def in_order(levers: Sequence[Lever]) -> tuple[Lever, ...]:
    """Return levers in the order in which they act."""
    return tuple(sorted(levers, key=lambda one: (one.rank, one.key)))
