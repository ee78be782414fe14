"""Hourly loads of a building from its use, the weather and what changes in its life.

Heating answers to the gap between a set point and the outdoor temperature smoothed by the mass of
the walls (a change-point model, as in ASHRAE Guideline 14, with a night and holiday set-back).
Set points are those of the Code de l'énergie, R241-26 and R241-27, less 3.5 K of free heat.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from beffroi.demo.generate.buildings import Building
from beffroi.demo.generate.changes import NOTHING, Change, profiles
from beffroi.demo.generate.clock import Clock, Floats, Mask
from beffroi.demo.generate.model import FaultKind, WorkKind
from beffroi.demo.generate.occupancy import Occupancy, occupancy

_FREE_HEAT = 3.5  # K
_WARM, _REDUCED, _FROST = 19 - _FREE_HEAT, 16 - _FREE_HEAT, 8 - _FREE_HEAT  # degC
_BOILER = 0.86  # yearly efficiency on the gross calorific value
_COOLING = 0.9  # W of electricity per m2 and K above 24 degC
_INERTIA = np.exp(-1 / 14)  # hourly memory of a building with a time constant of 14 h
_STOP, _RESTART = 140, 278  # days of the year between which heating is off (20 May, 5 October)


@dataclass(frozen=True, slots=True)
class Noise:
    """The chance part of a building: the same whatever changes, so that changes compare."""

    luck: Floats  # (d,) uniform
    electricity: Floats  # (h,) factor about 1
    heat: Floats  # (h,) factor about 1
    season: int  # days by which the heating season moves


@dataclass(frozen=True, slots=True)
class Loads:
    """Mean power of each hour at the meters, W, (h,); `gas` is None without gas."""

    electricity: Floats
    gas: Floats | None

    def of(self, meter: str) -> Floats:
        """Return the load of a meter, "electricity" or "gas"."""
        if meter == "gas" and self.gas is not None:
            return self.gas
        return self.electricity


def draw_noise(rng: np.random.Generator, time: Clock) -> Noise:
    """Draw the chance part of a building."""
    days, hours = len(time.days), len(time.hours)
    slow = lfilter([0.8], [1.0, -0.6], rng.standard_normal((2, days)), axis=1)[:, time.day_of]
    fast = lfilter([0.8], [1.0, -0.6], rng.standard_normal((2, hours), np.float32), axis=1)
    return Noise(
        luck=rng.random(days),
        electricity=np.exp(0.05 * slow[0] + 0.10 * fast[0]),
        heat=np.exp(0.06 * slow[1] + 0.06 * fast[1]),
        season=int(rng.integers(-8, 9)),
    )


def loads(
    building: Building,
    time: Clock,
    outdoor: Floats,
    noise: Noise,
    changes: tuple[Change, ...] = (),
) -> Loads:
    """Return the loads of a building; `outdoor` is the air temperature, degC, (h,)."""
    acting = profiles(changes, time)
    presence = occupancy(building, time, noise.luck)
    own = _specific(building, time, outdoor, presence, acting) * noise.electricity
    heat = _heat(building, time, outdoor, noise, presence, acting)
    metered = building.heating_meter
    if metered == "electricity":
        own = own + heat / _performance(building, outdoor)
    gas = None
    if metered == "gas":
        gas = _grow(heat / _BOILER + _hot_water(building, presence, noise), acting, "gas")
        gas = gas * (1 - acting.get((WorkKind.BOILER, "gas"), NOTHING))
    return Loads(_grow(own, acting, "electricity"), gas)


Acting = Mapping[tuple[FaultKind | WorkKind, str], Floats]


def _specific(
    building: Building, time: Clock, outdoor: Floats, presence: Occupancy, acting: Acting
) -> Floats:
    """Return lighting, appliances, ventilation and cooling, W."""
    dark = 1 + 0.22 * np.cos(2 * np.pi * (time.day_of_year[time.day_of] + 10) / 365.25)
    forgotten = acting.get((FaultKind.OUT_OF_HOURS, "electricity"), NOTHING)
    share = np.maximum(presence.present, forgotten)
    base = 1 + acting.get((FaultKind.BASE_LOAD_RISE, "electricity"), NOTHING)
    led = 1 - acting.get((WorkKind.LED, "electricity"), NOTHING)
    power = building.base * base + building.active * share * dark * led
    if building.cooled:
        power = power + _COOLING * np.maximum(outdoor - 24, 0) * presence.present
    result: Floats = power * building.surface
    return result


def _heat(
    building: Building,
    time: Clock,
    outdoor: Floats,
    noise: Noise,
    presence: Occupancy,
    acting: Acting,
) -> Floats:
    """Return the useful heat that the building asks for, W."""
    meter = building.heating_meter
    if meter is None:
        return np.zeros(len(time.hours))
    felt = lfilter([1 - _INERTIA], [1.0, -_INERTIA], outdoor, zi=[_INERTIA * outdoor[0]])[0]
    forced = acting.get((FaultKind.OUT_OF_HOURS, meter), NOTHING) > 0
    missed = acting.get((FaultKind.HOLIDAY_HEATING, meter), NOTHING) > 0
    warm = presence.warm | forced | (presence.holiday & missed)
    closed = np.where(presence.long & ~missed, _FROST, _REDUCED)
    gap = np.maximum(np.where(warm, _WARM, closed) - felt, 0)
    day = time.day_of_year[time.day_of] - noise.season
    summer: Mask = (day > _STOP) & (day < _RESTART)
    loss = building.loss * (1 - acting.get((WorkKind.INSULATION, meter), NOTHING))
    power = loss * np.where(summer, 0.0, gap)
    # A loop left running in summer: losses of pipes and needless heat, whatever the weather.
    power = power + building.loss * summer * acting.get((FaultKind.SUMMER_HEATING, meter), NOTHING)
    result: Floats = (power + building.process) * building.surface * noise.heat
    return result


def _hot_water(building: Building, presence: Occupancy, noise: Noise) -> Floats:
    """Return the gas for hot water and cooking, W."""
    result: Floats = building.surface * (0.25 + 1.2 * presence.present) * noise.heat
    return result


def _performance(building: Building, outdoor: Floats) -> Floats:
    """Return heat given per electricity used, (h,) or (1,)."""
    if building.fuel != "heat_pump":
        return np.ones(1)
    return np.clip(2.7 + 0.06 * outdoor, 1.7, 4.3)


def _grow(power: Floats, acting: Acting, meter: str) -> Floats:
    """Apply what multiplies the whole load of a meter."""
    for kind in (FaultKind.STEP_UP, FaultKind.DRIFT):
        power = power * (1 + acting.get((kind, meter), NOTHING))
    return power
