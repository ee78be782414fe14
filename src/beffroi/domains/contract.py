"""What a domain declares: frozen descriptions and pure functions, nothing else.

The core finds domains by scanning, reads measures through the read door, lays them out as a
`Panel`, calls the functions below and stores what they answer. A domain knows no SQL, no HTTP,
no session and no organisation.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from numpy.typing import NDArray

from beffroi.domains.cards import Card
from beffroi.domains.cards import Reference as Reference
from beffroi.domains.follows import Follow as Follow
from beffroi.domains.gathers import Gather as Gather
from beffroi.domains.gathers import Holder as Holder
from beffroi.domains.gathers import Share as Share
from beffroi.domains.gathers import Stock as Stock
from beffroi.domains.levers import Lever, Simulator
from beffroi.domains.panel import Panel, Row
from beffroi.domains.parameters import Parameters
from beffroi.domains.tallies import Tally
from beffroi.quantities import Quantity
from beffroi.texts import Text

Chart: TypeAlias = Mapping[str, Any]  # a Vega-Lite 5 specification with its data inline


class Period(StrEnum):
    """The civil period of an indicator."""

    MONTH = "month"
    YEAR = "year"


class Severity(StrEnum):
    """How much a finding matters, the gravest last."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of an asset that a person may give: `choices` empty means free.

    `synonyms` are other ways to write a choice, each with the key of that choice; labels, without
    accents or case, and each part of a label between commas, need not be among them.
    """

    key: str
    label: Text
    unit: str = ""
    number: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AssetType:
    """A kind of thing that is watched; `described` where people may say something of it."""

    key: str
    label: Text
    attributes: tuple[Attribute, ...] = ()
    described: bool = True


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval, at 90 % unless the detector says otherwise."""

    value: float
    low: float
    high: float


#: Of what is not at stake.
NOTHING = Estimate(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stake:
    """What a finding costs a year if nothing is done."""

    eur_per_year: Estimate
    kwh_per_year: Estimate
    kgco2e_per_year: Estimate
    m3_per_year: Estimate = NOTHING
    """Water lost."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one of what a row measures costs, takes and emits, in its display unit."""

    eur: float
    kwh: float
    kgco2e: float
    m3: float = 0.0


@dataclass(frozen=True, slots=True)
class Idea:
    """An action that could be taken, in plain words."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a detector saw on one row of the panel; the core makes a finding of it.

    The same fault seen again on a later day must keep `row`'s asset and quantity and about the
    same `since`: the core then updates the finding instead of adding one.
    """

    row: int
    since: date
    severity: Severity
    confidence: float  # 0 to 1
    stake: Stake
    explanation: Text  # one sentence, with its figures
    chart: Chart
    actions: tuple[Idea, ...]
    until: date | None = None  # last day of the fault, None while it lasts


@dataclass(frozen=True, slots=True)
class Detector:
    """A declared detection: `detect(prepared, parameters)` sees every row of a panel at once.

    `prepared` is what the domain's `prepare` made of the panel, once for all its detectors.
    Detectors of one `family` look at the same fault under several names: what one of them saw
    goes on when another one sees it later. A detector without a whole `card` does not load.
    """

    key: str
    label: Text
    purpose: Text
    method: Text
    limits: Text
    inputs: tuple[str, ...]  # quantities
    references: tuple[Reference, ...]
    detect: Callable[[Any, Parameters], list[Sighting]]
    version: str = "1"
    family: str = ""
    card: Card | None = None

    @property
    def modules(self) -> tuple[str, ...]:
        """The module that its code begins in."""
        return (self.detect.__module__,)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that detectors or verifications lean on, computed by `modules`.

    What `prepare` of its domain costs is counted as its own.
    """

    key: str
    label: Text
    purpose: Text
    method: Text
    limits: Text
    inputs: tuple[str, ...]  # quantities
    references: tuple[Reference, ...]
    modules: tuple[str, ...]
    version: str = "1"
    card: Card | None = None


#: What has a card, a line in the public register and a switch.
Algorithm: TypeAlias = Detector | Model


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared computation, one value a row and a period.

    `formula(panel, parameters)` receives a panel cut to one civil period whose rows are assets
    of `level`, and answers one float a row, shape (n_rows,), NaN where it cannot be said. One that
    is counted from the samples of an authority has a `tally` of those of a period instead, and
    the level `WHOLE`. `target` is the value that the texts aim at, where it is the same for all.
    """

    key: str
    label: Text
    unit: str
    level: str  # an asset type
    period: Period
    inputs: tuple[str, ...]  # quantities, any of which a row may carry
    formula: Callable[[Panel, Parameters], NDArray[Any]] | None
    references: tuple[Reference, ...]
    valid_from: date
    valid_to: date | None = None
    tally: Callable[[Iterable[Any]], Tally] | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """A trade: its assets, quantities, indicators and detectors.

    `inputs` are the quantities whose measures make the rows of its panels. Its detectors say
    nothing of a meter measured over fewer than `least_history` days. Where `gather` says how
    meters add up, detectors see the rows above too, after the meters, and indicators of its level
    see these only; meters of a building always add up for indicators of the level `building`.
    `searches` find by themselves, on files of their own: an analysis leaves their findings alone.
    """

    key: str
    label: Text
    description: Text
    inputs: tuple[str, ...]
    asset_types: tuple[AssetType, ...]
    prepare: Callable[[Panel, Parameters], Any]
    indicators: tuple[Indicator, ...] = ()
    detectors: tuple[Detector, ...] = ()
    quantities: tuple[Quantity, ...] = field(default=())
    least_history: int = 0
    models: tuple[Model, ...] = ()
    levers: tuple[Lever, ...] = ()
    simulator: Simulator | None = None
    gather: Gather | None = None
    follow: Follow | None = None
    """What is followed of the rows above meters, and shown to people day after day."""
    worth: Callable[[Row, Parameters, date], Worth] | None = None
    """What a saving is worth; without it, quantities are energies in kWh, each with a dated `price`
    and `emission`."""
    searches: tuple[Model, ...] = ()
    public: Callable[[Sequence[tuple[str, Mapping[str, Any]]]], bool] = lambda _: False
    """Whether what is measured of an asset tells of no person, so that whoever reads its findings
    sees their charts: from the types and attributes of the asset and of all that it is in."""

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """What must have a card: detectors, the models that they lean on, searches."""
        return (*self.detectors, *self.models, *self.searches)


@dataclass(frozen=True, slots=True)
class Shared:
    """Algorithms that no trade owns and all rest on; their code is in the package `home`."""

    key: str
    label: Text
    home: str
    kind: str
    """What each of them is, in one word of the public register."""
    models: tuple[Model, ...]

    @property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """What must have a card."""
        return self.models


#: What holds algorithms with their cards.
Room: TypeAlias = Domain | Shared
