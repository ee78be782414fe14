"""What meters measured, at six hours of each day: enough to know a day, a sixth of the work."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.plant import Plant
from beffroi.readers.water.scada import Sheet

HOURS = (1, 5, 9, 13, 17, 21)  # UTC
_LEAST, _MOST = 0.0, 250.0  # m: pressures that a meter can have read
_LITRES = 1000.0
_MONDAY = np.datetime64("2018-01-01", "s")
_WEEK = 7 * 86_400
_DAY = np.timedelta64(1, "D")
_SWING = 20.0  # m3/h
_EMPTY = 0.3  # m: a tank that is nearly empty sets no head


@dataclass(frozen=True, slots=True)
class Sheets:
    """The measures of a period: pressures and levels in m, flows in m3/h, customers in l/h."""

    pressures: Sheet
    flows: Sheet
    levels: Sheet
    customers: Sheet


@dataclass(frozen=True, slots=True)
class Measures:
    """Means of hours, shape (days, hours, ...), NaN where unknown; the draws that are expected.

    `meters` in the order of `Plant.read`; `pumped` in m3/h; `levels` in m; `draws` of all nodes in
    m3/h, those of metered customers as measured; `metered` each customer's own use of the day
    against the model's, shape (days, customers).
    """

    days: NDArray[np.datetime64]
    meters: Floats
    pumped: Floats
    levels: Floats
    draws: Floats
    guessed: NDArray[np.bool_]  # of nodes: whether nobody measures their draw
    metered: Floats

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Days on which the boundaries of the model are known, and some meter whole, (days,)."""
        known = np.isfinite(self.pumped).all(axis=(1, 2)) & np.isfinite(self.draws).all(axis=(1, 2))
        known &= np.any(np.isfinite(self.meters).all(axis=1), axis=1)
        level = np.nan_to_num(self.levels, nan=-1.0)
        return np.asarray(known & (level > _EMPTY).all(axis=(1, 2)), dtype=bool)


def measures(plant: Plant, sheets: Sheets, first: np.datetime64, end: np.datetime64) -> Measures:
    """Sample the days of [first, end)."""
    first, end = first.astype("datetime64[D]"), end.astype("datetime64[D]")
    days = np.arange(first, end, _DAY)

    def sampled(sheet: Sheet, names: list[str], rate: bool = False) -> Floats:
        return sample(sheet, names, days, rate)

    pressures = sampled(sheets.pressures, list(plant.sensors))
    pressures = np.where(impossible(pressures, pressure=True), np.nan, pressures)
    pressures = np.where(frozen(pressures), np.nan, pressures)
    inlets = believed(plant, sampled(sheets.flows, list(plant.inlet_names)))
    pumped = sampled(sheets.flows, list(plant.pump_names))
    pumped = np.where(impossible(pumped), np.nan, pumped)
    levels = sampled(sheets.levels, list(plant.tank_names))
    filling = sampled(sheets.levels, list(plant.tank_names), rate=True) * plant.tank_areas
    tanks = pumped @ plant.feeds.T - filling
    expected = rhythms(plant, days) @ plant.usual
    customers = sampled(sheets.customers, list(plant.customers)) / _LITRES
    # The use of a day is that of the hours that are known, against the same hours of the model.
    usual = np.where(np.isfinite(customers), expected[:, :, plant.metered], 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.where(usual > 0, np.nansum(customers, axis=1) / usual, np.nan)
    own = np.where(np.isfinite(own), own, 1.0)
    draws = expected * own.mean(axis=1)[:, None, None]
    draws[:, :, plant.metered] = np.where(
        np.isfinite(customers), customers, draws[:, :, plant.metered]
    )
    guessed = np.ones(len(plant.names), dtype=bool)
    guessed[plant.metered] = False
    levels = np.where(_still(plant, levels, pumped, draws), np.nan, levels)
    meters = np.concatenate([pressures, inlets, tanks], axis=2)
    return Measures(days, meters, pumped, levels, draws, guessed, own)


def sample(
    sheet: Sheet, names: list[str], days: NDArray[np.datetime64], rate: bool = False
) -> Floats:
    """Return the mean of each hour that is looked at, shape (days, hours, names).

    With `rate`, how fast the values change, per hour.
    """
    hours = ((sheet.times - days[0]) // np.timedelta64(3600, "s")).astype(np.int64)
    slot = np.searchsorted(HOURS, hours % 24)
    looked = np.isin(hours % 24, HOURS) & (hours >= 0) & (hours < 24 * len(days))
    cell = ((hours // 24) * len(HOURS) + slot)[looked]
    size = len(days) * len(HOURS)
    within = (sheet.times[looked] - days[0]).astype("timedelta64[s]").astype(float) / 3600
    within = within - hours[looked]
    found = np.full((size, len(names)), np.nan)
    for column, name in enumerate(names):
        if name not in sheet.names:
            continue
        values = sheet.values[looked, sheet.names.index(name)]
        known = np.isfinite(values)
        at, moment, value = cell[known], within[known], values[known]
        count = np.bincount(at, minlength=size)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(at, value, size) / count
            if rate:
                middle = np.bincount(at, moment, size) / count
                spread = np.bincount(at, moment**2, size) / count - middle**2
                mean = (np.bincount(at, moment * value, size) / count - middle * mean) / spread
        found[:, column] = np.where(count > 0, mean, np.nan)
    return found.reshape(len(days), len(HOURS), len(names))


def rhythms(plant: Plant, days: NDArray[np.datetime64]) -> Floats:
    """Return the multipliers of the patterns, shape (days, hours, patterns).

    A pattern of a week begins on Monday, a shorter one at midnight, UTC.
    """
    found = np.ones((len(days), len(HOURS), len(plant.patterns)))
    start = (days.astype("datetime64[s]") - _MONDAY).astype(np.int64) % _WEEK
    inside = np.arange(max(1, 3600 // plant.step)) * plant.step
    moments = start[:, None, None] + np.array(HOURS)[:, None] * 3600 + inside
    for column, key in enumerate(plant.patterns):
        if key in plant.rhythm:
            shape = plant.rhythm[key]
            found[:, :, column] = shape[(moments // plant.step) % shape.size].mean(axis=2)
    return found


def believed(plant: Plant, inlets: Floats) -> Floats:
    """Return the flows of inlets (d, h, i) without those that cannot be, NaN in their place.

    Water does not flow back through a reducing valve; a flow that is the same all day is that of a
    meter that stands still, and nothing at all by any inlet of a zone that of meters that are dead.
    """
    odd = impossible(inlets) | (frozen(inlets) & (inlets > 0))
    of = plant.zone[plant.inlets]
    for one in np.unique(of):
        mine = of == one
        odd[:, :, mine] |= (inlets[:, :, mine] == 0).all(axis=(1, 2))[:, None, None]
    return np.where(odd, np.nan, inlets)


def _still(plant: Plant, levels: Floats, pumped: Floats, draws: Floats) -> NDArray[np.bool_]:
    """Whether the level of a tank stood still all day while what fills and empties it did not."""
    if not plant.tanks:
        return np.zeros(levels.shape, dtype=bool)
    drawn = np.stack([draws[:, :, of].sum(axis=2) for of in plant.tanks], axis=2)
    swing = np.ptp(pumped @ plant.feeds.T - drawn, axis=1, keepdims=True)
    return np.asarray(frozen(levels) & (swing > _SWING), dtype=bool)


def impossible(values: Floats, *, pressure: bool = False) -> NDArray[np.bool_]:
    """Whether what was read cannot be: less than nothing, or a pressure that no pipe bears."""
    if pressure:
        return np.asarray((values <= _LEAST) | (values >= _MOST), dtype=bool)
    return np.asarray(values < 0, dtype=bool)


def frozen(values: Floats) -> NDArray[np.bool_]:
    """Whether meters (d, h, ...) read exactly the same all day: they say nothing then."""
    same = (values == values[:, :1]).all(axis=1, keepdims=True)
    return np.broadcast_to(same, values.shape)
