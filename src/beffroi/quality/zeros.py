"""Zeros of electricity that stand for missing observations.

Context needed: the whole series, for its base level. Electricity only: a boiler stops for a
night or for its upkeep, a family leaves for a week and its gas meter truly counts nothing. At
steps of an hour or less only: over a day, a main switch may have been off.
"""

import numpy as np

from beffroi.quality.block import HOUR, Block, Bools, Floats, Ints, count_in, expand, quantum, runs
from beffroi.quality.levels import NO_CHANGE, Change, Levels, rates, removal
from beffroi.quality.tables import TraitArrays

MIN_POINTS = 200
#: The base (5 % quantile of what is not zero) is at least so much of the median...
MIN_BASE = 0.2
#: ... is a floor: the 1 % quantile stays near it (solar panels bring it down to nothing)...
MIN_FLOOR = 0.5
#: ... and is so many times the resolution, else a zero may be a rounding.
MIN_BASE_QUANTA = 3
#: A series with more zeros than this uses them to mean zero.
MAX_ZEROS = 0.1
#: A building may truly be cut off for longer than this.
MAX_RUN = 31 * 24 * HOUR


def zero_missing(block: Block, traits: TraitArrays, known: Levels) -> Change:
    """Find the runs of zeros inside a series that otherwise never comes near zero.

    Zeros before the first and after the last other value stay: the meter may not be in service.
    """
    zero = block.value == 0
    zeros = count_in(zero, block.segment, block.segments)
    suspect = (zeros > 0) & (zeros <= MAX_ZEROS * np.diff(block.bounds))
    suspect &= rates(traits) & (known.counts >= MIN_POINTS)
    if suspect.any():  # only then are levels needed, and values sorted
        suspect &= _has_floor(traits, known)
    if not suspect.any():
        return NO_CHANGE
    base = np.nan_to_num(known.at(0.05))
    part = suspect[block.segment]
    grain = quantum(block.value[part], block.segment[part], block.segments)
    suspect &= base >= MIN_BASE_QUANTA * grain
    first, length = runs(zero, block.segment)
    last = first + length - 1
    segment = block.segment[first]
    chosen = zero[first] & suspect[segment] & (block.end[last] - block.start[first] <= MAX_RUN)
    chosen &= block.end[first] - block.start[first] <= HOUR
    chosen &= (first > block.bounds[segment]) & (last < block.bounds[segment + 1] - 1)
    first, length = first[chosen], length[chosen]
    abrupt = _abrupt(block, first, first + length - 1, base)
    return removal(expand(first[abrupt], length[abrupt])[0])


def _has_floor(traits: TraitArrays, known: Levels) -> Bools:
    electricity = np.char.startswith(traits.quantity, "electricity.")
    active = electricity & ~np.isin(traits.unit, ("var", "varh", "kvar", "kvarh"))
    lowest, base, median = known.at(0.01), known.at(0.05), known.at(0.5)
    with np.errstate(invalid="ignore"):
        floor = (base >= MIN_BASE * median) & (lowest >= MIN_FLOOR * base)
    found: Bools = active & floor
    return found


def _abrupt(block: Block, first: Ints, last: Ints, base: Floats) -> Bools:
    """Tell the runs whose second neighbours are at the base; the first may be a partial step."""
    low, high = block.bounds[:-1][block.segment[first]], block.bounds[1:][block.segment[first]] - 1
    before = np.maximum(block.value[first - 1], block.value[np.maximum(first - 2, low)])
    after = np.maximum(block.value[last + 1], block.value[np.minimum(last + 2, high)])
    enough = MIN_FLOOR * base[block.segment[first]]
    found: Bools = (before >= enough) & (after >= enough)
    return found
