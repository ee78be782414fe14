"""What happens to a building: the fault put into it, or the works done on it."""

from dataclasses import dataclass

import numpy as np

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.changes import Change
from beffroi.demo.generate.model import FaultKind, WorkKind

FAULTY, IMPROVED = 0.27, 0.09  # shares of buildings with a fault; of the others with works

_LOAD = frozenset(
    {
        FaultKind.STEP_UP,
        FaultKind.DRIFT,
        FaultKind.BASE_LOAD_RISE,
        FaultKind.OUT_OF_HOURS,
        FaultKind.SUMMER_HEATING,
        FaultKind.HOLIDAY_HEATING,
    }
)
_OLD = frozenset(  # may have been there before any measure
    {FaultKind.OUT_OF_HOURS, FaultKind.SUMMER_HEATING, FaultKind.HOLIDAY_HEATING}
)
_CONTRACT = frozenset({FaultKind.CONTRACT_TOO_HIGH, FaultKind.CONTRACT_TOO_LOW})
_SIZES: dict[FaultKind | WorkKind, tuple[float, float]] = {
    FaultKind.STEP_UP: (0.25, 0.60),  # of the whole load
    FaultKind.DRIFT: (0.30, 0.60),  # of the whole load, after a year and a half
    FaultKind.BASE_LOAD_RISE: (1.0, 2.5),  # of the base load
    FaultKind.OUT_OF_HOURS: (0.35, 0.70),  # of the active load
    FaultKind.SUMMER_HEATING: (2.0, 4.0),  # K of needless gap
    FaultKind.HOLIDAY_HEATING: (1.0, 1.0),
    FaultKind.CONTRACT_TOO_HIGH: (4, 6),  # steps of subscribed power
    FaultKind.CONTRACT_TOO_LOW: (2, 3),
    FaultKind.BILL_MISMATCH: (0.15, 0.40),  # of the energy used
    WorkKind.INSULATION: (0.22, 0.38),  # of the losses
    WorkKind.BOILER: (0.12, 0.20),  # of the gas
    WorkKind.LED: (0.40, 0.60),  # of the active load
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A fault, or works, or neither; `repaired` says that works ended the fault."""

    fault: Change | None = None
    work: Change | None = None
    repaired: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """What acts on the loads."""
        load = self.fault if self.fault and self.fault.kind in _LOAD else None
        return tuple(change for change in (load, self.work) if change)


def draw_plan(rng: np.random.Generator, building: Building, days: int) -> Plan:
    """Return what happens to a building over `days` days."""
    if rng.random() < FAULTY:
        return _fault(rng, building, days)
    if rng.random() < IMPROVED and days > 900 and building.use.key != "church":
        kinds = [WorkKind.LED]
        if building.heating_meter:
            kinds.append(WorkKind.INSULATION)
        if building.fuel == "gas":
            kinds.append(WorkKind.BOILER)
        kind = kinds[rng.integers(len(kinds))]
        meter = "electricity" if kind is WorkKind.LED else str(building.heating_meter)
        since = days - int(rng.integers(380, 480))
        return Plan(work=Change(kind, meter, since, days, _size(rng, kind)))
    return Plan()


def _fault(rng: np.random.Generator, building: Building, days: int) -> Plan:
    choices = _eligible(building)
    kind, meter = choices[rng.integers(len(choices))]
    repaired = bool(kind in _LOAD and days > 900 and rng.random() < 0.35)
    if repaired:
        until = days - int(rng.integers(385, 440))
        since = int(rng.integers(round(0.15 * days), until - 230))
    else:
        since, until = _dates(rng, kind, days)
    return Plan(fault=Change(kind, meter, since, until, _size(rng, kind)), repaired=repaired)


def _size(rng: np.random.Generator, kind: FaultKind | WorkKind) -> float:
    low, high = _SIZES.get(kind, (1.0, 1.0))
    return float(rng.uniform(low, high))


def _eligible(building: Building) -> list[tuple[FaultKind, str]]:
    """Return the faults that a building may have, each as often as it should come."""
    heat = building.heating_meter
    meters = ["electricity", "gas"] if heat == "gas" else ["electricity"]
    found = [
        (kind, meter)
        for meter in meters
        for kind in (FaultKind.DEAD_METER, FaultKind.STUCK_METER, FaultKind.GAP)
    ]
    found += [(FaultKind.SPIKES, "electricity"), (FaultKind.DUPLICATES, "electricity")]
    found += [(FaultKind.TIMES_1000, "electricity")]
    if building.use.key == "church":
        return found
    found += [(kind, meter) for meter in meters for kind in (FaultKind.STEP_UP, FaultKind.DRIFT)]
    found += [(FaultKind.BASE_LOAD_RISE, "electricity")] * 3
    if building.use.events >= 1 and building.use.key != "pool":
        found += [(FaultKind.OUT_OF_HOURS, meter) for meter in meters] * 2
    if heat and building.fuel != "heat_pump":
        found += [(FaultKind.SUMMER_HEATING, heat)] * 3
    if heat and building.use.school_closed:
        found += [(FaultKind.HOLIDAY_HEATING, heat)] * 5
    if building.hourly:
        found += [(FaultKind.CONTRACT_TOO_HIGH, "electricity")] * 2
    if building.hourly and (building.use.key in ("gym", "pool") or _large_electric(building)):
        found += [(FaultKind.CONTRACT_TOO_LOW, "electricity")] * 3
    if building.billed:
        found += [(FaultKind.BILL_MISMATCH, "electricity")] * 5
    return found


def _large_electric(building: Building) -> bool:
    return building.fuel == "electricity" and building.surface > 550


def _dates(rng: np.random.Generator, kind: FaultKind, days: int) -> tuple[int, int]:
    """Return the first day of a fault that nobody repaired and the day after its last."""
    if kind in _CONTRACT:
        return 0, days
    if kind in _OLD and rng.random() < 0.5:
        return 0, days
    if kind in _LOAD:
        latest = 0.62 if kind is FaultKind.DRIFT else 0.88
        return int(rng.uniform(0.37, latest) * days), days
    if kind is FaultKind.BILL_MISMATCH:
        return int(rng.uniform(0.45, 0.80) * days), days
    if kind is FaultKind.SPIKES:
        return 0, days
    length = int(rng.integers(25, 90)) if kind in _METER else int(rng.integers(3, 15))
    if kind in _METER and rng.random() < 0.6:
        return days - length, days
    since = int(rng.integers(round(0.1 * days), days - length - 10))
    return since, since + length


_METER = frozenset({FaultKind.DEAD_METER, FaultKind.STUCK_METER})
