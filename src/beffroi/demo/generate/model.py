"""What the generator hands out: frozen records of one simulated commune."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import pyarrow as pa

from beffroi.readers.contract import INSTANT, READ_SCHEMA, SeriesDraft
from beffroi.texts import Text

Value: TypeAlias = str | float | int | bool

#: Observations as a reader gives them, with the instant at which each would have been received.
GENERATED_SCHEMA = READ_SCHEMA.append(pa.field("available_at", INSTANT, nullable=False))

SOURCE = "simulation"  # the source of every generated series


class FaultKind(StrEnum):
    """What was put wrong on purpose."""

    STEP_UP = "step_up"
    DRIFT = "drift"
    BASE_LOAD_RISE = "base_load_rise"
    OUT_OF_HOURS = "out_of_hours"
    SUMMER_HEATING = "summer_heating"
    HOLIDAY_HEATING = "holiday_heating"
    DEAD_METER = "dead_meter"
    STUCK_METER = "stuck_meter"
    CONTRACT_TOO_HIGH = "contract_too_high"
    CONTRACT_TOO_LOW = "contract_too_low"
    BILL_MISMATCH = "bill_mismatch"
    GAP = "gap"
    SPIKES = "spikes"
    TIMES_1000 = "times_1000"
    DUPLICATES = "duplicates"


class WorkKind(StrEnum):
    """Energy works and repairs."""

    INSULATION = "insulation"
    BOILER = "boiler"
    LED = "led"
    REPAIR = "repair"  # the end of a fault


@dataclass(frozen=True, slots=True)
class Organisation:
    """A simulated legal entity.

    `siren` has nine digits and starts with 000, which INSEE never allots, and its Luhn key is
    wrong on purpose: it can pass for nobody's number.
    """

    siren: str
    name: str
    kind: str  # "commune" or "epci"
    population: int
    latitude: float  # degrees north, WGS84
    longitude: float  # degrees east, WGS84
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class AssetDraft:
    """A simulated asset; `parent` is the key of the building that a delivery point serves."""

    key: str
    type: str
    name: str
    attributes: Mapping[str, Value]
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A fault that is really there: the table against which detectors are judged.

    `kwh_per_year` is what the fault adds to the energy used or billed, from two simulations
    alike but for the fault, over its last year; 0 where it adds none (meters, data, contract).
    """

    asset: str  # key of the delivery point where it shows
    building: str
    quantity: str  # of the series where it shows
    kind: FaultKind
    start: date
    end: date | None  # last day, None while it lasts
    kwh_per_year: float


@dataclass(frozen=True, slots=True)
class Work:
    """Works done on a building, with what they truly save."""

    building: str
    asset: str  # key of the delivery point whose consumption they lower
    kind: WorkKind
    label: Text
    done_on: date
    cost_eur: float
    saving_kwh_per_year: float
    repairs: FaultKind | None = None  # the fault that they end


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a person could have decided about a fault, to show the loop at work."""

    asset: str
    kind: FaultKind
    choice: str  # "act", "watch" or "dismiss"
    reason: Text
    on: date
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """Series of one owner and their observations (`GENERATED_SCHEMA`, by series then start)."""

    series: tuple[SeriesDraft, ...]
    observations: pa.Table


@dataclass(frozen=True, slots=True)
class Station:
    """A weather station, which the intercommunality owns, and its hourly temperatures."""

    asset: AssetDraft
    measures: Measures


@dataclass(frozen=True, slots=True)
class CommuneData:
    """All that is simulated of one commune.

    One commune in twelve carries the `station` of its neighbourhood.
    """

    index: int
    organisation: Organisation
    intercommunality: Organisation
    assets: tuple[AssetDraft, ...]
    measures: Measures
    truth: tuple[Truth, ...]
    works: tuple[Work, ...]
    suggestions: tuple[Suggestion, ...]
    station: Station | None = None
