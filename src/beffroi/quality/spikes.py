"""Isolated values that nothing explains.

Context needed: the whole series, for its highest ordinary values; the neighbours of the value.
"""

import numpy as np

from beffroi.quality.block import (
    Block,
    Bools,
    Floats,
    count_in,
    expand,
    quantile,
    reduced,
    runs,
    sorted_in,
)
from beffroi.quality.levels import Change, Levels, rates, removal
from beffroi.quality.tables import TraitArrays
from beffroi.units import SeriesKind

MIN_POINTS = 200
MAX_RUN = 2
#: Beyond so many times the 99.5 % quantile. Water has true bursts: a hydrant, a tank.
SHARE = 0.995
FACTOR = 10.0
WATER_FACTOR = 30.0
WATER_UNITS = ("m3", "L", "m3/h", "L/s")
#: The neighbours of a spike are ordinary values.
NEIGHBOUR_FACTOR = 3.0
#: A level at one instant off both neighbours by so many times its 99 % change.
JUMP_FACTOR = 8.0
#: What the sky and the sensors allow, with a margin on records.
_ROUNDING = 1 + 1e-12
PHYSICAL: dict[str, tuple[float, float]] = {
    "weather.air_temperature": (-60.0, 60.0),
    "weather.humidity": (0.0, 105.0),
    "weather.irradiance": (-20.0, 1600.0),
    "weather.wind_speed": (0.0, 120.0),
    "weather.rain": (0.0, 1000.0),
}


def spike(block: Block, traits: TraitArrays, known: Levels) -> Change:
    """Find isolated values far beyond the series, and values beyond physics."""
    found = _consumption(block, traits, known) | _impossible(block, traits) | _jump(block, traits)
    return removal(np.flatnonzero(found))


def _consumption(block: Block, traits: TraitArrays, known: Levels) -> Bools:
    found = np.zeros(len(block.value), np.bool_)
    judged = rates(traits) & (known.counts >= MIN_POINTS)
    factor = np.where(np.isin(traits.unit, WATER_UNITS), WATER_FACTOR, FACTOR)
    size = np.abs(block.value)
    # Where even the greatest value is within the factor of a level that the quantile reaches.
    enough = reduced(np.maximum, size, block.bounds) / factor * _ROUNDING
    judged &= enough > known.lowest
    if judged.any():
        judged &= ~known.reaches(SHARE, enough)
    if not judged.any():
        return found
    high = np.where(judged, known.at(SHARE), np.inf)
    beyond = size > (high * factor)[block.segment]
    if not beyond.any():
        return found
    first, length = runs(beyond, block.segment)
    last, segment = first + length - 1, block.segment[first]
    chosen = beyond[first] & (length <= MAX_RUN)
    chosen &= (first > block.bounds[segment]) & (last < block.bounds[segment + 1] - 1)
    first, last, length = first[chosen], last[chosen], length[chosen]
    ordinary = NEIGHBOUR_FACTOR * high[segment[chosen]]
    calm = (size[first - 1] <= ordinary) & (size[last + 1] <= ordinary)
    found[expand(first[calm], length[calm])[0]] = True
    return found


def _impossible(block: Block, traits: TraitArrays) -> Bools:
    limits = [PHYSICAL.get(key, (-np.inf, np.inf)) for key in traits.quantity.tolist()]
    low, high = np.array(limits).reshape(-1, 2).T
    if not (np.isfinite(low).any() or np.isfinite(high).any()):
        return np.zeros(len(block.value), np.bool_)
    found: Bools = (block.value < low[block.segment]) | (block.value > high[block.segment])
    return found


def _jump(block: Block, traits: TraitArrays) -> Bools:
    """Tell the levels that leave both neighbours, while those agree."""
    found = np.zeros(len(block.value), np.bool_)
    gauge = traits.is_kind(SeriesKind.GAUGE)
    if not gauge.any():
        return found
    part = block.series(gauge)
    if len(part.value) < 3:
        return found
    change = np.append(np.diff(part.value), np.nan)
    change[part.bounds[1:][np.diff(part.bounds) > 0] - 1] = np.nan
    usual = _usual_change(np.abs(change), part)
    limit = JUMP_FACTOR * usual[part.segment]
    up, down = change[:-2], change[1:-1]
    alone = (np.abs(up) > limit[1:-1]) & (np.abs(down) > limit[1:-1]) & (up * down < 0)
    alone &= np.abs(up + down) <= 2 * usual[part.segment][1:-1]
    inside = np.zeros(len(part.value), np.bool_)
    inside[1:-1] = alone
    found[gauge[block.segment]] = inside
    return found


def _usual_change(change: Floats, block: Block) -> Floats:
    """Return the 99 % change of each series, infinite where it cannot be told."""
    counts = count_in(np.isfinite(change), block.segment, block.segments)
    usual = quantile(sorted_in(change, block.bounds), block.bounds, counts, 0.99)
    return np.where((counts >= MIN_POINTS) & (usual > 0), usual, np.inf)
