"""Which sensors were left aside, on how many days, and why: what a search could not use."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import Sheets, frozen, impossible, sample
from beffroi.domains.water.leaks.plant import Plant

_DAY = np.timedelta64(1, "D")


class Why(StrEnum):
    """Why a sensor says nothing of a day."""

    SILENT = "silent"
    IMPOSSIBLE = "impossible"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Aside:
    """A sensor that was left aside on some days, of those that were looked at."""

    name: str
    why: Why
    days: int
    first: np.datetime64
    last: np.datetime64


def asides(
    plant: Plant, sheets: Sheets, first: np.datetime64, end: np.datetime64
) -> tuple[Aside, ...]:
    """Return the sensors that were left aside on days of [first, end), most days first."""
    begin: np.datetime64 = first.astype("datetime64[D]")
    days = begin + np.arange(int((end.astype("datetime64[D]") - begin) / _DAY)) * _DAY
    if not days.size:
        return ()
    found: list[Aside] = []
    kinds = (
        (sheets.pressures, plant.sensors, True),
        (sheets.flows, [*plant.inlet_names, *plant.pump_names], False),
        (sheets.levels, list(plant.tank_names), False),
    )
    for sheet, names, pressure in kinds:
        values = sample(sheet, list(names), days)
        for column, name in enumerate(names):
            is_pump = name in plant.pump_names
            found += _of(name, values[:, :, column], days, pressure=pressure, still=not is_pump)
    return tuple(sorted(found, key=lambda one: -one.days))


def _of(
    name: str, values: Floats, days: np.ndarray, *, pressure: bool, still: bool
) -> Iterator[Aside]:
    silent = ~np.isfinite(values).all(axis=1)
    odd = impossible(values, pressure=pressure).any(axis=1)
    same = frozen(values)[:, 0] & (values[:, 0] != 0) & ~odd & still
    for why, where in ((Why.IMPOSSIBLE, odd), (Why.FROZEN, same), (Why.SILENT, silent & ~odd)):
        if where.any():
            own = days[where]
            yield Aside(name, why, int(where.sum()), own[0], own[-1])
