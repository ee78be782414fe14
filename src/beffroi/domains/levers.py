"""What a lever is: a change that may be tried on an asset, declared beside its parameters.

A domain that has levers says how what it watches is simulated (`Simulator`): from the measures of
one building, or of one district, to a state of its own, of which a lever makes another one. The
core draws what is not known, applies the levers one after another, each on what those before it
left, and adds up amounts, money and emissions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from beffroi.domains.cards import Reference
from beffroi.domains.panel import Floats, Panel, Row
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

#: Draws (count,) of each dial of a lever, by key.
Draws: TypeAlias = Mapping[str, Floats]
#: What people said of things below an asset: attributes of each pipe of a district.
Parts: TypeAlias = Sequence[Mapping[str, Any]]
KWH, M3 = "kWh", "m3"


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
    tried on an asset, None where it can. `rank` orders levers: what lowers needs comes before
    the plant that serves them. `cost` and `life` are parameters; `per` says what the cost is of:
    "once", the unit of a dial, or a size of the asset (`Simulator.sizes`). A dial of the parameter
    `life` sets after how many years the cost is paid again.
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
    running: bool = False
    """Whether it is an expense that comes back after its life, not something to own: savings pay
    for it each time before they pay anything back."""

    @property
    def name(self) -> str:
        """The key without its domain, as addresses and commands write it."""
        return self.key.partition(".")[2]

    @property
    def domain(self) -> str:
        """The key of the domain whose assets it may be tried on."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Good:
    """Something that is used and paid for: an energy in kWh, water in m3.

    `price` and `emission` are parameters; a yearly change of each is the parameter of its name and
    `_growth`. A price with an interval is drawn in it, another one within `price.spread`. Empty: it
    is paid within the price of another good, or emits nothing of its own. `given` is the attribute
    in which people give their own price.
    """

    key: str
    label: Text
    unit: str = KWH
    price: str = ""
    emission: str = ""
    given: str = "price"


@dataclass(frozen=True, slots=True)
class Flows:
    """What an asset uses in an average year, draws (count,) in the unit of each good."""

    heating: Mapping[str, Floats]
    """By good: what follows the weather."""
    other: Mapping[str, Floats]
    """By good: what does not."""
    years: int = 1
    """Measured years that the average year is the mean of."""
    sold: Floats | None = None
    """What is made here and not used here."""
    made: Floats | None = None
    """What is made here in all."""


def _says_nothing(state: Any) -> tuple[Text, ...]:  # noqa: ARG001 - the contract
    return ()


@dataclass(frozen=True, slots=True)
class Simulator:
    """How a domain simulates an asset: a building, or what its meters are gathered into.

    `build(panel, parameters, parts)` sees the rows of one asset, and what is said of the things of
    kind `below` that belong to it; it answers its state, or a text that says what its measures
    lack. `flows(state)` says what it uses; `says(state)` what its measures tell, in words.
    """

    build: Callable[[Panel, Parameters, Parts], Any]
    flows: Callable[[Any], Flows]
    model: str
    """The algorithm that this is, with its card and its switch."""
    asset: str
    """The kind of asset that is simulated."""
    asset_words: tuple[Text, Text]
    """One of them, several of them."""
    goods: tuple[Good, ...]
    sizes: Callable[[Row, Any], Mapping[str, float | None]]
    """What costs may be counted by, of a row and its state: [m2] of floor, [km] of mains."""
    gauges: tuple[str, ...] = ()
    """Quantities whose mean over the gauges of an asset is handed as an attribute of its rows."""
    below: str = ""
    """The kind of the things below an asset that it is made of too."""
    verified: str = ""
    """The quantity that tells what an asset uses, for its outcome; each of its meters if empty."""
    winters: bool = False
    """Whether something follows the winters (parameters `weather.*`)."""
    sells: bool = False
    """Whether something made is sold (parameters `solar.*`)."""
    says: Callable[[Any], tuple[Text, ...]] = _says_nothing


def in_order(levers: Sequence[Lever]) -> tuple[Lever, ...]:
    """Return levers in the order in which they act."""
    return tuple(sorted(levers, key=lambda one: (one.rank, one.key)))
