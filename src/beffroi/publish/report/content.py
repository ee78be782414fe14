"""What a report says: plain data, in both languages, for a PDF, a workbook, a page or a program."""

from dataclasses import dataclass
from datetime import date

from beffroi.domains.tallies import Tally
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and between which bounds it lies, nine times in ten."""

    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether it is above nothing, bounds included."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What was used, spent or emitted over the period, and how it moved.

    `change` compares with the same months of the year before, over the meters known in both; None
    where there are none.
    """

    label: Text
    unit: str
    value: float
    change: float | None
    buildings: int
    compared: int
    """How many meters are in the comparison."""


@dataclass(frozen=True, slots=True)
class Month:
    """What all meters used in a month, and in the same month a year before: None, not known."""

    first: date
    value: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """What a building cost over the period [EUR], used [kWh], and its share of the whole."""

    name: str
    eur: float
    share: float
    kwh: float
    per_m2: float | None
    change: float | None


@dataclass(frozen=True, slots=True)
class Target:
    """How far a building is from what the law asks of it [% below its reference year]."""

    place: str
    reached: float
    asked: float
    gap: float


@dataclass(frozen=True, slots=True)
class Conforming:
    """Samples of tap water that conform, of a civil year [%]; by how many points they moved."""

    label: Text
    year: int
    tally: Tally
    points: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Peer:
    """Where the authority stands among similar ones, for a use of its buildings."""

    use: Text
    year: int
    unit: str
    value: float
    members: int
    low: float
    middle: float
    high: float
    said: Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was seen and waits for a decision."""

    number: int
    place: str
    said: Text
    since: date
    eur: Estimate
    ideas: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided; who did is in the journal."""

    place: str
    on: date
    choice: Text
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and what it really saved: nothing is known where it was not verified."""

    place: str
    what: str
    on: date
    cost_eur: float
    state: Text
    proven: bool
    kwh: Estimate | None
    eur: float | None
    said: Text


@dataclass(frozen=True, slots=True)
class Meter:
    """How well a meter was measured over the period.

    `covered` is the share of the time that measures cover; `mended` is that of the measures which
    repair changed or filled.
    """

    name: str
    quantity: Text
    covered: float
    mended: float
    last: date | None


@dataclass(frozen=True, slots=True)
class Method:
    """How a figure was made, and after which texts."""

    label: Text
    said: Text
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Algorithm:
    """An algorithm that saw something in this report."""

    key: str
    label: Text
    purpose: Text
    limits: Text
    version: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report to the council."""

    organisation: str
    accent: str
    """The colour of the authority, `#rrggbb`."""
    period: Text
    name: str
    """What files are named after."""
    first: date
    last: date
    made: date
    """The day of the last thing that it tells of: it says nothing of what came after."""
    measured_to: date | None
    simulated: bool
    summary: tuple[Text, ...]
    figures: tuple[Figure, ...]
    months: tuple[Month, ...]
    places: tuple[Place, ...]
    elsewhere: Place | None
    """The other buildings together."""
    targets: tuple[Target, ...]
    conforming: tuple[Conforming, ...]
    peers: tuple[Peer, ...]
    waiting: tuple[Waiting, ...]
    waiting_more: int
    waiting_eur: float
    """What all that waits surely costs a year [EUR]."""
    decided: tuple[Decided, ...]
    done: tuple[Done, ...]
    proposals: tuple[Text, ...]
    meters: tuple[Meter, ...]
    quality: tuple[Text, ...]
    methods: tuple[Method, ...]
    algorithms: tuple[Algorithm, ...]
